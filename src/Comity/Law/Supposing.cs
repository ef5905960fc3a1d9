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
            ?? throw Refused(supposed, $"there is no treaty '{supposed.Treaty}'. Valid: {string.Join(", ", release.Treaties.Where(t => !t.BindsEuMembers).Select(t => t.Id))}.");
        if (treaty.BindsEuMembers) throw Refused(supposed, $"{treaty.Id} is law of the Union and binds its members without deposits.");
        var country = release.FindCountry(supposed.Country)
            ?? throw Refused(supposed, $"there is no country '{supposed.Country}'. Valid: {Codes(release)}.");
        if (country.Kind == "territory") throw Refused(supposed, $"{country.Name} is a territory and deposits nothing by itself.");
        var row = rows.GetValueOrDefault((treaty.Id, supposed.Country));
        if (row is { Status: "party" or "consented" }) throw Refused(supposed, $"{country.Name} has consented to it{(row.DepositedOn is { } day ? $" on {day:yyyy-MM-dd}" : "")}.");
        if (row?.SignedOn > supposed.Deposit) throw Refused(supposed, $"{country.Name} signed it only on {row.SignedOn:yyyy-MM-dd}.");
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
            throw Refused(supposed, $"only a Party to {former} may join it. Suppose {supposed.Country}:{former}:{supposed.Deposit:yyyy-MM-dd} too.");
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

    /// <summary>The declarations as they would be, over a register in which the deposits are supposed already.</summary>
    /// <exception cref="SuppositionException">A treaty has no such article, or nothing stands that could be withdrawn.</exception>
    internal static ImmutableArray<Declaration> Declarations(LawRelease release, IReadOnlyList<SupposedDeclaration> supposed)
    {
        var declarations = release.Declarations;
        foreach (var one in supposed) declarations = one.IsWithdrawn ? Withdraw(release, declarations, one) : declarations.Add(Made(release, one));
        return declarations;
    }

    private static Declaration Made(LawRelease release, SupposedDeclaration supposed)
    {
        var switches = SwitchesOf(release, supposed);
        return new()
        {
            Country = supposed.Country,
            Treaty = supposed.Treaty,
            Article = supposed.Article,
            Kind = switches[0].Nature is "reservation" ? "reservation" : switches[0].Nature is "designation" ? "authority" : "declaration",
            Value = "supposed, with its widest effect",
            ValidFrom = supposed.From,
            Source = "supposition",
            Confidence = Confidence.Supposed,
            Switches = switches,
        };
    }

    private static ImmutableArray<Declaration> Withdraw(LawRelease release, ImmutableArray<Declaration> declarations, SupposedDeclaration supposed)
    {
        var switches = SwitchesOf(release, supposed);
        var standing = declarations.Where(one => one.Country == supposed.Country && one.Treaty == supposed.Treaty && one.Switches.Any(switches.Contains) && one.Holds(release, supposed.From)).ToList();
        if (standing.Count == 0) throw new SuppositionException(supposed.ToString(), $"the register shows nothing of {supposed.Country} on article {supposed.Article} that stands on {supposed.From:yyyy-MM-dd}.");
        return [.. declarations.Select(one => standing.Contains(one) ? one with { ValidTo = supposed.From } : one)];
    }

    private static ImmutableArray<Switch> SwitchesOf(LawRelease release, SupposedDeclaration supposed)
    {
        if (!release.Treaties.Any(treaty => treaty.Id == supposed.Treaty)) throw new SuppositionException(supposed.ToString(), $"there is no treaty '{supposed.Treaty}'. Valid: {string.Join(", ", release.Treaties.Select(treaty => treaty.Id))}.");
        if (release.FindCountry(supposed.Country) is null) throw new SuppositionException(supposed.ToString(), $"there is no country '{supposed.Country}'. Valid: {Codes(release)}.");
        var prefix = $"sw.{supposed.Treaty.AsSpan().TrimStart("CETS")}.";
        var allowed = release.Switches.Where(turned => turned.Id.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var found = allowed.Where(turned => turned.Id == prefix + supposed.Article || turned.AlsoDeclaredAs.Contains(supposed.Article)).ToImmutableArray();
        return !found.IsEmpty ? found : throw new SuppositionException(supposed.ToString(),
            $"{supposed.Treaty} allows nothing of the kind in article '{supposed.Article}'. Valid: {string.Join(", ", allowed.Select(turned => turned.Id[prefix.Length..]))}.");
    }

    private static SuppositionException Refused(Supposition supposed, string wrong) => new(supposed.ToString(), wrong);

    private static string Codes(LawRelease release) => string.Join(", ", release.Countries.Select(country => country.Code.ToString()).Order(StringComparer.Ordinal));
}
