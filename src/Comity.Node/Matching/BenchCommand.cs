using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match bench</c>: speed on this machine beside a plain loop, and the distances of an office's own reference set.</summary>
internal static class BenchCommand
{
    private static readonly Option<int> Entries = new("--entries") { Description = "Random entries.", DefaultValueFactory = _ => 1_000_000 };
    private static readonly Option<int> Distance = new("--distance") { Description = "Threshold.", DefaultValueFactory = _ => HashIndex.DefaultDistance };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the random hashes.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Reference = new("--reference") { Description = "Hashes of unrelated, harmless pictures: measures the rate of chance matches instead of speed." };
    private static readonly Option<string?> Out = new("--out") { Description = "With --reference: writes the measured rate for `match search --measured`." };

    internal static Command Create()
    {
        var command = new Command("bench", "Measure speed, or chance matches on a reference set.") { Entries, Distance, Seed, Reference, Out };
        command.SetAction(parsed => MatchCommand.Guarded(() => parsed.GetValue(Reference) is { } file ? Measure(parsed, file) : Time(parsed)));
        return command;
    }

    private static int Measure(ParseResult parsed, string file)
    {
        var entries = HashListReader.ReadFile(file);
        var usable = entries.Where(e => e.IsPerceptual()).Select(e => e.Pdq!.Value).ToArray();
        var histogram = DistanceHistogram.Of(usable);
        var rate = histogram.Rate(parsed.GetValue(Distance), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        Console.WriteLine($"{usable.Length} hashes ({entries.Count - usable.Length} left out: low quality or none), {histogram.Pairs} pairs");
        Console.WriteLine("distance      pairs   up to here   if bits were random");
        foreach (var (distance, count, cumulative, random) in histogram.Rows())
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{distance,8} {count,10} {cumulative,12}   {random:0.##e+0}"));
        Console.WriteLine(new ChanceStatement(0, rate, null).Lines().ElementAt(1) + "; nothing is said beyond the data");
        if (parsed.GetValue(Out) is { } path) MeasuredFile.Write(path, rate);
        return 0;
    }

    private static int Time(ParseResult parsed)
    {
        var random = new Random(parsed.GetValue(Seed));
        var entries = Draw(random, parsed.GetValue(Entries));
        var queries = Draw(random, 2000);
        var distance = parsed.GetValue(Distance);
        var build = Stopwatch.StartNew();
        using var index = new HashIndex();
        index.Add(index.AddList(distance), entries);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"index   {entries.Length} entries in {build.Elapsed.TotalSeconds:0.00} s, {index.Bytes / 1e6:0} MB"));
        var buffer = new HitBuffer();
        var indexed = PerSecond(queries, q => index.Search(q, distance, buffer));
        var found = 0;
        var plain = PerSecond(queries, q => found += Plain(entries, q, distance));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"search  {indexed:0} queries/s on one core at distance {distance}; plain loop {plain:0}/s; {indexed / plain:0.0} times"));
        return 0;
    }

    private static int Plain(PdqHash[] entries, PdqHash query, int distance)
    {
        var count = 0;
        foreach (ref readonly var entry in entries.AsSpan())
            if (entry.Distance(query) <= distance) count++;
        return count;
    }

    private static double PerSecond(PdqHash[] queries, Action<PdqHash> ask)
    {
        foreach (var query in queries.AsSpan(0, 50)) ask(query);
        var watch = Stopwatch.StartNew();
        var asked = 0;
        while (watch.Elapsed.TotalSeconds < 2) ask(queries[asked++ % queries.Length]);
        return asked / watch.Elapsed.TotalSeconds;
    }

    private static PdqHash[] Draw(Random random, int count)
    {
        var hashes = new PdqHash[count];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(hashes.AsSpan()));
        return hashes;
    }
}
