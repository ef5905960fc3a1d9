using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Comity.Evidence;

/// <summary>The first 92 bytes of a sealed object: format, chunk size, salt, nonce prefix, commitment to the key (rule R44).</summary>
public sealed class SealedHeader
{
    /// <summary>Bytes in a header.</summary>
    public const int Size = 92;

    /// <summary>Plaintext bytes in a chunk unless chosen otherwise: 1 MiB.</summary>
    public const int DefaultChunkSize = 1 << 20;

    /// <summary>Smallest and largest chunk size read. Our own limits: a chunk is held in memory.</summary>
    public const int SmallestChunk = 1 << 10, LargestChunk = 1 << 24;

    internal const int SaltSize = 32, PrefixSize = 7;

    private const int SaltAt = 21, PrefixAt = 53, CommitmentAt = 60;

    private readonly byte[] _bytes;

    private SealedHeader(byte[] bytes)
    {
        _bytes = bytes;
        ChunkSize = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(Format.Length));
        Digest = Digest.Of(bytes);
    }

    /// <summary>Plaintext bytes in every chunk but the last: a power of two from 1 KiB to 16 MiB.</summary>
    public int ChunkSize { get; }

    /// <summary>SHA-256 of the header: what every chunk is bound to.</summary>
    public Digest Digest { get; }

    internal byte[] Salt => _bytes[SaltAt..PrefixAt];

    internal ReadOnlySpan<byte> NoncePrefix => _bytes.AsSpan(PrefixAt, PrefixSize);

    private static ReadOnlySpan<byte> Format => "comity-sealed/v1\n"u8;

    /// <summary>The bytes as they stand in the object.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>Reads a header.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not the start of a sealed object.</exception>
    public static SealedHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || !bytes.StartsWith(Format)) throw Malformed("The bytes do not start like a sealed object.");
        var size = BinaryPrimitives.ReadUInt32BigEndian(bytes[Format.Length..]);
        return size is >= SmallestChunk and <= LargestChunk && BitOperations.IsPow2(size)
            ? new(bytes.ToArray())
            : throw Malformed($"A chunk size of {size} bytes is not a power of two from {SmallestChunk} to {LargestChunk}.");
    }

    internal static SealedHeader Create(ContentKey key, int chunkSize, RandomFill random)
    {
        if (chunkSize is < SmallestChunk or > LargestChunk || !BitOperations.IsPow2(chunkSize))
            throw new ArgumentOutOfRangeException(nameof(chunkSize), chunkSize, "A chunk size is a power of two from 1 KiB to 16 MiB.");
        var bytes = new byte[Size];
        Format.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(Format.Length), chunkSize);
        random(bytes.AsSpan(SaltAt, SaltSize + PrefixSize));
        Commitment(key, bytes[SaltAt..PrefixAt]).CopyTo(bytes, CommitmentAt);
        return new(bytes);
    }

    /// <summary>True if this key sealed the object. AES-GCM alone does not commit to its key: one ciphertext can open under two.</summary>
    internal bool CommitsTo(ContentKey key) => CryptographicOperations.FixedTimeEquals(Commitment(key, Salt), _bytes.AsSpan(CommitmentAt));

    private static byte[] Commitment(ContentKey key, byte[] salt) => key.Derive(salt, "comity-sealed/v1 commit");

    private static RefusedException Malformed(string why) => new(RefusalCode.Malformed, why);
}
