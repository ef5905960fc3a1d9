using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match bench</c>: speed on this machine beside a plain loop, and the distances of an office's own reference set.</summary>
internal static class BenchCommand
{
    private const int WarmUp = 200; // until the code is compiled for good, in the worker too
    private static readonly Option<int> Entries = new("--entries") { Description = "Random entries.", DefaultValueFactory = _ => 1_000_000 };
    private static readonly Option<int> Distance = new("--distance") { Description = "Threshold.", DefaultValueFactory = _ => HashIndex.DefaultDistance };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the random hashes.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Kind = new Option<string>("--list") { Description = "uniform, or one-word: all entries share a 16-bit word.", DefaultValueFactory = _ => "uniform" }.AcceptOnlyFromAmong("uniform", "one-word");
    private static readonly Option<string?> Picture = new("--picture") { Description = "A picture: measures hashing on one core instead of search." };
    private static readonly Option<string?> Reference = new("--reference") { Description = "Hashes of unrelated, harmless pictures: measures the rate of chance matches instead of speed." };
    private static readonly Option<string?> Out = new("--out") { Description = "With --reference: writes the measured rate for `match search --measured`." };

    internal static Command Create()
    {
        var command = new Command("bench", "Measure speed, or chance matches on a reference set.") { Entries, Distance, Seed, Kind, Picture, Reference, Out, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() => parsed.GetValue(Reference) is { } file ? Measure(parsed, file) : parsed.GetValue(Picture) is { } picture ? TimeHashing(picture) : Time(parsed)));
        return command;
    }

    private static int Measure(ParseResult parsed, string file)
    {
        var entries = HashListReader.ReadFile(file);
        var usable = entries.Where(e => e.IsPerceptual()).Select(e => e.Pdq!.Value).ToArray();
        var histogram = DistanceHistogram.Of(usable);
        var rate = histogram.Rate(parsed.GetValue(Distance), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        if (parsed.GetValue(Out) is { } path) MeasuredFile.Write(path, rate);
        if (parsed.GetValue(MatchCommand.Json))
        {
            JsonOutput.Write(json => Write(json, usable.Length, histogram, rate));
            return 0;
        }

        Console.WriteLine($"{usable.Length} hashes ({entries.Count - usable.Length} left out: low quality or none), {histogram.Pairs} pairs");
        Console.WriteLine("distance      pairs   up to here   if bits were random");
        foreach (var (distance, count, cumulative, random) in histogram.Rows())
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{distance,8} {count,10} {cumulative,12}   {random:0.##e+0}"));
        Console.WriteLine(new ChanceStatement(0, rate, null).Lines().ElementAt(1) + "; nothing is said beyond the data");
        return 0;
    }

    private static void Write(Utf8JsonWriter json, int hashes, DistanceHistogram histogram, MeasuredRate rate)
    {
        json.WriteStartObject();
        json.WriteNumber("hashes", hashes);
        json.WriteNumber("pairs", rate.Pairs);
        json.WriteNumber("distance", rate.Distance);
        json.WriteNumber("within", rate.Hits);
        json.WriteNumber("upperBound95", Chance.UpperBound(rate.Hits, rate.Pairs));
        json.WriteStartArray("histogram");
        foreach (var (distance, count, cumulative, random) in histogram.Rows())
        {
            json.WriteStartObject();
            json.WriteNumber("distance", distance);
            json.WriteNumber("pairs", count);
            json.WriteNumber("upToHere", cumulative);
            json.WriteNumber("ifRandom", random);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static int Time(ParseResult parsed)
    {
        var random = new Random(parsed.GetValue(Seed));
        var oneWord = parsed.GetValue(Kind) == "one-word";
        var entries = Draw(random, parsed.GetValue(Entries), oneWord);
        var queries = Draw(random, 2000, oneWord);
        var distance = parsed.GetValue(Distance);
        var (build, before) = (Stopwatch.StartNew(), Used(null));
        using var index = new HashIndex();
        index.Add(index.AddList(distance), entries);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"index   {entries.Length} entries in {build.Elapsed.TotalSeconds:0.00} s, {(Used(null) - before).TotalSeconds:0.00} s of processor time, {index.Bytes / 1e6:0} MB"));
        var buffer = new HitBuffer();
        var indexed = PerSecond(queries, q => index.Search(q, distance, buffer));
        var found = 0;
        var plain = PerSecond(queries, q => found += Plain(entries, q, distance));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"search  {indexed.Core:0} queries/s of processor time at distance {distance} ({indexed.Clock:0} by the clock); plain loop {plain.Core:0}/s; {indexed.Core / plain.Core:0.0} times"));
        return 0;
    }

    private static int Plain(PdqHash[] entries, PdqHash query, int distance)
    {
        var count = 0;
        foreach (ref readonly var entry in entries.AsSpan())
            if (entry.Distance(query) <= distance) count++;
        return count;
    }

    // By processor time, so that a busy machine does not count; the clock's figure is given beside it.
    private static (double Core, double Clock) PerSecond(PdqHash[] queries, Action<PdqHash> ask, WorkerPool? pool = null)
    {
        for (var i = 0; i < WarmUp; i++) ask(queries[i % queries.Length]);
        var (watch, before) = (Stopwatch.StartNew(), Used(pool));
        var asked = 0;
        while ((Used(pool) - before).TotalSeconds < 2)
            for (var i = 0; i < 20; i++) ask(queries[asked++ % queries.Length]);
        return (asked / (Used(pool) - before).TotalSeconds, asked / watch.Elapsed.TotalSeconds);
    }

    private static TimeSpan Used(WorkerPool? pool)
    {
        using var own = Process.GetCurrentProcess();
        return own.TotalProcessorTime + (pool?.ProcessorTime ?? TimeSpan.Zero);
    }

    private static int TimeHashing(string file)
    {
        var bytes = File.ReadAllBytes(file);
        using var pool = new WorkerPool();
        foreach (var (name, scope) in new[] { ("exact", HashScope.None), ("fast-jpeg", HashScope.FastJpeg), ("eight turns", HashScope.Turns) })
        {
            var hasher = new FileHasher(pool, scope);
            var (core, clock) = PerSecond(new PdqHash[64], _ => hasher.Hash(file, bytes), pool);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12} {core:0.0} pictures/s of processor time through one worker, digests included ({clock:0.0} by the clock)"));
        }

        var plane = new float[512 * 512];
        for (var i = 0; i < plane.Length; i++) plane[i] = (i * 7 % 251) ^ (i >> 9);
        var stage = PerSecond(new PdqHash[64], _ => Pdq.Hash(plane, 512, 512));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"hash stage   {1000 / stage.Core:0.00} ms at 512 x 512"));
        return 0;
    }

    private static PdqHash[] Draw(Random random, int count, bool oneWord)
    {
        var hashes = new PdqHash[count];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(hashes.AsSpan()));
        if (oneWord)
            for (var i = 0; i < count; i++) hashes[i] = hashes[i] with { A = (hashes[i].A & ~0xffffUL) | 0x1234 };
        return hashes;
    }
}
