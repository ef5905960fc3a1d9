namespace Comity.Dossiers;

/// <summary>Where a request stands, in one word for a page.</summary>
public enum RequestStatus
{
    /// <summary>Waits for an answer.</summary>
    Open,

    /// <summary>A question waits for the asking side.</summary>
    ClarificationAsked,

    /// <summary>Granted, and a condition waits for the asking side.</summary>
    ConditionOpen,

    /// <summary>Granted, not yet done.</summary>
    Granted,

    /// <summary>The data are kept.</summary>
    Preserved,

    /// <summary>Keeping has ended.</summary>
    PreservationEnded,

    /// <summary>Delivered.</summary>
    Delivered,

    /// <summary>Refused.</summary>
    Refused,

    /// <summary>Ended without a refusal.</summary>
    Outcome,

    /// <summary>Put off.</summary>
    Postponed,

    /// <summary>Delivery is stopped.</summary>
    Stopped,

    /// <summary>Withdrawn.</summary>
    Withdrawn,
}

/// <summary>Something that a reader must not overlook.</summary>
public enum Badge
{
    /// <summary>Danger to a person.</summary>
    Emergency,

    /// <summary>Written against findings of the law data, declared.</summary>
    AgainstFindings,

    /// <summary>One person approved where two are asked.</summary>
    ApprovedAlone,

    /// <summary>Withdrawn beside it (R23).</summary>
    Overtaken,

    /// <summary>Made without sight of something (R23).</summary>
    WithoutSight,

    /// <summary>Items may not be opened or used (R23).</summary>
    Quarantined,

    /// <summary>A time limit has passed.</summary>
    Overdue,

    /// <summary>No verdict yet.</summary>
    Pending,

    /// <summary>Rejected by its addressee.</summary>
    Rejected,

    /// <summary>It names what was rejected.</summary>
    Gone,

    /// <summary>Its side wrote two statements for one place (R21).</summary>
    Forked,

    /// <summary>A key or mark behind it was revoked as of before it was validated (R32).</summary>
    Tainted,

    /// <summary>The author asks for confidentiality.</summary>
    Confidential,
}

/// <summary>A line of the timeline.</summary>
public sealed record TimelineEntry(Statement Statement, Side? By, StatementStatus Status, Verdict? Verdict, IReadOnlyList<Badge> Badges);

/// <summary>A request on a page.</summary>
/// <param name="State">Its state.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="WaitsFor">Whose turn it is; null if nobody's.</param>
/// <param name="Badges">What must not be overlooked.</param>
/// <param name="Due">Its time limits.</param>
public sealed record RequestView(RequestState State, RequestStatus Status, Side? WaitsFor, IReadOnlyList<Badge> Badges, IReadOnlyList<DueDate> Due);

/// <summary>Everything that a page needs from a fold.</summary>
/// <param name="State">The state.</param>
/// <param name="Timeline">Statements, each after all that it knew.</param>
/// <param name="Requests">Requests, the first first.</param>
/// <param name="Due">All time limits.</param>
public sealed record DossierView(DossierState State, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<RequestView> Requests, IReadOnlyList<DueDate> Due)
{
    /// <summary>Folds and reads a dossier for a page.</summary>
    /// <param name="dossier">All that is at hand.</param>
    /// <param name="law">The law data's answers.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="tainted">Statements that a revocation taints (R32).</param>
    public static DossierView Of(Dossier dossier, LawView law, long now, IReadOnlySet<Digest>? tainted = null)
    {
        var state = dossier.State;
        var due = TimeLimits.Due(dossier, law, now);
        return new(state, [.. dossier.Statements.Select(s => Entry(dossier, state, s, tainted))], [.. state.Requests.Select(r => Request(r, state, due))], due);
    }

    private static TimelineEntry Entry(Dossier dossier, DossierState state, Statement statement, IReadOnlySet<Digest>? tainted)
    {
        var status = dossier.StatusOf(statement);
        var badges = new List<Badge>();
        Add(badges, Badge.Emergency, statement.Terms.Urgency == Urgency.Emergency);
        Add(badges, Badge.AgainstFindings, statement.Terms.Against.Count > 0);
        Add(badges, Badge.ApprovedAlone, statement.Terms.Solo is not null);
        Add(badges, Badge.Confidential, statement.Terms.Confidential);
        Add(badges, Badge.Overtaken, state.Requests.Any(r => r.Overtaken && r.DecidedBy == statement.Id
            || r.Questions.Any(q => q.Overtaken && q.Id == statement.Id) || r.Conditions.Any(c => c.Overtaken && c.Key.Offer == statement.Id)));
        Add(badges, Badge.WithoutSight, state.Requests.Any(r => r.Unseen.Count > 0 && r.DecidedBy == statement.Id));
        Add(badges, Badge.Quarantined, state.Items.Any(i => !i.Usable && i.Key.Delivery == statement.Id));
        Add(badges, Badge.Tainted, tainted?.Contains(statement.Id) == true && !state.Confirmed.Contains(statement.Id));
        Add(badges, Badge.Pending, status == StatementStatus.Pending);
        Add(badges, Badge.Rejected, status == StatementStatus.Rejected);
        Add(badges, Badge.Gone, status == StatementStatus.Gone);
        Add(badges, Badge.Forked, status == StatementStatus.Forked);
        return new(statement, dossier.SideOf(statement), status, dossier.VerdictOn(statement), badges);
    }

    private static RequestView Request(RequestState request, DossierState state, IReadOnlyList<DueDate> due)
    {
        var own = due.Where(d => d.On == request.Id).ToList();
        var badges = new List<Badge>();
        Add(badges, Badge.Emergency, request.Terms.Urgency == Urgency.Emergency);
        Add(badges, Badge.AgainstFindings, request.Terms.Against.Count > 0);
        Add(badges, Badge.Confidential, request.Terms.Confidential);
        Add(badges, Badge.Overtaken, request.Overtaken);
        Add(badges, Badge.WithoutSight, request.Unseen.Count + request.Preservation.Unseen.Count > 0);
        Add(badges, Badge.Quarantined, state.Items.Any(i => i.Request == request.Id && !i.Usable));
        Add(badges, Badge.Overdue, own.Exists(d => d.Overdue));
        Add(badges, Badge.Forked, request.Suspended);
        var status = StatusOf(request);
        return new(request, status, WaitsFor(request, status), badges, own);
    }

    private static void Add(List<Badge> badges, Badge badge, bool when)
    {
        if (when) badges.Add(badge);
    }

    private static RequestStatus StatusOf(RequestState request)
    {
        if (request.Withdrawn) return RequestStatus.Withdrawn;
        if (request.Deliveries.Count > 0) return RequestStatus.Delivered;
        if (request.Decision == Decision.Refused) return RequestStatus.Refused;
        if (request.Decision == Decision.Outcome) return RequestStatus.Outcome;
        if (request.Stopped) return RequestStatus.Stopped;
        if (request.Preservation.State == PreservationWord.Kept) return RequestStatus.Preserved;
        if (request.Preservation.State != PreservationWord.None) return RequestStatus.PreservationEnded;
        if (request.Questions.Any(q => q.State == QuestionWord.Open)) return RequestStatus.ClarificationAsked;
        if (request.Decision == Decision.Postponed) return RequestStatus.Postponed;
        if (request.Decision == Decision.None) return RequestStatus.Open;
        return request.ConditionsSettled ? RequestStatus.Granted : RequestStatus.ConditionOpen;
    }

    /// <summary>A declined condition waits for the asked side: it withdraws it, offers another, or refuses.</summary>
    private static Side? WaitsFor(RequestState request, RequestStatus status) => status switch
    {
        RequestStatus.ClarificationAsked => Side.Asking,
        RequestStatus.ConditionOpen => request.Conditions.Any(c => c.State == ConditionWord.Open) ? Side.Asking : Side.Asked,
        RequestStatus.Open or RequestStatus.Granted or RequestStatus.Postponed or RequestStatus.Stopped => Side.Asked,
        RequestStatus.Preserved when request.Decision == Decision.None => Side.Asked,
        _ => null,
    };
}
