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
        Timed(log, "generate", () =>
        {
            if (!Directory.Exists(blocks)) ChainGenerator.Write(blocks, 1, count, perBlock: Math.Max(250, count / 4000), tracked: 0, keepTruth: false);
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

    private static void Timed(StringBuilder log, string what, Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        log.Append(CultureInfo.InvariantCulture, $"{what}: {clock.Elapsed.TotalMilliseconds:#,0.0} ms\n");
    }
}
