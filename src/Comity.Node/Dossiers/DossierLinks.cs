using System.Text.Json;
using Comity.Dossiers;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Dossiers;

/// <summary>Which dossiers belong together, from the links that our own side disclosed to itself (R9). Nobody else learns of them.</summary>
internal static class DossierLinks
{
    /// <summary>Notes the links of a dossier's own statements.</summary>
    internal static void Write(SqliteConnection sql, DossierFile file)
    {
        foreach (var linked in file.Statements.Where(s => s.Ours).SelectMany(Named).Where(id => id != file.Id).Distinct())
            sql.Run("INSERT OR IGNORE INTO dossier_link VALUES($1, $2)", file.Id, linked);
    }

    /// <summary>The dossiers linked with one, in either direction, that are stored here.</summary>
    internal static List<Digest> Of(SqliteConnection sql, Digest dossier) => sql.Query("""
        SELECT id FROM dossier WHERE id IN (SELECT linked FROM dossier_link WHERE dossier = $1 UNION SELECT dossier FROM dossier_link WHERE linked = $1) ORDER BY opened
        """, r => new Digest(r.Bytes(0)), dossier);

    /// <summary>Dossiers whose own statements name this one: the orders given for its sake, the first first.</summary>
    internal static List<Digest> OrdersFor(SqliteConnection sql, Digest dossier) => sql.Query(
        "SELECT id FROM dossier JOIN dossier_link ON id = dossier_link.dossier WHERE linked = $1 ORDER BY opened", r => new Digest(r.Bytes(0)), dossier);

    /// <summary>One id, or a list of them.</summary>
    private static IEnumerable<Digest> Named(StoredStatement statement)
    {
        if (statement.Sealed.Find(Disclosures.Link) is not { } value) yield break;
        IEnumerable<JsonElement> all = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        foreach (var one in all)
            if (one.ValueKind == JsonValueKind.String && Digest.TryParse(one.GetString(), null, out var id)) yield return id;
    }
}
