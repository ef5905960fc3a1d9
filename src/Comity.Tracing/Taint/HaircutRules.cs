using System.Numerics;

namespace Comity.Tracing;

/// <summary>An exact haircut has grown past the bits allowed for one number.</summary>
internal sealed class TooManyBitsException : Exception;

/// <summary>Haircut in exact fractions.</summary>
internal sealed class ExactHaircut(int mostBits) : TaintRule<(int Seed, Rational Amount)[]>
{
    internal override (int Seed, Rational Amount)[] OfSeed(int seed, long value) => value == 0 ? [] : [(seed, new(value))];

    internal override void Pass(
        ReadOnlySpan<long> fromValues, ReadOnlySpan<(int Seed, Rational Amount)[]?> from, ReadOnlySpan<long> toValues, Span<(int Seed, Rational Amount)[]?> to)
    {
        long whole = 0;
        foreach (var v in fromValues) whole += v;
        to.Clear();
        if (whole == 0) return;
        (int Seed, Rational Amount)[] sum = [];
        foreach (var state in from)
            if (state is not null) sum = sum.Length == 0 ? state : Merge(sum, state);
        if (sum.Length == 0) return;
        for (var j = 0; j < toValues.Length; j++)
            if (toValues[j] > 0) to[j] = Share(sum, toValues[j], whole);
    }

    private (int Seed, Rational Amount)[] Share((int Seed, Rational Amount)[] sum, long part, long whole)
    {
        var share = new (int, Rational)[sum.Length];
        for (var i = 0; i < sum.Length; i++)
        {
            var amount = sum[i].Amount.Times(part, whole);
            if (amount.Bits > mostBits) throw new TooManyBitsException();
            share[i] = (sum[i].Seed, amount);
        }

        return share;
    }

    internal override (int Seed, Rational Amount)[] Merge((int Seed, Rational Amount)[] a, (int Seed, Rational Amount)[] b) =>
        [.. a.Concat(b).GroupBy(x => x.Seed).OrderBy(g => g.Key).Select(g => (g.Key, g.Aggregate(default(Rational), (sum, x) => sum + x.Amount)))];

    internal override IEnumerable<(int Seed, Rational Amount)> Amounts((int Seed, Rational Amount)[] state) => state;
}

/// <summary>Haircut in units of 2^-24 satoshi; the units that division leaves over go to the largest remainders, so sums stay exact.</summary>
internal sealed class FastHaircut : TaintRule<(int Seed, UInt128 Units)[]>
{
    private const int UnitBits = 24;
    private UInt128[] _rest = [];
    private int[] _order = [];

    internal override (int Seed, UInt128 Units)[] OfSeed(int seed, long value) => value == 0 ? [] : [(seed, (UInt128)value << UnitBits)];

    internal override void Pass(
        ReadOnlySpan<long> fromValues, ReadOnlySpan<(int Seed, UInt128 Units)[]?> from, ReadOnlySpan<long> toValues, Span<(int Seed, UInt128 Units)[]?> to)
    {
        long whole = 0;
        foreach (var v in fromValues) whole += v;
        to.Clear();
        if (whole == 0) return;
        (int Seed, UInt128 Units)[] sum = [];
        foreach (var state in from)
            if (state is not null) sum = sum.Length == 0 ? state : Merge(sum, state);
        foreach (var (seed, units) in sum) Divide(seed, units, (UInt128)whole, toValues, to);
    }

    private void Divide(int seed, UInt128 units, UInt128 whole, ReadOnlySpan<long> parts, Span<(int Seed, UInt128 Units)[]?> to)
    {
        if (_rest.Length < parts.Length) (_rest, _order) = (new UInt128[parts.Length * 2], new int[parts.Length * 2]);
        var left = units;
        Span<UInt128> quotas = parts.Length <= 64 ? stackalloc UInt128[parts.Length] : new UInt128[parts.Length];
        for (var j = 0; j < parts.Length; j++)
        {
            (quotas[j], _rest[j]) = UInt128.DivRem(units * (UInt128)parts[j], whole);
            left -= quotas[j];
            _order[j] = j;
        }

        if (left > 0)
        {
            var rest = _rest;
            Array.Sort(_order, 0, parts.Length, Comparer<int>.Create((a, b) => rest[a] != rest[b] ? rest[b].CompareTo(rest[a]) : a.CompareTo(b)));
            for (var k = 0; k < (int)left; k++) quotas[_order[k]]++;
        }

        for (var j = 0; j < parts.Length; j++)
            if (quotas[j] > 0) to[j] = to[j] is { } have ? [.. have, (seed, quotas[j])] : [(seed, quotas[j])];
    }

    internal override (int Seed, UInt128 Units)[] Merge((int Seed, UInt128 Units)[] a, (int Seed, UInt128 Units)[] b)
    {
        if (a.Length == 1 && b.Length == 1 && a[0].Seed == b[0].Seed) return [(a[0].Seed, a[0].Units + b[0].Units)];
        return [.. a.Concat(b).GroupBy(x => x.Seed).OrderBy(g => g.Key).Select(g => (g.Key, g.Aggregate(UInt128.Zero, (sum, x) => sum + x.Units)))];
    }

    internal override IEnumerable<(int Seed, Rational Amount)> Amounts((int Seed, UInt128 Units)[] state) =>
        state.Select(s => (s.Seed, new Rational((BigInteger)s.Units, BigInteger.One << UnitBits)));

    internal override long Floor((int Seed, UInt128 Units)[] state)
    {
        UInt128 sum = 0;
        foreach (var (_, units) in state) sum += units;
        return (long)(sum >> UnitBits);
    }
}

/// <summary>Poison: a set of seeds; amounts have no meaning.</summary>
internal sealed class PoisonRule : TaintRule<int[]>
{
    internal override bool Conserves => false;

    internal override int[] OfSeed(int seed, long value) => [seed];

    internal override void Pass(ReadOnlySpan<long> fromValues, ReadOnlySpan<int[]?> from, ReadOnlySpan<long> toValues, Span<int[]?> to)
    {
        int[]? all = null;
        foreach (var state in from)
            if (state is not null) all = all is null ? state : Merge(all, state);
        to.Fill(all);
    }

    internal override int[] Merge(int[] a, int[] b) => a.AsSpan().SequenceEqual(b) ? a : [.. a.Union(b).Order()];

    internal override IEnumerable<(int Seed, Rational Amount)> Amounts(int[] state) => state.Select(s => (s, default(Rational)));
}
