using Comity.Dossiers;
using Comity.Trust;
using Microsoft.Data.Sqlite;
using Statement = Comity.Dossiers.Statement;

namespace Comity.Node.Dossiers;

/// <summary>A statement as stored: its signed part with what of it we hold, and what became of it.</summary>
/// <param name="Sealed">The statement with all disclosures at hand, bytes as sealed or received (R1).</param>
/// <param name="Claims">Its permanent claims.</param>
/// <param name="Ours">Written by an office of this node.</param>
/// <param name="T">When it arrived, or was sealed, in Unix seconds: the time it is judged by (R27).</param>
/// <param name="Verdict">The addressee's verdict, once given.</param>
/// <param name="Entry">Index of the ledger entry that records it on this node.</param>
/// <param name="Material">The trust documents it was judged by, see <see cref="Trust.TrustTables.Material"/>.</param>
/// <param name="Read">When an officer of the addressed office first opened it, in Unix seconds.</param>
internal sealed record StoredStatement(SdJwt Sealed, Statement Claims, bool Ours, long T, Verdict? Verdict, string? Why, long Entry, string Material, long? Read)
{
    internal Digest Id => Claims.Id;
}

/// <summary>A receipt as stored, with the proof of the entry it points to.</summary>
/// <param name="Jti">Its number, which follows from issuer, object and rung: the same question has the same receipt.</param>
/// <param name="Of">The statement or package.</param>
/// <param name="Ours">Given by an office of this node.</param>
/// <param name="Entry">Index of the entry by which this node logged the receipt.</param>
internal sealed record StoredReceipt(string Jti, Digest Of, string Rung, string Jwt, string Proof, long At, bool Ours, long Entry);

/// <summary>The journal: every statement with its disclosures, every receipt, and one row per dossier for the desk.</summary>
internal static class DossierTables
{
    internal static readonly Migration Schema = new(30, "Dossiers", """
        CREATE TABLE dossier(
            id BLOB PRIMARY KEY, reference TEXT NOT NULL UNIQUE, theirs TEXT, title TEXT NOT NULL, summary TEXT NOT NULL, asking TEXT NOT NULL, asked TEXT NOT NULL,
            channel TEXT NOT NULL, kinds TEXT NOT NULL, categories TEXT NOT NULL, opened INTEGER NOT NULL, updated INTEGER NOT NULL,
            status TEXT NOT NULL, tone TEXT NOT NULL, due INTEGER, due_label TEXT, due_source TEXT, due_provision TEXT,
            waits_for_us INTEGER NOT NULL, emergency INTEGER NOT NULL, complete INTEGER NOT NULL,
            seal_state TEXT NOT NULL, seal_text TEXT NOT NULL, seal_note TEXT) STRICT;
        CREATE TABLE dossier_link(dossier BLOB NOT NULL, linked BLOB NOT NULL, PRIMARY KEY(dossier, linked)) STRICT, WITHOUT ROWID;
        CREATE INDEX dossier_link_back ON dossier_link(linked);
        CREATE TABLE reference_counter(year INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
        CREATE INDEX dossier_due ON dossier(complete, due);
        CREATE TABLE statement(
            id BLOB PRIMARY KEY, dossier BLOB NOT NULL, jti TEXT NOT NULL, jwt TEXT NOT NULL, ours INTEGER NOT NULL, t INTEGER NOT NULL,
            verdict TEXT, verdict_by TEXT, verdict_at INTEGER, why TEXT, entry INTEGER NOT NULL, material TEXT NOT NULL, read INTEGER) STRICT;
        CREATE INDEX statement_dossier ON statement(dossier, entry);
        CREATE INDEX statement_jti ON statement(jti);
        CREATE TABLE disclosure(
            statement BLOB NOT NULL REFERENCES statement(id), name TEXT NOT NULL, text TEXT NOT NULL, presented INTEGER NOT NULL,
            PRIMARY KEY(statement, name)) STRICT, WITHOUT ROWID;
        CREATE TABLE receipt(
            jti TEXT PRIMARY KEY, of_ BLOB NOT NULL, rung TEXT NOT NULL, jwt TEXT NOT NULL, proof TEXT NOT NULL, at INTEGER NOT NULL,
            ours INTEGER NOT NULL, entry INTEGER NOT NULL) STRICT;
        CREATE INDEX receipt_of ON receipt(of_);
        """);

    /// <summary>The words of a verdict in the table: a refusal's word, or this.</summary>
    private const string Validated = "validated";

    private const string StatementColumns = "id, jwt, ours, t, verdict, verdict_by, verdict_at, why, entry, material, read";

    /// <summary>Adds a statement with its disclosures. <paramref name="presented"/> says which ones the addressee gets; of a received one all were.</summary>
    internal static void Add(SqliteConnection sql, StoredStatement s, Func<string, bool> presented)
    {
        sql.Run("INSERT INTO statement VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)", s.Id, s.Claims.Dossier, s.Claims.Jti, s.Sealed.SignedPart, s.Ours, s.T,
            Word(s.Verdict), s.Verdict?.By, s.Verdict?.At, s.Why, s.Entry, s.Material, s.Read);
        foreach (var disclosure in s.Sealed.Disclosures)
            sql.Run("INSERT INTO disclosure VALUES($1, $2, $3, $4)", s.Id, disclosure.Name, disclosure.Text, presented(disclosure.Name));
    }

    /// <summary>Writes the verdict on a statement of ours, once: a verdict never changes (R17).</summary>
    internal static void SetVerdict(SqliteConnection sql, Verdict verdict, string? why) => sql.Run(
        "UPDATE statement SET verdict = $2, verdict_by = $3, verdict_at = $4, why = $5 WHERE id = $1 AND verdict IS NULL", verdict.Of, Word(verdict), verdict.By, verdict.At, why);

    internal static void SetMaterial(SqliteConnection sql, Digest statement, string material) =>
        sql.Run("UPDATE statement SET material = $2 WHERE id = $1", statement, material);

    internal static void SetRead(SqliteConnection sql, Digest statement, long at) =>
        sql.Run("UPDATE statement SET read = $2 WHERE id = $1 AND read IS NULL", statement, at);

    /// <summary>Validated statements of others in a dossier that no officer of the addressed office has opened.</summary>
    internal static List<Digest> Unread(SqliteConnection sql, Digest dossier) => sql.Query(
        "SELECT id FROM statement WHERE dossier = $1 AND ours = 0 AND read IS NULL AND verdict = $2 ORDER BY entry", r => new Digest(r.Bytes(0)), dossier, Validated);

    internal static StoredStatement? Find(SqliteConnection sql, Digest id) =>
        sql.First($"SELECT {StatementColumns} FROM statement WHERE id = $1", r => Read(sql, r), id);

    /// <summary>The id of the statement that has this act's identity, if there is one.</summary>
    internal static Digest? OfJti(SqliteConnection sql, string jti) =>
        sql.Scalar<byte[]>("SELECT id FROM statement WHERE jti = $1", jti) is { } id ? new Digest(id) : null;

    internal static List<StoredStatement> Of(SqliteConnection sql, Digest dossier) =>
        sql.Query($"SELECT {StatementColumns} FROM statement WHERE dossier = $1 ORDER BY entry", r => Read(sql, r), dossier);

    /// <summary>The statement as its addressee gets it: without what it may not see.</summary>
    internal static SdJwt Presented(SqliteConnection sql, StoredStatement statement) => statement.Sealed.With(
        sql.Query("SELECT name FROM disclosure WHERE statement = $1 AND presented = 1", r => r.GetString(0), statement.Id));

    internal static void Add(SqliteConnection sql, StoredReceipt r) => sql.Run(
        "INSERT OR IGNORE INTO receipt VALUES($1, $2, $3, $4, $5, $6, $7, $8)", r.Jti, r.Of, r.Rung, r.Jwt, r.Proof, r.At, r.Ours, r.Entry);

    internal static StoredReceipt? Receipt(SqliteConnection sql, string jti) => sql.First($"SELECT {ReceiptColumns} FROM receipt WHERE jti = $1", ReadReceipt, jti);

    internal static List<StoredReceipt> Receipts(SqliteConnection sql, Digest of) =>
        sql.Query($"SELECT {ReceiptColumns} FROM receipt WHERE of_ = $1 ORDER BY at, entry", ReadReceipt, of);

    /// <summary>All receipts on the statements of a dossier.</summary>
    internal static List<StoredReceipt> ReceiptsIn(SqliteConnection sql, Digest dossier) => sql.Query(
        $"SELECT {ReceiptColumns} FROM receipt WHERE of_ IN (SELECT id FROM statement WHERE dossier = $1) ORDER BY at, entry", ReadReceipt, dossier);

    private const string ReceiptColumns = "jti, of_, rung, jwt, proof, at, ours, entry";

    private static StoredReceipt ReadReceipt(SqliteDataReader r) => new(
        r.GetString(0), new(r.Bytes(1)), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5), r.GetInt64(6) != 0, r.GetInt64(7));

    private static StoredStatement Read(SqliteConnection sql, SqliteDataReader r)
    {
        var id = new Digest(r.Bytes(0));
        var disclosures = sql.Query("SELECT text FROM disclosure WHERE statement = $1 ORDER BY name", d => d.GetString(0) + "~", id);
        var signed = SdJwt.Parse($"{r.GetString(1)}~{string.Concat(disclosures)}", SdJwtProfile.Statement, "The stored statement");
        return new(signed, Statement.Parse(signed.Claims, id), r.GetInt64(2) != 0, r.GetInt64(3), ReadVerdict(id, r), r.Text(7), r.GetInt64(8), r.GetString(9), r.Number(10));
    }

    private static Verdict? ReadVerdict(Digest id, SqliteDataReader r) => r.Text(4) is { } word
        ? new(id, r.GetString(5), word == Validated ? null : RefusalWords.Parse(word), r.GetInt64(6))
        : null;

    private static string? Word(Verdict? verdict) => verdict is null ? null : verdict.Reason?.Word() ?? Validated;
}
