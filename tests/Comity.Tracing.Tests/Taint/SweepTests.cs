using System.Numerics;

namespace Comity.Tracing.Tests;

/// <summary>The sweep along the chain gives what the plain trace gives, to the last unit, hop and reason.</summary>
[Trait("Spec", "tracing/7")]
public sealed class SweepTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(TaintMethod.Fifo)]
    [InlineData(TaintMethod.Lifo)]
    [InlineData(TaintMethod.Haircut)]
    [InlineData(TaintMethod.Poison)]
    public void A_sweep_answers_as_the_plain_trace_does(TaintMethod method)
    {
        var rows = 0;
        for (var seed = 50; seed < 62; seed++)
        {
            var (chain, all) = TaintPropertyTests.Random(seed, blocks: 8, payments: 12);
            using var store = _scratch.Store(chain, $"{method}{seed}");
            var random = new Random(seed);
            for (var i = 0; i < 20; i++)
            {
                FlowQuestion question = new()
                {
                    Seeds = [.. all.Where(c => store.MakerOf(store.OutputAt(c.Point)).Id < store.EndOfBlock(1)).OrderBy(_ => random.Next()).Take(method == TaintMethod.Haircut ? 1 : 1 + random.Next(3)).Select(c => c.Point)],
                    Method = method, Fast = true, Until = random.Next(2) == 0 ? null : 1 + random.Next(7), Hops = random.Next(3) == 0 ? random.Next(5) : null,
                    Least = random.Next(2) == 0 ? 0 : random.Next(100),
                };
                Compare(Plain(store, question), Flow.Trace(store, question));
                rows += Flow.Trace(store, question).Rows.Count;
            }
        }

        Assert.True(rows > 150, $"{rows} rows");
    }

    [Fact]
    public void Shares_give_the_exact_fractions_of_the_plain_trace_and_give_up_at_the_same_bit()
    {
        var (exact, tooLong) = (0, 0);
        for (var seed = 80; seed < 90; seed++)
        {
            var (chain, all) = TaintPropertyTests.Random(seed, blocks: 6, payments: 20);
            using var store = _scratch.Store(chain, $"share{seed}");
            foreach (var coin in all.Take(25))
                foreach (var mostBits in new[] { 30, 45, 60, 120, 4096 })
                {
                    FlowQuestion question = new() { Seeds = [coin.Point], Method = TaintMethod.Haircut };
                    var plain = Exact(() => new ForwardTrace<(int, Rational)[]>(store, question, new ExactHaircut(mostBits)).Run("exact", null, default));
                    var swept = Exact(() => new ShareSweep(store, question, mostBits).Run(null, default));
                    Assert.Equal(plain is null, swept is null);
                    if (plain is null) tooLong++;
                    else Compare(plain, swept!);
                    if (plain is not null && mostBits == 4096 && ++exact > 0) CompareRounded(plain, new ShareSweep(store, question, mostBits, longestSum: 20).Run(null, default));
                }
        }

        Assert.True(exact > 100 && tooLong > 20, $"{exact} exact, {tooLong} too long");
    }

    private static FlowAnswer? Exact(Func<FlowAnswer> trace)
    {
        try
        {
            return trace();
        }
        catch (TooManyBitsException)
        {
            return null;
        }
    }

    /// <summary>Rows and the total are as exact as ever; the sums of the books are short of the truth by less than two units.</summary>
    private static void CompareRounded(FlowAnswer plain, FlowAnswer swept)
    {
        Assert.Equal(plain.Rows.Select(Text), swept.Rows.Select(Text));
        Assert.Equal(plain.Total, swept.Total);
        var (b, r) = (plain.Books[0], swept.Books[0]);
        Assert.True(r.Balance);
        foreach (var (sum, rounded) in new[] { (b.Held, r.Held), (b.Fees, r.Fees), (b.Absorbed, r.Absorbed), (b.Stopped, r.Stopped) })
            Assert.True(sum == rounded || (r.Rounded && rounded < sum && sum - rounded < new Rational(2, 1 << 24)), $"{sum} {rounded}");
    }

    internal static FlowAnswer Plain(ChainStore store, FlowQuestion question) => question.Method switch
    {
        TaintMethod.Poison => new ForwardTrace<int[]>(store, question, new PoisonRule()).Run("exact", null, default),
        TaintMethod.Haircut => new ForwardTrace<(int, UInt128)[]>(store, question, new FastHaircut()).Run("2^-24", null, default),
        _ => new ForwardTrace<TaintRange[]>(store, question, new TapeRule(question.Method == TaintMethod.Lifo)).Run("exact", null, default),
    };

    internal static void Compare(FlowAnswer plain, FlowAnswer swept)
    {
        Assert.Equal(plain.Rows.Select(Text), swept.Rows.Select(Text));
        Assert.Equal(plain.Fees, swept.Fees);
        Assert.Equal(plain.Books, swept.Books);
        Assert.Equal((plain.Total, plain.TotalExact, plain.Absorbed, plain.Arithmetic), (swept.Total, swept.TotalExact, swept.Absorbed, swept.Arithmetic));
    }

    private static string Text(FlowRow r) => $"{r.Output} {r.Value} {r.Tainted} {r.Exact} {string.Join('+', r.Ranges)} {r.Unspent} {r.Stopped} {r.Hops}";

    [Fact]
    public void Rows_are_handed_on_in_the_order_of_the_answer()
    {
        var (chain, all) = TaintPropertyTests.Random(70, blocks: 8, payments: 12);
        using var store = _scratch.Store(chain);
        foreach (var method in Enum.GetValues<TaintMethod>())
            foreach (var hops in new int?[] { null, 2 })
            {
                var streamed = new List<FlowRow>();
                var answer = Flow.Trace(store, new() { Seeds = [all[0].Point], Method = method, Hops = hops, Fast = true }, streamed.Add);
                Assert.Equal(answer.Rows.Select(Text), streamed.Select(Text));
            }
    }

    [Fact]
    public void Division_in_doubles_gives_the_units_of_plain_division()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var parts = new long[1 + random.Next(random.Next(10) == 0 ? 60 : 5)];
            for (var j = 0; j < parts.Length; j++) parts[j] = random.NextInt64(1L << random.Next(1, random.Next(20) == 0 ? 56 : 47)); // sums past 2^53 take the wide way
            var whole = parts.Sum();
            if (whole == 0) continue;
            var units = random.Next(5) == 0 ? (UInt128)whole << 24 : (UInt128)random.NextInt64(whole) << random.Next(25);
            var (to, reached) = (new HaircutSweep.Units[parts.Length - 1], new bool[parts.Length - 1]);
            var fee = units == 0 ? 0 : UnitShares.Divide(units, (ulong)whole, parts.AsSpan(..^1), (ulong)parts[^1], to, reached, new ulong[parts.Length], new ulong[parts.Length]);
            Assert.Equal(Divided(units, whole, parts), to.Select(u => (BigInteger)u.Value).Append(fee));
        }
    }

    private static BigInteger[] Divided(BigInteger units, BigInteger whole, long[] parts)
    {
        BigInteger[] quotas = [.. parts.Select(p => units * p / whole)];
        var owed = units - quotas.Aggregate((a, b) => a + b);
        foreach (var j in Enumerable.Range(0, parts.Length).OrderByDescending(j => units * parts[j] % whole).ThenBy(j => j).Take((int)owed)) quotas[j]++;
        return quotas;
    }
}
