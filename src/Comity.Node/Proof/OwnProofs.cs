using System.Text;
using Comity.Ledger;
using Comity.Node.Ledger;
using Comity.Proof;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Proof;

/// <summary>Proofs of entries of this node's log under cosigned checkpoints, and what joins these checkpoints (R42).</summary>
internal sealed class OwnProofs(SqliteConnection sql, string origin)
{
    private readonly SortedSet<long> _sizes = [];

    /// <summary>The proof of an entry; null if the entry was erased or no checkpoint covers it.</summary>
    internal string? Of(long index)
    {
        if (ProofTables.Covering(sql, index) is not { } checkpoint || LedgerTables.Entry(sql, index) is not { } entry) return null;
        var path = InclusionProof.Build(index, checkpoint.Size, TreeTiles.Subtrees(checkpoint.Size, LedgerTables.Tiles(sql)));
        _sizes.Add(checkpoint.Size);
        return TlogProof.Of(entry, index, path, SignedNote.Parse(Encoding.UTF8.GetBytes(checkpoint.Note))).ToString();
    }

    /// <summary>Joins the checkpoints of all proofs made so far, each to the next.</summary>
    internal IEnumerable<LogJoint> Joints() =>
        [.. _sizes.Zip(_sizes.Skip(1)).Select(pair => new LogJoint(origin, pair.First, pair.Second, LedgerReader.Consistency(sql, pair.First, pair.Second)))];
}
