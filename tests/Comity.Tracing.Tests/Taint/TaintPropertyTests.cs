namespace Comity.Tracing.Tests;

/// <summary>Laws of taint on small random chains.</summary>
[Trait("Spec", "tracing/7")]
public sealed class TaintPropertyTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>A chain of a few coinbases and random payments with fees, values of 0 and outputs spent within their block.</summary>
    internal static (ChainBuilder Chain, List<TestCoin> All) Random(int seed, int blocks = 4, int payments = 5)
    {
        var random = new Random(seed);
        var chain = new ChainBuilder(seed);
        var free = new List<TestCoin>();
        var all = new List<TestCoin>();
        for (var block = 0; block < blocks; block++)
        {
            for (var i = block == 0 ? payments : 0; i < payments; i++)
            {
                var inputs = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Take(free, random)).OfType<TestCoin>().ToArray();
                if (inputs.Length == 0) continue;
                var left = inputs.Sum(c => c.Value);
                var outputs = new List<(string, long)>();
                for (var k = 1 + random.Next(3); k > 0; k--)
                {
                    var value = random.Next(5) == 0 ? 0 : random.NextInt64(left + 1);
                    left -= value;
                    outputs.Add(($"o{random.Next(1000)}", value));
                }

                var made = chain.Pay(inputs, [.. outputs]);
                free.AddRange(made);
                all.AddRange(made);
            }

            var coins = chain.Mine(("m", 100 + random.Next(900)), ("m2", random.Next(50)));
            free.AddRange(coins);
            all.AddRange(coins);
        }

        return (chain, all);
    }

    private static TestCoin? Take(List<TestCoin> free, Random random)
    {
        if (free.Count == 0) return null;
        var at = random.Next(free.Count);
        var coin = free[at];
        free.RemoveAt(at);
        return coin;
    }

    private static Dictionary<long, Rational> Reached<T>(ChainStore store, FlowQuestion question, TaintRule<T> rule) where T : class
    {
        var reached = new Dictionary<long, Rational>();
        TraceRun<T> run = question.Backward ? new BackwardTrace<T>(store, question, rule) : new ForwardTrace<T>(store, question, rule);
        run.Arrived = (output, state) => reached[output] = reached.GetValueOrDefault(output) + rule.Total(state);
        var answer = run.Run("exact", null, default);
        Assert.All(answer.Books, b => Assert.True(b.Balance));
        return reached;
    }

    [Fact]
    public void Forward_and_backward_agree_and_the_books_balance()
    {
        var compared = 0;
        for (var seed = 0; seed < 12; seed++)
        {
            var (chain, all) = Random(seed);
            using var store = _scratch.Store(chain, $"s{seed}");
            compared += Agree(store, all, () => new TapeRule(false)) + Agree(store, all, () => new TapeRule(true)) + Agree(store, all, () => new ExactHaircut(1 << 20));
        }

        Assert.True(compared > 500, $"{compared} comparisons");
    }

    private static int Agree<T>(ChainStore store, List<TestCoin> all, Func<TaintRule<T>> rule) where T : class
    {
        var points = all.ToDictionary(c => store.OutputAt(c.Point), c => c.Point);
        var forward = points.ToDictionary(p => p.Key, p => Reached(store, new() { Seeds = [p.Value], Method = default }, rule()));
        var compared = 0;
        foreach (var (target, point) in points)
        {
            var backward = Reached(store, new() { Seeds = [point], Method = default, Backward = true }, rule());
            foreach (var (source, reached) in forward)
            {
                if (source == target) continue;
                Assert.Equal(reached.GetValueOrDefault(target), backward.GetValueOrDefault(source));
                if (reached.ContainsKey(target)) compared++;
            }
        }

        return compared;
    }

    [Theory]
    [InlineData(TaintMethod.Fifo)]
    [InlineData(TaintMethod.Lifo)]
    [InlineData(TaintMethod.Haircut)]
    public void Every_satoshi_is_accounted_for_under_any_bounds(TaintMethod method)
    {
        for (var seed = 20; seed < 30; seed++)
        {
            var (chain, all) = Random(seed);
            using var store = _scratch.Store(chain, $"{method}{seed}");
            var random = new Random(seed);
            for (var i = 0; i < 12; i++)
            {
                var seeds = all.Where(c => store.MakerOf(store.OutputAt(c.Point)).Id < store.EndOfBlock(1)).OrderBy(_ => random.Next()).Take(3).Select(c => c.Point).ToList();
                var answer = Flow.Trace(store, new()
                {
                    Seeds = seeds, Method = method, Until = random.Next(2) == 0 ? null : 1 + random.Next(3), Hops = random.Next(2) == 0 ? null : random.Next(4),
                    Least = random.Next(2) == 0 ? 0 : random.Next(100), FollowFees = random.Next(2) == 0, Fast = random.Next(2) == 0,
                });
                Assert.All(answer.Books, b => Assert.True(b.Balance));
                Assert.Equal(answer.Rows.OrderBy(r => r.Output).Select(r => r.Output), answer.Rows.Select(r => r.Output));
            }
        }
    }

    [Fact]
    public void Fast_haircut_is_within_a_satoshi_and_streams_the_same_rows()
    {
        var (chain, all) = Random(40);
        using var store = _scratch.Store(chain);
        foreach (var coin in all.Take(30))
        {
            var streamed = new List<FlowRow>();
            var exact = Flow.Trace(store, new() { Seeds = [coin.Point], Method = TaintMethod.Haircut }, streamed.Add);
            var fast = Flow.Trace(store, new() { Seeds = [coin.Point], Method = TaintMethod.Haircut, Fast = true });
            Assert.Equal(exact.Rows, streamed);
            foreach (var row in fast.Rows)
            {
                var difference = row.Exact - exact.Rows.First(r => r.Output == row.Output).Exact;
                Assert.InRange((double)difference.Numerator / (double)difference.Denominator, -0.001, 0.001);
            }
        }
    }
}
