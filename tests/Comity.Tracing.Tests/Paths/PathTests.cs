namespace Comity.Tracing.Tests;

[Trait("Spec", "tracing/8")]
public sealed class PathTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_peel_chain_is_followed_to_its_end()
    {
        var chain = new ChainBuilder();
        var coin = chain.Mine(("gang", 10_000_000))[0];
        var start = coin.Point;
        for (var i = 0; i < 6; i++)
        {
            coin = chain.Pay([coin], ($"shop{i}", 1_000_000), ($"gang{i}", coin.Value - 1_000_321))[1];
            chain.Mine(("m", 1), ($"shop{i}", 7)); // the shop's address is paid again, the change is not
        }

        using var store = _scratch.Store(chain);
        var peel = PeelChain.Follow(store, store.OutputAt(start));
        Assert.True(peel.IsChain);
        Assert.Equal((6, "unspent"), (peel.Links.Count, peel.Stopped));
        Assert.Equal(store.OutputAt(coin.Point), peel.End);
        Assert.All(peel.Links, l => Assert.Equal(1_000_000, store.ValueOf(l.Peel)));
        Assert.Equal("bound", PeelChain.Follow(store, store.OutputAt(start), most: 2).Stopped);
    }

    [Fact]
    public void Paths_come_shortest_first_and_none_is_an_answer()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine(("a", 1000), ("z", 50));
        var one = chain.Pay([f[0]], ("b", 600), ("c", 400));
        chain.Mine(("m", 1));
        var two = chain.Pay([one[1]], ("d", 390));
        var three = chain.Pay([one[0]], ("target", 590));
        chain.Mine(("m", 1));
        chain.Pay([two[0]], ("target", 380));
        chain.Mine(("m", 1));
        using var store = _scratch.Store(chain);
        uint At(TestCoin c) => store.AddressOf(store.OutputAt(c.Point));
        var paths = PathSearch.Find(store, [At(f[0])], [At(three[0])], new());
        Assert.Equal([2, 3], paths.Select(p => p.Hops));
        Assert.Equal([590L, 380L], paths.Select(p => p.Bottleneck));
        Assert.Equal([590L, 380L], paths.Select(p => p.Fifo));
        Assert.Empty(PathSearch.Find(store, [At(f[0])], [At(three[0])], new(Hops: 1)));
        Assert.Empty(PathSearch.Find(store, [At(f[1])], [At(three[0])], new()));
        Assert.Single(PathSearch.Find(store, [At(f[0])], [At(three[0])], new(Limit: 1)));
    }
}
