using System.Numerics;

namespace Comity.Tracing;

/// <summary>A sum of shares of values. Shares of many transactions have no small common denominator, so the sum is known in three ways.</summary>
/// <remarks>Exactly while it is short enough to be of use; rounded down at any length; and modulo a prime, which is how long books are balanced:
/// sums that differ agree modulo 2^61 - 1 by an accident of one in 2^61.</remarks>
internal sealed class ShareBook(List<Share> shares)
{
    /// <summary>Longest exact sum that is given, bits of both numbers.</summary>
    internal const int MostBits = 65_536;

    /// <summary>The prime of <see cref="Modulo"/>.</summary>
    internal static readonly BigInteger Prime = (BigInteger.One << 61) - 1;

    private const int GuardBits = 64;
    private readonly List<(int Share, long Value)> _entries = [];

    /// <summary>Enters a share of a value.</summary>
    internal void Add(int share, long value)
    {
        if (value == 0) return;
        if (_entries.Count > 0 && _entries[^1] is var last && last.Share == share && last.Value < long.MaxValue - value) _entries[^1] = (share, last.Value + value);
        else _entries.Add((share, value));
    }

    /// <summary>Whether nothing was entered.</summary>
    internal bool IsEmpty => _entries.Count == 0;

    /// <summary>The exact sum, or null if it is longer than so many bits.</summary>
    internal Rational? Exact(int mostBits)
    {
        if (_entries.Count == 0) return default(Rational);
        return Sum(0, _entries.Count, mostBits) is { } sum ? new(sum.Upper, sum.Lower) : null;
    }

    private (BigInteger Upper, BigInteger Lower)? Sum(int first, int end, long mostBits)
    {
        if (end - first == 1)
        {
            var one = shares[_entries[first].Share].Times(_entries[first].Value);
            return (one.Numerator, one.Denominator);
        }

        var middle = (first + end) / 2;
        if (Sum(first, middle, mostBits) is not { } a || Sum(middle, end, mostBits) is not { } b) return null;
        var sum = ShareSum.Add(a, b);
        return sum.Upper.GetBitLength() + sum.Lower.GetBitLength() <= mostBits ? sum : null;
    }

    /// <summary>The sum in units of 2^-64, each entry rounded down: too small by less than one unit per entry.</summary>
    internal (BigInteger Units, int Entries) Rounded()
    {
        var units = BigInteger.Zero;
        foreach (var (share, value) in _entries) units += (shares[share].Numerator * value << GuardBits) / shares[share].Denominator;
        return (units, _entries.Count);
    }

    /// <summary>The sum modulo 2^61 - 1.</summary>
    /// <exception cref="InvalidOperationException">The prime divides a denominator: no satoshis of any chain sum to it.</exception>
    internal BigInteger Modulo()
    {
        var sum = BigInteger.Zero;
        foreach (var (share, value) in _entries)
        {
            var lower = shares[share].Denominator % Prime;
            if (lower.IsZero) throw new InvalidOperationException("a denominator is a multiple of the prime");
            sum += shares[share].Numerator % Prime * value % Prime * BigInteger.ModPow(lower, Prime - 2, Prime);
        }

        return sum % Prime;
    }

    /// <summary>Whole satoshis of two sums together, rounded down once; <paramref name="whole"/> is the exact sum where it is known to be whole.</summary>
    internal static long Floor(ShareBook a, ShareBook b, long? whole)
    {
        var ((unitsA, entriesA), (unitsB, entriesB)) = (a.Rounded(), b.Rounded());
        var least = (unitsA + unitsB) >> GuardBits;
        if ((unitsA + unitsB + entriesA + entriesB) >> GuardBits == least) return (long)least;
        if (whole is { } known) return known;
        var (x, y) = (a.Sum(0, a._entries.Count, long.MaxValue), b.IsEmpty ? (BigInteger.Zero, BigInteger.One) : b.Sum(0, b._entries.Count, long.MaxValue));
        var sum = ShareSum.Add(x!.Value, y!.Value);
        return (long)(sum.Upper / sum.Lower);
    }

    /// <summary>In units of 2^-24 satoshi, at most two of them too small.</summary>
    internal Rational InUnits() => new(Rounded().Units >> (GuardBits - 24), BigInteger.One << 24);
}
