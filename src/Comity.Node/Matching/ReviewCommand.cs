using System.CommandLine;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match review</c>: hits that wait, and decisions on them. Hashes, categories and context only; no picture is ever shown.</summary>
internal static class ReviewCommand
{
    private static readonly Option<long> Hit = new("--hit") { Required = true, Description = "Number of the hit in the log." };
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    internal static Command Create() => new("review", "Decide on possible matches: two different reviewers, never the one who asked.") { Show(), Decide() };

    private static Command Show()
    {
        var command = new Command("show", "All hits with their status.") { MatchCommand.Log, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            using var file = File.OpenRead(parsed.GetValue(MatchCommand.Log)!);
            var state = MatchLog.Verify(file).State;
            if (parsed.GetValue(MatchCommand.Json)) JsonOutput.Write(json => Write(json, state));
            else foreach (var hit in state.Hits.OrderBy(h => h.Number)) Print(hit, state);
            return 0;
        }));
        return command;
    }

    private static Command Decide()
    {
        Option<string> decision = new Option<string>("--decision") { Required = true, Description = "confirm, false or unsure." }.AcceptOnlyFromAmong("confirm", "false", "unsure");
        Option<string> reason = new("--reason") { Required = true, Description = "Why, in plain words." };
        Option<int> limit = new("--limit") { Description = "Most hits one person decides in 24 hours.", DefaultValueFactory = _ => 100 };
        var command = new Command("decide", "Record a reviewer's decision.") { MatchCommand.Log, MatchCommand.Officer, Hit, decision, reason, limit, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            using var log = MatchLog.Open(parsed.GetValue(MatchCommand.Log)!);
            var (officer, now) = (parsed.GetValue(MatchCommand.Officer)!, TimeProvider.System.GetUtcNow());
            var exposure = log.State.Exposure(officer, now, Window) + 1;
            if (exposure > parsed.GetValue(limit)) throw new RefusedInputException($"{officer} has decided {exposure - 1} hits in 24 hours; somebody else must go on.");
            log.Append(new LogRecord.Review(now, officer, parsed.GetValue(Hit), Enum.Parse<Decision>(parsed.GetValue(decision)!, ignoreCase: true), parsed.GetValue(reason)!, exposure));
            var hit = log.State.Hit(parsed.GetValue(Hit));
            if (parsed.GetValue(MatchCommand.Json))
            {
                JsonOutput.WriteObject(("hit", hit.Number), ("status", Word(hit)), ("exposure", exposure), ("head", log.Head));
                return 0;
            }

            Print(hit, log.State);
            Console.WriteLine($"exposure of {officer}: {exposure} in 24 hours");
            return 0;
        }));
        return command;
    }

    private static void Print(ReviewedHit hit, ReviewState state)
    {
        var r = hit.Record;
        Console.WriteLine($"hit {hit.Number}  {Word(hit)}  list {r.List}/{r.Version} entry {r.Entry}, {r.Agreement}" + (r.Distance is { } d ? $", distance {d}" : "") + (r.Quality is { } q ? $", quality {q}" : "") + (r.Collidable ? ", collidable" : ""));
        foreach (var review in hit.Reviews) Console.WriteLine($"      {review.Decision.ToString().ToLowerInvariant()} by {review.Officer}: {review.Reason}");
        Console.WriteLine($"      {new ChanceStatement(0, null, state.History(r.List)).Lines().Last()}");
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, ReviewState state)
    {
        json.WriteStartObject();
        json.WriteStartArray("hits");
        foreach (var hit in state.Hits.OrderBy(h => h.Number))
        {
            json.WriteStartObject();
            json.WriteNumber("hit", hit.Number);
            json.WriteString("status", Word(hit));
            json.WriteString("list", hit.Record.List);
            json.WriteNumber("version", hit.Record.Version);
            json.WriteNumber("entry", hit.Record.Entry);
            json.WriteString("agreement", hit.Record.Agreement);
            if (hit.Record.Distance is { } distance) json.WriteNumber("distance", distance);
            json.WriteNumber("confirmed", hit.Reviews.Count(r => r.Decision == Decision.Confirm));
            json.WriteNumber("denied", hit.Reviews.Count(r => r.Decision == Decision.False));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Word(ReviewedHit hit) => hit.Status.ToString().ToLowerInvariant();
}
