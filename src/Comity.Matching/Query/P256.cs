using System.Numerics;
using System.Security.Cryptography;

namespace Comity.Matching;

/// <summary>A point of the curve P-256, never infinity.</summary>
internal readonly record struct P256Point(BigInteger X, BigInteger Y);

/// <summary>Arithmetic on P-256 that .NET does not offer: on public values with big integers, with secret scalars through ECDH.</summary>
/// <remarks>spec/matching.md, section 8. Only <see cref="SecretMultiply"/> touches secrets; ADR 0104 says what remains variable in time.</remarks>
internal static class P256
{
    internal const int ScalarSize = 32, PointSize = 33;

    internal static readonly BigInteger Prime = Number("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    internal static readonly BigInteger Order = Number("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    private static readonly BigInteger B = Number("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    internal static readonly P256Point Generator = new(
        Number("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"), Number("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));

    internal static byte[] Bytes(BigInteger value)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        var padded = new byte[32];
        bytes.CopyTo(padded, 32 - bytes.Length);
        return padded;
    }

    internal static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>33 bytes: 2 or 3 by the parity of y, then x.</summary>
    internal static byte[] Compress(P256Point point) => [(byte)(point.Y.IsEven ? 2 : 3), .. Bytes(point.X)];

    /// <summary>Reads 33 bytes of a point on the curve.</summary>
    /// <exception cref="RefusedInputException">Another length or prefix, or not on the curve (infinity has no such form).</exception>
    internal static P256Point Decompress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != PointSize || bytes[0] is not (2 or 3)) throw new RefusedInputException("A point is 33 compressed bytes.");
        var x = Number(bytes[1..]);
        if (x >= Prime || !TrySqrt(Curve(x), out var y)) throw new RefusedInputException("A point is not on the curve.");
        return new(x, y.IsEven == (bytes[0] == 2) ? y : Prime - y);
    }

    internal static bool IsOnCurve(P256Point p) => p.X.Sign >= 0 && p.X < Prime && p.Y.Sign >= 0 && p.Y < Prime && (p.Y * p.Y % Prime) == Curve(p.X);

    /// <summary>scalar · point for public values, or null for infinity.</summary>
    internal static P256Point? Multiply(BigInteger scalar, P256Point point)
    {
        var sum = Jacobian.Infinity;
        for (var bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = sum.Double();
            if (!((scalar >> bit) & 1).IsZero) sum = sum.Add(point);
        }

        return sum.ToAffine();
    }

    /// <summary>The sum of two public points, or null for infinity.</summary>
    internal static P256Point? Add(P256Point a, P256Point b) => new Jacobian(a.X, a.Y, BigInteger.One).Add(b).ToAffine();

    /// <summary>scalar · point for a secret scalar (32 bytes, 1 to n - 2): two raw agreements give the x of k·A and (k+1)·A, from which y follows.</summary>
    internal static P256Point SecretMultiply(ReadOnlySpan<byte> scalar, P256Point point)
    {
        var next = ScalarArithmetic.PlusOne(scalar);
        BigInteger x1 = Agree(scalar, point), x2 = Agree(next, point), x = point.X, y = point.Y;
        CryptographicOperations.ZeroMemory(next);
        var difference = Mod(x1 - x);
        if (difference.IsZero) throw new CryptographicException("A secret scalar is 1 or -1; draw another.");
        var square = Curve(x1);
        var y1 = Mod((square + (y * y) - ((x2 + x + x1) * difference * difference)) * Inverse(2 * y));
        var result = new P256Point(x1, y1);
        return IsOnCurve(result) ? result : throw new CryptographicException("The agreement gave no point of the curve.");
    }

    /// <summary>A secret scalar, 2 to n - 2, evenly distributed.</summary>
    internal static byte[] RandomScalar(RandomFill random)
    {
        var bytes = new byte[ScalarSize];
        do random(bytes);
        while (Number(bytes) is var k && (k < 2 || k > Order - 2));
        return bytes;
    }

    internal static BigInteger Mod(BigInteger value) => BigInteger.Remainder(value, Prime) is var r && r.Sign < 0 ? r + Prime : r;

    internal static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), Prime - 2, Prime);

    internal static BigInteger Curve(BigInteger x) => Mod((x * x * x) - (3 * x) + B);

    internal static bool TrySqrt(BigInteger value, out BigInteger root)
    {
        root = BigInteger.ModPow(value, (Prime + 1) / 4, Prime); // the prime is 3 mod 4
        return root * root % Prime == value;
    }

    private static BigInteger Agree(ReadOnlySpan<byte> scalar, P256Point point)
    {
        using var own = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar.ToArray() });
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Bytes(point.X), Y = Bytes(point.Y) } });
        var secret = own.DeriveRawSecretAgreement(other.PublicKey);
        var x = Number(secret);
        CryptographicOperations.ZeroMemory(secret);
        return x;
    }

    private static BigInteger Number(string hex) => Number(Convert.FromHexString(hex));

    /// <summary>(x / z², y / z³); z = 0 is infinity.</summary>
    private readonly record struct Jacobian(BigInteger X, BigInteger Y, BigInteger Z)
    {
        internal static readonly Jacobian Infinity = new(1, 1, 0);

        internal Jacobian Double()
        {
            if (Z.IsZero || Y.IsZero) return Infinity;
            BigInteger yy = Y * Y % Prime, zz = Z * Z % Prime, s = 4 * X * yy % Prime, m = 3 * (X - zz) * (X + zz) % Prime;
            var x = Mod((m * m) - (2 * s));
            return new(x, Mod((m * (s - x)) - (8 * yy * yy)), Mod(2 * Y * Z));
        }

        internal Jacobian Add(P256Point p)
        {
            if (Z.IsZero) return new(p.X, p.Y, 1);
            BigInteger zz = Z * Z % Prime, h = Mod((p.X * zz) - X), r = Mod((p.Y * zz % Prime * Z) - Y);
            if (h.IsZero) return r.IsZero ? Double() : Infinity;
            BigInteger hh = h * h % Prime, hhh = hh * h % Prime, v = X * hh % Prime, x = Mod((r * r) - hhh - (2 * v));
            return new(x, Mod((r * (v - x)) - (Y * hhh)), Z * h % Prime);
        }

        internal P256Point? ToAffine()
        {
            if (Z.IsZero) return null;
            BigInteger inverse = Inverse(Z), square = inverse * inverse % Prime;
            return new(X * square % Prime, Y * square % Prime * inverse % Prime);
        }
    }
}
