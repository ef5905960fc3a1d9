namespace Comity.Tracing.Tests;

/// <summary>The worked numbers of the specification, section 7.</summary>
[Trait("Spec", "tracing/7")]
public sealed class WorkedExampleTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ChainBuilder _chain = new();

    public void Dispose() => _scratch.Dispose();

    private TestCoin[] Fund(params long[] values) => _chain.Mine([.. values.Select((v, i) => ($"fund{i}", v))]);

    private FlowAnswer Trace(TaintMethod method, TestCoin[] seeds, bool followFees = false, bool fast = false, bool backward = false)
    {
        if (_chain.Blocks.Count == 0 || !_mined) _chain.Mine(("miner", 0));
        _mined = true;
        using var store = _scratch.Store(_chain, "store" + Interlocked.Increment(ref _count));
        var answer = Flow.Trace(store, new() { Seeds = [.. seeds.Select(s => s.Point)], Method = method, FollowFees = followFees, Fast = fast, Backward = backward });
        _points = answer.Rows.ToDictionary(r => store.PointOf(r.Output));
        Assert.All(answer.Books, b => Assert.True(b.Balance));
        return answer;
    }

    private bool _mined;
    private int _count;
    private Dictionary<Outpoint, FlowRow> _points = [];

    private string Exact(TestCoin coin) => _points.TryGetValue(coin.Point, out var row) ? row.Exact.ToString() : "0/1";

    private string[] Exact(params TestCoin[] coins) => [.. coins.Select(Exact)];

    private long[] Floor(params TestCoin[] coins) => [.. coins.Select(c => _points.TryGetValue(c.Point, out var row) ? row.Tainted : 0)];

    private string Ranges(TestCoin coin) => string.Join('+', _points[coin.Point].Ranges.Select(r => $"[{r.Start},{r.End})"));

    private static string Fees(FlowAnswer answer) => answer.Fees.Aggregate(default(Rational), (s, f) => s + f.Amount).ToString();

    [Theory]
    [InlineData(TaintMethod.Poison, 333330000, 333330000, 333330000, null)]
    [InlineData(TaintMethod.Haircut, 133332000, 133332000, 133332000, "4000/1")]
    [InlineData(TaintMethod.Fifo, 0, 266660000, 133340000, "0/1")]
    [InlineData(TaintMethod.Lifo, 133330000, 266670000, 0, "0/1")]
    public void Example_1_three_equal_outputs(TaintMethod method, long a, long b, long c, string? fee)
    {
        var f = Fund(4_0000_0000, 4_0000_0000, 2_0000_0000);
        var o = _chain.Pay(f, ("x", 3_3333_0000), ("y", 3_3333_0000), ("z", 3_3333_0000));
        var answer = Trace(method, [f[1]]);
        Assert.Equal([a, b, c], Floor(o));
        if (fee is not null) Assert.Equal(fee, Fees(answer));
    }

    private (TestCoin[] Fund, TestCoin[] One, TestCoin[] Two) Second()
    {
        var f = Fund(1000, 500);
        var one = _chain.Pay(f, ("x", 700), ("y", 750));
        var two = _chain.Pay([one[1], one[0]], ("z", 900), ("w", 500));
        return (f, one, two);
    }

    [Fact]
    public void Example_2_inputs_in_the_other_order()
    {
        var (f, _, two) = Second();
        Trace(TaintMethod.Poison, [f[1]]);
        Assert.Equal([900, 500], Floor(two));
        Assert.Equal("100/3", Fees(Trace(TaintMethod.Haircut, [f[1]])));
        Assert.Equal(["300/1", "500/3"], Exact(two));
        Assert.Equal("50/1", Fees(Trace(TaintMethod.Fifo, [f[1]])));
        Assert.Equal("[300,750)", Ranges(two[0]));
        Assert.Equal("0/1", Fees(Trace(TaintMethod.Lifo, [f[1]])));
        Assert.Equal("[200,700)", Ranges(two[0]));
    }

    [Fact]
    public void Example_2_backward()
    {
        var (f, _, two) = Second();
        Trace(TaintMethod.Haircut, [two[0]], backward: true);
        Assert.Equal(["600/1", "300/1"], Exact(f));
        Trace(TaintMethod.Fifo, [two[0]], backward: true);
        Assert.Equal(("450/1", "[0,150)+[700,1000)"), (Exact(f[1]), Ranges(f[0])));
        Trace(TaintMethod.Lifo, [two[0]], backward: true);
        Assert.Equal(("500/1", "[50,250)+[800,1000)"), (Exact(f[1]), Ranges(f[0])));
        Trace(TaintMethod.Haircut, [two[1]], backward: true);
        Assert.Equal(["1000/3", "500/3"], Exact(f));
        Trace(TaintMethod.Fifo, [two[1]], backward: true);
        Assert.Equal(["500/1", "0/1"], Exact(f));
        Trace(TaintMethod.Lifo, [two[1]], backward: true);
        Assert.Equal(["500/1", "0/1"], Exact(f));
    }

    [Theory]
    [InlineData(TaintMethod.Haircut, "294/1", "300/1", "190/1", "16/1", "300/1")]
    [InlineData(TaintMethod.Fifo, "100/1", "300/1", "190/1", "10/1", "500/1")]
    [InlineData(TaintMethod.Lifo, "490/1", "300/1", "190/1", "20/1", "100/1")]
    public void Example_3_a_seed_absorbs_what_arrives_at_it(TaintMethod method, string rest, string x, string y, string fees, string absorbed)
    {
        var f = Fund(600, 400);
        var one = _chain.Pay(f, ("x", 500), ("y", 490));
        var two = _chain.Pay([one[0]], ("z", 300), ("w", 190));
        var answer = Trace(method, [f[0], one[0]]);
        Assert.Equal([rest, x, y], Exact(one[1], two[0], two[1]));
        Assert.Equal((fees, absorbed), (Fees(answer), answer.Absorbed.ToString()));
        if (method == TaintMethod.Fifo) Assert.Equal("[0,100)", Ranges(one[1]));
    }

    [Theory]
    [InlineData(TaintMethod.Poison, 60, 60, null)]
    [InlineData(TaintMethod.Haircut, 20, 20, "10/1")]
    [InlineData(TaintMethod.Fifo, 0, 20, "30/1")]
    [InlineData(TaintMethod.Lifo, 0, 50, "0/1")]
    public void Example_4_an_output_of_no_value(TaintMethod method, long a, long b, string? fee)
    {
        var f = Fund(100, 50);
        var one = _chain.Pay(f, ("x", 0), ("y", 120));
        var two = _chain.Pay(one, ("z", 60), ("w", 60));
        var answer = Trace(method, [f[1]]);
        Assert.Equal([a, b], Floor(two));
        if (fee is not null) Assert.Equal(fee, Fees(answer));
        if (method == TaintMethod.Fifo) Assert.Equal("[40,60)", Ranges(two[1]));
        if (method == TaintMethod.Lifo) Assert.Equal("[10,60)", Ranges(two[1]));
    }

    [Fact]
    public void Example_5_thirds_meet_again()
    {
        var f = Fund(1, 2);
        var one = _chain.Pay(f, ("a", 1), ("b", 1), ("c", 1));
        var two = _chain.Pay([one[0], one[1]], ("d", 2));
        var three = _chain.Pay([one[2], two[0]], ("e", 3));
        Trace(TaintMethod.Haircut, [f[0]]);
        Assert.Equal("1/1", Exact(three[0]));
        Trace(TaintMethod.Fifo, [f[0]]);
        Assert.Equal("[1,2)", Ranges(three[0]));
        Trace(TaintMethod.Lifo, [f[0]]);
        Assert.Equal("[2,3)", Ranges(three[0]));
        Trace(TaintMethod.Poison, [f[0]]);
        Assert.Equal([3], Floor(three));
    }

    [Fact]
    public void Example_6_two_seeds_beside_a_clean_input()
    {
        var f = Fund(300, 200, 100);
        var o = _chain.Pay(f, ("x", 250), ("y", 340));
        Assert.Equal("20/3", Fees(Trace(TaintMethod.Haircut, [f[0], f[2]])));
        Assert.Equal(["500/3", "680/3"], Exact(o));
        Assert.Equal("10/1", Fees(Trace(TaintMethod.Fifo, [f[0], f[2]])));
        Assert.Equal(("250/1", "[0,50)+[250,340)"), (Exact(o[0]), Ranges(o[1])));
        Assert.Equal("10/1", Fees(Trace(TaintMethod.Lifo, [f[0], f[2]])));
        Assert.Equal(("100/1", "[50,340)"), (Exact(o[0]), Ranges(o[1])));
    }

    [Fact]
    public void Example_7_fees_followed_into_the_coinbase()
    {
        var chain = _chain;
        while (chain.Blocks.Count < 20 * 150) chain.Mine(("early", 1)); // the subsidy halves every 150 blocks here
        var (f, _, _) = Second();
        var coinbase = chain.Mine(("miner", 4862));
        _mined = true;
        var subsidy = Network.Regtest.Subsidy(chain.Height);
        Assert.Equal(4768, subsidy);
        var answer = Trace(TaintMethod.Haircut, [f[1]], followFees: true);
        Assert.Equal(new Rational(100, 3).Times(4862, 4868).ToString(), Exact(coinbase[0]));
        Assert.Equal(new Rational(100, 3).Times(6, 4868).ToString(), Fees(answer));
        Trace(TaintMethod.Fifo, [f[1]], followFees: true);
        Assert.Equal("50/1", Exact(coinbase[0])); // the first fee; what was not claimed is the tail of the second
        Trace(TaintMethod.Lifo, [f[1]], followFees: true);
        Assert.Equal("0/1", Exact(coinbase[0]));
        Trace(TaintMethod.Poison, [f[1]], followFees: true);
        Assert.Equal([4862], Floor(coinbase));
    }

    [Fact]
    public void Example_8_units_left_over_go_to_the_largest_remainders()
    {
        var states = new (int, UInt128)[]?[3];
        new FastHaircut().Pass([1, 2], [new FastHaircut().OfSeed(0, 1), null], [1, 1, 1], states);
        Assert.Equal([5592406, 5592405, 5592405], states.Select(s => (long)s![0].Item2));
    }
}
