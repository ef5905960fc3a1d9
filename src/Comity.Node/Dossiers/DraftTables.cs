using System.Text.Json;
using Comity.Dossiers;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Dossiers;

/// <summary>An act that an officer has begun: what was typed, and once it was reviewed, the acts whose digests persons approve.</summary>
/// <param name="Id">Random; in addresses.</param>
/// <param name="Office">The office's short name; its officers share the draft.</param>
/// <param name="Officer">Who began it.</param>
/// <param name="Type">The act.</param>
/// <param name="Dossier">The dossier that it is written in; null for an act that opens one.</param>
/// <param name="Re">What it acts upon.</param>
/// <param name="Channel">The channel, for an act that opens a request.</param>
/// <param name="Fields">What was typed, by the names of the fields.</param>
/// <param name="Acts">The prepared acts, as JSON; null until reviewed, and again after any change.</param>
/// <param name="Sent">Ids of the sealed statements, once sent.</param>
internal sealed record Draft(
    string Id, string Office, string Officer, ActType Type, Digest? Dossier, Digest? Re, string? Channel, IReadOnlyDictionary<string, string> Fields,
    DateTimeOffset Updated, string? Acts = null, IReadOnlyList<Digest>? Sent = null)
{
    /// <summary>What was typed into a field, trimmed; empty if nothing.</summary>
    internal string this[string field] => Fields.GetValueOrDefault(field, "").Trim();

    internal bool Ticked(string field) => this[field] == "yes";
}

/// <summary>Drafts: kept until sent or discarded, so that no typed word is lost.</summary>
internal static class DraftTables
{
    internal static readonly Migration Schema = new(31, "Dossiers", """
        CREATE TABLE draft(
            id TEXT PRIMARY KEY, office TEXT NOT NULL, officer TEXT NOT NULL, type TEXT NOT NULL, dossier BLOB, re BLOB, channel TEXT, fields TEXT NOT NULL,
            updated INTEGER NOT NULL, acts TEXT, sent TEXT) STRICT;
        CREATE INDEX draft_open ON draft(office, updated) WHERE sent IS NULL;
        """);

    private const string Columns = "id, office, officer, type, dossier, re, channel, fields, updated, acts, sent";

    internal static void Put(SqliteConnection sql, Draft d) => sql.Run(
        $"INSERT OR REPLACE INTO draft({Columns}) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        d.Id, d.Office, d.Officer, d.Type.Word(), d.Dossier, d.Re, d.Channel, JsonSerializer.Serialize(d.Fields), d.Updated, d.Acts,
        d.Sent is null ? null : string.Join(' ', d.Sent));

    internal static Draft? Find(SqliteConnection sql, string id) => sql.First($"SELECT {Columns} FROM draft WHERE id = $1", Read, id);

    internal static List<Draft> Open(SqliteConnection sql, string office) =>
        sql.Query($"SELECT {Columns} FROM draft WHERE office = $1 AND sent IS NULL ORDER BY updated DESC", Read, office);

    internal static void Remove(SqliteConnection sql, string id) => sql.Run("DELETE FROM draft WHERE id = $1 AND sent IS NULL", id);

    private static Draft Read(SqliteDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), Words.Parse<ActType>(r.GetString(3)) ?? throw new InvalidDataException($"Draft {r.GetString(0)} is of no act that we know."),
        Id(r, 4), Id(r, 5), r.Text(6), JsonSerializer.Deserialize<Dictionary<string, string>>(r.GetString(7))!, DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(8)), r.Text(9),
        r.Text(10)?.Split(' ').Select(d => Digest.Parse(d)).ToList());

    private static Digest? Id(SqliteDataReader r, int column) => r.BytesOrNull(column) is { } bytes ? new Digest(bytes) : null;
}
