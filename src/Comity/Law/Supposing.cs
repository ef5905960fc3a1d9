using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>Adds supposed deposits to a register and computes anew who would be bound from when.</summary>
internal static class Supposing
{
    /// <summary>The register as it would be. A row whose day of effect rests on a supposition is marked; it was decided by nobody.</summary>
    /// <exception cref="SuppositionException">A treaty would not allow a supposed deposit.</exception>
    internal static ImmutableArray<TreatyStatus> Statuses(LawRelease release, IReadOnlyList<Supposition> suppositions)
    {
        var rows = release.Statuses.ToDictionary(row => (row.Treaty, row.Country));
        foreach (var supposition in suppositions) Add(release, rows, supposition);
        foreach (var supposition in suppositions) CheckPresupposed(release, rows, supposition);
        foreach (var treaty in suppositions.Select(supposition => supposition.Treaty).Distinct().Select(id => release.Treaties.First(treaty => treaty.Id == id))) Compute(release, rows, treaty);
        return [.. rows.Values];
    }

    private static void Add(LawRelease release, Dictionary<(string, CountryCode), TreatyStatus> rows, Supposition supposed)
    {
        var treaty = release.Treaties.FirstOrDefault(treaty => treaty.Id == supposed.Treaty)
            ?? throw new SuppositionException(supposed, $"there is no treaty '{supposed.Treaty}'. Valid: {string.Join(", ", release.Treaties.Where(t => !t.BindsEuMembers).Select(t => t.Id))}.");
        if (treaty.BindsEuMembers) throw new SuppositionException(supposed, $"{treaty.Id} is law of the Union and binds its members without deposits.");
        var country = release.FindCountry(supposed.Country)
            ?? throw new SuppositionException(supposed, $"there is no country '{supposed.Country}'. Valid: {string.Join(", ", release.Countries.Select(c => c.Code.ToString()).Order(StringComparer.Ordinal))}.");
        if (country.Kind == "territory") throw new SuppositionException(supposed, $"{country.Name} is a territory and deposits nothing by itself.");
        var row = rows.GetValueOrDefault((treaty.Id, supposed.Country));
        if (row is { Status: "party" or "consented" }) throw new SuppositionException(supposed, $"{country.Name} has consented to it{(row.DepositedOn is { } day ? $" on {day:yyyy-MM-dd}" : "")}.");
        if (row?.SignedOn > supposed.Deposit) throw new SuppositionException(supposed, $"{country.Name} signed it only on {row.SignedOn:yyyy-MM-dd}.");
        rows[(treaty.Id, supposed.Country)] = Deposited(row, supposed);
    }

    private static TreatyStatus Deposited(TreatyStatus? row, Supposition supposed) => new()
    {
        Treaty = supposed.Treaty,
        Country = supposed.Country,
        Status = "consented",
        SignedOn = row?.SignedOn,
        DepositedOn = supposed.Deposit,
        DepositKind = row?.SignedOn is null ? "accession" : "ratification",
        Source = "supposition",
        Confidence = Confidence.Supposed,
        IsSupposed = true,
    };

    private static void CheckPresupposed(LawRelease release, Dictionary<(string, CountryCode), TreatyStatus> rows, Supposition supposed)
    {
        if (release.Treaties.First(treaty => treaty.Id == supposed.Treaty).Presupposes is not { } former) return;
        var basis = rows.GetValueOrDefault((former, supposed.Country));
        if (basis is not { Status: "party" } && !(basis is { IsSupposed: true } && basis.DepositedOn <= supposed.Deposit))
            throw new SuppositionException(supposed, $"only a Party to {former} may join it. Suppose {supposed.Country}:{former}:{supposed.Deposit:yyyy-MM-dd} too.");
    }

    private static void Compute(LawRelease release, Dictionary<(string, CountryCode), TreatyStatus> rows, Treaty treaty)
    {
        var (trigger, first) = EntryArithmetic.First(treaty, rows.Values, code => release.FindCountry(code)!);
        foreach (var row in rows.Values.Where(row => row.Treaty == treaty.Id).ToList())
        {
            var day = EntryArithmetic.BoundFrom(treaty, row, trigger, first);
            if (day != row.BoundFrom) rows[(row.Treaty, row.Country)] = row with { BoundFrom = day, IsSupposed = true, Confidence = Confidence.Supposed };
        }
    }
}
