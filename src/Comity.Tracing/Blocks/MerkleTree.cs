namespace Comity.Tracing;

/// <summary>The Merkle tree over the transaction ids of a block.</summary>
/// <remarks>A level of odd length repeats its last node. Two equal neighbours that are not such a repetition let one root stand for two
/// lists (CVE-2012-2459), so they are refused.</remarks>
internal static class MerkleTree
{
    /// <summary>Root over <paramref name="count"/> ids of 32 bytes each, or null if two real neighbours are equal. Overwrites the ids.</summary>
    internal static Hash256? Root(Span<byte> ids, int count)
    {
        while (count > 1)
        {
            var parents = (count + 1) / 2;
            for (var i = 0; i < parents; i++)
            {
                var left = ids.Slice(64 * i, 32);
                var alone = (2 * i) + 1 == count;
                var right = alone ? left : ids.Slice((64 * i) + 32, 32);
                if (!alone && left.SequenceEqual(right)) return null;
                Sha256.Twice(left, right, default, ids.Slice(32 * i, 32));
            }

            count = parents;
        }

        return new(ids[..32]);
    }

    /// <summary>The siblings from leaf to root that prove the id at a position. Overwrites the ids.</summary>
    internal static List<Hash256> Proof(Span<byte> ids, int count, int position)
    {
        var proof = new List<Hash256>();
        while (count > 1)
        {
            var sibling = Math.Min(position ^ 1, count - 1);
            proof.Add(new(ids.Slice(32 * sibling, 32)));
            var parents = (count + 1) / 2;
            for (var i = 0; i < parents; i++)
                Sha256.Twice(ids.Slice(64 * i, 32), ids.Slice(32 * Math.Min((2 * i) + 1, count - 1), 32), default, ids.Slice(32 * i, 32));
            (count, position) = (parents, position / 2);
        }

        return proof;
    }

    /// <summary>Whether the proof leads from the id at a position, in a block of that many transactions, to the root.</summary>
    internal static bool Verify(Hash256 id, int position, int count, IReadOnlyList<Hash256> proof, Hash256 root)
    {
        if (count < 1 || position < 0 || position >= count) return false;
        var node = id.ToArray();
        var used = 0;
        for (; count > 1; count = (count + 1) / 2, position /= 2)
        {
            if (used == proof.Count) return false;
            var sibling = proof[used++].ToArray();
            var lastOfOdd = position == count - 1 && position % 2 == 0;
            if (lastOfOdd != node.AsSpan().SequenceEqual(sibling)) return false;
            if (position % 2 == 0) Sha256.Twice(node, sibling, default, node);
            else Sha256.Twice(sibling, node, default, node);
        }

        return used == proof.Count && new Hash256(node) == root;
    }
}
