using Comity.Ledger;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Ledger;

/// <summary>Appends to this node's log. Used by the one writer only, inside its transaction; the tree's head is kept in memory.</summary>
internal sealed class LedgerWriter(LogKey key, TimeProvider clock, RandomFill random)
{
    private CompactRange _tree = new();
    private Checkpoint? _signed;

    internal string Origin => key.Origin;

    internal long Size => _tree.Size;

    /// <summary>Takes up the stored log and compares it with the last checkpoint that was signed over it.</summary>
    /// <exception cref="NodeFault">Entries were lost or changed.</exception>
    internal void Load(SqliteConnection sql)
    {
        var size = LedgerTables.Size(sql);
        if (sql.Scalar<long>("SELECT count(*) FROM ledger_entry") != size) throw Damaged(sql, "entries are missing");
        _tree = CompactRange.Load(size, TreeTiles.Subtrees(size, LedgerTables.Tiles(sql)));
        if (LedgerTables.Newest(sql) is not { } last) return;
        _signed = new(key.Origin, last.Size, last.Root);
        var then = last.Size <= size ? MerkleTree.Root(last.Size, TreeTiles.Subtrees(last.Size, LedgerTables.Tiles(sql))) : default;
        if (then != last.Root) throw Damaged(sql, "the log does not lead to its last signed checkpoint");
    }

    /// <summary>The log's head as held in memory.</summary>
    internal LedgerHead Snapshot() => new(_tree.Copy(), _signed);

    /// <summary>Takes back what was appended and signed since, because it did not become durable and so never left this process.</summary>
    internal void Restore(LedgerHead head) => (_tree, _signed) = head;

    /// <summary>Appends an entry; its place.</summary>
    internal Appended Append(SqliteConnection sql, LedgerEntry entry)
    {
        var index = _tree.Size;
        LedgerTables.Add(sql, index, entry);
        _tree.Append(entry.LeafHash);
        KeepFullTiles(sql, index + 1);
        return new(index, entry.LeafHash);
    }

    /// <summary>Appends an entry of the present time.</summary>
    internal Appended Append(SqliteConnection sql, EntryKind kind, params ReadOnlySpan<EntryField> fields) =>
        Append(sql, LedgerEntry.Create(kind, clock.GetUtcNow().ToUnixTimeSeconds(), random, fields));

    /// <summary>Signs the head of the log as it is now, so that receipts may point below it (R25).</summary>
    internal StoredCheckpoint Sign(SqliteConnection sql)
    {
        var head = new Checkpoint(key.Origin, _tree.Size, _tree.Root);
        if (_signed == head && LedgerTables.Newest(sql) is { } newest && newest.Size == head.Size) return newest;
        var note = key.Sign(head, _signed);
        _signed = head;
        var at = clock.GetUtcNow().ToUnixTimeSeconds();
        LedgerTables.AddCheckpoint(sql, head.Size, head.Root, at, note.ToString());
        return new(head.Size, head.Root, at, note.ToString());
    }

    private static void KeepFullTiles(SqliteConnection sql, long size)
    {
        for (var level = 0; size > 0 && size % Tile.FullWidth == 0; level++, size /= Tile.FullWidth)
        {
            var tile = new Tile(level, (size / Tile.FullWidth) - 1, Tile.FullWidth);
            var hashes = LedgerTables.Tiles(sql)(tile).ToArray();
            LedgerTables.AddTile(sql, tile.Level, tile.Index, hashes, RootOf(hashes));
        }
    }

    private static Digest RootOf(byte[] hashes) => MerkleTree.Root(Enumerable.Range(0, Tile.FullWidth).Select(i => new Digest(hashes.AsSpan(i * Digest.Size, Digest.Size))));

    private static NodeFault Damaged(SqliteConnection sql, string why) =>
        new($"The ledger in {sql.DataSource} is damaged: {why}. Restore the back-up of this node; nothing was changed.");
}

/// <summary>Where an entry stands in the log, and the hash of its leaf.</summary>
internal readonly record struct Appended(long Index, Digest Leaf);

/// <summary>What the writer of a log keeps in memory: the tree so far and the last checkpoint signed.</summary>
internal sealed record LedgerHead(CompactRange Tree, Checkpoint? Signed);
