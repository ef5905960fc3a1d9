using System.Text.Json;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Trust;

/// <summary>An organisation of the federation, as the anchor vouches for it.</summary>
internal sealed record KnownMember(string Entity, string Name, string? Party, bool Provider);

/// <summary>A published office of a member, with the roles that its marks gave it when last judged.</summary>
internal sealed record KnownOffice(string Entity, string Member, string Name, IReadOnlyList<string> Roles);

/// <summary>Signed documents by digest, the directory of members, keys that evidence is sealed to; for an anchor also whom it admitted.</summary>
internal static class TrustTables
{
    internal static readonly Migration Schema = new(21, "Trust", """
        CREATE TABLE trust_document(digest BLOB PRIMARY KEY, text TEXT NOT NULL, got INTEGER NOT NULL) STRICT;
        CREATE TABLE member(
            entity TEXT PRIMARY KEY, name TEXT NOT NULL, party TEXT, provider INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT;
        CREATE TABLE member_office(
            entity TEXT PRIMARY KEY, member TEXT NOT NULL REFERENCES member(entity), name TEXT NOT NULL, roles TEXT NOT NULL, material TEXT NOT NULL, seen INTEGER NOT NULL) STRICT;
        CREATE TABLE own_document(name TEXT PRIMARY KEY, text TEXT NOT NULL, got INTEGER NOT NULL) STRICT;
        CREATE TABLE admitted(
            entity TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, party TEXT NOT NULL, jwks TEXT NOT NULL, at INTEGER NOT NULL, officer TEXT, roles TEXT NOT NULL) STRICT;
        CREATE TABLE applicant(
            entity TEXT PRIMARY KEY, configuration TEXT NOT NULL, application TEXT NOT NULL, at INTEGER NOT NULL, declined INTEGER) STRICT;
        CREATE TABLE encryption_key(
            kid TEXT PRIMARY KEY, office TEXT NOT NULL, wrapped BLOB NOT NULL, made INTEGER NOT NULL, expires INTEGER NOT NULL) STRICT;
        """);

    internal static readonly Migration FirstContact = new(70, "Trust", "ALTER TABLE member_office ADD COLUMN two_at_first_contact INTEGER NOT NULL DEFAULT 0;");

    /// <summary>Keeps the documents of a bag; what to write into a row's <c>material</c>.</summary>
    internal static string Keep(SqliteConnection sql, TrustMaterial material, DateTimeOffset now)
    {
        foreach (var text in material.Texts)
            sql.Run("INSERT OR IGNORE INTO trust_document VALUES($1, $2, $3)", TrustMaterial.DigestOf(text), text, now);
        return JsonSerializer.Serialize(material.Digests.Select(d => d.ToString()));
    }

    /// <summary>Reads back a bag that <see cref="Keep"/> wrote.</summary>
    internal static TrustMaterial Material(SqliteConnection sql, string kept) => TrustMaterial.Of(
        JsonSerializer.Deserialize<string[]>(kept)!.Select(d => sql.Scalar<string>("SELECT text FROM trust_document WHERE digest = $1", Digest.Parse(d)))
            .OfType<string>());

    internal static List<KnownMember> Members(SqliteConnection sql) => sql.Query(
        "SELECT entity, name, party, provider FROM member ORDER BY name", r => new KnownMember(r.GetString(0), r.GetString(1), r.Text(2), r.GetInt64(3) != 0));

    internal static List<KnownOffice> Offices(SqliteConnection sql) => sql.Query(
        "SELECT entity, member, name, roles FROM member_office ORDER BY entity", Office);

    internal static KnownOffice? Office(SqliteConnection sql, string entity) => sql.First(
        "SELECT entity, member, name, roles FROM member_office WHERE entity = $1", Office, entity);

    internal static TrustMaterial OfficeMaterial(SqliteConnection sql, string entity) =>
        sql.Scalar<string>("SELECT material FROM member_office WHERE entity = $1", entity) is { } kept ? Material(sql, kept) : TrustMaterial.Empty;

    /// <summary>True if the office asked, when last judged, that two persons approve what an organisation sends it first (R12).</summary>
    internal static bool AsksForTwo(SqliteConnection sql, string office) =>
        sql.Scalar<long>("SELECT two_at_first_contact FROM member_office WHERE entity = $1", office) != 0;

    private static KnownOffice Office(SqliteDataReader r) =>
        new(r.GetString(0), r.GetString(1), r.GetString(2), JsonSerializer.Deserialize<string[]>(r.GetString(3))!);
}
