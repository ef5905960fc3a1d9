using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;
using Side = Comity.Dossiers.Side;

namespace Comity.Node.Dossiers;

/// <summary>What an officer would look for and cannot do now, each with the reason: only where the reason tells something.</summary>
internal static class ClosedActs
{
    internal static IReadOnlyList<ClosedAct> Of(ActSituation s) =>
    [
        .. s.Fold.Requests.SelectMany(r => OfRequest(s, r.State)),
        .. NextActs.For(s.File.Fold, s.Ours, s.Law, s.Now).Where(a => !a.IsOpen && Tells(a)).Select(a => new ClosedAct(ActNames.Command(a.Type, ""), Why(a))).DistinctBy(c => c.Title),
    ];

    private static bool Tells(NextAct act) => act.Type switch
    {
        ActType.Delivery => act.Usual,
        ActType.Erased => true,
        _ => false,
    };

    private static IReadOnlyList<Phrase> Why(NextAct act) => act.Type switch
    {
        ActType.Delivery when act.Closed!.Contains("condition", StringComparison.OrdinalIgnoreCase) => [new("a condition is open; nothing is delivered before it is accepted or withdrawn.", "ets-185/28/3")],
        _ => [new(Lower(act.Closed!))],
    };

    private static IEnumerable<ClosedAct> OfRequest(ActSituation s, RequestState request)
    {
        if (s.Ours != Side.Asked || request.Withdrawn || request.Decision is not (Decision.None or Decision.Postponed) || s.View(request) is not { } view) yield break;
        var noun = ChannelWords.Noun(s.Release(request), request.Channel);
        if (s.Lacks(view.AnsweredBy) is { } lacks) yield return new($"Decide on the {noun}", [new(Lower(lacks), ChannelWords.Procedure(s.Release(request), request.Channel).Provision)]);
        if (s.IsDomestic || s.Release(request)?.FindChannel(request.Channel) is not { } channel) yield break;
        foreach (var ground in channel.Grounds.Where(g => !view.Grounds.Contains(g.Id)))
            yield return new($"Refuse: {ground.Label}", [new(NotHere(ground), ChannelWords.ProvisionOf(ground.Source))]);
    }

    /// <summary>Why a ground of the procedure cannot be raised on this request.</summary>
    private static string NotHere(RefusalGround ground) => ground switch
    {
        { NotForCoreOffences: true } => "only for offences outside Articles 2 to 11, and only where our own reservation allows it.",
        { RequiresSwitch: not null } => "needs a declaration that this State has not made.",
        _ => "not between these two on that day.",
    };

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
