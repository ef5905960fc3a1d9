using Comity.Dossiers;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Dossiers;

/// <summary>Dossiers that hang together, as far as our own statements say so (R9). The other sides never see these links.</summary>
internal static class DossierLinks
{
    /// <summary>Dossiers whose own statements disclose a link to this one: the orders given for its sake, the first first.</summary>
    internal static List<Digest> OrdersFor(SqliteConnection sql, Digest dossier) =>
        [.. All(sql).Where(l => l.To == dossier).Select(l => l.From).Distinct()];

    /// <summary>The dossier for whose sake this one was opened.</summary>
    internal static List<Digest> SakeOf(SqliteConnection sql, Digest dossier) =>
        [.. All(sql).Where(l => l.From == dossier).Select(l => l.To).Distinct()];

    private static List<(Digest From, Digest To)> All(SqliteConnection sql) => [.. sql.Query("""
        SELECT s.dossier, d.text FROM disclosure d JOIN statement s ON s.id = d.statement WHERE d.name = $1 AND s.ours = 1 ORDER BY s.entry
        """, r => (From: new Digest(r.Bytes(0)), Text: r.GetString(1)), Disclosures.Link)
        .Select(l => (l.From, To: Digest.TryParse(Comity.Trust.Disclosure.Parse(l.Text).Value.GetString(), null, out var to) ? to : default))];
}
