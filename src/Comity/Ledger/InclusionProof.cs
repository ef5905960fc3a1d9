namespace Comity.Ledger;

/// <summary>Shows that a leaf stands at an index of a tree. RFC 6962, section 2.1.1; verified as in RFC 9162, section 2.1.3.2.</summary>
public static class InclusionProof
{
    /// <summary>The hashes from the leaf's sibling up to the root's child.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree of <paramref name="size"/> leaves has no such index.</exception>
    public static IReadOnlyList<Digest> Build(long index, long size, SubtreeHash subtrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<Digest>();
        Descend(index, 0, size, subtrees, path);
        return path;
    }

    /// <summary>True if the path leads from this leaf hash at this index to exactly this root. The path's length must fit, so no two paths prove one leaf.</summary>
    public static bool Holds(Digest leafHash, long index, long size, IReadOnlyList<Digest> path, Digest root)
    {
        if (index < 0 || index >= size) return false;
        var (at, last, hash) = (index, size - 1, leafHash);
        foreach (var sibling in path)
        {
            if (last == 0) return false;
            if ((at & 1) != 0 || at == last)
            {
                hash = MerkleHash.Node(sibling, hash);
                for (; (at & 1) == 0 && at != 0; at >>= 1) last >>= 1;
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling);
            }

            at >>= 1;
            last >>= 1;
        }

        return last == 0 && hash == root;
    }

    private static void Descend(long index, long from, long to, SubtreeHash subtrees, List<Digest> path)
    {
        if (to - from == 1) return;
        var middle = from + MerkleTree.Split(to - from);
        var left = index < middle;
        Descend(index, left ? from : middle, left ? middle : to, subtrees, path);
        path.Add(left ? MerkleTree.Root(middle, to, subtrees) : MerkleTree.Root(from, middle, subtrees));
    }
}
