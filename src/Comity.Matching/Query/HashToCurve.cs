using System.Numerics;
using System.Security.Cryptography;

namespace Comity.Matching;

/// <summary>Hashing to points and scalars of P-256: <c>P256_XMD:SHA-256_SSWU_RO_</c> of RFC 9380.</summary>
internal static class HashToCurve
{
    private const int FieldBytes = 48;
    private static readonly BigInteger Z = -10, A = -3;

    internal static P256Point Point(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domain)
    {
        var uniform = Expand(message, domain, 2 * FieldBytes);
        var first = Map(P256.Number(uniform.AsSpan(0, FieldBytes)) % P256.Prime);
        var second = Map(P256.Number(uniform.AsSpan(FieldBytes)) % P256.Prime);
        return P256.Add(first, second) ?? throw new CryptographicException("An input hashed to infinity."); // chance 2^-256
    }

    internal static BigInteger Scalar(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domain) => P256.Number(Expand(message, domain, FieldBytes)) % P256.Order;

    // RFC 9380, section 5.3.1.
    private static byte[] Expand(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domain, int length)
    {
        byte[] suffix = [.. domain, (byte)domain.Length];
        var first = SHA256.HashData([.. new byte[64], .. message, (byte)(length >> 8), (byte)length, 0, .. suffix]);
        var block = SHA256.HashData([.. first, 1, .. suffix]);
        var uniform = new List<byte>(block);
        for (byte i = 2; uniform.Count < length; i++)
        {
            for (var k = 0; k < block.Length; k++) block[k] ^= first[k];
            block = SHA256.HashData([.. block, i, .. suffix]);
            uniform.AddRange(block);
        }

        return [.. uniform.Take(length)];
    }

    // RFC 9380, section 6.6.2 (simplified SWU), with B of the curve: g(0).
    private static P256Point Map(BigInteger u)
    {
        var b = P256.Curve(0);
        BigInteger zu = P256.Mod(Z * u * u), tail = P256.Mod((zu * zu) + zu);
        var x = tail.IsZero ? P256.Mod(b * P256.Inverse(Z * A)) : P256.Mod(-b * P256.Inverse(A) * (1 + P256.Inverse(tail)));
        if (!P256.TrySqrt(P256.Curve(x), out var y))
        {
            x = P256.Mod(zu * x);
            if (!P256.TrySqrt(P256.Curve(x), out y)) throw new CryptographicException("Neither candidate lies on the curve.");
        }

        return new(x, u.IsEven == y.IsEven ? y : P256.Prime - y);
    }
}
