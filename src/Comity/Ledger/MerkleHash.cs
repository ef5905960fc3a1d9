using System.Security.Cryptography;

namespace Comity.Ledger;

/// <summary>The two hashes of a Merkle tree. RFC 6962, section 2.1: leaves and nodes start with different bytes, so neither can be passed off as the other.</summary>
public static class MerkleHash
{
    /// <summary>Bytes in a hash.</summary>
    public const int Size = 32;

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static readonly Digest Empty = Digest.Of([]);

    private const byte LeafPrefix = 0, NodePrefix = 1;
    private const int ShortEntry = 512;

    /// <summary>Hashes two child hashes into <paramref name="hash"/>, each 32 bytes. Allocates nothing.</summary>
    /// <remarks>RFC 6962, section 2.1: SHA-256(0x01 ‖ left ‖ right).</remarks>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Size)];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Size)..]);
        SHA256.HashData(input, hash);
    }

    /// <summary>Hashes two child hashes. Allocates nothing.</summary>
    public static Digest Node(Digest left, Digest right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Size)];
        Span<byte> hash = stackalloc byte[Size];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Size)..]);
        SHA256.HashData(input, hash);
        return new(hash);
    }

    /// <summary>Hashes an entry: SHA-256(0x00 ‖ entry). Entries of up to 512 bytes allocate nothing.</summary>
    public static Digest Leaf(ReadOnlySpan<byte> entry)
    {
        Span<byte> hash = stackalloc byte[Size];
        if (entry.Length > ShortEntry) LongLeaf(entry, hash);
        else ShortLeaf(entry, hash);
        return new(hash);
    }

    private static void ShortLeaf(ReadOnlySpan<byte> entry, Span<byte> hash)
    {
        Span<byte> input = stackalloc byte[1 + ShortEntry];
        input[0] = LeafPrefix;
        entry.CopyTo(input[1..]);
        SHA256.HashData(input[..(1 + entry.Length)], hash);
    }

    private static void LongLeaf(ReadOnlySpan<byte> entry, Span<byte> hash)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData([LeafPrefix]);
        sha.AppendData(entry);
        sha.GetHashAndReset(hash);
    }
}
