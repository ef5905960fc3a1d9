using System.ComponentModel;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Atlas;

/// <summary>Operations on the registers: countries, instruments, declarations.</summary>
internal static class RegisterOperations
{
    internal static void Map(IEndpointRouteBuilder law)
    {
        law.MapGet("/countries", Countries).WithName("countries").WithSummary("The States, territories and organisations of the data").Produces<CountriesAnswer>(200, "application/json", "text/csv");
        law.MapGet("/countries/{code}", Country).WithName("country").WithSummary("One State: its treaties, declarations, authorities, and what binds it with others").Produces<CountryFactsAnswer>();
        law.MapGet("/instruments", Instruments).WithName("instruments").WithSummary("The instruments, and how many they bind").Produces<InstrumentsAnswer>(200, "application/json", "text/csv");
        law.MapGet("/instruments/{id}", Instrument).WithName("instrument").WithSummary("One instrument: channels, offences, switches, Parties").Produces<InstrumentFactsAnswer>();
        law.MapGet("/status", Status).WithName("status").WithSummary("Who stands where towards a treaty on a day").Produces<StatusAnswer>(200, "application/json", "text/csv");
        law.MapGet("/declarations", Declarations).WithName("declarations").WithSummary("Declarations, reservations, designations and territorial statements in effect on a day").Produces<DeclarationsAnswer>(200, "application/json", "text/csv");
    }

    private const string OnText = "The day, as 2026-11-21; today (UTC) if left out", FormatText = "json or csv; json if left out";

    private static IResult Countries(AtlasDesk desk, [Description(FormatText), Ask("json")] string? format)
    {
        var countries = desk.Current.Countries.Select(LawAnswers.Of).ToList();
        return LawReply.Either(format, new CountriesAnswer(desk.Current.Digest.ToString(), countries), "countries", () =>
        {
            var table = new CsvText("code", "alpha3", "name", "region", "kind", "european_union", "council_of_europe", "release");
            foreach (var one in countries) table.Row(one.Code, one.Alpha3, one.Name, one.Region, one.Kind, Flag(one.EuropeanUnion), Flag(one.CouncilOfEurope), desk.Current.Digest.ToString());
            return table;
        });
    }

    private static Ok<CountryFactsAnswer> Country(AtlasDesk desk, [Description("Two letters: JP"), Ask("JP")] string code, [Description(OnText), Ask("2026-11-21")] string? on)
    {
        var law = desk.Current;
        var (country, day) = (law.FindCountry(LawWords.Country(law, code))!, Day(desk, on));
        var sheet = law.SheetOf(country.Code, day);
        var name = country.Code.ToString();
        return TypedResults.Ok(new CountryFactsAnswer(
            law.Digest.ToString(), Shown.Iso(day), LawAnswers.Of(country), [.. law.Treaties.Select(treaty => LawAnswers.Of(TreatyStanding.Of(law, treaty, country, day)))],
            [.. law.Declarations.Where(made => made.Country == country.Code && made.Holds(law, day)).Select(made => LawAnswers.Of(law, made))],
            [.. law.PairFacts.Where(fact => (fact.BetweenA == name || fact.BetweenB == name) && fact.Holds(day)).Select(LawAnswers.Of)],
            [.. (sheet?.Entries ?? []).Select(entry => LawAnswers.Of(entry, sheet!.IsMadeUp))]));
    }

    private static async Task<IResult> Instruments(AtlasDesk desk, InstrumentQueries queries, [Description(OnText), Ask("2026-11-21")] string? on, [Description(FormatText), Ask("json")] string? format)
    {
        var day = Shown.Iso(Day(desk, on));
        var rows = (await queries.ListAsync(day)).Rows.Select(LawAnswers.Of).ToList();
        var release = desk.Current.Digest.ToString();
        return LawReply.Either(format, new InstrumentsAnswer(release, day, rows), "instruments", () =>
        {
            var table = new CsvText("id", "treaty", "reference", "title", "bound", "consented", "signatories", "in_force", "confidence", "on", "release");
            foreach (var one in rows) table.Row(one.Id, one.Treaty, one.Reference, one.Title, Number(one.Bound), Number(one.Consented), Number(one.Signatories), one.InForce, one.Confidence, day, release);
            return table;
        });
    }

    private static async Task<IResult> Instrument(
        AtlasDesk desk, InstrumentQueries queries, [Description("Id of the law data: ets-185"), Ask("ets-185")] string id, [Description(OnText), Ask("2026-11-21")] string? on)
    {
        var law = desk.Current;
        var day = Day(desk, on);
        var instrument = law.Instruments.FirstOrDefault(one => one.Id == id) ?? throw new UnknownWordException("instrument", AtlasDesk.Shorten(id), law.Instruments.Select(one => one.Id));
        var row = (await queries.ListAsync(Shown.Iso(day))).Rows.First(one => one.Id == id);
        var treaty = law.Treaties.FirstOrDefault(one => one.Instrument == id);
        return TypedResults.Ok(new InstrumentFactsAnswer(
            law.Digest.ToString(), Shown.Iso(day), LawAnswers.Of(row), [.. instrument.Channels.Select(LawAnswers.Of)], [.. law.Offences.Where(one => one.Instrument == id).Select(LawAnswers.Of)],
            [.. law.Switches.Where(one => one.Source.First?.Instrument == id).Select(one => LawAnswers.Of(law, one))],
            treaty is null ? [] : [.. law.Countries.Select(country => TreatyStanding.Of(law, treaty, country, day)).Where(standing => standing.Step != TreatyStep.None).Select(LawAnswers.Of)]));
    }

    private static IResult Status(
        AtlasDesk desk, [Description("Only this treaty, as in the registers; without treaty and State only the treaties and their counts"), Ask("ETS185")] string? treaty,
        [Description("Only this State"), Ask("JP")] string? country, [Description(OnText), Ask("2026-11-21")] string? on, [Description(FormatText), Ask("json")] string? format)
    {
        var law = desk.Current;
        var (day, asked) = (Day(desk, on), string.IsNullOrEmpty(treaty) ? null : LawWords.TreatyName(law, AtlasDesk.Shorten(treaty)));
        CountryCode? only = string.IsNullOrEmpty(country) ? null : LawWords.Country(law, AtlasDesk.Shorten(country));
        return format switch
        {
            null or "" or "json" => LawReply.Json(StatusCommand.ToJson(law, asked, only, day)),
            "csv" => LawReply.Csv(StatusTable(law, asked, only, day), asked is null ? "status" : $"status-{asked.Id}"),
            _ => throw new UnknownWordException("format", AtlasDesk.Shorten(format), ["json", "csv"]),
        };
    }

    private static CsvText StatusTable(LawRelease law, Treaty? treaty, CountryCode? only, DateOnly day)
    {
        var table = new CsvText("country", "name", "treaty", "standing", "signed", "deposited", "deposit", "in_force", "source", "confidence", "note", "on", "release");
        foreach (var one in law.Treaties.Where(one => treaty is null || one == treaty))
            foreach (var country in law.Countries.Where(country => only is null || country.Code == only))
                if (TreatyStanding.Of(law, one, country, day) is var standing && (only is not null || standing.Row is not null || standing.BoundFrom is not null))
                {
                    var row = LawAnswers.Of(standing);
                    table.Row(row.Country, country.Name, row.Treaty, row.Standing, row.SignedOn, row.Deposited, row.Deposit, row.InForce, row.Source, row.Confidence, row.Note, Shown.Iso(day), law.Digest.ToString());
                }

        return table;
    }

    private static IResult Declarations(
        AtlasDesk desk, [Description("Only those of this State: JP"), Ask("JP")] string? country, [Description("Only those to this treaty: ETS185"), Ask("ETS185")] string? treaty,
        [Description(OnText), Ask("2026-11-21")] string? on, [Description(FormatText), Ask("json")] string? format)
    {
        var law = desk.Current;
        var (day, release) = (Day(desk, on), law.Digest.ToString());
        CountryCode? maker = string.IsNullOrEmpty(country) ? null : LawWords.Country(law, country);
        if (!string.IsNullOrEmpty(treaty)) _ = LawWords.TreatyName(law, AtlasDesk.Shorten(treaty));
        var rows = law.Declarations.Where(made => (maker is null || made.Country == maker) && (string.IsNullOrEmpty(treaty) || made.Treaty == treaty) && made.Holds(law, day)).Select(made => LawAnswers.Of(law, made)).ToList();
        return LawReply.Either(format, new DeclarationsAnswer(release, Shown.Iso(day), rows), "declarations", () =>
        {
            var table = new CsvText("country", "treaty", "article", "kind", "authority", "text", "switches", "effects", "from", "to", "as_of", "source", "confidence", "on", "release");
            foreach (var one in rows)
                table.Row(
                    one.Country, one.Treaty, one.Article, one.Kind, one.Authority, one.Text, string.Join(' ', one.Switches.Select(turned => turned.Id)), string.Join("; ", one.Switches.Select(turned => turned.Effect)),
                    one.From, one.To, one.AsOf, one.Source, one.Confidence, Shown.Iso(day), release);
            return table;
        });
    }

    internal static DateOnly Day(AtlasDesk desk, string? on) => LawWords.Date(string.IsNullOrEmpty(on) ? Shown.Iso(desk.Today) : AtlasDesk.Shorten(on), TimeProvider.System);

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Flag(bool flag) => flag ? "y" : "n";
}
