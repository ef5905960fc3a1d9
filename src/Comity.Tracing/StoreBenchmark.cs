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
    /// <summary>Runs all measurements.</summary>
    public static IEnumerable<Measurement> Run(ChainStore store, CancellationToken stop = default)
    {
        var bandwidth = Bandwidth();
        var limit = $"memory read {bandwidth / 1e9:0.0} GB/s on one thread";
        yield return Pass(store, limit);
        yield return Unions(50_000_000, 62_500_000, limit);
        stop.ThrowIfCancellationRequested();
        yield return Poison(store, limit);
        foreach (var m in Traces(store)) yield return m;
        yield return Lookup(store);
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

    private static Measurement Unions(long ids, long unions, string limit)
    {
        using var sets = new UnionFind(ids);
        var clock = Stopwatch.StartNew();
        Parallel.For(0, 2, worker =>
        {
            var random = 0x9e3779b97f4a7c15UL ^ (ulong)(worker * 7919);
            for (long i = 0; i < unions / 2; i++)
            {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                var a = (uint)((random >> 32) * (ulong)ids >> 32);
                sets.Union(a, a - (uint)Math.Min(a, random & 1023));
            }
        });
        return new($"unions, {ids / 1_000_000} M ids, 2 threads", unions / clock.Elapsed.TotalSeconds, "unions/s", limit + ", random access");
    }

    /// <summary>Taints every output whose transaction has a tainted input, in one pass over the whole store.</summary>
    private static Measurement Poison(ChainStore store, string limit)
    {
        var c = store.Columns;
        var clock = Stopwatch.StartNew();
        var tainted = PoisonPass.Run(store, store.Find(store.FirstTransaction).FirstOutput);
        return new("forward poison pass", c.OutValue.Rows / clock.Elapsed.TotalSeconds, "outputs/s", $"{limit}; {tainted} outputs tainted");
    }

    private static IEnumerable<Measurement> Traces(ChainStore store)
    {
        var seed = store.PointOf(store.Find(store.FirstTransaction).FirstOutput);
        foreach (var method in new[] { TaintMethod.Fifo, TaintMethod.Haircut })
        {
            var question = new FlowQuestion { Seeds = [seed], Method = method, Fast = true };
            _ = Flow.Trace(store, question);
            var clock = Stopwatch.StartNew();
            var (touched, _) = Touched(store, question);
            var time = clock.Elapsed.TotalMilliseconds;
            yield return new($"{method.ToString().ToLowerInvariant()} from one seed, {touched} outputs touched, warm", time, "ms", $"{time * 1e3 / Math.Max(1, touched):0.00} us per output");
        }
    }

    private static (long Touched, FlowAnswer Answer) Touched(ChainStore store, FlowQuestion question)
    {
        long touched = 0;
        FlowAnswer Run<T>(TaintRule<T> rule) where T : class
        {
            var trace = new ForwardTrace<T>(store, question, rule) { Arrived = (_, _) => touched++ };
            return trace.Run("2^-24", null, CancellationToken.None);
        }

        var answer = question.Method == TaintMethod.Haircut ? Run(new FastHaircut()) : Run(new TapeRule(false));
        return (touched, answer);
    }

    private static Measurement Lookup(ChainStore store)
    {
        var entities = new Entities(store);
        var times = new List<double>();
        var step = Math.Max(1, store.Addresses / 2000);
        for (var a = store.Settings.FirstAddress; a < store.Settings.FirstAddress + store.Addresses; a += step)
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
        return new("address to entity to tags, p99", times.Count == 0 ? 0 : times[(int)(times.Count * 0.99)], "ms", $"{times.Count} look-ups");
    }
}
