using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;
using Fold = Comity.Dossiers.DossierView;
using LawAnswers = Comity.Dossiers.LawView;
using Side = Comity.Dossiers.Side;

namespace Comity.Node.Dossiers;

/// <summary>Where the officer stands: the dossier, our side of it, the office's roles, and what the linked dossiers give.</summary>
/// <param name="Linked">Linked dossiers of our side.</param>
internal sealed record ActSituation(
    DossierFile File, Fold Fold, Side Ours, NodeSettings Node, OfficeSetting Office, LawAnswers Law, LawDesk Desk, IReadOnlyList<LinkedDossier> Linked, long Now)
{
    /// <summary>The other side is a provider of ours, or we are that provider: a domestic order.</summary>
    internal bool IsDomestic => Fold.Requests.Any(r => r.State.Channel.StartsWith("pw.", StringComparison.Ordinal));

    /// <summary>True if a request was written by this office, or to it. Another office of the side may act, but is not led to it.</summary>
    internal bool IsMine(RequestState request)
    {
        var (own, opening) = (Node.OfficeId(Office.Name), File.Fold.Find(request.Id)!);
        return opening.Issuer == own || opening.To == own;
    }

    internal LawRelease? Release(RequestState request) => Desk.Find(request.Law);

    internal ChannelView? View(RequestState request) => Law(ChannelQuestion.Of(request, File.Sides));

    /// <summary>Null if the office holds one of the roles; otherwise what to say.</summary>
    internal string? Lacks(IReadOnlyList<string> roles) => roles.Count == 0 || roles.Any(Office.Roles.Contains)
        ? null
        : $"This office is not one that may. It is for: {string.Join(", ", roles.Select(ChannelWords.Role))}.";
}

/// <summary>An open act with its rank; the lowest rank leads, from <see cref="Rare"/> on it stands under "other acts".</summary>
internal sealed record RankedAct(int Rank, OpenAct Act)
{
    /// <summary>Below it, an act may lead the panel.</summary>
    internal const int Leads = 50;

    internal const int Rare = 100;
}

/// <summary>What the officer can do now, in words: the table of acts read for this office, with the domestic orders and the follow-up that the channels lead to.</summary>
internal static class OpenActs
{
    /// <summary>Open acts, the leading one first and marked; rare ones marked as such.</summary>
    internal static IReadOnlyList<OpenAct> Of(ActSituation s)
    {
        var open = NextActs.For(s.File.Fold, s.Ours, s.Law, s.Now).Where(a => a.IsOpen).ToList();
        var ranked = open.Select(a => Plain(s, a)).Concat(open.Select(a => NoticeOf296(s, a))).OfType<RankedAct>()
            .Concat(s.Fold.Requests.SelectMany(r => FollowUpActs.Of(s, r.State)))
            .OrderBy(a => a.Rank).ToList();
        var leads = ranked is [{ Rank: < RankedAct.Leads }, ..];
        return [.. ranked.Select((a, i) => a.Act with { Primary = leads && i == 0, Rare = a.Rank >= RankedAct.Rare })];
    }

    /// <summary>Null for acts that are offered otherwise, that the channel is not made for, or that other offices answer.</summary>
    private static RankedAct? Plain(ActSituation s, NextAct act)
    {
        if (act.Type.Opens() || (!act.Usual && act.Rule.Target == TargetKind.Request)) return null;
        var request = RequestOf(s, act);
        if (request is not null && act.Type.Decides() && s.View(request) is { } view && s.Lacks(view.AnsweredBy) is not null) return null;
        var noun = request is null ? "" : ChannelWords.Noun(s.Release(request), request.Channel);
        var command = ActNames.Command(act.Type, noun);
        if (s.Fold.Requests.Count > 1 && act.Type.Decides()) command = $"{command}: {noun}";
        var rank = Rank(s, act, request);
        return new(request is null || s.IsMine(request) || rank >= RankedAct.Leads ? rank : rank + RankedAct.Leads, new(act.Type.Word(), command, ActNames.Icon(act.Type), Why(s, act, request), Re: act.On?.ToString()));
    }

    /// <summary>The notice that preservation would not do: a question of its own, because the asking side then decides.</summary>
    private static RankedAct? NoticeOf296(ActSituation s, NextAct act)
    {
        if (act.Type != ActType.ClarificationAsked || RequestOf(s, act) is not { Decision: Decision.None } request) return null;
        if (ChannelWords.KindOf(s.Release(request), request.Channel) != ChannelWords.Preservation) return null;
        return new(85, new(act.Type.Word(), "Preservation will not do", "message-question", [new("Tells the asking side, which decides.", "ets-185/29/6")],
            Re: request.Id.ToString(), Variant: AskWord.PreservationNotEnough.Word()));
    }

    private static RequestState? RequestOf(ActSituation s, NextAct act) => act.Rule.Target switch
    {
        TargetKind.Request => s.Fold.State.Request(act.On!.Value),
        TargetKind.Condition => s.Fold.State.Requests.FirstOrDefault(r => r.Conditions.Any(c => c.Key.Offer == act.On)),
        TargetKind.Question => s.Fold.State.Requests.FirstOrDefault(r => r.Questions.Any(q => q.Id == act.On)),
        _ => null,
    };

    private static int Rank(ActSituation s, NextAct act, RequestState? request) => act.Type switch
    {
        ActType.ClarificationGiven => 1,
        ActType.ConditionAccepted => 2,
        ActType.ConditionDeclined => 60,
        ActType.Granted when request!.Decision is Decision.None or Decision.Postponed => 10,
        ActType.PreservationEffected when request!.Decision != Decision.Granted => s.IsDomestic ? 12 : 65,
        ActType.PreservationEffected => s.IsDomestic || s.Linked.Any(l => l.Keeps) ? 5 : 40,
        ActType.PreservationExtended => 62,
        ActType.Delivery => s.IsDomestic ? 22 : 45,
        ActType.GrantedOnCondition or ActType.Refused or ActType.Outcome or ActType.Postponed when request!.Decision is Decision.None or Decision.Postponed => 55 + (int)act.Type,
        ActType.ClarificationAsked when request!.Decision is Decision.None or Decision.Postponed => 54,
        ActType.Supplement when request!.Decision is Decision.None or Decision.Postponed || request.Questions.Any(q => q.State == QuestionWord.Open) => 80,
        ActType.Withdrawal when request!.Decision is Decision.None or Decision.Postponed => 90,
        ActType.Repair or ActType.RepairAccepted => 3,
        ActType.Completion when s.Fold.Requests.All(r => r.WaitsFor is null && r.Status is not RequestStatus.Preserved) => 48,
        _ => RankedAct.Rare + (int)act.Type,
    };

    private static IReadOnlyList<Phrase> Why(ActSituation s, NextAct act, RequestState? request) => act.Type switch
    {
        ActType.Granted when s.IsDomestic => [new("Binds this provider to do what the order says.", Procedure(s, request!))],
        ActType.Granted when ChannelWords.KindOf(s.Release(request!), request!.Channel) == ChannelWords.Preservation =>
            [new("Binds this side to preserve the data expeditiously, in accordance with its own law.", "ets-185/29/3"), new("In the same step the provider can be ordered to keep them.", "ets-185/16")],
        ActType.Granted => [new("Binds this side to execute the request.", Procedure(s, request!))],
        ActType.Refused => [.. act.Grounds.Select(g => s.Release(request!)?.FindGround(g)).OfType<RefusalGround>().Select(g => new Phrase($"{g.Label};", ChannelWords.ProvisionOf(g.Source)))],
        ActType.PreservationEffected when s.IsDomestic => [new("States that the data are kept, and until when.", "ets-185/16/1")],
        ActType.PreservationEffected => [new("States that the data are kept, not less than sixty days, and until when.", "ets-185/29/7")],
        ActType.ConditionAccepted => [new("Binds this side for everything delivered under it, whatever becomes of the request.", "ets-185/28/3")],
        ActType.ClarificationGiven => [new("The other side waits for this answer.")],
        ActType.Delivery => [new("Hands the sealed items over; only the office addressed can open them.")],
        ActType.Completion => [new("Nothing is owed any more from this side's view. A new act opens the dossier again.")],
        _ => [],
    };

    private static string? Procedure(ActSituation s, RequestState request) => ChannelWords.Procedure(s.Release(request), request.Channel).Provision;
}
