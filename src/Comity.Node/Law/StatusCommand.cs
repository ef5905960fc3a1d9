using System.CommandLine;
using System.Text.Json;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary><c>comity law status</c>: who stands where towards which treaty on a day, with deposits, days of effect and declarations.</summary>
internal static class StatusCommand
{
    private static readonly Option<string?> Treaty = new("--treaty") { Description = "Only this treaty, as ETS185" };
    private static readonly Option<string?> Country = new("--country") { Description = "Only this State, two letters: JP" };
    private static readonly Option<string?> On = new("--on") { Description = "The day, as 2026-11-21, past or future; today (UTC) if left out" };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON" };

    internal static Command Create()
    {
        var command = new Command("status", "Who stands where towards which treaty on a day: deposits, days of effect, declarations. Without a State only the treaties and their counts, unless one is named.") { Treaty, Country, On, Json };
        command.SetAction(parsed => LawCommand.Run(release => Show(release, parsed)));
        return command;
    }

    private sealed record Line(Treaty Treaty, List<TreatyStanding> Standings, int Bound, DateOnly? InForce);

    private static int Show(LawRelease release, ParseResult parsed)
    {
        var on = LawWords.Date(parsed.GetValue(On), TimeProvider.System);
        var treaty = parsed.GetValue(Treaty) is { } word ? LawWords.TreatyName(release, word) : null;
        CountryCode? country = parsed.GetValue(Country) is { } code ? LawWords.Country(release, code) : null;
        if (parsed.GetValue(Json)) Console.WriteLine(ToJson(release, treaty, country, on));
        else Print(release, Read(release, treaty, country, on), country is not null || treaty is not null, on);
        return 0;
    }

    /// <summary>The answer as one line of JSON.</summary>
    /// <param name="release">The release.</param>
    /// <param name="treaty">Only this treaty, or null.</param>
    /// <param name="country">Only this State, or null.</param>
    /// <param name="on">The day.</param>
    internal static string ToJson(LawRelease release, Treaty? treaty, CountryCode? country, DateOnly on) => Write(release, Read(release, treaty, country, on), country is not null || treaty is not null, on);

    private static List<Line> Read(LawRelease release, Treaty? treaty, CountryCode? country, DateOnly on) =>
        [.. (treaty is null ? release.Treaties.AsEnumerable() : [treaty]).Select(one => Read(release, one, country, treaty is not null, on))];

    private static Line Read(LawRelease release, Treaty treaty, CountryCode? only, bool one, DateOnly on)
    {
        var all = release.Countries.Select(country => TreatyStanding.Of(release, treaty, country, on)).ToList();
        var first = all.Where(standing => standing.BoundFrom is not null).Min(standing => standing.BoundFrom);
        var shown = only is { } code ? all.Where(standing => standing.Country.Code == code) : one ? all.Where(standing => standing.Step != TreatyStep.None || standing.BoundFrom is not null) : [];
        return new(treaty, [.. shown], all.Count(standing => standing.Step == TreatyStep.Bound), treaty.Given ?? first);
    }

    private static IEnumerable<Declaration> Declarations(LawRelease release, TreatyStanding standing, DateOnly on) =>
        release.Declarations.Where(one => one.Country == standing.Country.Code && one.Treaty == standing.Treaty.Id && one.Holds(release, on));

    private static string Write(LawRelease release, List<Line> lines, bool detailed, DateOnly on) => LawJson.Line(json =>
    {
        json.Day("on", on);
        json.WriteObjects("treaties", lines, line =>
        {
            json.WriteString("treaty", line.Treaty.Id);
            json.WriteString("title", line.Treaty.Title);
            json.WriteString("instrument", line.Treaty.Instrument);
            json.WriteBoolean("inForce", line.InForce <= on);
            json.Day("inForceFrom", line.InForce);
            json.WriteNumber("bound", line.Bound);
            json.WriteString("confidence", line.Treaty.Confidence.Mark);
            if (detailed) json.WriteObjects("standings", line.Standings, standing => Write(json, release, standing, on));
        });
        json.WriteString("release", release.BasedOn.ToString());
    });

    private static void Write(Utf8JsonWriter json, LawRelease release, TreatyStanding standing, DateOnly on)
    {
        json.WriteString("country", standing.Country.Code.ToString());
        json.WriteString("name", standing.Country.Name);
        json.WriteString("standing", Word(standing.Step));
        json.Day("since", standing.Since);
        json.Day("signed", standing.Row?.SignedOn);
        json.Day("deposited", standing.Row?.DepositedOn);
        json.WriteString("depositKind", standing.Row?.DepositKind);
        json.Day("boundFrom", standing.BoundFrom);
        json.WriteString("source", standing.Row?.Source);
        json.WriteString("confidence", standing.Confidence.Mark);
        json.WriteString("note", standing.Row?.Note);
        json.WriteObjects("declarations", Declarations(release, standing, on), one =>
        {
            json.WriteString("article", one.Article);
            json.WriteString("kind", one.Kind);
            json.WriteString("value", one.Value);
            json.Day("from", one.FirstDay(release));
            json.Day("to", one.ValidTo);
            json.Day("asOf", one.AsOf);
            json.WriteString("authorityType", one.AuthorityType);
            json.WriteTexts("switches", one.Switches.Select(turned => turned.Id));
            json.WriteString("source", one.Source);
            json.WriteString("confidence", one.Confidence.Mark);
        });
    }

    private static void Print(LawRelease release, List<Line> lines, bool detailed, DateOnly on)
    {
        var console = LawTerminal.Open();
        var table = detailed ? LawTerminal.Table("treaty", "State", "standing", "deposit", "in force there", "source") : LawTerminal.Table("treaty", "title", "in force", "bound");
        foreach (var line in lines)
            if (!detailed) table.Row(line.Treaty.Id, LawTerminal.Marked(line.Treaty.Title, line.Treaty.Confidence), line.InForce is { } day ? day <= on ? $"since {day:yyyy-MM-dd}" : $"from {day:yyyy-MM-dd}" : "no", $"{line.Bound}");
            else
                foreach (var standing in line.Standings)
                    table.Row(line.Treaty.Id, standing.Country.Name, LawTerminal.Marked(Word(standing.Step), standing.Confidence), $"{standing.Row?.DepositedOn:yyyy-MM-dd} {standing.Row?.DepositKind}", $"{standing.BoundFrom:yyyy-MM-dd}", standing.Row?.Source ?? "");
        console.Write(table);
        var declared = LawTerminal.Table("State", "article", "since", "what it says", "source");
        foreach (var standing in lines.SelectMany(line => line.Standings))
            foreach (var one in Declarations(release, standing, on))
                declared.Row(standing.Country.Code.ToString(), $"{one.Treaty} {one.Article}, {one.Kind}", $"{one.FirstDay(release):yyyy-MM-dd}", LawTerminal.Marked(one.Value, one.Confidence), one.Source);
        if (declared.Rows.Count > 0) console.Write(declared);
        LawTerminal.Release(console, release);
    }

    private static string Word(TreatyStep step) => step switch
    {
        TreatyStep.Bound => "bound",
        TreatyStep.Consented => "consented",
        TreatyStep.Signatory => "signed",
        TreatyStep.Invited => "invited",
        _ => "none",
    };
}
