using System.Numerics;

namespace Comity.Ledger;

/// <summary>The hash of a complete subtree: of the 2^<paramref name="level"/> leaves that start at leaf <paramref name="index"/> · 2^<paramref name="level"/>.</summary>
public delegate Digest SubtreeHash(int level, long index);

/// <summary>Roots of whole trees and of their parts. RFC 6962, section 2.1.</summary>
public static class MerkleTree
{
    /// <summary>The root over leaf hashes in their order.</summary>
    public static Digest Root(IEnumerable<Digest> leafHashes)
    {
        var range = new CompactRange();
        foreach (var hash in leafHashes) range.Append(hash);
        return range.Root;
    }

    /// <summary>The root of the first <paramref name="size"/> leaves.</summary>
    public static Digest Root(long size, SubtreeHash subtrees) => size == 0 ? MerkleHash.Empty : Root(0, size, subtrees);

    /// <summary>A reader of subtree hashes over leaf hashes held in memory; for small trees and tests.</summary>
    public static SubtreeHash Over(IReadOnlyList<Digest> leafHashes) => (level, index) => Fold(leafHashes, level, index);

    /// <summary>MTH(D[from:to]) of RFC 6962; <paramref name="from"/> is where a left subtree starts.</summary>
    internal static Digest Root(long from, long to, SubtreeHash subtrees)
    {
        var count = to - from;
        if (BitOperations.IsPow2(count)) return subtrees(BitOperations.Log2((ulong)count), from / count);
        var split = Split(count);
        return MerkleHash.Node(Root(from, from + split, subtrees), Root(from + split, to, subtrees));
    }

    /// <summary>The largest power of two below <paramref name="count"/>, which is at least 2.</summary>
    internal static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    private static Digest Fold(IReadOnlyList<Digest> leaves, int level, long index) => level == 0
        ? leaves[checked((int)index)]
        : MerkleHash.Node(Fold(leaves, level - 1, 2 * index), Fold(leaves, level - 1, (2 * index) + 1));
}
