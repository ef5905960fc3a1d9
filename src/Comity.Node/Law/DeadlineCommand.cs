using System.CommandLine;
using Comity.Law;
using Comity.Law.Calendars;

namespace Comity.Node.Law;

/// <summary><c>comity law deadline</c>: when a time limit ends, counted by the calendar of the State whose law decides, step by step.</summary>
internal static class DeadlineCommand
{
    private static readonly Argument<string> Limit = new("LIMIT") { Description = "The time limit, as dl.eu.10.4" };
    private static readonly Option<string> Start = new("--start") { Description = "When the event happened that starts it, as 2026-10-30T17:10 (at the place), or with an offset", Required = true };
    private static readonly Option<string?> Zone = new("--zone") { Description = "Time zone of the place by its IANA name, as Europe/Lisbon; that of the State's capital if left out" };
    private static readonly Option<string?> State = new("--state") { Description = "The State whose calendar decides, two letters: PT. Where the limit names whose calendar that is, the answer says so" };
    private static readonly Option<string[]> Paused = new("--pause") { Description = "A time in which it stands still, FROM/TO, or FROM/ while it still stands; may be repeated", DefaultValueFactory = _ => [], Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Prolonged = new("--prolonged") { Description = "When it was prolonged or renewed" };
    private static readonly Option<string?> Released = new("--released") { Description = "When it was released" };
    private static readonly Option<string?> Stated = new("--stated") { Description = "The time that the request or order names itself" };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON" };

    internal static Command Create()
    {
        var command = new Command("deadline", "When a time limit ends, by the calendar and clocks of the State whose law decides, with every step of the count. No number in the law: no date, and the reason.")
        {
            Limit, Start, Zone, State, Paused, Prolonged, Released, Stated, Json,
        };
        command.SetAction(parsed => LawCommand.Run(release => Show(release, parsed)));
        return command;
    }

    private static int Show(LawRelease release, ParseResult parsed)
    {
        var (limit, run, state) = Read(release, new(
            parsed.GetRequiredValue(Limit), parsed.GetRequiredValue(Start), parsed.GetValue(Zone), parsed.GetValue(State), parsed.GetValue(Paused)!, parsed.GetValue(Prolonged), parsed.GetValue(Released), parsed.GetValue(Stated)));
        var end = release.EndOf(limit, run);
        if (parsed.GetValue(Json)) Console.WriteLine(Write(release, limit, run, state, end));
        else Print(release, limit, run, state, end);
        return 0;
    }

    /// <summary>A question as it was written; what was left out is null.</summary>
    internal sealed record Asked(string Limit, string Start, string? Zone, string? State, IReadOnlyList<string> Pauses, string? Prolonged, string? Released, string? Stated);

    /// <summary>The answer as one line of JSON.</summary>
    /// <exception cref="UnknownWordException">Something asked is none of the data, or no time.</exception>
    internal static string ToJson(LawRelease release, Asked asked)
    {
        var (limit, run, state) = Read(release, asked);
        return Write(release, limit, run, state, release.EndOf(limit, run));
    }

    private static (TimeLimit Limit, TermRun Run, CountryCode? State) Read(LawRelease release, Asked asked)
    {
        var limit = LawWords.Limit(release, asked.Limit);
        CountryCode? state = asked.State is { } word ? LawWords.Country(release, word) : null;
        var calendar = state is { } code ? release.FindCalendar(code) : null;
        var zone = LawWords.Zone(asked.Zone, calendar);
        return (limit, new TermRun(LawWords.Instant(asked.Start, zone), zone, calendar)
        {
            Pauses = [.. asked.Pauses.Select(text => LawWords.Pause(text, zone))],
            ProlongedAt = Instant(asked.Prolonged, zone, limit.Renewable || release.ProlongationOf(limit) is not null, "prolongation", limit),
            ReleasedAt = Instant(asked.Released, zone, limit.ReleasedBy is not null, "release", limit),
            Stated = asked.Stated is { } stated ? LawWords.Instant(stated, zone) : null,
        }, state);
    }

    private static DateTimeOffset? Instant(string? word, TimeZoneInfo zone, bool known, string what, TimeLimit limit)
    {
        if (word is null) return null;
        return known ? LawWords.Instant(word, zone) : throw new UnknownWordException(what, word, [$"none: nothing in the data does that to {limit.Id}"]);
    }

    private static string Write(LawRelease release, TimeLimit limit, TermRun run, CountryCode? state, TermEnd end) => LawJson.Line(json =>
    {
        json.WriteString("due", Text(end.Due));
        json.WriteStartObject("rule");
        json.WriteString("id", limit.Id);
        json.Cited(limit.Source);
        json.WriteString("from", limit.From);
        json.WriteString("to", limit.To);
        json.WriteString("duration", limit.Duration?.ToString());
        json.WriteString("semantics", limit.SemanticsWord);
        json.WriteString("qualifier", limit.Qualifier);
        json.WriteString("calendarOf", WhoseCalendar(limit));
        json.WriteString("confidence", limit.Confidence.Mark);
        json.WriteString("note", limit.Note);
        json.WriteEndObject();
        json.WriteObjects("steps", end.Steps, step =>
        {
            json.WriteString("text", step.Text);
            json.WriteString("at", Text(step.At));
            json.WriteString("source", step.Source);
        });
        json.WriteString("start", Text(TimeZoneInfo.ConvertTime(run.Start, run.Zone)));
        json.WriteString("zone", run.Zone.Id);
        json.WriteString("state", state?.ToString());
        json.WriteBoolean("standsStill", end.StandsStill);
        json.WriteBoolean("calendarMissing", end.CalendarMissing);
        json.WriteString("mayMoveTo", Text(end.MayMoveTo));
        if (run.Calendar is { } calendar)
        {
            json.WriteStartObject("calendar");
            json.WriteString("state", calendar.State.ToString());
            json.WriteNumber("from", calendar.FirstYear);
            json.WriteNumber("to", calendar.LastYear);
            json.WriteString("source", calendar.Source);
            json.WriteString("confidence", calendar.Confidence.Mark);
            json.WriteString("note", calendar.Note);
            json.WriteEndObject();
        }

        json.WriteString("release", release.BasedOn.ToString());
    });

    private static void Print(LawRelease release, TimeLimit limit, TermRun run, CountryCode? state, TermEnd end)
    {
        var console = LawTerminal.Open();
        Spectre.Console.AnsiConsoleExtensions.WriteLine(console, $"{limit.Id}, {limit.Source.ForPeople}: {ProvisionFacts.Limit(limit).Text} ({limit.SemanticsWord}){(limit.Confidence.IsFirm ? "" : $" [{limit.Confidence}]")}");
        Spectre.Console.AnsiConsoleExtensions.WriteLine(console, $"Calendar of: {WhoseCalendar(limit)}{(state is { } code ? $"; asked for {code}" : "")}; clocks of {run.Zone.Id}.");
        var table = LawTerminal.Table("step", "at", "where");
        foreach (var step in end.Steps) table.Row(step.Text, Shown(step.At), step.Source ?? "");
        console.Write(table);
        Spectre.Console.AnsiConsoleExtensions.WriteLine(console, end.Due is { } due ? $"Due {Shown(due)}" : end.StandsStill ? "It stands still: no date." : "No date.");
        if (run.Calendar?.Note is { } note) Spectre.Console.AnsiConsoleExtensions.WriteLine(console, $"The calendar of {run.Calendar.State} [{run.Calendar.Confidence}]: {note}.");
        LawTerminal.Release(console, release);
    }

    private static string WhoseCalendar(TimeLimit limit) => limit.CalendarOf ?? "the State in which the act is to be done";

    private static string? Text(DateTimeOffset? at) => at?.ToString("yyyy-MM-ddTHH:mm:sszzz", null);

    private static string Shown(DateTimeOffset? at) => at?.ToString("ddd yyyy-MM-dd HH:mm:ss zzz", null) ?? "";
}
