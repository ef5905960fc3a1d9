namespace Comity.Tracing.Tests;

[Trait("Spec", "tracing/3")]
public sealed class MainnetSliceTests
{
    [Fact]
    public void The_first_2000_blocks_have_the_counts_of_the_specification()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["blocks"]);
        File.Copy(Vectors.Bitcoin("mainnet-0-1999.dat"), scratch["blocks/blk00000.dat"]);
        using (var ingest = Ingest.Open(scratch["store"], null, scratch["blocks"])) ingest.Run(scratch["blocks"]);
        using var store = ChainStore.Open(scratch["store"]);
        var status = StoreStatus.Of(store);
        Assert.Equal((2000, 2030, 2024, 2024, 1944, 111), (status.Blocks, status.Transactions, status.Scripts, status.Addresses, status.Clusters, status.Inputs));
        var clusters = new ClusterColumns(store.Columns);
        var sizes = Enumerable.Range(0, (int)status.Addresses).Where(a => clusters.Find((uint)a) == a).Select(a => clusters.SizeOf((uint)a)).OrderDescending().Take(6);
        Assert.Equal([20, 10, 10, 10, 8, 6], sizes);
    }

    [Theory]
    [InlineData(TaintMethod.Poison, 1_0000_0000, 24_0000_0000)]
    [InlineData(TaintMethod.Haircut, 9600_0000, 23_0400_0000)]
    [InlineData(TaintMethod.Fifo, 0, 24_0000_0000)]
    [InlineData(TaintMethod.Lifo, 1_0000_0000, 23_0000_0000)]
    public void A_seed_of_block_546_lies_where_the_specification_says(TaintMethod method, long first, long second)
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["blocks"]);
        File.Copy(Vectors.Bitcoin("mainnet-0-1999.dat"), scratch["blocks/blk00000.dat"]);
        using (var ingest = Ingest.Open(scratch["store"], null, scratch["blocks"])) ingest.Run(scratch["blocks"]);
        using var store = ChainStore.Open(scratch["store"]);
        var answer = Flow.Trace(store, new() { Seeds = [Outpoint.Parse("35288d269cee1941eaebb2ea85e32b42cdb2b04284a56d8b14dcc3f5c65d6055:1")], Method = method, Until = 1999 });
        Assert.All(answer.Rows, r => Assert.StartsWith("3c1d7e823421", store.PointOf(r.Output).ToString(), StringComparison.Ordinal));
        var held = answer.Rows.ToDictionary(r => store.PointOf(r.Output).Index, r => r.Tainted);
        Assert.Equal((first, second), (held.GetValueOrDefault(0u), held.GetValueOrDefault(1u)));
        Assert.Empty(answer.Fees);
        Assert.All(answer.Rows, r => Assert.True(r.Unspent));
    }

    [Fact]
    public void A_lone_block_says_its_own_height()
    {
        using var scratch = new Scratch();
        using (var ingest = Ingest.Open(scratch["store"], new(Network.Bitcoin))) ingest.Run(Vectors.Bitcoin("mainnet-702861.raw"));
        using var store = ChainStore.Open(scratch["store"]);
        var status = StoreStatus.Of(store);
        Assert.Equal((702_861, 2500, 6517, 6015, 5756, 5733), (status.BaseHeight, status.Transactions, status.Inputs, status.Outputs, status.Scripts, status.Addresses));
        var transactions = Enumerable.Range(0, 2500).Select(i => store.Find((uint)i)).ToList();
        Assert.Equal(2065, transactions.Count(t => (store.FlagsOf(t.Id) & TransactionFlags.Witness) != 0));
        Assert.Equal(606, transactions.Count(t => t.Inputs > 1));
        var kinds = Enumerable.Range(0, 6015).GroupBy(o => store.KindOf(store.AddressOf(o))).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal((2383, 1816, 1660, 133, 23), (kinds[ScriptKind.WitnessPubKeyHash], kinds[ScriptKind.ScriptHash], kinds[ScriptKind.PubKeyHash], kinds[ScriptKind.WitnessScriptHash], kinds[ScriptKind.Data]));
    }
}
