using Comity.Ledger;
using Comity.Node.Ledger;
using Comity.Node.Trust;
using Comity.Proof;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Proof;

/// <summary>What a proof bundle needs beside journal and log: the papers behind each receipt, and what joins the checkpoints of peers' logs.</summary>
internal static class ProofTables
{
    internal static readonly Migration Schema = new(60, "Proof", """
        CREATE TABLE receipt_material(jti TEXT PRIMARY KEY, material TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE log_joint(
            origin TEXT NOT NULL, from_ INTEGER NOT NULL, to_ INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY(origin, from_, to_)) STRICT, WITHOUT ROWID;
        """);

    /// <summary>Keeps the papers that a receipt, and the statement that it answers, can be judged by at its time.</summary>
    internal static void Keep(SqliteConnection sql, Digest receipt, TrustMaterial material, DateTimeOffset now) =>
        sql.Run("INSERT OR IGNORE INTO receipt_material VALUES($1, $2)", receipt.ToString(), TrustTables.Keep(sql, material, now));

    internal static TrustMaterial Material(SqliteConnection sql, string receipt) =>
        sql.Scalar<string>("SELECT material FROM receipt_material WHERE jti = $1", receipt) is { } kept ? TrustTables.Material(sql, kept) : TrustMaterial.Empty;

    /// <summary>A fresher proof of the same entry.</summary>
    internal static void SetProof(SqliteConnection sql, string receipt, string proof) => sql.Run("UPDATE receipt SET proof = $2 WHERE jti = $1", receipt, proof);

    internal static void Add(SqliteConnection sql, LogJoint joint) =>
        sql.Run("INSERT OR REPLACE INTO log_joint VALUES($1, $2, $3, $4)", joint.Origin, joint.From, joint.To, joint.ToString());

    internal static List<LogJoint> Joints(SqliteConnection sql, string origin) => sql.Query(
        "SELECT text FROM log_joint WHERE origin = $1", r => LogJoint.Parse(System.Text.Encoding.UTF8.GetBytes(r.GetString(0))), origin);

    /// <summary>The first checkpoint over an entry that a witness cosigned, because it bounds the entry's time most closely (R34); without one, the newest signed.</summary>
    internal static StoredCheckpoint? Covering(SqliteConnection sql, long index)
    {
        var seen = sql.First("""
            SELECT size, root, at, note FROM ledger_checkpoint WHERE size = (SELECT min(size) FROM ledger_cosignature WHERE size > $1)
            """, StoredCheckpoint.Read, index);
        if (seen is null) return LedgerTables.Newest(sql) is { } newest && newest.Size > index ? newest : null;
        var lines = sql.Query("SELECT line FROM ledger_cosignature WHERE size = $1 ORDER BY witness", r => r.GetString(0), seen.Size);
        return seen with { Note = seen.Note + string.Concat(lines) };
    }
}
