using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match report</c>: drafts from confirmed hits, and false matches back to the list's owner. Nothing is sent.</summary>
internal static class ReportCommand
{
    private static readonly Option<long> Hit = new("--hit") { Required = true, Description = "Number of the hit in the log." };
    private static readonly Option<string> Addressee = new("--to") { Required = true, Description = "For whom: a hotline, an authority, the list's owner." };
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    internal static Command Create() => new("report", "Draft a report from a confirmed hit, or report a false match to the list's owner. Nothing is sent.") { Draft(), FalseMatch() };

    private static Command Draft()
    {
        Option<string> facts = new("--facts") { Required = true, Description = "JSON with what is known: incidentAt, incidentType, url, account, ipAddress, port, ipAt, …" };
        Option<string> folder = new("--out") { Required = true, Description = "Folder for draft.xml and draft.json." };
        Option<string> environment = new("--environment") { Description = "test, or production spelled out.", DefaultValueFactory = _ => "test" };
        var command = new Command("draft", "Draft a report.") { MatchCommand.Log, MatchCommand.Officer, Hit, Addressee, facts, folder, environment, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            using var log = MatchLog.Open(parsed.GetValue(MatchCommand.Log)!);
            var draft = ReportDraft.Of(log.State.Hit(parsed.GetValue(Hit)), Facts(parsed.GetValue(facts)!), parsed.GetValue(environment)!);
            var (xml, json) = (draft.ToXml(), draft.ToJson());
            Append(log, parsed, LogRecord.DraftKind, draft.Environment, xml);
            Directory.CreateDirectory(parsed.GetValue(folder)!);
            File.WriteAllText(Path.Combine(parsed.GetValue(folder)!, "draft.xml"), xml);
            File.WriteAllText(Path.Combine(parsed.GetValue(folder)!, "draft.json"), json);
            if (parsed.GetValue(MatchCommand.Json))
            {
                Console.WriteLine(json);
                return 0;
            }

            Console.WriteLine($"draft ({draft.Environment}), completeness {draft.Score} of 100; nothing was sent");
            foreach (var line in draft.Completeness) Console.WriteLine($"  {(line.Filled ? "x" : " ")} {line.Weight,3}  {line.What}");
            foreach (var missing in draft.Missing) Console.WriteLine($"  missing: {missing}");
            return 0;
        }));
        return command;
    }

    private static Command FalseMatch()
    {
        var command = new Command("false-match", "Report a false match back to the list's owner, as JSON on standard output.") { MatchCommand.Log, MatchCommand.Officer, Hit, Addressee, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            using var log = MatchLog.Open(parsed.GetValue(MatchCommand.Log)!);
            var hit = log.State.Hit(parsed.GetValue(Hit));
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer)) Write(json, hit);
            var text = Encoding.UTF8.GetString(buffer.ToArray());
            Append(log, parsed, LogRecord.FalseMatchKind, "test", text);
            Console.WriteLine(text);
            return 0;
        }));
        return command;
    }

    private static void Append(MatchLog log, ParseResult parsed, string kind, string environment, string text) => log.Append(new LogRecord.Report(
        TimeProvider.System.GetUtcNow(), parsed.GetValue(MatchCommand.Officer)!, parsed.GetValue(Hit), parsed.GetValue(Addressee)!, kind, environment,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))));

    private static void Write(Utf8JsonWriter json, ReviewedHit hit)
    {
        json.WriteStartObject();
        json.WriteString("falseMatch", hit.Record.List);
        json.WriteNumber("version", hit.Record.Version);
        json.WriteNumber("entry", hit.Record.Entry);
        if (hit.Record.Distance is { } distance) json.WriteNumber("distance", distance);
        json.WriteString("agreement", hit.Record.Agreement);
        json.WriteStartArray("reasons");
        foreach (var review in hit.Reviews.Where(r => r.Decision == Decision.False)) json.WriteStringValue(review.Reason);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ReportFacts Facts(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ReportFacts>(File.ReadAllBytes(path), Strict) ?? new();
        }
        catch (JsonException e)
        {
            throw new RefusedInputException($"{Path.GetFileName(path)} does not hold facts that we know: {e.Path}.");
        }
    }
}
