namespace Comity.Law.Routing;

/// <summary>What the register shows about treaties that bind a pair, found by pair.</summary>
internal sealed class PairTable
{
    /// <summary>Groups of which the register has one row per member.</summary>
    internal static readonly string[] Groups = ["EIO", "EUMLA2000", "OAS-A55", "CPLP-MLA", "ASEAN-MLAT", "MEDELLIN"];

    private readonly Dictionary<(CountryCode, CountryCode), List<PairFact>> _facts = [];

    internal PairTable(LawRelease release)
    {
        foreach (var fact in release.PairFacts.Where(fact => fact.IsBasis))
            if (fact.BetweenB == "EU") AddUnion(release, fact);
            else if (fact.BetweenA != fact.BetweenB && !Groups.Contains(fact.BetweenB)) Add(CountryCode.Parse(fact.BetweenA), CountryCode.Parse(fact.BetweenB), fact);
        foreach (var group in Groups) AddGroup([.. release.PairFacts.Where(fact => fact.IsBasis && fact.BetweenB == group)]);
        AddParties(release, "ETS30");
    }

    /// <summary>The firmest fact that holds between two States on a day, or null. A low fact is found only if nothing better is.</summary>
    internal PairFact? Find(CountryCode a, CountryCode b, DateOnly on)
    {
        if (!_facts.TryGetValue(Key(a, b), out var facts)) return null;
        PairFact? lead = null;
        foreach (var fact in facts)
        {
            if (!fact.Holds(on)) continue;
            if (fact.Confidence.Mark != "low") return fact;
            lead ??= fact;
        }

        return lead;
    }

    /// <summary>Every fact about two States, of any day.</summary>
    internal IReadOnlyList<PairFact> All(CountryCode a, CountryCode b) => _facts.TryGetValue(Key(a, b), out var facts) ? facts : [];

    private void AddUnion(LawRelease release, PairFact fact)
    {
        var outside = CountryCode.Parse(fact.BetweenA);
        foreach (var member in release.Countries)
            if (member is { IsEuMember: true, Kind: "state" }) Add(outside, member.Code, fact);
    }

    private void AddGroup(PairFact[] members)
    {
        for (var i = 0; i < members.Length; i++)
            for (var j = i + 1; j < members.Length; j++)
                Add(CountryCode.Parse(members[i].BetweenA), CountryCode.Parse(members[j].BetweenA), Later(members[i], members[j]));
    }

    /// <summary>Parties to a treaty of the status register: each two have the fact from the later of their dates.</summary>
    private void AddParties(LawRelease release, string treaty)
    {
        if (release.PairFacts.FirstOrDefault(fact => fact.BetweenA == treaty && fact.BetweenB == treaty) is not { } whole) return;
        AddGroup([.. release.Statuses.Where(row => row.Treaty == treaty && row.BoundFrom is not null)
            .Select(row => whole with { BetweenA = row.Country.ToString(), From = row.BoundFrom, Confidence = row.Confidence, Source = row.Source })]);
    }

    private static PairFact Later(PairFact one, PairFact other)
    {
        var later = Nullable.Compare(one.From, other.From) >= 0 ? one : other;
        var weaker = Rank(one.Confidence) <= Rank(other.Confidence) ? one : other;
        return later with { Confidence = weaker.Confidence };
    }

    private static int Rank(Confidence confidence) => confidence.Mark switch { "high" => 2, "medium" => 1, _ => 0 };

    private void Add(CountryCode a, CountryCode b, PairFact fact)
    {
        if (!_facts.TryGetValue(Key(a, b), out var facts)) _facts.Add(Key(a, b), facts = []);
        facts.Add(fact);
    }

    private static (CountryCode, CountryCode) Key(CountryCode a, CountryCode b) => a.GetHashCode() <= b.GetHashCode() ? (a, b) : (b, a);
}
