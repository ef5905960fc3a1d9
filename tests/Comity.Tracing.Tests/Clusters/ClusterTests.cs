namespace Comity.Tracing.Tests;

[Trait("Spec", "tracing/6")]
public sealed class ClusterTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private uint[] Clusters(string name)
    {
        using var store = ChainStore.Open(_scratch[name]);
        var clusters = new ClusterColumns(store.Columns);
        return [.. Enumerable.Range(0, (int)store.Addresses).Select(a => clusters.Find((uint)a))];
    }

    [Fact]
    public void Undo_equals_never_merged_and_undo_of_undo_equals_merged()
    {
        ChainGenerator.Write(_scratch["blocks"], 21, 4000, perBlock: 80);
        using (var ingest = Ingest.Open(_scratch["store"], null, _scratch["blocks"])) ingest.Run(_scratch["blocks"]);
        var merged = Clusters("store");
        var random = new Random(3);
        List<Hash256> joins;
        using (var store = ChainStore.Open(_scratch["store"]))
            joins = [.. Enumerable.Range(0, (int)store.Transactions).Where(i => store.Find((uint)i).Inputs > 1).OrderBy(_ => random.Next()).Take(25).Select(i => store.IdOf((uint)i))];
        foreach (var id in joins) Entities.Decide(_scratch["store"], new(ClusterAction.Exclude, id, null, "test", "officer", 1));
        var undone = Clusters("store");
        Assert.NotEqual(merged, undone);

        Directory.CreateDirectory(_scratch["never"]);
        File.Copy(_scratch["store/decisions.jsonl"], _scratch["never/decisions.jsonl"]);
        using (var ingest = Ingest.Open(_scratch["never"], null, _scratch["blocks"])) ingest.Run(_scratch["blocks"]);
        Assert.Equal(Clusters("never"), undone);
        AssertTotals("store", "never");

        foreach (var id in joins) Entities.Decide(_scratch["store"], new(ClusterAction.Withdraw, id, null, "test", "officer", 2));
        Assert.Equal(merged, Clusters("store"));
    }

    private void AssertTotals(string a, string b)
    {
        using var one = ChainStore.Open(_scratch[a]);
        using var two = ChainStore.Open(_scratch[b]);
        var (x, y) = (new Entities(one), new Entities(two));
        for (uint i = 0; i < one.Addresses; i++)
        {
            var (p, q) = (x.Profile(i), y.Profile(i));
            Assert.Equal((p.Id, p.Size, p.Received, p.Balance), (q.Id, q.Size, q.Received, q.Balance));
        }
    }

    [Fact]
    public void Sizes_totals_and_rings_agree_with_the_plain_definition()
    {
        ChainGenerator.Write(_scratch["blocks"], 22, 3000, perBlock: 80);
        using (var ingest = Ingest.Open(_scratch["store"], null, _scratch["blocks"])) ingest.Run(_scratch["blocks"]);
        using var store = ChainStore.Open(_scratch["store"]);
        var clusters = new ClusterColumns(store.Columns);
        foreach (var group in Enumerable.Range(0, (int)store.Addresses).GroupBy(a => clusters.Find((uint)a)))
        {
            Assert.Equal((uint)group.Min(), group.Key);
            Assert.Equal(group.Select(a => (uint)a).ToHashSet(), clusters.Members(group.Key).ToHashSet());
            Assert.Equal(group.Count(), clusters.SizeOf(group.Key));
            var outputs = group.SelectMany(a => store.OutputsOf((uint)a)).ToList();
            Assert.Equal(outputs.Sum(store.ValueOf), clusters.ReceivedOf(group.Key));
            Assert.Equal(outputs.Where(o => store.SpenderOf(o) == ChainStore.Unspent).Sum(store.ValueOf), clusters.BalanceOf(group.Key));
        }
    }

    [Fact]
    public void A_merge_is_explained_by_its_transactions()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine(("a", 1000), ("b", 1000), ("b", 500), ("c", 1000), ("d", 77));
        chain.Pay([f[0], f[1]], ("x", 1900));
        chain.Pay([f[2], f[3]], ("y", 1400));
        chain.Mine(("m", 1));
        using var store = _scratch.Store(chain);
        var entities = new Entities(store);
        var path = entities.Explain(0, 2)!;
        Assert.Equal([(0u, 1u), (1u, 2u)], path.Select(e => (e.From, e.To)));
        Assert.Equal(["common-input", "common-input"], path.Select(e => e.Rule));
        Assert.Null(entities.Explain(0, 3));
        Assert.Equal([0u, 1u, 2u], entities.Page(0, 10).Order());
        Assert.Equal((3L, 3500L, 0L), (entities.Profile(2).Size, entities.Profile(2).Received, entities.Profile(2).Balance));
    }

    [Fact]
    public void A_suspected_payjoin_merges_by_default_and_not_strictly()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine(("payer", 100_000), ("receiver", 40_000));
        chain.Pay(f, ("receiver2", 90_000), ("change", 49_000));
        chain.Mine(("m", 1));
        using var store = _scratch.Store(chain);
        var entities = new Entities(store);
        Assert.Contains(entities.LabelsOf(2), l => l.Label == "payjoin?");
        Assert.Equal(2, entities.Profile(0).Size);
        Assert.Equal([0u], entities.StrictMembers(0));
        Assert.Equal(50, entities.Explain(0, 1)![0].Confidence);
    }

    [Fact]
    public void Threads_in_any_order_give_the_same_sets()
    {
        var random = new Random(4);
        var pairs = Enumerable.Range(0, 60_000).Select(_ => ((uint)random.Next(40_000), (uint)random.Next(40_000))).ToArray();
        using var one = new UnionFind(40_000);
        using var many = new UnionFind(40_000);
        foreach (var (a, b) in pairs) one.Union(a, b);
        Parallel.ForEach(pairs.Reverse(), p => many.Union(p.Item1, p.Item2));
        using var together = new UnionFind(40_000);
        long joined = 0;
        Parallel.ForEach(pairs.Chunk(1_000), chunk => Interlocked.Add(ref joined, together.UnionAll(chunk)));
        for (uint i = 0; i < 40_000; i++) Assert.Equal((one.Find(i), one.Find(i)), (many.Find(i), together.Find(i)));
        Assert.Equal(40_000 - Enumerable.Range(0, 40_000).Count(i => one.Find((uint)i) == i), joined);
        Assert.All(Enumerable.Range(0, 40_000).GroupBy(i => one.Find((uint)i)), set => Assert.Equal((uint)set.Min(), set.Key));
        Assert.Throws<ArgumentOutOfRangeException>(() => together.UnionAll([(1, 40_000)]));
    }

    [Fact]
    public void A_watched_entity_raises_events_when_it_moves_and_when_its_block_is_reversed()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine(("a", 1000), ("b", 1000), ("c", 5));
        chain.Mine(("m", 1));
        var fork = chain.Fork(1, 3);
        chain.Pay([f[0], f[1]], ("x", 1900));
        chain.Mine(("m", 1));
        ChainBuilder.Write(_scratch["blocks"], chain.Blocks.Take(2));
        using (var ingest = Ingest.Open(_scratch["store"], null, _scratch["blocks"])) ingest.Run(_scratch["blocks"]);
        using (var store = ChainStore.Open(_scratch["store"])) WatchList.Load(_scratch["store"]).Add(new(store.TextOf(0), Entity: true, "suspect"), store.Network);
        ChainBuilder.Write(_scratch["blocks"], chain.Blocks.Skip(2), 1);
        using (var ingest = Ingest.Open(_scratch["store"])) Assert.Equal(["spent", "spent"], ingest.Run(_scratch["blocks"]).Events.Select(e => e.Kind));
        fork.Mine(("q", 1));
        fork.Mine(("q", 1));
        ChainBuilder.Write(_scratch["blocks"], fork.Blocks.Skip(2), 2);
        using (var ingest = Ingest.Open(_scratch["store"])) Assert.Contains("reversed", ingest.Run(_scratch["blocks"]).Events.Select(e => e.Kind));
        Assert.Equal(4, WatchList.Events(_scratch["store"]).Count());
    }
}
