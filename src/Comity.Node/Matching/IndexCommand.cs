using System.CommandLine;
using System.Diagnostics;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match index</c>: reads lists, builds the index and says what is in it. The index lives in memory only: a list at rest is sealed.</summary>
internal static class IndexCommand
{
    private static readonly Argument<string[]> Files = new("list") { Arity = ArgumentArity.OneOrMore, Description = "Hash lists: text, CSV or JSON." };

    internal static Command Create()
    {
        var command = new Command("index", "Read lists, build the index, say what is in it.") { Files, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() => Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var read = Stopwatch.StartNew();
        var lists = parsed.GetValue(Files)!.Select(f => (Name: f, Entries: HashListReader.ReadFile(f))).ToArray();
        read.Stop();
        var build = Stopwatch.StartNew();
        using var index = new HashIndex();
        foreach (var (_, entries) in lists)
            index.Add(index.AddList(), [.. entries.Where(e => e.IsPerceptual()).Select(e => e.Pdq!.Value)]);
        build.Stop();
        if (parsed.GetValue(MatchCommand.Json)) JsonOutput.Write(json => Write(json, lists, index, build.Elapsed));
        else Print(lists, index, read.Elapsed, build.Elapsed);
        return 0;
    }

    private static void Print((string Name, List<HashEntry> Entries)[] lists, HashIndex index, TimeSpan read, TimeSpan build)
    {
        foreach (var (name, entries) in lists)
            Console.WriteLine($"{name}: {entries.Count} entries, {entries.Count(e => e.Pdq is not null)} perceptual, {entries.Count(e => e.Quality <= Pdq.LowQuality)} of low quality, {entries.Count(e => e.Exact.Length > 0)} exact");
        Console.WriteLine($"{index.Count} in the index, {index.Bytes / 1e6:0.0} MB; read in {read.TotalSeconds:0.00} s, built in {build.TotalSeconds:0.00} s");
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, (string Name, List<HashEntry> Entries)[] lists, HashIndex index, TimeSpan build)
    {
        json.WriteStartObject();
        json.WriteStartArray("lists");
        foreach (var (name, entries) in lists)
        {
            json.WriteStartObject();
            json.WriteString("list", name);
            json.WriteNumber("entries", entries.Count);
            json.WriteNumber("perceptual", entries.Count(e => e.Pdq is not null));
            json.WriteNumber("lowQuality", entries.Count(e => e.Quality <= Pdq.LowQuality));
            json.WriteNumber("exact", entries.Count(e => e.Exact.Length > 0));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("indexed", index.Count);
        json.WriteNumber("bytes", index.Bytes);
        json.WriteNumber("seconds", build.TotalSeconds);
        json.WriteEndObject();
    }
}
