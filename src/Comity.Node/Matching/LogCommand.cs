using System.CommandLine;
using System.Text.Json;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match log</c>: verifies a log from the file alone, as the defence can, and opened commitments against it.</summary>
internal static class LogCommand
{
    private static readonly Argument<string> LogFile = new("log") { Description = "The log." };

    internal static Command Create() => new("log", "Verify a log offline; check that an opened commitment was asked.") { Verify(), Opened() };

    private static Command Verify()
    {
        Option<string?> head = new("--head") { Description = "The head that is expected: without it a log that was cut at its end cannot be told." };
        var command = new Command("verify", "Chain, order of times, every hit with its query, every confirmation by two, every report after them.") { LogFile, head, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            var log = Read(parsed);
            if (parsed.GetValue(head) is { } expected && expected != log.Head) throw new RefusedInputException($"The log ends at {log.Head}, not at {expected}.");
            var (state, hits) = (log.State, log.State.Hits);
            if (parsed.GetValue(MatchCommand.Json))
                JsonOutput.Write(json =>
                {
                    json.WriteStartObject();
                    json.WriteBoolean("holds", true);
                    json.WriteString("head", log.Head);
                    json.WriteNumber("records", state.Count);
                    json.WriteNumber("hits", hits.Count);
                    json.WriteNumber("confirmed", hits.Count(h => h.Status == HitStatus.Confirmed));
                    json.WriteNumber("false", hits.Count(h => h.Status == HitStatus.False));
                    json.WriteEndObject();
                });
            else Console.WriteLine($"holds: {state.Count} records, {state.Records.OfType<LogRecord.Query>().Count()} queries, {hits.Count} hits, {hits.Count(h => h.Status == HitStatus.Confirmed)} confirmed, {hits.Count(h => h.Status == HitStatus.False)} false\nhead   {log.Head}");
            return 0;
        }));
        return command;
    }

    private static Command Opened()
    {
        Option<string> opening = new("--case") { Required = true, Description = "The opening of a hit, as the search kept it." };
        var command = new Command("opened", "Whether the file of an opening was asked, and in which query.") { LogFile, opening, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            var query = Read(parsed).FindQuery(ReadOpening(parsed.GetValue(opening)!));
            if (parsed.GetValue(MatchCommand.Json)) JsonOutput.WriteObject([("asked", query is not null), .. query is { } number ? (ReadOnlySpan<(string, object)>)[("query", number)] : []]);
            else Console.WriteLine(query is { } n ? $"asked in query {n}" : "not asked in this log");
            return query is null ? 1 : 0;
        }));
        return command;
    }

    private static LogVerification Read(ParseResult parsed)
    {
        using var file = File.OpenRead(parsed.GetValue(LogFile)!);
        return MatchLog.Verify(file);
    }

    private static Commitment ReadOpening(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            byte[] Bytes(string name) => Convert.FromHexString(json.RootElement.GetProperty(name).GetString() ?? "");
            return new(Bytes("key"), Bytes("hash"), json.RootElement.GetProperty("algorithm").GetByte());
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RefusedInputException($"{Path.GetFileName(path)} is no opening.");
        }
    }
}
