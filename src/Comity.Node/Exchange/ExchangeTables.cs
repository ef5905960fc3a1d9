using Microsoft.Data.Sqlite;

namespace Comity.Node.Exchange;

/// <summary>What is to be sent: a statement or a receipt, by its name.</summary>
internal enum ParcelKind
{
    Statement,
    Receipt,
}

/// <summary>Something on its way to a peer.</summary>
/// <param name="Peer">Entity id of the organisation.</param>
/// <param name="Ref">A statement's id, or a receipt's number.</param>
internal sealed record Parcel(long Number, string Peer, ParcelKind Kind, string Ref, DateTimeOffset Made, int Attempts, DateTimeOffset Next, string? Trouble);

/// <summary>The outbox: durable, in order per peer, kept until the peer gave a final answer.</summary>
internal static class ExchangeTables
{
    internal static readonly Migration Schema = new(40, "Exchange", """
        CREATE TABLE outbox(
            number INTEGER PRIMARY KEY AUTOINCREMENT, peer TEXT NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL, made INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0, next INTEGER NOT NULL, trouble TEXT, done INTEGER, UNIQUE(peer, kind, ref)) STRICT;
        CREATE INDEX outbox_open ON outbox(peer, number) WHERE done IS NULL;
        """);

    internal static void Queue(SqliteConnection sql, string peer, ParcelKind kind, string what, DateTimeOffset now) => sql.Run(
        "INSERT OR IGNORE INTO outbox(peer, kind, ref, made, next) VALUES($1, $2, $3, $4, $4)", peer, kind.ToString(), what, now);

    internal static List<string> PeersWithMail(SqliteConnection sql) => sql.Query("SELECT DISTINCT peer FROM outbox WHERE done IS NULL", r => r.GetString(0));

    /// <summary>The oldest parcel for a peer: nothing overtakes it.</summary>
    internal static Parcel? First(SqliteConnection sql, string peer) =>
        sql.First($"SELECT {Columns} FROM outbox WHERE peer = $1 AND done IS NULL ORDER BY number LIMIT 1", Read, peer);

    internal static List<Parcel> Open(SqliteConnection sql) => sql.Query($"SELECT {Columns} FROM outbox WHERE done IS NULL ORDER BY number", Read);

    internal static void Done(SqliteConnection sql, long number, DateTimeOffset now) =>
        sql.Run("UPDATE outbox SET done = $2, trouble = NULL WHERE number = $1", number, now);

    /// <summary>Opens parcels again that a peer says it lacks; they stand before the one that was held, because they are older (R18).</summary>
    internal static void Again(SqliteConnection sql, string peer, IEnumerable<string> statements, DateTimeOffset now)
    {
        foreach (var id in statements) sql.Run("UPDATE outbox SET done = NULL, next = $4 WHERE peer = $1 AND kind = $2 AND ref = $3", peer, nameof(ParcelKind.Statement), id, now);
    }

    internal static void Failed(SqliteConnection sql, long number, string trouble, DateTimeOffset next) =>
        sql.Run("UPDATE outbox SET attempts = attempts + 1, trouble = $2, next = $3 WHERE number = $1", number, trouble, next);

    private const string Columns = "number, peer, kind, ref, made, attempts, next, trouble";

    private static Parcel Read(SqliteDataReader r) => new(
        r.GetInt64(0), r.GetString(1), Enum.Parse<ParcelKind>(r.GetString(2)), r.GetString(3), DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(4)),
        (int)r.GetInt64(5), DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(6)), r.Text(7));
}
