using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;
using Fold = Comity.Dossiers.DossierView;
using LawAnswers = Comity.Dossiers.LawView;

namespace Comity.Node.Dossiers;

/// <summary>The law a dossier stands on, and what binds those who use what it brings.</summary>
internal static class PageSafeguards
{
    internal static IReadOnlyList<Basis> BasisOf(Fold fold, LawDesk law) => [.. fold.Requests
        .Select(r => ChannelWords.Procedure(law.Find(r.State.Law), r.State.Channel)).Where(p => p.Provision is not null)
        .Select(p => new Basis(p.Provision!, p.Text)).DistinctBy(b => b.Provision)];

    /// <summary>Conditions first, since they were agreed; then the safeguards of the procedures.</summary>
    internal static IReadOnlyList<Safeguard> Of(DossierFile file, Fold fold, LawDesk law, LawAnswers answers) =>
    [
        .. fold.State.Requests.SelectMany(r => r.Conditions.Select(c => Condition(c, law.Find(r.Law), r.Channel))),
        .. fold.State.Requests.SelectMany(r => Standing(r, law.Find(r.Law), answers(ChannelQuestion.Of(r, file.Sides)))).DistinctBy(s => s.Text),
    ];

    private static Safeguard Condition(ConditionState condition, LawRelease? release, string channel)
    {
        var words = ActSays.Condition(condition.Terms, release, channel);
        var state = condition.State switch
        {
            ConditionWord.Accepted => "accepted, binding",
            ConditionWord.Open => "offered, not answered yet",
            ConditionWord.Declined => "declined",
            ConditionWord.Withdrawn => "withdrawn",
            _ => "suspended",
        };
        return new(words.Text, [new(ActNames.Capital(state), words.Provision)], condition.State is ConditionWord.Accepted or ConditionWord.Open);
    }

    private static IEnumerable<Safeguard> Standing(RequestState request, LawRelease? release, ChannelView? view) =>
        from id in view?.Conditions ?? []
        let safeguard = release?.Safeguards.FirstOrDefault(s => s.Id == id)
        where safeguard is not null
        select new Safeguard(safeguard.Label, [new("", ChannelWords.ProvisionOf(safeguard.Source))], Limits: false);
}
