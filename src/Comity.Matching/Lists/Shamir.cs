namespace Comity.Matching;

/// <summary>A custodian's part of a list key.</summary>
/// <param name="X">1-16; the custodian's number.</param>
/// <param name="Value">As many bytes as the key: 32.</param>
public sealed record KeyShare(byte X, byte[] Value);

/// <summary>Shamir's secret sharing, byte by byte over GF(2^8) with the polynomial x^8 + x^4 + x^3 + x + 1.</summary>
/// <remarks>Any k shares give the key; k - 1 are independent of it. No table, no branch depends on a secret (ADR 0103).</remarks>
public static class Shamir
{
    /// <summary>Most custodians: 16.</summary>
    public const int MostShares = 16;

    /// <summary>Splits a secret into <paramref name="n"/> shares, of which <paramref name="k"/> give it back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 2 &lt;= k &lt;= n &lt;= 16.</exception>
    public static KeyShare[] Split(ReadOnlySpan<byte> secret, int k, int n, RandomFill random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, MostShares);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        var coefficients = new byte[(k - 1) * secret.Length];
        random(coefficients);
        var shares = new KeyShare[n];
        for (byte x = 1; x <= n; x++) shares[x - 1] = new(x, Evaluate(secret, coefficients, x));
        coefficients.AsSpan().Clear();
        return shares;
    }

    /// <summary>The secret of exactly k shares; fewer or wrong shares give another value, so the caller checks.</summary>
    /// <exception cref="ArgumentException">Two shares bear one number, or lengths differ.</exception>
    public static byte[] Combine(IReadOnlyList<KeyShare> shares)
    {
        if (shares.Select(s => s.X).Distinct().Count() != shares.Count || shares.Any(s => s.X == 0 || s.Value.Length != shares[0].Value.Length))
            throw new ArgumentException("Shares bear different numbers from 1 and have one length.", nameof(shares));
        var secret = new byte[shares[0].Value.Length];
        foreach (var share in shares)
        {
            var weight = Weight(share.X, shares);
            for (var i = 0; i < secret.Length; i++) secret[i] ^= Multiply(share.Value[i], weight);
        }

        return secret;
    }

    internal static byte[] Evaluate(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> coefficients, byte x)
    {
        var value = new byte[secret.Length];
        for (var degree = coefficients.Length / secret.Length; degree >= 0; degree--)
        {
            var row = degree == 0 ? secret : coefficients.Slice((degree - 1) * secret.Length, secret.Length);
            for (var i = 0; i < value.Length; i++) value[i] = (byte)(Multiply(value[i], x) ^ row[i]);
        }

        return value;
    }

    // Eight steps whatever the values: add under a mask, double, reduce under a mask.
    internal static byte Multiply(byte a, byte b)
    {
        int product = 0, doubled = a;
        for (var bit = 0; bit < 8; bit++)
        {
            product ^= doubled & -(b >> bit & 1);
            doubled = (doubled << 1) ^ (0x11b & -(doubled >> 7));
        }

        return (byte)product;
    }

    // Lagrange at 0: the product of x_j / (x_j - x_i); subtraction is exclusive or.
    private static byte Weight(byte x, IReadOnlyList<KeyShare> shares)
    {
        byte weight = 1;
        foreach (var other in shares)
            if (other.X != x) weight = Multiply(weight, Multiply(other.X, Inverse((byte)(other.X ^ x))));
        return weight;
    }

    private static byte Inverse(byte a)
    {
        byte power = a, inverse = 1; // a^254
        for (var bit = 1; bit < 8; bit++)
        {
            power = Multiply(power, power);
            inverse = Multiply(inverse, power);
        }

        return inverse;
    }
}
