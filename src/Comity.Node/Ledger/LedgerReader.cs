using System.Text;
using Comity.Ledger;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Ledger;

/// <summary>Makes proofs from this node's log.</summary>
internal static class LedgerReader
{
    /// <summary>The proof that entry <paramref name="index"/> stands under the newest signed checkpoint (or the newest cosigned one, if asked and it covers the entry).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No signed checkpoint covers the entry.</exception>
    internal static string Prove(SqliteConnection sql, long index, bool cosigned = false)
    {
        var checkpoint = cosigned && LedgerTables.NewestCosigned(sql) is { } seen && seen.Size > index ? seen : LedgerTables.Newest(sql);
        if (checkpoint is null || checkpoint.Size <= index) throw new ArgumentOutOfRangeException(nameof(index), index, "No checkpoint covers this entry yet.");
        var entry = LedgerTables.Entry(sql, index) ?? throw new ArgumentOutOfRangeException(nameof(index), index, "The entry was erased.");
        var path = InclusionProof.Build(index, checkpoint.Size, TreeTiles.Subtrees(checkpoint.Size, LedgerTables.Tiles(sql)));
        return TlogProof.Of(entry, index, path, SignedNote.Parse(Encoding.UTF8.GetBytes(checkpoint.Note))).ToString();
    }

    /// <summary>The proof that the log of <paramref name="from"/> entries is the beginning of the one of <paramref name="to"/>.</summary>
    internal static IReadOnlyList<Digest> Consistency(SqliteConnection sql, long from, long to) =>
        ConsistencyProof.Build(from, to, TreeTiles.Subtrees(to, LedgerTables.Tiles(sql)));
}
