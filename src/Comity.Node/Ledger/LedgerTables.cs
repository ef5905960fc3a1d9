using Comity.Ledger;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Ledger;

/// <summary>The log's rows: entries, full tiles, and every checkpoint ever signed.</summary>
internal static class LedgerTables
{
    internal static readonly Migration Schema = new(10, "Ledger", """
        CREATE TABLE ledger_entry(
            idx INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, salt BLOB, record BLOB, leaf BLOB NOT NULL) STRICT;
        CREATE TABLE ledger_tile(
            level INTEGER NOT NULL, idx INTEGER NOT NULL, hashes BLOB NOT NULL, root BLOB NOT NULL, PRIMARY KEY(level, idx)) STRICT, WITHOUT ROWID;
        CREATE TABLE ledger_checkpoint(
            size INTEGER PRIMARY KEY, root BLOB NOT NULL, at INTEGER NOT NULL, note TEXT NOT NULL) STRICT;
        CREATE TABLE ledger_cosignature(
            size INTEGER NOT NULL, witness TEXT NOT NULL, at INTEGER NOT NULL, line TEXT NOT NULL, PRIMARY KEY(size, witness)) STRICT;
        CREATE TABLE witnessed(
            origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
        """);

    internal static long Size(SqliteConnection sql) => sql.Scalar<long>("SELECT coalesce(max(idx) + 1, 0) FROM ledger_entry");

    internal static void Add(SqliteConnection sql, long index, LedgerEntry entry) =>
        sql.Run("INSERT INTO ledger_entry VALUES($1, $2, $3, $4, $5, $6)", index, entry.Kind.Word(), entry.At, entry.Salt, entry.Record, entry.Leaf);

    internal static LedgerEntry? Entry(SqliteConnection sql, long index) => sql.First(
        "SELECT salt, record FROM ledger_entry WHERE idx = $1 AND record IS NOT NULL", row => LedgerEntry.Read(row.Bytes(0), row.Bytes(1)), index);

    internal static void AddTile(SqliteConnection sql, int level, long index, byte[] hashes, Digest root) =>
        sql.Run("INSERT INTO ledger_tile VALUES($1, $2, $3, $4)", level, index, hashes, root);

    /// <summary>Reads any tile of the present tree: full ones as stored, the last ones from what lies below them.</summary>
    internal static TileReader Tiles(SqliteConnection sql) => tile =>
    {
        if (tile.IsFull && sql.Scalar<byte[]>("SELECT hashes FROM ledger_tile WHERE level = $1 AND idx = $2", tile.Level, tile.Index) is { } hashes) return hashes;
        var first = tile.Index * Tile.FullWidth;
        var parts = tile.Level == 0
            ? sql.Query("SELECT leaf FROM ledger_entry WHERE idx >= $1 AND idx < $2 ORDER BY idx", r => MerkleHash.Leaf(r.Bytes(0)).ToArray(), first, first + tile.Width)
            : sql.Query("SELECT root FROM ledger_tile WHERE level = $1 AND idx >= $2 AND idx < $3 ORDER BY idx", r => r.Bytes(0), tile.Level - 1, first, first + tile.Width);
        return parts.SelectMany(p => p).ToArray();
    };

    internal static void AddCheckpoint(SqliteConnection sql, long size, Digest root, long at, string note) =>
        sql.Run("INSERT OR IGNORE INTO ledger_checkpoint VALUES($1, $2, $3, $4)", size, root, at, note);

    /// <summary>The newest signed checkpoint of our own log.</summary>
    internal static StoredCheckpoint? Newest(SqliteConnection sql) => sql.First(
        "SELECT size, root, at, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1", StoredCheckpoint.Read);

    /// <summary>The newest checkpoints, the newest first.</summary>
    internal static List<StoredCheckpoint> Checkpoints(SqliteConnection sql, int most) => sql.Query(
        "SELECT size, root, at, note FROM ledger_checkpoint ORDER BY size DESC LIMIT $1", StoredCheckpoint.Read, most);

    /// <summary>Rows from an index on, for whoever goes through the whole log.</summary>
    internal static List<LogRow> Rows(SqliteConnection sql, long from, int most) => sql.Query(
        "SELECT idx, kind, at, salt, record, leaf FROM ledger_entry WHERE idx >= $1 ORDER BY idx LIMIT $2", LogRow.Read, from, most);

    /// <summary>The newest rows of a kind (null: of all) below an index.</summary>
    internal static List<LogRow> Newest(SqliteConnection sql, string? kind, long before, int most) => sql.Query(
        "SELECT idx, kind, at, salt, record, leaf FROM ledger_entry WHERE idx < $1 AND ($2 IS NULL OR kind = $2) ORDER BY idx DESC LIMIT $3", LogRow.Read, before, kind, most);

    internal static List<(string Kind, int Count)> Kinds(SqliteConnection sql) =>
        sql.Query("SELECT kind, count(*) FROM ledger_entry GROUP BY kind ORDER BY kind", r => (r.GetString(0), (int)r.GetInt64(1)));

    /// <summary>How many witnesses cosigned the newest checkpoint that any did, and when the youngest cosignature was given.</summary>
    internal static (int Witnesses, DateTimeOffset? At) Cosigned(SqliteConnection sql) => sql.First(
        "SELECT count(*), max(at) FROM ledger_cosignature WHERE size = (SELECT max(size) FROM ledger_cosignature)",
        r => ((int)r.GetInt64(0), r.Number(1) is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : (DateTimeOffset?)null));

    internal static List<string> WitnessesOf(SqliteConnection sql, long size) =>
        sql.Query("SELECT witness FROM ledger_cosignature WHERE size = $1 ORDER BY witness", r => r.GetString(0), size);

    /// <summary>The dossier, with our reference, of the statement that an entry names.</summary>
    internal static (string? Dossier, string? Reference) DossierOf(SqliteConnection sql, Digest statement) => sql.First(
        "SELECT dossier.id, reference FROM statement JOIN dossier ON dossier.id = statement.dossier WHERE statement.id = $1",
        r => (new Digest(r.Bytes(0)).ToString(), r.GetString(1)), statement);

    /// <summary>The newest checkpoint that a witness has cosigned, with the cosignature lines joined to its note; null before the first.</summary>
    internal static StoredCheckpoint? NewestCosigned(SqliteConnection sql)
    {
        var found = sql.First("""
            SELECT size, root, at, note FROM ledger_checkpoint WHERE size = (SELECT max(size) FROM ledger_cosignature)
            """, StoredCheckpoint.Read);
        if (found is null) return null;
        var lines = sql.Query("SELECT line FROM ledger_cosignature WHERE size = $1 ORDER BY witness", r => r.GetString(0), found.Size);
        return found with { Note = found.Note + string.Concat(lines) };
    }

    /// <summary>Keeps a witness's first cosignature over a size; later ones over the same size say nothing new about when it was seen.</summary>
    internal static void AddCosignature(SqliteConnection sql, long size, string witness, long at, string line) =>
        sql.Run("INSERT OR IGNORE INTO ledger_cosignature VALUES($1, $2, $3, $4)", size, witness, at, line);

    internal static (long Size, Digest Root, string Note)? Witnessed(SqliteConnection sql, string origin)
    {
        var rows = sql.Query("SELECT size, root, note FROM witnessed WHERE origin = $1", r => (r.GetInt64(0), new Digest(r.Bytes(1)), r.GetString(2)), origin);
        return rows.Count == 0 ? null : rows[0];
    }

    internal static void Witness(SqliteConnection sql, string origin, long size, Digest root, string note, long at) =>
        sql.Run("INSERT OR REPLACE INTO witnessed VALUES($1, $2, $3, $4, $5)", origin, size, root, note, at);
}

/// <summary>A signed checkpoint of our log: <paramref name="Note"/> is the whole signed note.</summary>
internal sealed record StoredCheckpoint(long Size, Digest Root, long At, string Note)
{
    internal static StoredCheckpoint Read(SqliteDataReader row) => new(row.GetInt64(0), new(row.Bytes(1)), row.GetInt64(2), row.GetString(3));
}

/// <summary>An entry as stored; salt and record are null once erased.</summary>
internal sealed record LogRow(long Index, string Kind, long At, byte[]? Salt, byte[]? Record, byte[] Leaf)
{
    internal static LogRow Read(SqliteDataReader r) => new(r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.BytesOrNull(3), r.BytesOrNull(4), r.Bytes(5));
}
