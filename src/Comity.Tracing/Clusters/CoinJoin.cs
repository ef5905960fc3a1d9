namespace Comity.Tracing;

/// <summary>Recognises the shapes of coinjoins; the table is docs/tracing.md, "Shapes". All comparisons in integers.</summary>
internal static class CoinJoin
{
    private static readonly long[] WhirlpoolPools = [100_000, 1_000_000, 5_000_000, 50_000_000];

    private static readonly (long Pool, long Fee)[] Tx0Pools = [(100_000, 5_000), (1_000_000, 50_000), (5_000_000, 175_000), (50_000_000, 1_750_000)];

    /// <summary>Every label that fits, before guards.</summary>
    internal static Labels Label(Shape s)
    {
        if (s.IsCoinbase) return Labels.None;
        var labels = s.Unresolved ? Labels.Unresolved : Labels.None;
        if (s.AllOut.Count < 2 || (s.In.Count < 2 && s.AllOut.Count < 3)) return labels;
        s.Count();
        if (s.AllOut.Count == 2) return IsPayJoinSuspect(s) ? labels | Labels.PayJoin : labels;
        if (IsWhirlpoolMix(s)) labels |= Labels.WhirlpoolMix;
        if (IsTx0(s)) labels |= Labels.WhirlpoolTx0;
        if (IsWasabi2(s)) labels |= Labels.Wasabi2;
        labels |= Wasabi1(s);
        if (IsJoinMarket(s)) labels |= Labels.JoinMarket;
        if (IsStonewall(s)) labels |= Labels.Stonewall;
        if (IsEqualOutputs(s)) labels |= Labels.EqualOutputs;
        if (IsPayJoinSuspect(s)) labels |= Labels.PayJoin;
        return labels;
    }

    private static bool IsWhirlpoolMix(Shape s)
    {
        if (s.In.Count is < 5 or > 8 || s.Out.Count != s.In.Count || s.InputScripts != s.In.Count || !s.OutputsDistinct) return false;
        var d = s.Out[0].Value;
        if (!WhirlpoolPools.Contains(d) || s.Out.Any(o => o.Value != d)) return false;
        var above = 0;
        foreach (var (_, value) in s.In)
        {
            if (value < d || value > d + 110_000 || (value > d && value < d + 100)) return false;
            if (value > d) above++;
        }

        return above is >= 1 and <= 4;
    }

    private static bool IsTx0(Shape s)
    {
        if (s.AllOut.Count - s.Out.Count != 1 || s.Out.Count < 2) return false;
        foreach (var (d, fee) in Tx0Pools)
        {
            var (_, n) = Commonest(s.Out, v => v >= d + 100 && v <= d + 110_000, larger: true);
            if (n is < 1 or > 70 || s.Out.Count - n > 2) continue;
            if (s.Out.Count(o => 2 * o.Value >= fee && o.Value <= 3 * fee) == 1) return true;
        }

        return false;
    }

    private static bool IsWasabi2(Shape s)
    {
        var m = s.Out.Count;
        if (s.In.Count < 20 || s.MostOfOneScript * 10 > s.In.Count || !s.OutputsDistinct) return false;
        if (s.In.Any(i => i.Value < 5_000) || s.Out.Any(o => o.Value < 5_000)) return false;
        var repeated = s.Out.GroupBy(o => o.Value).Where(g => g.Count() >= 2).ToList();
        var n = repeated.Sum(g => g.Count());
        return repeated.Count >= 3 && 2 * n >= m - 1 && n < m;
    }

    private static Labels Wasabi1(Shape s)
    {
        var (inputs, a, m) = (s.In.Count, s.InputScripts, s.Out.Count);
        if (inputs < 10 || s.MostOfOneScript * 10 > inputs || !s.OutputsDistinct || m < 3) return Labels.None;
        if (inputs < 20 && IsEvenSplit(s)) return Labels.None;
        var labels = Labels.None;
        var (largest, inActive, active, levelZero) = Levels(s);
        if (largest >= 3 && largest <= a && a <= 7 * largest && (2 * inActive >= m - 1 || inActive >= m - a - 1))
            labels |= active == 1 && levelZero ? Labels.Wasabi10 : Labels.Wasabi11;
        var (_, strict) = Commonest(s.Out, v => Math.Abs(v - 10_000_000) <= 500_000, larger: false);
        if (strict >= 3 && strict <= a && a <= 7 * strict && 2 * strict >= m - 1) labels |= Labels.Wasabi10Strict;
        return labels;
    }

    internal static (int Largest, int InActive, int Active, bool LevelZero) Levels(Shape s)
    {
        var (largest, inActive, active, levelZero) = (0, 0, 0, false);
        var top = s.Out.Max(o => o.Value);
        for (var i = 0; i < 40 && 10_000_000L << i <= top; i++)
        {
            var n = s.Out.Count(o => Math.Abs(o.Value - (10_000_000L << i)) <= 500_000L << i);
            largest = Math.Max(largest, n);
            if (n < 2) continue;
            inActive += n;
            active++;
            levelZero |= i == 0;
        }

        return (largest, inActive, active, levelZero);
    }

    /// <summary>Whether the outputs look like equal shares of one sum: a payout, not a mix.</summary>
    private static bool IsEvenSplit(Shape s)
    {
        var (v, _) = Commonest(s.Out, _ => true, larger: false);
        if (v <= 0) return false;
        var total = s.Out.Sum(o => o.Value);
        var k = (total + (v / 2)) / v;
        return k > 0 && (Int128)10_000 * Int128.Abs(total - ((Int128)k * v)) <= total;
    }

    private static bool IsJoinMarket(Shape s)
    {
        var (inputs, m) = (s.In.Count, s.Out.Count);
        if (!s.OutputsDistinct) return false;
        var (_, n) = Commonest(s.Out, v => v > 2_730, larger: false);
        return n >= 3 && n <= s.InputScripts && 2 * n >= m && n < m && (inputs < 50 || (inputs <= 20 * n && 10 * m >= 17 * n));
    }

    private static bool IsStonewall(Shape s)
    {
        if (s.In.Count < 2 || s.Out.Count is not (3 or 4) || !s.OutputsDistinct) return false;
        var twice = s.Out.GroupBy(o => o.Value).Where(g => g.Count() > 1).ToList();
        return twice.Count == 1 && twice[0].Count() == 2 && twice[0].Key >= 5_000;
    }

    private static bool IsEqualOutputs(Shape s)
    {
        var k = s.AllOut.Count;
        var p = (k + 1) / 2;
        if (s.Inputs < 2 || k < 3 || p > s.InputScripts) return false;
        var (value, n) = Commonest(s.AllOut);
        return n == p && value is not (546 or 2_730);
    }

    private static bool IsPayJoinSuspect(Shape s)
    {
        if (s.Unresolved || s.Inputs < 2 || s.Spendable.Count != 2 || s.InputScripts < 2) return false;
        var larger = Math.Max(s.Spendable[0].Value, s.Spendable[1].Value);
        return s.AllIn.Sum() - s.AllIn.Min() >= larger + s.Fee;
    }

    /// <summary>The commonest value within a range; of equals the larger, or the first in output order.</summary>
    private static (long Value, int Count) Commonest(List<(uint Address, long Value)> outputs, Func<long, bool> within, bool larger)
    {
        var counts = new Dictionary<long, int>();
        foreach (var (_, v) in outputs)
            if (within(v)) counts[v] = counts.GetValueOrDefault(v) + 1;
        var best = (Value: 0L, Count: 0);
        foreach (var (_, v) in outputs)
            if (counts.TryGetValue(v, out var n) && (n > best.Count || (larger && n == best.Count && v > best.Value))) best = (v, n);
        return best;
    }

    private static (long Value, int Count) Commonest(List<long> values)
    {
        var counts = new Dictionary<long, int>();
        foreach (var v in values) counts[v] = counts.GetValueOrDefault(v) + 1;
        var best = (Value: 0L, Count: 0);
        foreach (var v in values)
            if (counts[v] > best.Count) best = (v, counts[v]);
        return best;
    }
}
