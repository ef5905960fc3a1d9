using System.Globalization;
using System.Numerics;

namespace Comity.Tracing;

/// <summary>An exact fraction of satoshis in lowest terms, denominator positive.</summary>
public readonly record struct Rational : IComparable<Rational>
{
    private readonly BigInteger _over; // 0 stands for 1, so that the default value is zero

    /// <summary>A whole number.</summary>
    public Rational(BigInteger whole) => (Numerator, _over) = (whole, BigInteger.One);

    /// <summary>A fraction, brought to lowest terms.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) throw new DivideByZeroException();
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0) common = -common;
        (Numerator, _over) = (numerator / common, denominator / common);
    }

    /// <summary>The upper number.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The lower number.</summary>
    public BigInteger Denominator => _over.IsZero ? BigInteger.One : _over;

    /// <summary>Whether it is nothing.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>Bits of both numbers together.</summary>
    internal long Bits => Numerator.GetBitLength() + Denominator.GetBitLength();

    /// <summary>Whole satoshis, rounded down.</summary>
    public long Floor() => (long)BigInteger.Divide(Numerator, Denominator);

    /// <summary>This times a ratio of whole numbers.</summary>
    internal Rational Times(long numerator, long denominator) => new(Numerator * numerator, Denominator * denominator);

    /// <summary>The sum.</summary>
    public static Rational operator +(Rational a, Rational b) => Add(a, b);

    /// <summary>The difference.</summary>
    public static Rational operator -(Rational a, Rational b) => Subtract(a, b);

    /// <summary>The sum.</summary>
    public static Rational Add(Rational a, Rational b) => a.Denominator == b.Denominator
        ? new(a.Numerator + b.Numerator, a.Denominator)
        : new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>The difference.</summary>
    public static Rational Subtract(Rational a, Rational b) => a + new Rational(-b.Numerator, b.Denominator);

    /// <summary>Compares by value.</summary>
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>Whether both are the same number.</summary>
    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <summary>Hash of the number.</summary>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <summary><c>p/q</c> in lowest terms.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Less.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>Greater.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>Not greater.</summary>
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    /// <summary>Not less.</summary>
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;
}
