namespace Comity.Law.Checking;

/// <summary>A case may name only provisions on which something in it rests, so that coverage cannot be claimed by a list.</summary>
internal static class CaseTouch
{
    internal static IEnumerable<LawFault> Idle(LawCase one, LawRelease release, RawIndex raw)
    {
        var touched = Touched(one, release, raw).Select(provision => provision.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var named in one.Covers.Select(provision => provision.ToString()))
            if (!touched.Contains(named) && !touched.Any(other => other.StartsWith(named + "/", StringComparison.Ordinal) || named.StartsWith(other + "/", StringComparison.Ordinal)))
                yield return one.Fault($"it names {named}, and nothing in it rests on that.", "Ask for something that the provision decides, or take it out of `covers`.");
    }

    private static IEnumerable<Provision> Touched(LawCase one, LawRelease release, RawIndex raw)
    {
        if (one.Channel is { } channel)
            foreach (var provision in raw.Cited(channel, "basis", "needs", "article")) yield return provision;
        foreach (var word in one.Offences.Append(one.Data ?? ""))
            foreach (var provision in raw.Cited(word)) yield return provision;
        foreach (var (word, expected) in one.Then)
        {
            if (word == "dual-criminality" && one.Channel is { } asked)
                foreach (var provision in raw.Cited(asked, "dualCriminality")) yield return provision;
            foreach (var name in expected.Words.Concat(expected.Pairs.Select(pair => pair.Key)))
                foreach (var provision in Rests(word, name, release, raw)) yield return provision;
        }
    }

    private static IEnumerable<Provision> Rests(string word, string name, LawRelease release, RawIndex raw)
    {
        if (word != "silent-on" && Provision.TryParse(name, null, out var direct)) return [direct];
        if (word == "bound") return raw.Cited(name.Split(' ')[0]);
        if (word == "says" && name.LastIndexOf('.') is > 0 and var dot) return raw.Cited(name[..dot], name[(dot + 1)..], "source").Concat(raw.Has(name[..dot]) ? raw.Cited(name[..dot], name[(dot + 1)..]) : []);
        if (word == "codes") return release.CodesOf(name).SelectMany(code => code.Source.Provisions);
        return raw.Has(name) ? raw.Cited(name) : [];
    }
}
