using System.CommandLine;
using System.Text.Json;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match search</c>: hashes of a file, or pictures of a folder, against lists.</summary>
internal static class SearchCommand
{
    private const int Block = 4096;
    private static readonly Option<string[]> Lists = new("--list") { AllowMultipleArgumentsPerToken = true, Description = "Hash lists in clear: text, CSV or JSON." };
    private static readonly Option<string?> Queries = new("--queries") { Description = "Hashes to ask: text, CSV or JSON." };
    private static readonly Option<string[]> Scan = new("--scan") { AllowMultipleArgumentsPerToken = true, Description = "Pictures or folders to ask; prints matches only." };
    private static readonly Option<int> Distance = new("--distance") { Description = "Largest number of differing bits, 0 to 63.", DefaultValueFactory = _ => HashIndex.DefaultDistance };
    private static readonly Option<bool> Details = new("--details") { Description = "Also list, quality, agreement and chance in the JSON." };
    private static readonly Option<string?> Manifest = new("--manifest") { Description = "With --scan: a file of outcomes to go on from." };

    private static readonly Option<string?> Measured = new("--measured") { Description = "Rate that `match bench --reference` measured, to print beside the answer." };

    internal static Command Create()
    {
        var command = new Command("search", "Find possible matches; a match is never a verdict.")
        {
            Lists, Queries, Scan, Distance, Details, Manifest, Measured, MatchCommand.Json,
            SealedSearch.Sealed, SealedSearch.Shares, SealedSearch.Log, SealedSearch.Officer, SealedSearch.Purpose, SealedSearch.Case,
        };
        Distance.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() is < 0 or > HashIndex.LargestDistance) r.AddError($"--distance is 0 to {HashIndex.LargestDistance}.");
        });
        command.SetAction(parsed => MatchCommand.Guarded(() => parsed.GetValue(SealedSearch.Sealed) is { Length: > 0 } ? AskSealed(parsed)
            : parsed.GetValue(Queries) is { } file ? AskHashes(parsed, file) : AskPictures(parsed)));
        return command;
    }

    // A manifest would keep hashes of innocent files, and clear lists have no log: neither goes with a sealed list.
    private static int AskSealed(ParseResult parsed) =>
        parsed.GetValue(Queries) is not null || parsed.GetValue(Manifest) is not null || parsed.GetValue(Lists) is { Length: > 0 }
            ? throw new RefusedInputException("A sealed list is asked with --scan alone: --list, --queries and --manifest do not go with it.")
            : SealedSearch.Run(parsed, Paths(parsed), parsed.GetValue(Distance), Rate(parsed));

    private static string[] Paths(ParseResult parsed) =>
        parsed.GetValue(Scan) is { Length: > 0 } paths ? paths : throw new RefusedInputException("Say what to ask: --queries HASHES or --scan FOLDER.");

    private static MeasuredRate? Rate(ParseResult parsed) => parsed.GetValue(Measured) is { } file ? MeasuredFile.Read(file) : null;

    private static Matcher Open(ParseResult parsed) => parsed.GetValue(Lists) is not { Length: > 0 } files ? throw new RefusedInputException("Say what to ask: --list HASHES or --sealed LIST.") : new(
        [.. files.Select(l => new MatchList(Path.GetFileName(l), HashListReader.ReadFile(l), HashIndex.LargestDistance))]);

    private static int AskHashes(ParseResult parsed, string file)
    {
        using var matcher = Open(parsed);
        var queries = HashListReader.ReadFile(file);
        var low = queries.Count(q => q.Quality <= Pdq.LowQuality);
        var chance = Statement(matcher, queries.Count, 1, parsed.GetValue(Distance), Rate(parsed));
        Say(chance, low);
        var found = Ask(matcher, queries, parsed.GetValue(Distance));
        if (parsed.GetValue(MatchCommand.Json)) JsonOutput.Write(json => WritePairs(json, matcher, queries, found, parsed.GetValue(Details) ? chance : null));
        else foreach (var (query, match) in found) Console.WriteLine($"query line {queries[query].Line + 1}: {Words(matcher, match)}");
        return 0;
    }

    private static int AskPictures(ParseResult parsed)
    {
        var paths = Paths(parsed);
        using var matcher = Open(parsed);
        using var files = new FileRun(HashScope.Turns, parsed.GetValue(Manifest), Environment.ProcessorCount);
        var (hashed, refused, low) = (0, 0, 0);
        var matches = new List<(FileOutcome File, PossibleMatch Match)>();
        foreach (var file in files.Hash(paths))
        {
            if (file is FileOutcome.Refused r && SayRefused(r)) refused++;
            if (file is FileOutcome.Hashed) hashed++;
            if (file is FileOutcome.Hashed { Picture.Quality: <= Pdq.LowQuality }) low++;
            matches.AddRange(matcher.Ask(file, parsed.GetValue(Distance)).Select(match => (file, match)));
        }

        var chance = Statement(matcher, hashed, Turns.Count, parsed.GetValue(Distance), Rate(parsed));
        Say(chance, low);
        Console.Error.WriteLine($"{hashed} files asked, {refused} refused, {matches.Count} possible matches");
        if (parsed.GetValue(MatchCommand.Json)) JsonOutput.Write(json => WriteMatches(json, matcher, matches, chance));
        else foreach (var (file, match) in matches) Console.WriteLine($"{file.File}: {Words(matcher, match)}");
        return refused > 0 ? 1 : 0;
    }

    private static ChanceStatement Statement(Matcher matcher, long queries, int turns, int distance, MeasuredRate? measured) =>
        new(Chance.Expected(matcher.Perceptual, queries, turns, distance), measured, null);

    internal static bool SayRefused(FileOutcome.Refused file)
    {
        Console.Error.WriteLine($"refused   {file.File}: {HashCommand.Reason(file)}");
        return true;
    }

    internal static void Say(ChanceStatement chance, int low)
    {
        foreach (var line in chance.Lines()) Console.Error.WriteLine(line);
        if (low > 0) Console.Error.WriteLine($"{low} queries have quality {Pdq.LowQuality} or less: never matched perceptually");
    }

    private static IEnumerable<(int Query, PossibleMatch Match)> Ask(Matcher matcher, List<HashEntry> queries, int distance)
    {
        for (var first = 0; first < queries.Count; first += Block)
        {
            var answers = new IReadOnlyList<PossibleMatch>[Math.Min(Block, queries.Count - first)];
            var start = first;
            Parallel.For(0, answers.Length, i =>
            {
                var query = queries[start + i];
                answers[i] = matcher.Ask(query.Pdq is { } hash ? [hash] : [], query.Quality, query.Exact, distance);
            });
            for (var i = 0; i < answers.Length; i++)
                foreach (var match in answers[i]) yield return (first + i, match);
        }
    }

    private static void WritePairs(Utf8JsonWriter json, Matcher matcher, List<HashEntry> queries, IEnumerable<(int Query, PossibleMatch Match)> found, ChanceStatement? chance)
    {
        json.WriteStartObject();
        json.WriteStartArray("pairs");
        foreach (var (query, match) in found)
        {
            json.WriteStartObject();
            json.WriteNumber("query", queries[query].Line);
            json.WriteNumber("entry", matcher.Lists[match.List].Entries[match.Entry].Line);
            if (chance is not null || matcher.Lists.Count > 1) WriteMatch(json, matcher, match);
            else WriteDistance(json, match);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (chance is not null) WriteChance(json, chance);
        json.WriteEndObject();
    }

    private static void WriteMatches(Utf8JsonWriter json, Matcher matcher, List<(FileOutcome File, PossibleMatch Match)> matches, ChanceStatement chance)
    {
        json.WriteStartObject();
        json.WriteStartArray("matches");
        foreach (var (file, match) in matches)
        {
            json.WriteStartObject();
            json.WriteString("file", file.File);
            json.WriteNumber("entry", matcher.Lists[match.List].Entries[match.Entry].Line);
            WriteMatch(json, matcher, match);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteChance(json, chance);
        json.WriteEndObject();
    }

    private static void WriteDistance(Utf8JsonWriter json, PossibleMatch match)
    {
        if (match.Distance is { } distance) json.WriteNumber("distance", distance);
        else json.WriteNull("distance");
    }

    private static void WriteMatch(Utf8JsonWriter json, Matcher matcher, PossibleMatch match)
    {
        var list = matcher.Lists[match.List];
        json.WriteString("list", list.Name);
        WriteMatch(json, match, list.Entries[match.Entry].Category);
    }

    internal static void WriteMatch(Utf8JsonWriter json, PossibleMatch match, string? category)
    {
        WriteDistance(json, match);
        json.WriteString("status", "possible");
        json.WriteString("agreement", Words(match.Agreement));
        json.WriteBoolean("collidable", match.Collidable);
        json.WriteString("turn", match.Turn.Word());
        if (match.QueryQuality is { } asked) json.WriteNumber("queryQuality", asked);
        if (match.EntryQuality is { } listed) json.WriteNumber("entryQuality", listed);
        if (category is not null) json.WriteString("category", category);
    }

    internal static void WriteChance(Utf8JsonWriter json, ChanceStatement chance)
    {
        json.WriteStartObject("chance");
        json.WriteNumber("expectedIfRandom", chance.Floor);
        json.WriteStartArray("statement");
        foreach (var line in chance.Lines()) json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Words(Matcher matcher, PossibleMatch match) =>
        $"possible match with {matcher.Lists[match.List].Name} line {matcher.Lists[match.List].Entries[match.Entry].Line + 1}, {Words(match.Agreement)}"
        + (match.Distance is { } d ? $", distance {d}" : "") + (match.Turn == Turn.None ? "" : $", {match.Turn.Word()}")
        + (match.Collidable ? ", collidable hash" : "") + (match.QueryQuality is { } q ? $", quality {q}" : ", quality unknown");

    internal static string Words(Agreement agreement) => agreement switch
    {
        Agreement.Exact => "exact", Agreement.ExactAndPerceptual => "exact+perceptual", _ => "perceptual only",
    };
}
