using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>Reads what the data hold about one State.</summary>
internal sealed class CountryQueries(AtlasDesk desk)
{
    /// <summary>The roles that stand beside the map; all are on the page of the State.</summary>
    private static readonly string[] Foremost = ["central-authority", "poc-24-7"];

    /// <summary>The page of a State; null if the data have no such country.</summary>
    internal Task<CountryView?> CountryAsync(string code, string? on, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var scene = desk.Scene(on);
        return Task.FromResult(CountryCode.TryParse(code.ToUpperInvariant(), null, out var known) && scene.Law.FindCountry(known) is { } country ? View(scene, country) : null);
    }

    /// <summary>The States that have something in the data, by name.</summary>
    internal IReadOnlyList<MapLand> All() => [.. Parties(desk.Current).Select(country => new MapLand(country.Code.ToString(), country.Name))];

    /// <summary>Those that stand in a register of deposits or in Union law, by name.</summary>
    internal static IEnumerable<Country> Parties(LawRelease law)
    {
        var registered = law.Statuses.Select(row => row.Country).ToHashSet();
        return law.Countries.Where(country => registered.Contains(country.Code) || country.IsEuMember).OrderBy(country => country.Name, StringComparer.Ordinal);
    }

    /// <summary>A State beside the map.</summary>
    internal static CountryCard Card(AtlasScene scene, Country country)
    {
        var made = Made(scene, country).Where(declaration => declaration.Holds(scene.Law, scene.On)).ToList();
        return new(
            country.Code.ToString(), country.Name, [.. Standings(scene, country).Where(standing => standing.Treaty.Instrument is not null && InSight(standing)).Select(standing => Row(scene, standing))],
            [.. made.Where(IsAuthority).Where(declaration => declaration.Switches.Any(turned => turned.Roles.Any(Foremost.Contains))).SelectMany(declaration => Authorities(scene, declaration)).DistinctBy(row => (row.Role, row.Words))],
            [.. made.Where(declaration => !IsAuthority(declaration) && declaration.Switches.Any(turned => turned.Targets.Any(target => scene.Law.FindChannel(target) is not null))).Select(declaration => Row(scene, declaration))],
            Offences(scene, country, made), Powers(scene, country, made));
    }

    private static CountryView View(AtlasScene scene, Country country)
    {
        var law = scene.Law;
        var standings = Standings(scene, country);
        var made = Made(scene, country);
        var holding = made.Where(declaration => declaration.Holds(law, scene.On)).ToList();
        var dates = Dates(scene, country, made);
        var sheet = law.SheetOf(country.Code, scene.On);
        return new(
            scene.Part, country.Code.ToString(), country.Name, Facts(country), [.. standings.Where(InSight).Select(standing => Row(scene, standing))],
            [.. standings.Where(standing => !InSight(standing)).Select(standing => AtlasWords.Reference(law, standing.Treaty))],
            [.. holding.Where(IsPlain).Select(declaration => Row(scene, declaration))],
            [.. made.Where(declaration => !declaration.Holds(law, scene.On)).Select(declaration => Row(scene, declaration))],
            [.. holding.Where(IsAuthority).SelectMany(declaration => Authorities(scene, declaration))],
            [.. holding.Where(declaration => declaration.Kind == "territorial").Select(declaration => Row(scene, declaration))],
            [.. Pairs(scene, country)], [.. (sheet?.Entries ?? []).Select(entry => Row(scene, entry))], sheet?.IsMadeUp == true,
            Offences(scene, country, holding), Powers(scene, country, holding), dates.LastOrDefault(day => day < scene.On) is var before && before == default ? null : before,
            dates.FirstOrDefault(day => day > scene.On) is var after && after == default ? null : after);
    }

    private static bool IsAuthority(Declaration declaration) => declaration.Kind == "authority";

    private static bool IsPlain(Declaration declaration) => declaration.Kind is "declaration" or "reservation";

    private static bool InSight(TreatyStanding standing) => standing.Step != TreatyStep.None || standing.Row is not null || standing.BoundFrom is not null;

    private static IReadOnlyList<TreatyStanding> Standings(AtlasScene scene, Country country) => [.. scene.Law.Treaties.Select(treaty => TreatyStanding.Of(scene.Law, treaty, country, scene.On))];

    private static IReadOnlyList<Declaration> Made(AtlasScene scene, Country country) => [.. scene.Law.Declarations.Where(declaration => declaration.Country == country.Code)];

    private static IReadOnlyList<DateOnly> Dates(AtlasScene scene, Country country, IReadOnlyList<Declaration> made)
    {
        var dated = TreatyEvents.Of(scene.Law.Statuses.Where(row => row.Country == country.Code)).Select(happened => happened.On);
        var applies = scene.Law.Treaties.Where(treaty => treaty.BindsEuMembers).Select(treaty => TreatyStanding.Of(scene.Law, treaty, country, scene.On).BoundFrom).OfType<DateOnly>();
        return [.. dated.Concat(applies).Concat(made.SelectMany(one => new[] { one.FirstDay(scene.Law), one.ValidTo }.OfType<DateOnly>())).Distinct().Order()];
    }

    private static string Facts(Country country) => string.Join(" · ", new[]
    {
        country.Kind switch { "state" => "State", "territory" => "Territory", _ => "Organisation" }, country.Region, country.IsCouncilMember ? "Council of Europe" : "", country.IsEuMember ? "European Union" : "",
    }.Where(word => word.Length > 0));

    internal static StandingRow Row(AtlasScene scene, TreatyStanding standing)
    {
        var (treaty, row) = (standing.Treaty, standing.Row);
        return new(
            treaty.Id, AtlasWords.Reference(scene.Law, treaty), treaty.Title, treaty.Instrument is { } instrument ? AtlasLinks.Instrument(instrument, scene.On) : null, AtlasWords.Standing(standing),
            row?.SignedOn, row?.DepositedOn, AtlasWords.Deposit(row?.DepositKind), standing.BoundFrom, Why(scene, standing),
            row?.Source ?? (treaty.BindsEuMembers ? treaty.LaterSource.Text : "no row in the register"), standing.Confidence.Mark, row?.Note);
    }

    /// <summary>By which rule it is bound, or what is missing.</summary>
    private static Phrase Why(AtlasScene scene, TreatyStanding standing)
    {
        var (treaty, row) = (standing.Treaty, standing.Row);
        if (treaty.BindsEuMembers) return new("By membership of the Union", treaty.LaterSource.First?.ToString());
        if (row?.DepositedOn is not { } deposit) return new(standing.Step == TreatyStep.Bound ? "The day is the printed one: the deposit is not in the data" : "");
        if (row.BoundFrom is not { } bound) return new($"Not in force: {scene.Law.Statuses.Count(other => other.Treaty == treaty.Id && other.DepositedOn <= scene.On)} of {treaty.Deposits} consents", treaty.FirstSource.First?.ToString());
        if (row.DepositKind == "succession") return new("By succession, the printed day");
        var later = Treaty.Step(deposit, treaty.LaterStep) == bound;
        return new(later ? AtlasWords.Rule(treaty.LaterStep) : "with the entry into force of the treaty itself",
            (later ? row.DepositKind == "accession" ? treaty.AccessionSource : treaty.LaterSource : treaty.FirstSource).First?.ToString());
    }

    private static DeclarationRow Row(AtlasScene scene, Declaration made)
    {
        var law = scene.Law;
        var treaty = law.Treaties.First(one => one.Id == made.Treaty);
        return new(
            AtlasWords.Reference(law, treaty), made.Article, ProvisionOf(treaty, made), made.Kind, AtlasWords.Sentence(made.Value),
            [.. made.Switches.Select(turned => new EffectRow(turned.Id, AtlasWords.Effect(law, turned), AtlasWords.Side(turned.Side), AtlasWords.Targets(law, turned)))],
            made.FirstDay(law), made.ValidTo, made.AsOf, made.Source, made.Confidence.Mark);
    }

    private static string? ProvisionOf(Treaty treaty, Declaration made) =>
        (made.Switches.Select(turned => turned.Source.First).FirstOrDefault(place => place is not null) ?? Citation.Read(made.Article.Split('/')[0], treaty.Instrument).First)?.ToString();

    private static IEnumerable<AuthorityRow> Authorities(AtlasScene scene, Declaration made)
    {
        var row = Row(scene, made);
        var roles = made.Switches.SelectMany(turned => turned.Roles).Distinct().DefaultIfEmpty("authority");
        return roles.Select(role => new AuthorityRow(
            ChannelWords.Role(role), row.Reference, row.Article, row.Provision, (made.AuthorityType ?? "").Replace(";", ", ", StringComparison.Ordinal), row.Words, row.From, row.To, row.Source, row.Confidence));
    }

    private static IEnumerable<PairRow> Pairs(AtlasScene scene, Country country)
    {
        var code = country.Code.ToString();
        foreach (var fact in scene.Law.PairFacts.Where(fact => (fact.BetweenA == code || fact.BetweenB == code) && fact.Holds(scene.On)).OrderBy(fact => fact.Instrument, StringComparer.Ordinal))
        {
            var other = fact.BetweenA == code ? fact.BetweenB : fact.BetweenA;
            var with = CountryCode.TryParse(other, null, out var known) ? scene.Law.FindCountry(known) : null;
            yield return new(
                with?.Kind == "state" ? with.Name : other == "EU" ? "every member of the European Union" : "the other States of the group", with?.Kind == "state" ? other : null,
                fact.Fact.Replace('-', ' '), fact.Instrument, fact.From, fact.To, fact.Source, fact.Confidence.Mark);
        }
    }

    private static SheetRow Row(AtlasScene scene, SheetEntry entry) => new(
        entry.Topic.Replace('-', ' '), entry.Text, [.. entry.Channels.Select(id => ChannelWords.Procedure(scene.Law, id))], entry.ValidFrom, entry.Source, entry.Confidence.Mark);

    /// <summary>The core offences of an instrument that binds the State, and whether it declared something on them.</summary>
    private static IReadOnlyList<OffenceCell> Offences(AtlasScene scene, Country country, IReadOnlyCollection<Declaration> holding)
    {
        var law = scene.Law;
        return
        [
            .. from offence in law.Offences
               where offence.IsCore && offence.Source.First is not null
               let treaty = law.Treaties.FirstOrDefault(one => one.Instrument == offence.Instrument)
               where treaty is not null && TreatyStanding.Of(law, treaty, country, scene.On).Step == TreatyStep.Bound
               select new OffenceCell(offence.Source.First!.Path, offence.Title, offence.Source.First.ToString(), holding.Any(made => made.Switches.Any(turned => turned.Targets.Contains(offence.Id)))),
        ];
    }

    /// <summary>The powers at home that an instrument asks of a State it binds, and whether the State declared something on them.</summary>
    private static IReadOnlyList<OffenceCell> Powers(AtlasScene scene, Country country, IReadOnlyCollection<Declaration> holding)
    {
        var law = scene.Law;
        return
        [
            .. from power in law.DomesticPowers
               let at = power.Source.First
               where at is not null
               let treaty = law.Treaties.FirstOrDefault(one => one.Instrument == at.Instrument)
               where treaty is not null && TreatyStanding.Of(law, treaty, country, scene.On).Step == TreatyStep.Bound
               select new OffenceCell(Provisions.Bare(at.ToString()), power.Title, at.ToString(), holding.Any(made => made.Switches.Any(power.Switches.Contains))),
        ];
    }
}
