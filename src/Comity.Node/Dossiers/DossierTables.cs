using Microsoft.Data.Sqlite;

namespace Comity.Node.Dossiers;

/// <summary>A statement as stored: its signed part, what of it we hold, and what became of it.</summary>
/// <param name="Jwt">The signed part, exactly as sealed or received (R1).</param>
/// <param name="Ours">Written by an office of this node.</param>
/// <param name="T">When it arrived, or was sealed, in Unix seconds: the time it is judged by (R27).</param>
/// <param name="Verdict">Null while the addressee has not judged it; else <c>validated</c>, or a refusal's word.</param>
/// <param name="Entry">Index of the ledger entry that records it on this node.</param>
internal sealed record StoredStatement(
    Digest Id, Digest Dossier, string Jwt, bool Ours, long T, string? Verdict, string? Reason, long Entry, string Material, long? Read)
{
    internal const string Columns = "id, dossier, jwt, ours, t, verdict, reason, entry, material, read";

    internal static StoredStatement From(SqliteDataReader r) => new(
        new(r.Bytes(0)), new(r.Bytes(1)), r.GetString(2), r.GetInt64(3) != 0, r.GetInt64(4), r.Text(5), r.Text(6), r.GetInt64(7), r.GetString(8), r.Number(9));
}

/// <summary>A receipt as stored, with the proof of the entry it points to.</summary>
internal sealed record StoredReceipt(string Jti, Digest Of, string Rung, string Jwt, string Proof, long At, bool Ours, long Entry)
{
    internal const string Columns = "jti, of_, rung, jwt, proof, at, ours, entry";

    internal static StoredReceipt From(SqliteDataReader r) => new(
        r.GetString(0), new(r.Bytes(1)), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5), r.GetInt64(6) != 0, r.GetInt64(7));
}

/// <summary>The journal of dossiers and the desk's row for each.</summary>
internal static class DossierTables
{
    internal static readonly Migration Schema = new(30, "Dossiers", """
        CREATE TABLE dossier(
            id BLOB PRIMARY KEY, reference TEXT NOT NULL UNIQUE, title TEXT NOT NULL, asking TEXT NOT NULL, asked TEXT NOT NULL,
            opened INTEGER NOT NULL, updated INTEGER NOT NULL, channel TEXT NOT NULL, status TEXT NOT NULL, state TEXT NOT NULL,
            due INTEGER, due_limit TEXT, waits_for_us INTEGER NOT NULL, emergency INTEGER NOT NULL, complete INTEGER NOT NULL, theirs TEXT) STRICT;
        CREATE INDEX dossier_due ON dossier(complete, due);
        CREATE TABLE statement(
            id BLOB PRIMARY KEY, dossier BLOB NOT NULL, jti TEXT NOT NULL, jwt TEXT NOT NULL, ours INTEGER NOT NULL, t INTEGER NOT NULL,
            verdict TEXT, reason TEXT, entry INTEGER NOT NULL, material TEXT NOT NULL, read INTEGER) STRICT;
        CREATE INDEX statement_dossier ON statement(dossier, entry);
        CREATE INDEX statement_jti ON statement(jti);
        CREATE TABLE disclosure(
            statement BLOB NOT NULL REFERENCES statement(id), name TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY(statement, name)) STRICT, WITHOUT ROWID;
        CREATE TABLE receipt(
            jti TEXT PRIMARY KEY, of_ BLOB NOT NULL, rung TEXT NOT NULL, jwt TEXT NOT NULL, proof TEXT NOT NULL, at INTEGER NOT NULL,
            ours INTEGER NOT NULL, entry INTEGER NOT NULL) STRICT;
        CREATE INDEX receipt_of ON receipt(of_);
        CREATE TABLE draft(
            id TEXT PRIMARY KEY, office TEXT NOT NULL, officer TEXT NOT NULL, dossier BLOB, fields TEXT NOT NULL, updated INTEGER NOT NULL) STRICT;
        CREATE TABLE act(
            id TEXT PRIMARY KEY, office TEXT NOT NULL, officer TEXT NOT NULL, dossier BLOB NOT NULL, payload TEXT NOT NULL, disclosures TEXT NOT NULL,
            needs INTEGER NOT NULL, approvals TEXT NOT NULL, made INTEGER NOT NULL, sealed BLOB, draft TEXT) STRICT;
        """);
}
