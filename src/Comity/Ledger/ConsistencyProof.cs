using System.Numerics;

namespace Comity.Ledger;

/// <summary>Shows that a tree starts with all leaves of a smaller one. RFC 6962, section 2.1.2; verified as in RFC 9162, section 2.1.4.2.</summary>
public static class ConsistencyProof
{
    /// <summary>The hashes that lead from the smaller root to the larger; empty for equal sizes and from the empty tree.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is negative or above <paramref name="to"/>.</exception>
    public static IReadOnlyList<Digest> Build(long from, long to, SubtreeHash subtrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        var path = new List<Digest>();
        if (from > 0) Descend(from, 0, to, known: true, subtrees, path);
        return path;
    }

    /// <summary>True if the path shows that the tree of <paramref name="to"/> leaves and <paramref name="toRoot"/> extends the other.
    /// False for an empty smaller tree: everything extends it, so there is nothing to prove.</summary>
    public static bool Holds(long from, Digest fromRoot, long to, Digest toRoot, IReadOnlyList<Digest> path)
    {
        if (from <= 0 || from > to) return false;
        if (from == to) return path.Count == 0 && fromRoot == toRoot;
        var whole = BitOperations.IsPow2(from); // then the smaller root is itself a node of the larger tree and is left out
        if (!whole && path.Count == 0) return false;

        var shift = BitOperations.TrailingZeroCount(from);
        var (at, last) = ((from - 1) >> shift, (to - 1) >> shift);
        var (small, large) = whole ? (fromRoot, fromRoot) : (path[0], path[0]);
        for (var i = whole ? 0 : 1; i < path.Count; i++)
        {
            if (last == 0) return false;
            if ((at & 1) != 0 || at == last)
            {
                small = MerkleHash.Node(path[i], small);
                large = MerkleHash.Node(path[i], large);
                for (; (at & 1) == 0 && at != 0; at >>= 1) last >>= 1;
            }
            else
            {
                large = MerkleHash.Node(large, path[i]);
            }

            at >>= 1;
            last >>= 1;
        }

        return last == 0 && small == fromRoot && large == toRoot;
    }

    /// <summary>SUBPROOF of RFC 6962. <paramref name="known"/>: the part before <paramref name="size"/> is a root that the verifier holds.</summary>
    private static void Descend(long size, long from, long to, bool known, SubtreeHash subtrees, List<Digest> path)
    {
        if (size == to)
        {
            if (!known) path.Add(MerkleTree.Root(from, to, subtrees));
            return;
        }

        var middle = from + MerkleTree.Split(to - from);
        if (size <= middle)
        {
            Descend(size, from, middle, known, subtrees, path);
            path.Add(MerkleTree.Root(middle, to, subtrees));
        }
        else
        {
            Descend(size, middle, to, known: false, subtrees, path);
            path.Add(MerkleTree.Root(from, middle, subtrees));
        }
    }
}
