using System.Buffers.Binary;

namespace Comity.Matching;

/// <summary>The algorithms of exact hashes; the numbers are those of the private query.</summary>
public enum ExactAlgorithm : byte
{
    /// <summary>SHA-256, 32 bytes.</summary>
    Sha256 = 1,

    /// <summary>SHA-1, 20 bytes; collidable.</summary>
    Sha1,

    /// <summary>MD5, 16 bytes; collidable.</summary>
    Md5,
}

/// <summary>An exact hash of a file: equal for equal bytes only (SHA-256), or for bytes made to collide (SHA-1, MD5).</summary>
/// <param name="Algorithm">Which one.</param>
/// <param name="High">First 16 bytes as a number.</param>
/// <param name="Low">The other bytes, filled up with zeros.</param>
public readonly record struct ExactHash(ExactAlgorithm Algorithm, UInt128 High, UInt128 Low)
{
    /// <summary>Length of the digest in bytes.</summary>
    public static int SizeOf(ExactAlgorithm algorithm) => algorithm switch
    {
        ExactAlgorithm.Sha256 => 32,
        ExactAlgorithm.Sha1 => 20,
        ExactAlgorithm.Md5 => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "no such algorithm"),
    };

    /// <summary>Whether two different files with this hash can be made on purpose.</summary>
    public bool IsCollidable => Algorithm != ExactAlgorithm.Sha256;

    /// <summary>The hash of a digest's bytes.</summary>
    /// <exception cref="ArgumentException">The length is not the algorithm's.</exception>
    public static ExactHash FromBytes(ExactAlgorithm algorithm, ReadOnlySpan<byte> digest)
    {
        if (digest.Length != SizeOf(algorithm)) throw new ArgumentException("The length is not the algorithm's.", nameof(digest));
        Span<byte> padded = stackalloc byte[32];
        padded.Clear();
        digest.CopyTo(padded);
        return new(algorithm, BinaryPrimitives.ReadUInt128BigEndian(padded), BinaryPrimitives.ReadUInt128BigEndian(padded[16..]));
    }

    /// <summary>The digest's bytes.</summary>
    public byte[] ToBytes()
    {
        var padded = new byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(padded, High);
        BinaryPrimitives.WriteUInt128BigEndian(padded.AsSpan(16), Low);
        return padded[..SizeOf(Algorithm)];
    }

    /// <summary>Reads hexadecimal digits of the algorithm's length, either case.</summary>
    public static bool TryParse(ExactAlgorithm algorithm, ReadOnlySpan<char> text, out ExactHash hash)
    {
        hash = default;
        Span<byte> digest = stackalloc byte[32];
        var size = SizeOf(algorithm);
        if (text.Length != 2 * size || Convert.FromHexString(text, digest, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        hash = FromBytes(algorithm, digest[..size]);
        return true;
    }

    /// <summary>The exact hashes of a file.</summary>
    public static ExactHash[] Of(FileDigests digests) =>
        [FromBytes(ExactAlgorithm.Sha256, digests.Sha256), FromBytes(ExactAlgorithm.Sha1, digests.Sha1), FromBytes(ExactAlgorithm.Md5, digests.Md5)];

    /// <summary>Lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());
}
