using System.CommandLine;
using Comity.Law;
using Spectre.Console;

namespace Comity.Node.Law;

/// <summary><c>comity law pair</c>: what is known of a mutual assistance treaty between two States, and the node's own answer, asked and recorded.</summary>
internal static class PairCommand
{
    private static readonly Option<string> From = new("--from") { Description = "One State, two letters: RS", Required = true };
    private static readonly Option<string> To = new("--to") { Description = "The other State", Required = true };
    private static readonly Option<string?> On = new("--on") { Description = "The day, as 2026-11-21; today (UTC) if left out" };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of a node that is not running: its own answers are shown too" };
    private static readonly Option<string?> Recorded = new("--record") { Description = "Record an answer in that node: none, exists, or unknown (asked, and nobody could say)" };
    private static readonly Option<string?> Source = new("--source") { Description = "Who said so, or where it was read; needed to record" };
    private static readonly Option<string?> Instrument = new("--instrument") { Description = "The treaty that the answer is about" };
    private static readonly Option<string?> Since = new("--since") { Description = "First day for which the answer holds" };
    private static readonly Option<string?> Until = new("--until") { Description = "Day from which it no longer holds" };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON" };

    internal static Command Create()
    {
        var command = new Command("pair", "Whether a mutual assistance treaty binds two States: what the register shows, with dates and sources, and what a node was told. Unknown is a full answer.")
        {
            From, To, On, Data, Recorded, Source, Instrument, Since, Until, Json,
        };
        command.SetAction(parsed => LawCommand.Run(release => Show(release, parsed)));
        return command;
    }

    private static int Show(LawRelease release, ParseResult parsed)
    {
        var (from, to) = (LawWords.Country(release, parsed.GetRequiredValue(From)), LawWords.Country(release, parsed.GetRequiredValue(To)));
        if (from == to) throw new UnknownWordException("pair", $"{from}, {to}", ["two different States"]);
        var on = LawWords.Date(parsed.GetValue(On), TimeProvider.System);
        var answers = Answers(release, parsed, from, to);
        var known = release.TreatyBetween(from, to, on);
        var own = answers?.FirstOrDefault(answer => answer.Holds(on));
        if (parsed.GetValue(Json)) Console.WriteLine(Write(release, from, to, on, known, own, answers));
        else Print(release, from, to, on, known, own, answers);
        return 0;
    }

    /// <summary>The answers in a node's folder, after the one to record; null without a folder.</summary>
    private static IReadOnlyList<PairAnswer>? Answers(LawRelease release, ParseResult parsed, CountryCode from, CountryCode to)
    {
        var record = parsed.GetValue(Recorded);
        if (parsed.GetValue(Data) is not { } path) return record is null ? null : throw new UnknownWordException("place to record", "", ["--data FOLDER of a node"]);
        PairAnswer? answer = record is null ? null : new(
            from, to, LawWords.Treaty(record), Limited("instrument", parsed.GetValue(Instrument)), Day(parsed, Since), Day(parsed, Until),
            Limited("source", parsed.GetValue(Source)) ?? throw new UnknownWordException("source", "", ["--source with who said so, or where it was read"]),
            DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));
        if (answer?.From > answer?.To) throw new UnknownWordException("end", answer!.To!.Value.ToString("yyyy-MM-dd", null), ["a day that is not before --since"]);
        if (NodeFolder.SettingsOf(path) is null) throw new NodeFault($"{path} holds no node that is set up.");
        using var folder = NodeFolder.Open(path);
        var core = NodeCore.Open(folder, new LawShelf(release), TimeProvider.System);
        try
        {
            if (answer is not null) core.Writer.RunAsync(t => PairAnswers.Record(t.Sql, answer)).GetAwaiter().GetResult(); // a command has no other work meanwhile
            using var sql = core.Database.Read();
            return PairAnswers.Of(sql, from, to);
        }
        finally
        {
            core.CloseAsync().GetAwaiter().GetResult();
        }
    }

    private static DateOnly? Day(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } word ? LawWords.Date(word, TimeProvider.System) : null;

    private static string? Limited(string what, string? text) => text is null or { Length: > 0 and <= PairAnswers.LongestText } ? text
        : throw new UnknownWordException(what, text.Length == 0 ? "" : text[..20] + "…", [$"1 to {PairAnswers.LongestText} characters"]);

    private static string Write(LawRelease release, CountryCode from, CountryCode to, DateOnly on, PairKnowledge known, PairAnswer? own, IReadOnlyList<PairAnswer>? answers) => LawJson.Line(json =>
    {
        json.WriteString("from", from.ToString());
        json.WriteString("to", to.ToString());
        json.Day("on", on);
        json.WriteString("treaty", PairAnswers.Word(own?.Answer ?? known.Answer));
        json.WriteString("register", PairAnswers.Word(known.Answer));
        json.WriteString("why", known.Why);
        json.WriteObjects("facts", known.Facts, fact =>
        {
            json.WriteString("fact", fact.Fact);
            json.WriteString("instrument", fact.Instrument);
            json.Day("from", fact.From);
            json.Day("to", fact.To);
            json.WriteBoolean("holds", fact.Holds(on));
            json.WriteBoolean("decides", known.Decides == fact);
            json.WriteString("source", fact.Source);
            json.WriteString("confidence", fact.Confidence.Mark);
            json.WriteString("note", fact.Note);
        });
        if (answers is not null) json.WriteObjects("recorded", answers, answer =>
        {
            json.WriteString("answer", PairAnswers.Word(answer.Answer));
            json.WriteString("instrument", answer.Instrument);
            json.Day("from", answer.From);
            json.Day("to", answer.To);
            json.WriteBoolean("decides", own == answer);
            json.WriteString("source", answer.Source);
            json.WriteString("at", answer.Recorded.ToString("yyyy-MM-ddTHH:mm:ssZ", null));
        });
        json.WriteString("release", release.Digest.ToString());
    });

    private static void Print(LawRelease release, CountryCode from, CountryCode to, DateOnly on, PairKnowledge known, PairAnswer? own, IReadOnlyList<PairAnswer>? answers)
    {
        var console = LawTerminal.Open();
        console.WriteLine($"Mutual assistance treaty between {release.FindCountry(from)!.Name} and {release.FindCountry(to)!.Name} on {on:yyyy-MM-dd}: {PairAnswers.Word(own?.Answer ?? known.Answer)}.");
        console.WriteLine($"The register: {PairAnswers.Word(known.Answer)}; {known.Why}.{(own is null && known.Answer == PairTreaty.Unknown ? " Ask, and record the answer." : "")}");
        var table = LawTerminal.Table("", "treaty or answer", "from", "to", "source");
        foreach (var fact in known.Facts) table.Row(known.Decides == fact ? "decides" : fact.Holds(on) ? "" : "another day", LawTerminal.Marked($"{fact.Instrument} ({fact.Fact})", fact.Confidence), $"{fact.From:yyyy-MM-dd}", $"{fact.To:yyyy-MM-dd}", fact.Source);
        foreach (var answer in answers ?? []) table.Row(own == answer ? "this node, decides" : "this node", $"{PairAnswers.Word(answer.Answer)} {answer.Instrument}", $"{answer.From:yyyy-MM-dd}", $"{answer.To:yyyy-MM-dd}", $"{answer.Source}, recorded {answer.Recorded:yyyy-MM-dd}");
        if (table.Rows.Count > 0) console.Write(table);
        LawTerminal.Release(console, release);
    }
}
