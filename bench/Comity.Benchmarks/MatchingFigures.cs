using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Comity.Matching;
using Comity.Matching.Robustness;

namespace Comity.Benchmarks;

/// <summary>How fast are search and hashing, beside the machine's limits found in the same run? Writes the table of docs/matching.md.</summary>
/// <remarks>By processor time of this process and its workers, on one core, so that a busy machine counts less. FAISS and libjpeg alone are asked where
/// they are installed (python3-faiss; tjbench of libjpeg-turbo-progs).</remarks>
internal static class MatchingFigures
{
    private const int Distance = HashIndex.DefaultDistance;
    private const int WarmUp = 200; // until the code is compiled for good, in the worker too

    internal static void Run()
    {
        Search(1_000_000, "uniform", hash => hash);
        Search(1_000_000, "all share one 16-bit word", hash => hash with { A = (hash.A & ~0xffffUL) | 0x1234 });
        Search(10_000_000, "uniform", hash => hash);
        Outside("/usr/bin/python3", "bench/Comity.Benchmarks/matching-faiss.py");
        Crossing();
        Hashing();
    }

    private static void Search(int count, string kind, Func<PdqHash, PdqHash> shape)
    {
        var random = new Random(1);
        var (entries, queries) = (Draw(random, count, shape), Draw(random, 2000, shape));
        double seconds = 0, core = 0, again = 0;
        HashIndex? index = null;
        for (var round = 0; round < 2; round++) // the second build finds the memory of the first: what a restart of the machine and a replaced list cost
        {
            index?.Dispose();
            var (watch, used) = (Stopwatch.StartNew(), Used());
            index = new HashIndex();
            index.Add(index.AddList(), entries);
            if (round == 0) (seconds, core) = (watch.Elapsed.TotalSeconds, (Used() - used).TotalSeconds);
            else again = watch.Elapsed.TotalSeconds;
        }

        var buffer = new HitBuffer();
        var (asked, clock) = PerSecond(queries, q => index!.Search(q, Distance, buffer));
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (var query in queries) index!.Search(query, Distance, buffer);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var found = 0;
        var (plain, _) = PerSecond(queries, q => found += Plain(entries, q));
        Say($"{count} entries, {kind}: built in {seconds:0.00} s ({core:0.00} s of processor time; again {again:0.00} s), {index!.Bytes / 1e6:0} MB");
        Say($"    {asked:0} queries/s ({clock:0} by the clock), {allocated / queries.Length} bytes allocated per query; plain popcount loop {plain:0}/s: {asked / plain:0.0} times");
        index.Dispose();
    }

    // Where does comparing all become cheaper than reading the buckets?
    private static void Crossing()
    {
        const int Count = 1_000_000;
        var random = new Random(1);
        var (entries, queries) = (Draw(random, Count, h => h), Draw(random, 500, h => h));
        using var index = new MultiIndex(entries);
        var buffer = new HitBuffer();
        foreach (var distance in (int[])[31, 40, 47, 50, 54, 58, 63])
        {
            var share = queries.Average(q => index.Candidates(q, distance)) / Count;
            var probes = PerSecond(queries, q => { buffer.Clear(); index.Search(q, distance, buffer, byBuckets: true); }).Core;
            var flat = PerSecond(queries, q => { buffer.Clear(); FlatScan.Search(entries, q, distance, buffer); }).Core;
            Say($"distance {distance}: buckets hold 1/{1 / share:0.0} of the list; {probes:0} queries/s by buckets, {flat:0} by comparing all");
        }
    }

    private static void Hashing()
    {
        var file = Path.Combine(Path.GetTempPath(), $"comity-bench-{Environment.ProcessId}.jpg");
        var jpeg = Codec.JpegFile(Drawings.Photograph(1600, 1004), 85);
        File.WriteAllBytes(file, jpeg);
        using var pool = new WorkerPool();
        Say($"JPEG 1600 x 1004 of {jpeg.Length / 1000} kB:");
        Outside("tjbench", file, "-quiet", "-benchtime", "2");
        foreach (var (name, scope) in new[] { ("exact", HashScope.None), ("--fast-jpeg", HashScope.FastJpeg), ("eight turns", HashScope.Turns) })
        {
            var hasher = new FileHasher(pool, scope);
            var (core, clock) = PerSecond(new PdqHash[64], _ => hasher.Hash(file), pool);
            Say($"    {name,-12} {core:0.0}/s end to end, digests included ({clock:0.0} by the clock)");
        }

        File.Delete(file);
        var plane = Drawings.Photograph(512, 512).Plane();
        var digests = PerSecond(new PdqHash[64], _ => FileDigests.Of(jpeg)).Core;
        var stage = PerSecond(new PdqHash[64], _ => plane.Hash()).Core;
        Say($"    of this, SHA-256, SHA-1 and MD5 alone {1000 / digests:0.00} ms; hash stage at 512 x 512 {1000 / stage:0.00} ms");
    }

    private static void Outside(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, _) = (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd());
            process.WaitForExit();
            Say($"    {program}: {output.Trim().Split('\n')[^1].Trim()}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Say($"    {program} is not installed here");
        }
    }

    private static (double Core, double Clock) PerSecond(PdqHash[] queries, Action<PdqHash> ask, WorkerPool? pool = null)
    {
        for (var i = 0; i < WarmUp; i++) ask(queries[i % queries.Length]);
        var (watch, before, asked) = (Stopwatch.StartNew(), Used(pool), 0);
        while ((Used(pool) - before).TotalSeconds < 2)
            for (var i = 0; i < 20; i++) ask(queries[asked++ % queries.Length]);
        return (asked / (Used(pool) - before).TotalSeconds, asked / watch.Elapsed.TotalSeconds);
    }

    private static TimeSpan Used(WorkerPool? pool = null)
    {
        using var own = Process.GetCurrentProcess();
        return own.TotalProcessorTime + (pool?.ProcessorTime ?? TimeSpan.Zero);
    }

    private static int Plain(PdqHash[] entries, PdqHash query)
    {
        var found = 0;
        foreach (ref readonly var entry in entries.AsSpan())
            if (entry.Distance(query) <= Distance) found++;
        return found;
    }

    private static PdqHash[] Draw(Random random, int count, Func<PdqHash, PdqHash> shape)
    {
        var hashes = new PdqHash[count];
        random.NextBytes(MemoryMarshal.AsBytes(hashes.AsSpan()));
        return Array.ConvertAll(hashes, h => shape(h));
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
