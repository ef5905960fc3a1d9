using System.Buffers.Binary;
using System.Numerics;

namespace Comity.Ledger;

/// <summary>The shortest memory of a tree that can still grow: the hashes of its complete subtrees, left to right, at most 63 of them.</summary>
/// <remarks>RFC 6962, section 2.1. A tree of 11 leaves is remembered by the hashes of its first 8, next 2 and last 1 leaves.</remarks>
public sealed class CompactRange
{
    private readonly Digest[] _subtrees = new Digest[63];
    private int _count;

    /// <summary>An empty tree.</summary>
    public CompactRange()
    {
    }

    private CompactRange(long size, ReadOnlySpan<Digest> subtrees)
    {
        Size = size;
        _count = subtrees.Length;
        subtrees.CopyTo(_subtrees);
    }

    /// <summary>Leaves in the tree.</summary>
    public long Size { get; private set; }

    /// <summary>The root of the tree as it stands.</summary>
    public Digest Root
    {
        get
        {
            if (_count == 0) return MerkleHash.Empty;
            var root = _subtrees[_count - 1];
            for (var i = _count - 2; i >= 0; i--) root = MerkleHash.Node(_subtrees[i], root);
            return root;
        }
    }

    /// <summary>The tree of <paramref name="size"/> leaves whose subtree hashes <paramref name="subtrees"/> knows.</summary>
    public static CompactRange Load(long size, SubtreeHash subtrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var range = new CompactRange { Size = size };
        for (var level = 62; level >= 0; level--)
            if ((size >> level & 1) != 0) range._subtrees[range._count++] = subtrees(level, (size >> level) - 1);
        return range;
    }

    /// <summary>Adds one leaf by its hash.</summary>
    public void Append(Digest leafHash)
    {
        for (var full = Size; (full & 1) != 0; full >>= 1) leafHash = MerkleHash.Node(_subtrees[--_count], leafHash);
        _subtrees[_count++] = leafHash;
        Size++;
    }

    /// <summary>A copy that grows on its own.</summary>
    public CompactRange Copy() => new(Size, _subtrees.AsSpan(0, _count));

    /// <summary>The size (8 bytes, big-endian) and the subtree hashes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[8 + (_count * Digest.Size)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Size);
        for (var i = 0; i < _count; i++) _subtrees[i].CopyTo(bytes.AsSpan(8 + (i * Digest.Size)));
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a compact range: our own store is damaged.</exception>
    public static CompactRange FromBytes(ReadOnlySpan<byte> bytes)
    {
        var size = bytes.Length < 8 ? -1 : BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (size < 0 || bytes.Length != 8 + (BitOperations.PopCount((ulong)size) * Digest.Size))
            throw new InvalidDataException($"{bytes.Length} bytes are not a compact range.");
        var range = new CompactRange { Size = size };
        for (var at = 8; at < bytes.Length; at += Digest.Size) range._subtrees[range._count++] = new(bytes.Slice(at, Digest.Size));
        return range;
    }
}
