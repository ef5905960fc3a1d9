using Comity.Law.Calendars;

namespace Comity.Dossiers;

/// <summary>Where a date comes from.</summary>
public enum DueKind
{
    /// <summary>A time limit of the law data.</summary>
    Law,

    /// <summary>A date that a side named itself.</summary>
    Promise,

    /// <summary>A rule of the protocol.</summary>
    Protocol,
}

/// <summary>A time limit that runs in a dossier.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Limit">Its id: <c>dl.29.7.min</c> of the law data, or <c>promised</c>, <c>put-off</c>, <c>review</c>.</param>
/// <param name="Provision">Where it stands: <c>ets-185/29/7</c>, <c>statement/R12</c>; empty for a promise.</param>
/// <param name="Semantics">How it works.</param>
/// <param name="On">The request or act.</param>
/// <param name="Owner">Whose limit it is.</param>
/// <param name="From">When it started, Unix seconds.</param>
/// <param name="At">When it ends, Unix seconds; null if the law gives no number.</param>
/// <param name="Overdue">True if it ended and what it asks did not happen. A minimum is never overdue.</param>
public sealed record DueDate(DueKind Kind, string Limit, string Provision, LimitSemantics Semantics, Digest On, Side Owner, long From, long? At, bool Overdue)
{
    /// <summary>True if a number of the law was counted as time passes, because no calendar of the State whose law decides is at hand.</summary>
    public bool WithoutCalendar { get; init; }

    /// <summary>True while a question stops the clock.</summary>
    public bool StandsStill { get; init; }
}

/// <summary>The time limits that run, computed from the state, the law data and the clock. They move flags only, never a state (R22).</summary>
public static class TimeLimits
{
    /// <summary>Seconds within which an act approved by one person must be reviewed: 24 hours (R12).</summary>
    public const long ReviewWithin = 86_400;

    /// <summary>All that run now, the earliest first, those without a date last.</summary>
    public static IReadOnlyList<DueDate> Due(Dossier dossier, LawView law, long now)
    {
        var state = dossier.State;
        if (dossier.Sides is not { } sides) return [];
        var due = state.Requests.SelectMany(r => OfRequest(r, dossier, law(ChannelQuestion.Of(r, sides)), now))
            .Concat(Enum.GetValues<Side>().SelectMany(side => Reviews(dossier, state, side, now)));
        return [.. due.OrderBy(d => d.At ?? long.MaxValue).ThenBy(d => d.Limit, StringComparer.Ordinal)];
    }

    private static IEnumerable<DueDate> OfRequest(RequestState request, Dossier dossier, ChannelView? channel, long now)
    {
        foreach (var limit in channel?.Limits ?? [])
            if (!request.Suspended && Start(limit, request, dossier) is { } from && Owner(limit, request) is { } owner)
            {
                var at = limit.End(from, Pauses(limit, request, dossier));
                yield return new(DueKind.Law, limit.Id, limit.Provision, limit.Semantics, request.Id, owner, from, at, limit.Semantics != LimitSemantics.Min && at < now)
                {
                    WithoutCalendar = at is not null && limit.Clock is null,
                    StandsStill = at is null && limit.Clock is { CanStandStill: true },
                };
            }

        var kept = request.Preservation;
        if (kept is { State: PreservationWord.Kept or PreservationWord.EndedYetOwed, Until: { } until })
            yield return new(DueKind.Promise, "promised", "", LimitSemantics.Min, request.Id, Side.Asked, kept.Since ?? request.At, until, until < now);
        if (!request.Withdrawn && request.Decision == Decision.Postponed && request.DecisionTerms.Until is { } putOff)
            yield return new(DueKind.Promise, "put-off", "", LimitSemantics.Max, request.Id, Side.Asked, request.At, putOff, putOff < now);
    }

    /// <summary>When the starting event happened; null if it has not. The asked side's limits run from arrival, the asking side's from the author's time (R34).</summary>
    private static long? Start(LimitView limit, RequestState request, Dossier dossier) => limit.From switch
    {
        LawEvents.RequestReceived or LawEvents.OrderServed or "epoc-received" or "epoc-pr-received" or "order-received-by-provider" or "notification-received" => Arrival(request.Id, dossier) ?? request.At,
        "complete-request-received" when !request.Questions.Any(q => q.State == QuestionWord.Open) => Arrivals(request, dossier).Max(),
        LawEvents.PreservationEffected => request.Preservation.Since,
        LawEvents.MlaRequestReceived => request.Preservation.PendingRequests is [var first, ..] ? Arrival(first, dossier) ?? dossier.Find(first)!.At : null,
        LawEvents.ConditionsOffered => request.Conditions.FirstOrDefault(c => c.State == ConditionWord.Open) is { } open ? dossier.Find(open.Key.Offer)!.At : null,
        _ => null,
    };

    /// <summary>When a question of the asked side stopped the clock, and when its answer let it go on.</summary>
    private static IEnumerable<Pause> Pauses(LimitView limit, RequestState request, Dossier dossier)
    {
        if (limit.Clock is not { CanStandStill: true }) yield break;
        foreach (var question in request.Questions.Where(q => q.State != QuestionWord.Annulled))
            if (dossier.Find(question.Id) is { } asked)
            {
                long? answered = question.State == QuestionWord.Open ? null : Answers(question, dossier).Select(a => Arrival(a.Id, dossier) ?? a.At).DefaultIfEmpty(asked.At).Min();
                yield return new(DateTimeOffset.FromUnixTimeSeconds(asked.At), answered is { } at ? DateTimeOffset.FromUnixTimeSeconds(Math.Max(at, asked.At)) : null);
            }
    }

    /// <summary>When the request came, and each answer that completed it.</summary>
    private static IEnumerable<long> Arrivals(RequestState request, Dossier dossier) =>
        request.Questions.Where(q => q.State == QuestionWord.Answered).SelectMany(q => Answers(q, dossier)).Select(a => Arrival(a.Id, dossier) ?? a.At).Append(Arrival(request.Id, dossier) ?? request.At);

    private static IEnumerable<Statement> Answers(QuestionState question, Dossier dossier) =>
        dossier.Statements.Where(s => s.Type == ActType.ClarificationGiven && s.Re.Contains(question.Id));

    private static long? Arrival(Digest id, Dossier dossier) => dossier.Find(id) is { } statement ? dossier.VerdictOn(statement)?.At : null;

    /// <summary>Whose limit it is while its event has not come; null once it has.</summary>
    private static Side? Owner(LimitView limit, RequestState request) => limit.To switch
    {
        LawEvents.PreservationEffected => IsOpen(request) && request.Preservation.State == PreservationWord.None ? Side.Asked : null,
        LawEvents.PreservationMayEnd => request.Preservation.State == PreservationWord.Kept ? Side.Asked : null,
        LawEvents.MlaDecision => request.Preservation is { State: PreservationWord.Kept, PendingRequests.Count: > 0 } ? Side.Asked : null,
        LawEvents.Response or LawEvents.OutcomeTold => IsOpen(request) && request.Decision is Decision.None or Decision.Postponed ? Side.Asked : null,
        LawEvents.ConditionsAnswered => IsOpen(request) ? Side.Asking : null,
        "data-preserved" => IsOpen(request) && request.Preservation.State == PreservationWord.None && request.Deliveries.Count == 0 ? Side.Asked : null,
        "preservation-ends" => request.Preservation.State == PreservationWord.Kept ? Side.Asked : null,
        "data-transmitted" or "data-returned" or "disclosure" or "enforcement-available" or "assistance" => IsOpen(request) && request.Deliveries.Count == 0 ? Side.Asked : null,
        "determination-told" or "ground-raised" or "conflict-objection" or "instruction-to-provider" => IsOpen(request) && request.Decision is Decision.None or Decision.Postponed ? Side.Asked : null,
        _ => null,
    };

    private static bool IsOpen(RequestState request) => !request.Withdrawn && request.Decision is not (Decision.Refused or Decision.Outcome);

    private static IEnumerable<DueDate> Reviews(Dossier dossier, DossierState state, Side side, long now) =>
        from duty in state.Of(side).Owes
        where duty.Kind == DutyKind.Review
        let at = dossier.Find(duty.On)!.At
        select new DueDate(DueKind.Protocol, "review", "statement/R12", LimitSemantics.Max, duty.On, side, at, at + ReviewWithin, at + ReviewWithin < now);
}

/// <summary>The two clocks of a preservation for another State: what was promised abroad, and what the domestic order gives. The shorter one warns.</summary>
/// <param name="Promised">Until when it was promised abroad, Unix seconds.</param>
/// <param name="Ordered">Until when the custodian holds it by the domestic order, Unix seconds.</param>
public sealed record PreservationClocks(long? Promised, long? Ordered)
{
    /// <summary>How long before its end a clock warns: 7 days. Our own choice.</summary>
    public const long WarnsBefore = 7 * 86_400;

    /// <summary>From the foreign request's state and the domestic order's state.</summary>
    public static PreservationClocks Of(PreservationState abroad, PreservationState domestic) => new(Running(abroad), Running(domestic));

    /// <summary>The end of the shorter clock; null if none runs.</summary>
    public long? Shorter => Promised is { } p && Ordered is { } o ? Math.Min(p, o) : Promised ?? Ordered;

    /// <summary>True if the domestic order ends before what was promised, or does not run at all: it must be renewed.</summary>
    public bool OrderIsShort => Promised is not null && (Ordered is null || Ordered < Promised);

    /// <summary>True from 7 days before the shorter clock's end, and at once if the order has ended or never ran.</summary>
    public bool Warns(long now) => Promised is not null && Ordered is null || Shorter is { } end && now >= end - WarnsBefore;

    private static long? Running(PreservationState state) => state.State is PreservationWord.Kept or PreservationWord.EndedYetOwed ? state.Until : null;
}
