using System.Text.Json;
using Comity.Ledger;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Ledger;

/// <summary>A member's log as its entity configuration names it.</summary>
internal sealed record MemberLog(string Entity, string Origin, PublicJwk Key);

/// <summary>A cosigned checkpoint of some log, as the witness publishes it.</summary>
internal sealed record SeenCheckpoint(string Origin, long Size, Digest Root, string Note, long At);

/// <summary>What a witness needs of others' logs, and what every node keeps of the witness's feed (R40, R41).</summary>
internal static class WitnessTables
{
    internal static readonly Migration Schema = new(11, "Witness", """
        CREATE TABLE member_log(entity TEXT PRIMARY KEY, origin TEXT NOT NULL UNIQUE, jwk TEXT NOT NULL, seen INTEGER NOT NULL) STRICT;
        CREATE TABLE log_feed(
            origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE TABLE log_conflict(
            digest BLOB PRIMARY KEY, origin TEXT NOT NULL, first TEXT NOT NULL, other TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
        """);

    /// <summary>Takes a member's log key from what it says about itself.</summary>
    /// <exception cref="RefusedException">Another member has that log, or the log is not named after the member's host.</exception>
    internal static void Keep(SqliteConnection sql, MemberLog log, DateTimeOffset now)
    {
        var host = new Uri(log.Entity).Host;
        if (log.Origin != host + "/ledger") throw new RefusedException(RefusalCode.Trust, $"The log of {log.Entity} is named {log.Origin}, not {host}/ledger.");
        if (sql.Scalar<string>("SELECT entity FROM member_log WHERE origin = $1", log.Origin) is { } other && other != log.Entity)
            throw new RefusedException(RefusalCode.Trust, $"{log.Origin} is the log of {other}. Two members cannot share a host.");
        sql.Run("INSERT OR REPLACE INTO member_log VALUES($1, $2, $3, $4)", log.Entity, log.Origin, log.Key.ToJson("sig").ToJsonString(), now);
    }

    internal static MemberLog? Log(SqliteConnection sql, string origin) =>
        sql.First("SELECT entity, origin, jwk FROM member_log WHERE origin = $1", ReadLog, origin);

    /// <summary>Everything that this witness cosigned last, one line per log.</summary>
    internal static List<SeenCheckpoint> Witnessed(SqliteConnection sql) =>
        sql.Query("SELECT origin, size, root, note, at FROM witnessed ORDER BY origin", ReadSeen);

    /// <summary>The newest checkpoints of all logs as last read from the witness.</summary>
    internal static List<SeenCheckpoint> Feed(SqliteConnection sql) =>
        sql.Query("SELECT origin, size, root, note, at FROM log_feed ORDER BY origin", ReadSeen);

    internal static SeenCheckpoint? Fed(SqliteConnection sql, string origin) =>
        sql.First("SELECT origin, size, root, note, at FROM log_feed WHERE origin = $1", ReadSeen, origin);

    internal static void Keep(SqliteConnection sql, SeenCheckpoint seen) =>
        sql.Run("INSERT OR REPLACE INTO log_feed VALUES($1, $2, $3, $4, $5)", seen.Origin, seen.Size, seen.Root, seen.Note, seen.At);

    /// <summary>Keeps two signed notes of one log that cannot both be true (R41). Signatures may differ each time, so the pair is known by what they sign.</summary>
    internal static void Conflict(Transaction t, string origin, SignedNote first, SignedNote other, DateTimeOffset now)
    {
        var added = t.Sql.Run("INSERT OR IGNORE INTO log_conflict VALUES($1, $2, $3, $4, $5)",
            Digest.Of(first.Text + other.Text), origin, first.ToString(), other.ToString(), now);
        if (added == 1) t.Append(EntryKind.Equivocation, EntryField.Of("first", Digest.Of(first.Text)), EntryField.Of("other", Digest.Of(other.Text)));
    }

    private static MemberLog ReadLog(SqliteDataReader r)
    {
        using var jwk = JsonDocument.Parse(r.GetString(2));
        return new(r.GetString(0), r.GetString(1), PublicJwk.Parse(jwk.RootElement, "A log's key"));
    }

    private static SeenCheckpoint ReadSeen(SqliteDataReader r) => new(r.GetString(0), r.GetInt64(1), new(r.Bytes(2)), r.GetString(3), r.GetInt64(4));
}
