using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Look;

namespace Comity.Node.Law;

/// <summary>Findings of the law data as sentences with the provision behind them (R17a).</summary>
internal static class FindingWords
{
    internal static Phrase Of(Finding finding, LawRelease? release) => finding.Kind switch
    {
        FindingKind.MissingElement => release?.FindElement(finding.About) is { } element
            ? new($"Missing: {element.Label}", ChannelWords.ProvisionOf(element.Source))
            : new($"Missing element {finding.About}"),
        FindingKind.ClosedRoute => PathWords.Of(release, finding.About) is { } path
            ? new($"The way \u201c{path.Label}\u201d is not open for this request", ChannelWords.ProvisionOf(path.Source))
            : About("closed between the two on that day", ChannelWords.Procedure(release, finding.About)),
        FindingKind.GroundOutsideList => Ground(finding.About, release),
        FindingKind.WrongTerm => release?.FindLimit(finding.About) is { } limit
            ? new($"The date named does not keep the time limit{(limit.Duration is { } term ? $" of {(term.Days > 0 ? $"{term.Days} days" : $"{term.Hours} hours")}" : "")}", ChannelWords.ProvisionOf(limit.Source))
            : new($"The date named does not keep {finding.About}"),
        FindingKind.IssuerDoubted => About("the office has none of the roles named for it", ChannelWords.Procedure(release, finding.About)),
        _ => new(finding.ToString()),
    };

    private static Phrase About(string what, Phrase channel) => new($"{channel.Text}: {what}", channel.Provision);

    private static Phrase Ground(string about, LawRelease? release)
    {
        if (about == "none") return new("Refused without naming a ground");
        if (about == "postponement") return new("This procedure knows no postponement");
        if (GroundWords.Of(about, release) is { } ground) return new($"Ground outside the list of this procedure: {ground.Text}", ground.Provision);
        if (release?.Safeguards.FirstOrDefault(s => s.Id == about) is { } safeguard) return new($"Condition outside the list of this procedure: {safeguard.Label}", ChannelWords.ProvisionOf(safeguard.Source));
        return new($"Outside the list of this procedure: {about}");
    }
}
