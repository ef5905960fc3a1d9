using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Comity.Tracing.Tests;

/// <summary>Ten million transactions, by hand: COMITY_LONG names a folder, COMITY_LONG_COUNT the number of transactions.</summary>
public sealed class LongChainTests
{
    [Fact]
    public void A_long_chain_is_made_ingested_and_traced()
    {
        var folder = Environment.GetEnvironmentVariable("COMITY_LONG") ?? "";
        if (folder.Length == 0) Assert.Skip("set COMITY_LONG to a folder to run this by hand");
        var count = int.Parse(Environment.GetEnvironmentVariable("COMITY_LONG_COUNT") ?? "10000000", CultureInfo.InvariantCulture);
        var log = new StringBuilder();
        var (blocks, store) = (Path.Combine(folder, "blocks"), Path.Combine(folder, "store"));
        GeneratorTruth? truth = null;
        Timed(log, "generate", () =>
        {
            if (!Directory.Exists(blocks)) truth = ChainGenerator.Write(blocks, 1, count, perBlock: Math.Max(250, count / 4000), tracked: 2, keepTruth: false);
        });
        Timed(log, "ingest", () =>
        {
            using var ingest = Ingest.Open(store, null, blocks);
            ingest.Run(blocks);
        });
        using var chain = ChainStore.Open(store);
        var status = StoreStatus.Of(chain);
        log.Append(CultureInfo.InvariantCulture, $"{status}\n");
        Assert.InRange(status.Transactions, count, count + 100_000);
        var entities = new Entities(chain);
        var clusters = new ClusterColumns(chain.Columns);
        var largest = Enumerable.Range(0, (int)chain.Addresses).Select(a => (uint)a).Where(a => clusters.Find(a) == a).MaxBy(clusters.SizeOf);
        Timed(log, $"first page of an entity of {clusters.SizeOf(largest)}", () => { _ = entities.Page(largest, 100); _ = entities.Profile(largest); });
        Timed(log, "members of it, all", () => Assert.Equal(clusters.SizeOf(largest), clusters.Members(largest).LongCount()));
        foreach (var m in StoreBenchmark.Run(chain)) log.Append(CultureInfo.InvariantCulture, $"{m.Name}: {m.Rate:#,0.00} {m.Unit}; {m.Limit}\n");
        Conservation(chain, log);
        if (truth is not null) Ransoms(chain, truth, log);
        File.WriteAllText(Path.Combine(folder, "figures.txt"), log.ToString());
    }

    private static void Conservation(ChainStore chain, StringBuilder log)
    {
        var random = new Random(9);
        for (var i = 0; i < 8; i++)
        {
            var t = chain.Find((uint)random.NextInt64(chain.Transactions * 9 / 10, chain.Transactions));
            foreach (var method in new[] { TaintMethod.Fifo, TaintMethod.Lifo, TaintMethod.Haircut })
                Timed(log, $"{method}", () =>
                {
                    var answer = Flow.Trace(chain, new() { Seeds = [chain.PointOf(t.FirstOutput)], Method = method, Fast = true });
                    Assert.All(answer.Books, b => Assert.True(b.Balance));
                });
        }
    }

    /// <summary>The tracked ransoms lie where the generator counted them, under each method.</summary>
    private static void Ransoms(ChainStore chain, GeneratorTruth truth, StringBuilder log)
    {
        for (var i = 0; i < truth.Taints.Count; i++)
        {
            var (seed, taint) = (truth.Point(truth.Ransoms[i].Transaction, truth.Ransoms[i].Index), truth.Taints[i]);
            foreach (var (method, held) in new[] { (TaintMethod.Fifo, taint.Fifo), (TaintMethod.Lifo, taint.Lifo) })
                Compare(method, held.ToDictionary(f => Place(f.Key), f => (double)f.Value.Sum(r => r.To - r.From)), 0);
            Compare(TaintMethod.Haircut, taint.Haircut.ToDictionary(h => Place(h.Key), h => h.Value), 1.01);
            Compare(TaintMethod.Poison, taint.Poison.ToDictionary(Place, p => (double)chain.ValueOf(Place(p))), 0);

            void Compare(TaintMethod method, Dictionary<long, double> expected, double within)
            {
                FlowAnswer answer = null!;
                Timed(log, $"{method} of a ransom", () => answer = Flow.Trace(chain, new() { Seeds = [seed], Method = method }));
                var rows = answer.Rows.ToDictionary(r => r.Output, r => r.Tainted);
                Assert.All(rows, r => Assert.InRange(r.Value, expected.GetValueOrDefault(r.Key) - within, expected.GetValueOrDefault(r.Key) + within));
                Assert.All(expected.Where(e => e.Value > within), e => Assert.True(rows.ContainsKey(e.Key)));
                log.Append(CultureInfo.InvariantCulture, $"  {rows.Count} rows as the generator counted, arithmetic {answer.Arithmetic}\n");
            }
        }

        long Place((int Transaction, int Index) at) => chain.OutputAt(truth.Point(at.Transaction, at.Index));
    }

    private static void Timed(StringBuilder log, string what, Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        log.Append(CultureInfo.InvariantCulture, $"{what}: {clock.Elapsed.TotalMilliseconds:#,0.0} ms\n");
    }
}
