using System.Diagnostics;

namespace Comity.Tracing;

/// <summary>One measurement.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Rate">Per second, or milliseconds where <paramref name="Unit"/> says so.</param>
/// <param name="Unit">Unit of the rate.</param>
/// <param name="Limit">What bounds it, measured in the same run.</param>
public sealed record Measurement(string Name, double Rate, string Unit, string Limit);

/// <summary>Measures this machine on a store: each figure beside the limit that it could not pass.</summary>
public static unsafe class StoreBenchmark
{
    /// <summary>Runs all measurements; takes about 900 MB of memory beside the store.</summary>
    public static IEnumerable<Measurement> Run(ChainStore store, CancellationToken stop = default)
    {
        var limit = $"memory read {Bandwidth() / 1e9:0.0} GB/s on one thread";
        yield return Pass(store, limit);
        var waits = $"one random access waits {Latency():0} ns, so {2e3 / Latency():0.0} M/s would wait on two threads without fetching ahead";
        foreach (var spread in new[] { UnionSpread.Near, UnionSpread.Uniform, UnionSpread.Chain }) yield return Unions(200_000_000, 250_000_000, spread, waits);
        stop.ThrowIfCancellationRequested();
        yield return Poison(store, limit);
        foreach (var m in Traces(store)) yield return m;
        yield return Lookup(store, 0, "pages as they lie, on disk or in memory");
        yield return Lookup(store, 1, "again, neighbours of the addresses before");
    }

    private static double Bandwidth()
    {
        var memory = new ulong[32 << 20];
        ulong sum = 0;
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < 4; round++)
            unchecked
            {
                foreach (var word in memory) sum += word;
            }

        return sum == 0 ? 4.0 * memory.Length * 8 / clock.Elapsed.TotalSeconds : 0;
    }

    /// <summary>Nanoseconds for one access to 512 MB in large pages that depends on the one before.</summary>
    private static double Latency()
    {
        const int Words = 1 << 27, Steps = 2_000_000;
        using var memory = new LargeMemory((long)Words * sizeof(uint));
        var words = (uint*)memory.Pointer;
        unchecked
        {
            for (uint i = 0; i < Words; i++) words[i] = ((i * 1_664_525) + 1_013_904_223) & (Words - 1); // one cycle through all
            uint at = 0;
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < Steps; i++) at = words[at];
            return clock.Elapsed.TotalNanoseconds / (at == uint.MaxValue ? 1 : Steps);
        }
    }

    /// <summary>Sources of all inputs and values of all outputs, in order.</summary>
    private static Measurement Pass(ChainStore store, string limit)
    {
        var c = store.Columns;
        var clock = Stopwatch.StartNew();
        ulong sum = 0;
        var rounds = 0;
        do
        {
            sum += SumFives(c.InSource.Pointer, c.InSource.Rows) + SumFives(c.OutValue.Pointer, c.OutValue.Rows);
            rounds++;
        }
        while (clock.Elapsed.TotalSeconds < 0.5);
        var rate = rounds * (double)(c.InSource.Rows + c.OutValue.Rows) / clock.Elapsed.TotalSeconds;
        return new("sequential pass over inputs and outputs", rate, "rows/s", sum == ulong.MaxValue ? "" : limit + ", 5 bytes a row");
    }

    private static ulong SumFives(byte* p, long rows)
    {
        ulong sum = 0;
        unchecked
        {
            for (long i = 0; i < rows - 1; i++, p += 5) sum += *(ulong*)p & 0xff_ffff_ffff;
        }

        return sum;
    }

    /// <summary>Unions by two threads; the pairs are made on the way, which counts.</summary>
    public static Measurement Unions(long ids, long unions, UnionSpread spread, string limit)
    {
        using var sets = new UnionFind(ids);
        var clock = Stopwatch.StartNew();
        Parallel.For(0, 2, worker =>
        {
            var source = new UnionPairs(ids, unions, spread, worker);
            while (source.Next() is { IsEmpty: false } pairs) sets.UnionAll(pairs);
        });
        return new($"unions, {ids / 1_000_000} M ids, {unions / 1_000_000} M pairs, {spread}, 2 threads", unions / clock.Elapsed.TotalSeconds, "unions/s", limit);
    }

    /// <summary>Taints every output whose transaction has a tainted input, in one pass over the whole store.</summary>
    private static Measurement Poison(ChainStore store, string limit)
    {
        var c = store.Columns;
        _ = PoisonPass.Run(store, store.Find(store.FirstTransaction).FirstOutput);
        var clock = Stopwatch.StartNew();
        var tainted = PoisonPass.Run(store, store.Find(store.FirstTransaction).FirstOutput);
        return new("forward poison pass", c.OutValue.Rows / clock.Elapsed.TotalSeconds, "outputs/s", $"{limit}; {tainted} outputs tainted");
    }

    private static IEnumerable<Measurement> Traces(ChainStore store)
    {
        var seed = store.PointOf(store.Find(store.FirstTransaction).FirstOutput);
        FlowQuestion Ask(TaintMethod method, bool fast) => new() { Seeds = [seed], Method = method, Fast = fast };
        yield return Trace("fifo", () => new TapeSweep(store, Ask(TaintMethod.Fifo, fast: true), reversed: false));
        yield return Trace("lifo", () => new TapeSweep(store, Ask(TaintMethod.Lifo, fast: true), reversed: true));
        yield return Trace("haircut in units of 2^-24", () => new HaircutSweep(store, Ask(TaintMethod.Haircut, fast: true)));
        yield return Trace("poison", () => new PoisonSweep(store, Ask(TaintMethod.Poison, fast: true)));
        var clock = Stopwatch.StartNew();
        var answer = Flow.Trace(store, Ask(TaintMethod.Haircut, fast: false));
        yield return new("haircut as asked by default, exact as long as it can be", clock.Elapsed.TotalMilliseconds, "ms", $"{answer.Rows.Count} rows, arithmetic {answer.Arithmetic}");
    }

    private static Measurement Trace<TState>(string what, Func<SweepTrace<TState>> trace) where TState : unmanaged
    {
        var (best, touched) = (double.MaxValue, 0L);
        for (var round = 0; round < 4; round++)
        {
            var clock = Stopwatch.StartNew();
            var sweep = trace();
            _ = sweep.Run(null, CancellationToken.None);
            (best, touched) = (Math.Min(best, clock.Elapsed.TotalMilliseconds), sweep.Touched);
        }

        return new($"{what} from one seed, {touched} outputs touched, warm, best of 4", best, "ms", $"{best * 1e3 / Math.Max(1, touched):0.000} us per output");
    }

    private static Measurement Lookup(ChainStore store, long shift, string when)
    {
        var entities = new Entities(store);
        var times = new List<double>();
        var step = Math.Max(1, store.Addresses / 2000);
        for (var a = store.Settings.FirstAddress + shift; a < store.Settings.FirstAddress + store.Addresses; a += step)
        {
            var text = store.TextOf((uint)a);
            if (text.Contains(':', StringComparison.Ordinal)) continue;
            var clock = Stopwatch.GetTimestamp();
            var id = store.FindAddress(text)!.Value;
            _ = entities.Profile(id);
            _ = entities.Tags.Of(text);
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }

        times.Sort();
        return new("address to entity to tags, p99", times.Count == 0 ? 0 : times[(int)(times.Count * 0.99)], "ms", $"{times.Count} look-ups, {when}");
    }
}
