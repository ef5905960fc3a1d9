namespace Comity.Law.Checking;

/// <summary>Changes of the registers, each as a sentence about a State.</summary>
internal static class StateDiff
{
    internal static IEnumerable<LawChange> Parties(LawRelease before, LawRelease after)
    {
        foreach (var row in after.Statuses)
        {
            var old = before.StatusOf(row.Treaty, row.Country);
            if (old?.BoundFrom == row.BoundFrom && old?.DepositedOn == row.DepositedOn && old?.SignedOn == row.SignedOn && old?.Status == row.Status) continue;
            var (who, treaty) = (Name(after, row.Country), Cited(after, row.Treaty));
            yield return new(LawChangeKind.Party, row.Country.ToString(), row.BoundFrom, (old?.BoundFrom, row.BoundFrom) switch
            {
                (null, { } from) => $"{who} is bound by {treaty} from {from:yyyy-MM-dd}{Deposit(row)}.",
                ({ } was, null) => $"{who} is no longer shown as bound by {treaty} (before: from {was:yyyy-MM-dd}).",
                ({ } was, { } from) when was != from => $"{who} is bound by {treaty} from {from:yyyy-MM-dd}, not from {was:yyyy-MM-dd}.",
                _ when row.DepositedOn is { } deposit && old?.DepositedOn != deposit => $"{who} deposited its consent to {treaty} on {deposit:yyyy-MM-dd}; it binds nobody by that alone.",
                _ when row.SignedOn is { } signed && old?.SignedOn != signed => $"{who} signed {treaty} on {signed:yyyy-MM-dd}; a signature opens nothing.",
                _ => $"{who} stands towards {treaty} as {row.Status} (before: {old?.Status ?? "no row"}).",
            });
        }

        foreach (var row in before.Statuses.Where(row => after.StatusOf(row.Treaty, row.Country) is null))
            yield return new(LawChangeKind.Party, row.Country.ToString(), null, $"{Name(before, row.Country)} no longer stands in the register of {Cited(before, row.Treaty)}.");
    }

    internal static IEnumerable<LawChange> Declarations(LawRelease before, LawRelease after)
    {
        var old = before.Declarations.ToLookup(Key);
        var now = after.Declarations.ToLookup(Key);
        foreach (var key in old.Select(group => group.Key).Union(now.Select(group => group.Key)))
        {
            var (was, remains) = (old[key].ToList(), now[key].ToList());
            foreach (var made in remains.Where(made => !was.Exists(other => Same(made, other))))
            {
                var former = was.Find(other => !remains.Exists(one => Same(one, other)));
                if (former is not null) _ = was.Remove(former);
                yield return Change(after, made, former is null ? "new" : Moved(former, made));
            }

            foreach (var gone in was.Where(made => !remains.Exists(other => Same(made, other)))) yield return Change(before, gone, "no longer in the data");
        }
    }

    internal static IEnumerable<LawChange> Pairs(LawRelease before, LawRelease after)
    {
        foreach (var fact in after.PairFacts.Where(fact => !before.PairFacts.Any(other => SamePair(fact, other) && (other.From, other.To, other.Confidence) == (fact.From, fact.To, fact.Confidence))))
            yield return new(LawChangeKind.Pair, null, fact.From, before.PairFacts.FirstOrDefault(other => SamePair(fact, other)) is { } old
                ? $"{fact.Instrument} between {fact.BetweenA} and {fact.BetweenB}: from {Day(fact.From)} to {Day(fact.To)} ({fact.Confidence}); before: from {Day(old.From)} to {Day(old.To)} ({old.Confidence})."
                : $"{fact.Instrument} binds {fact.BetweenA} and {fact.BetweenB} from {Day(fact.From)} ({fact.Confidence}).");
        foreach (var fact in before.PairFacts.Where(fact => !after.PairFacts.Any(other => SamePair(fact, other))))
            yield return new(LawChangeKind.Pair, null, null, $"{fact.Instrument} between {fact.BetweenA} and {fact.BetweenB} is no longer in the data.");
    }

    /// <summary>States about which the registers say something else, with the days on which that can matter.</summary>
    internal static Dictionary<CountryCode, SortedSet<DateOnly>> Affected(LawRelease before, LawRelease after)
    {
        var affected = new Dictionary<CountryCode, SortedSet<DateOnly>>();
        foreach (var row in after.Statuses.Concat(before.Statuses))
            if (before.StatusOf(row.Treaty, row.Country)?.BoundFrom != after.StatusOf(row.Treaty, row.Country)?.BoundFrom) Add(row.Country, row.BoundFrom);
        foreach (var made in after.Declarations.Where(made => !before.Declarations.Any(other => Key(other) == Key(made) && Same(made, other)))
            .Concat(before.Declarations.Where(made => !after.Declarations.Any(other => Key(other) == Key(made) && Same(made, other)))))
        {
            var status = after.StatusOf(made.Treaty, made.Country);
            Add(made.Country, made.ValidFrom ?? status?.BoundFrom ?? status?.DepositedOn);
            Add(made.Country, made.ValidTo);
        }

        return affected;

        void Add(CountryCode country, DateOnly? day)
        {
            if (!affected.TryGetValue(country, out var days)) affected.Add(country, days = []);
            if (day is { } known) _ = days.Add(known);
        }
    }

    internal static string Name(LawRelease release, CountryCode code) => release.FindCountry(code)?.Name ?? code.ToString();

    private static string Cited(LawRelease release, string treaty) =>
        release.Treaties.First(one => one.Id == treaty) is { Instrument: { } instrument } ? release.Instruments.First(one => one.Id == instrument).Reference : treaty;

    private static string Deposit(TreatyStatus row) => row.DepositedOn is { } deposit ? $" ({row.DepositKind} deposited on {deposit:yyyy-MM-dd})" : "";

    private static (CountryCode, string, string, string) Key(Declaration made) => (made.Country, made.Treaty, made.Article, made.Kind);

    private static bool Same(Declaration one, Declaration other) => (one.Value, one.ValidFrom, one.ValidTo) == (other.Value, other.ValidFrom, other.ValidTo);

    private static bool SamePair(PairFact one, PairFact other) => (one.BetweenA, one.BetweenB, one.Instrument, one.Fact) == (other.BetweenA, other.BetweenB, other.Instrument, other.Fact);

    private static LawChange Change(LawRelease release, Declaration made, string what) => new(
        LawChangeKind.Declaration, made.Country.ToString(), made.ValidFrom,
        $"{Name(release, made.Country)}, {made.Kind} on art. {made.Article} {Cited(release, made.Treaty)}{Since(made)}: {what}. {made.Value}.");

    private static string Since(Declaration made) => $"{(made.ValidFrom is { } from ? $", from {from:yyyy-MM-dd}" : "")}{(made.ValidTo is { } to ? $", until {to:yyyy-MM-dd}" : "")}";

    private static string Moved(Declaration old, Declaration made) => (old.ValidTo, made.ValidTo) switch
    {
        (null, { } end) => $"ends on {end:yyyy-MM-dd}",
        ({ } end, null) => $"does not end on {end:yyyy-MM-dd}",
        _ when old.ValidFrom != made.ValidFrom => $"holds from {Day(made.ValidFrom)}, not from {Day(old.ValidFrom)}",
        _ when old.ValidTo != made.ValidTo => $"ends on {Day(made.ValidTo)}, not on {Day(old.ValidTo)}",
        _ => $"reads otherwise; before: {old.Value}",
    };

    private static string Day(DateOnly? day) => day is { } known ? known.ToString("yyyy-MM-dd", null) : "an unknown day";
}
