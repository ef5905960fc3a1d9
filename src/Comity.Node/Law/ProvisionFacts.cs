using Comity.Law;
using Comity.Node.Look;

namespace Comity.Node.Law;

/// <summary>What the data hold about a provision: everything that cites it or a part of it; if nothing does, what cites the part it belongs to.</summary>
internal static class ProvisionFacts
{
    internal static IReadOnlyList<LawFact> Of(LawRelease release, Provision asked)
    {
        var all = All(release).ToList();
        for (var path = asked.Path; ; path = path[..path.LastIndexOf('/')])
        {
            var found = all.Where(f => f.At.Instrument == asked.Instrument && Covers(path, f.At.Path)).Select(f => f.Fact).Distinct().ToList();
            if (found.Count > 0 || !path.Contains('/', StringComparison.Ordinal)) return found;
        }
    }

    /// <summary>A time limit in words.</summary>
    internal static Phrase Limit(Comity.Law.TimeLimit limit)
    {
        var term = limit.Duration is { } t ? (t.Days > 0 ? $"{t.Days} days" : t.Hours > 0 ? $"{t.Hours} hours" : "at once") : limit.Qualifier ?? "no number";
        var how = limit.Semantics switch { LimitSemantics.Min => "at least ", LimitSemantics.Max when limit.Duration is not null => "at most ", _ => "" };
        return new($"{how}{term}: from {limit.From.Replace('-', ' ')} to {limit.To.Replace('-', ' ')}", ChannelWords.ProvisionOf(limit.Source));
    }

    private static bool Covers(string path, string cited) => cited == path || cited.StartsWith(path + "/", StringComparison.Ordinal);

    private static IEnumerable<(Provision At, LawFact Fact)> All(LawRelease release)
    {
        foreach (var channel in release.Channels.Concat(release.DomesticOrders))
        {
            foreach (var fact in Cited("channel", $"{channel.Title}. {channel.BasisText}", channel.Basis, channel.Confidence)) yield return fact;
            foreach (var element in channel.Elements)
                foreach (var fact in Cited("element", $"{element.Label}{(element.Mandatory ? "" : " (not always asked)")}", element.Source, element.Confidence)) yield return fact;
            foreach (var limit in channel.Limits)
                foreach (var fact in Cited("limit", Limit(limit).Text, limit.Source, limit.Confidence)) yield return fact;
            foreach (var duty in channel.FollowUps)
                foreach (var fact in Cited("duty", $"{duty.Trigger}: {duty.Actor}, {duty.Action}", duty.Source, duty.Confidence)) yield return fact;
        }

        foreach (var ground in release.Grounds)
            foreach (var fact in Cited("ground of refusal", ground.Label, ground.Source, ground.Confidence)) yield return fact;
        foreach (var safeguard in release.Safeguards)
            foreach (var fact in Cited("safeguard", safeguard.Label, safeguard.Source, safeguard.Confidence)) yield return fact;
        foreach (var offence in release.Offences)
            foreach (var fact in Cited("offence", offence.Title, offence.Source, offence.Confidence)) yield return fact;
        foreach (var option in release.Switches)
            foreach (var fact in Cited(option.Nature, $"A Party may change this: {option.Operation.Replace('-', ' ')}", option.Source, option.Confidence)) yield return fact;
    }

    private static IEnumerable<(Provision At, LawFact Fact)> Cited(string kind, string text, Citation source, Confidence confidence) =>
        source.Provisions.IsDefaultOrEmpty ? [] : source.Provisions.Select(p => (p, new LawFact(kind, text, p.ToString(), confidence.Mark)));
}
