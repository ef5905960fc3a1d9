using System.Numerics;

namespace Comity.Tracing;

/// <summary>The share of a transaction's money that is tainted under haircut: the same for each of its outputs, from 0 to 1, in lowest terms.</summary>
internal readonly record struct Share
{
    /// <summary>All of it.</summary>
    internal static readonly Share One = new(1, 1);

    private readonly BigInteger _wideUpper, _wideLower; // only where a number needs more than 63 bits

    private Share(ulong upper, ulong lower) => (Upper, Lower) = (upper, lower);

    private Share(BigInteger upper, BigInteger lower) => (_wideUpper, _wideLower) = (upper, lower);

    private ulong Upper { get; }

    private ulong Lower { get; }

    private bool IsNarrow => Lower != 0;

    /// <summary>The upper number.</summary>
    internal BigInteger Numerator => IsNarrow ? Upper : _wideUpper;

    /// <summary>The lower number.</summary>
    internal BigInteger Denominator => IsNarrow ? Lower : _wideLower;

    /// <summary>Bits of both numbers together.</summary>
    internal long Bits => IsNarrow ? 128 - BitOperations.LeadingZeroCount(Upper) - BitOperations.LeadingZeroCount(Lower) : _wideUpper.GetBitLength() + _wideLower.GetBitLength();

    /// <summary>Makes one of numbers in lowest terms.</summary>
    internal static Share Of(BigInteger upper, BigInteger lower) =>
        lower.GetBitLength() < 64 ? new((ulong)upper, (ulong)lower) : new(upper, lower); // the upper is not above the lower

    /// <summary>This share of a part of a larger whole: this · part / whole.</summary>
    internal Share Of(long part, long whole)
    {
        if (part == whole) return this;
        var common = Common((ulong)part, (ulong)whole);
        var (p, w) = ((ulong)part / common, (ulong)whole / common);
        return IsNarrow ? Narrow(p, w) : Wide(p, w);
    }

    private Share Narrow(ulong part, ulong whole)
    {
        var (a, b) = (Common(Upper, whole), Common(part, Lower));
        var (upperHigh, upper) = (Math.BigMul(Upper / a, part / b, out var low), low);
        var (lowerHigh, lower) = (Math.BigMul(Lower / b, whole / a, out low), low);
        return lowerHigh == 0 && lower <= long.MaxValue ? new(upper, lower) : new((BigInteger)new UInt128(upperHigh, upper), new UInt128(lowerHigh, lower));
    }

    private Share Wide(ulong part, ulong whole)
    {
        var (a, b) = (Common(_wideUpper, whole), Common(_wideLower, part));
        return Of(_wideUpper / a * (part / b), _wideLower / b * (whole / a));
    }

    private static ulong Common(BigInteger wide, ulong narrow) => Common((ulong)(wide % narrow), narrow);

    private static ulong Common(ulong a, ulong b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    /// <summary>This share of a value, in lowest terms.</summary>
    internal Rational Times(long value) => new(Numerator * value, Denominator);

    /// <summary>Whole satoshis of this share of a value, rounded down.</summary>
    internal long Floor(long value) => IsNarrow ? (long)((UInt128)Upper * (ulong)value / Lower) : (long)(_wideUpper * value / _wideLower);

    /// <summary>Whether this share of every one of these values takes at most so many bits, both numbers of the fraction together.</summary>
    internal bool Fits(ReadOnlySpan<long> values, long mostBits)
    {
        var bits = Bits;
        if (bits + 63 <= mostBits) return true;
        foreach (var value in values)
            if (value > 0 && !Fits(value, bits, mostBits)) return false;
        return true;
    }

    private bool Fits(long value, long bits, long mostBits)
    {
        var most = 64 - BitOperations.LeadingZeroCount((ulong)value);
        if (bits + most <= mostBits) return true;
        return bits - most - 1 <= mostBits && Times(value).Bits <= mostBits; // a common divisor of value and lower number takes from both at most what the value has
    }
}

/// <summary>Adds shares of values up, each sum in lowest terms.</summary>
internal static class ShareSum
{
    /// <summary>The sum of two fractions in lowest terms, in lowest terms, with as small a greatest common divisor as can be (Knuth, 4.5.1).</summary>
    internal static (BigInteger Upper, BigInteger Lower) Add((BigInteger Upper, BigInteger Lower) a, (BigInteger Upper, BigInteger Lower) b)
    {
        if (a.Lower == b.Lower) return Lowest(a.Upper + b.Upper, a.Lower, a.Lower);
        var common = BigInteger.GreatestCommonDivisor(a.Lower, b.Lower);
        if (common.IsOne) return ((a.Upper * b.Lower) + (b.Upper * a.Lower), a.Lower * b.Lower);
        var rest = a.Lower / common;
        return Lowest((a.Upper * (b.Lower / common)) + (b.Upper * rest), rest * b.Lower, common);
    }

    private static (BigInteger, BigInteger) Lowest(BigInteger upper, BigInteger lower, BigInteger shared)
    {
        var common = BigInteger.GreatestCommonDivisor(upper, shared);
        return common.IsOne ? (upper, lower) : (upper / common, lower / common);
    }
}
