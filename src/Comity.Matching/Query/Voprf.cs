using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Comity.Matching;

/// <summary>The verifiable oblivious pseudorandom function of RFC 9497, suite P256-SHA256: the holder computes on an input it cannot see, and proves that
/// it used its published key.</summary>
public static class Voprf
{
    /// <summary>Most inputs in one request: 1,000. Our own limit.</summary>
    public const int MostInputs = 1000;

    /// <summary>Bytes of a point: 33, compressed.</summary>
    public const int PointSize = P256.PointSize;

    /// <summary>Bytes of a proof: 64.</summary>
    public const int ProofSize = 2 * P256.ScalarSize;

    /// <summary>Bytes of an output: 32.</summary>
    public const int OutputSize = 32;

    private static readonly byte[] Context = [.. "OPRFV1-"u8, 1, .. "-P256-SHA256"u8];

    /// <summary>What the holder answers.</summary>
    /// <param name="Elements">One evaluated point per blinded one.</param>
    /// <param name="Proof">That all were evaluated with the published key.</param>
    public sealed record Evaluation(byte[][] Elements, byte[] Proof);

    /// <summary>A client's blinded input; keep it until the answer comes, then throw it away.</summary>
    /// <param name="Input">What is asked.</param>
    /// <param name="Scalar">The secret blind.</param>
    /// <param name="Element">What the holder sees: uniformly random.</param>
    public sealed record Blinded(byte[] Input, byte[] Scalar, byte[] Element);

    /// <summary>A fresh private key (32 bytes). One per list version; never used for another.</summary>
    public static byte[] NewKey(RandomFill random) => P256.RandomScalar(random);

    /// <summary>The public key that the holder publishes.</summary>
    public static byte[] PublicKey(ReadOnlySpan<byte> key) => P256.Compress(P256.SecretMultiply(key, P256.Generator));

    /// <summary>Blinds an input.</summary>
    public static Blinded Blind(ReadOnlySpan<byte> input, RandomFill random)
    {
        var scalar = P256.RandomScalar(random);
        return new(input.ToArray(), scalar, P256.Compress(P256.SecretMultiply(scalar, Group(input))));
    }

    /// <summary>Evaluates blinded elements with the private key.</summary>
    /// <exception cref="RefusedInputException">An element is no point of the curve, or there are none or too many.</exception>
    public static Evaluation Evaluate(ReadOnlySpan<byte> key, IReadOnlyList<byte[]> blinded, RandomFill random)
    {
        if (blinded.Count is 0 or > MostInputs) throw new RefusedInputException($"A request holds 1 to {MostInputs} elements.");
        var points = blinded.Select(b => P256.Decompress(b)).ToArray();
        var secret = key.ToArray();
        var elements = points.Select(p => P256.Compress(P256.SecretMultiply(secret, p))).ToArray();
        var publicKey = P256.Compress(P256.SecretMultiply(secret, P256.Generator));
        var (m, _) = Composite(publicKey, blinded, elements, evaluatedToo: false);
        var z = P256.SecretMultiply(secret, m);
        var nonce = P256.RandomScalar(random);
        var challenge = Challenge(publicKey, m, z, P256.SecretMultiply(nonce, P256.Generator), P256.SecretMultiply(nonce, m));
        var answer = ScalarArithmetic.MultiplySubtract(nonce, P256.Bytes(challenge), secret);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(nonce);
        return new(elements, [.. P256.Bytes(challenge), .. answer]);
    }

    /// <summary>Checks the proof and unblinds: one output of 32 bytes per input.</summary>
    /// <exception cref="RefusedInputException">The answer is not for these inputs, or was made with another key than the published one.</exception>
    public static byte[][] Finish(ReadOnlySpan<byte> publicKey, IReadOnlyList<Blinded> blinded, Evaluation evaluation)
    {
        if (evaluation.Elements.Length != blinded.Count || evaluation.Proof.Length != ProofSize) throw new RefusedInputException("The answer is not for this request.");
        var own = publicKey.ToArray();
        if (!Holds(own, [.. blinded.Select(b => b.Element)], evaluation)) throw new RefusedInputException("The holder did not use its published key.");
        return [.. blinded.Select((b, i) => Unblind(b, evaluation.Elements[i]))];
    }

    /// <summary>The output for an input the key's holder knows: how the list itself is turned into outputs.</summary>
    public static byte[] Output(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input) => Hash(input, P256.SecretMultiply(key, Group(input)));

    private static bool Holds(byte[] publicKey, byte[][] blinded, Evaluation evaluation)
    {
        var holder = P256.Decompress(publicKey);
        BigInteger c = P256.Number(evaluation.Proof.AsSpan(0, 32)), s = P256.Number(evaluation.Proof.AsSpan(32));
        if (c >= P256.Order || s >= P256.Order) return false;
        foreach (var element in evaluation.Elements) _ = P256.Decompress(element);
        var (m, z) = Composite(publicKey, blinded, evaluation.Elements, evaluatedToo: true);
        return Sum(P256.Multiply(s, P256.Generator), P256.Multiply(c, holder)) is { } t2
            && Sum(P256.Multiply(s, m), P256.Multiply(c, z)) is { } t3
            && Challenge(publicKey, m, z, t2, t3) == c;
    }

    private static byte[] Unblind(Blinded blinded, byte[] element)
    {
        var inverse = P256.Bytes(BigInteger.ModPow(P256.Number(blinded.Scalar), P256.Order - 2, P256.Order));
        return Hash(blinded.Input, P256.SecretMultiply(inverse, P256.Decompress(element)));
    }

    private static byte[] Hash(ReadOnlySpan<byte> input, P256Point point) =>
        SHA256.HashData([.. Sized(input), .. Sized(P256.Compress(point)), .. "Finalize"u8]);

    private static P256Point Group(ReadOnlySpan<byte> input) => HashToCurve.Point(input, [.. "HashToGroup-"u8, .. Context]);

    private static BigInteger Scalar(ReadOnlySpan<byte> input) => HashToCurve.Scalar(input, [.. "HashToScalar-"u8, .. Context]);

    // RFC 9497, section 2.2.1: one random combination of all elements, so that one proof covers them.
    private static (P256Point M, P256Point Z) Composite(byte[] publicKey, IReadOnlyList<byte[]> blinded, byte[][] evaluated, bool evaluatedToo)
    {
        var seed = SHA256.HashData([.. Sized(publicKey), .. Sized([.. "Seed-"u8, .. Context])]);
        P256Point? m = null, z = null;
        for (var i = 0; i < blinded.Count; i++)
        {
            var weight = Scalar([.. Sized(seed), (byte)(i >> 8), (byte)i, .. Sized(blinded[i]), .. Sized(evaluated[i]), .. "Composite"u8]);
            m = Sum(m, P256.Multiply(weight, P256.Decompress(blinded[i])));
            if (evaluatedToo) z = Sum(z, P256.Multiply(weight, P256.Decompress(evaluated[i])));
        }

        return (m ?? throw Infinity(), evaluatedToo ? z ?? throw Infinity() : default);
    }

    private static BigInteger Challenge(byte[] publicKey, P256Point m, P256Point z, P256Point t2, P256Point t3) =>
        Scalar([.. Sized(publicKey), .. Sized(P256.Compress(m)), .. Sized(P256.Compress(z)), .. Sized(P256.Compress(t2)), .. Sized(P256.Compress(t3)), .. "Challenge"u8]);

    private static P256Point? Sum(P256Point? a, P256Point? b) => a is null ? b : b is null ? a : P256.Add(a.Value, b.Value);

    private static byte[] Sized(ReadOnlySpan<byte> bytes)
    {
        var sized = new byte[2 + bytes.Length];
        BinaryPrimitives.WriteUInt16BigEndian(sized, (ushort)bytes.Length);
        bytes.CopyTo(sized.AsSpan(2));
        return sized;
    }

    private static RefusedInputException Infinity() => new("The elements cancel one another.");
}
