using Comity.Node.Dossiers;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Evidence;

/// <summary>Who had a package, when, hop by hop: as far as signed statements and receipts at this node show, each with its entry in our log.</summary>
internal static class EvidenceCustody
{
    internal static IReadOnlyList<Hop> Of(SqliteConnection sql, NodeCore node, Package package, StoredStatement delivery, IReadOnlyList<DeliveredItem> items)
    {
        var hops = new List<Hop>();
        hops.AddRange(package.Ours ? OwnEarlier(sql, node, package) : StatedEarlier(sql, node, package, delivery, items));
        hops.Add(new("Delivered, sealed to the recipient", EvidenceRows.Time(delivery.Claims.At), EvidenceRows.OfficeText(sql, node, package.Sender), delivery.Entry));
        hops.AddRange(package.Ours ? There(sql, node, package) : Here(sql, node, package));
        return hops;
    }

    /// <summary>What came before, at a node that passes on: the deliveries that brought the objects here.</summary>
    private static IEnumerable<Hop> OwnEarlier(SqliteConnection sql, NodeCore node, Package package)
    {
        var sources = sql.Query("""
            SELECT DISTINCT p.delivery FROM package p JOIN package_object o ON o.delivery = p.delivery
            WHERE p.ours = 0 AND p.opened IS NOT NULL AND o.place > 0 AND o.object IN (SELECT object FROM package_object WHERE delivery = $1)
            """, r => new Digest(r.Bytes(0)), package.Delivery);
        foreach (var source in sources.Select(s => EvidenceTables.Package(sql, s)!).OrderBy(p => p.Noted))
        {
            var delivery = DossierTables.Find(sql, source.Delivery)!;
            yield return new("Delivered to us, sealed", EvidenceRows.Time(delivery.Claims.At), EvidenceRows.OfficeText(sql, node, source.Sender), delivery.Entry);
            foreach (var hop in Here(sql, node, source).Where(h => h.At is not null)) yield return hop;
        }
    }

    /// <summary>What came before, as the deliverer says under its seal: its statement is the entry.</summary>
    private static IEnumerable<Hop> StatedEarlier(SqliteConnection sql, NodeCore node, Package package, StoredStatement delivery, IReadOnlyList<DeliveredItem> items)
    {
        var deliverer = EvidenceRows.SideOf(sql, node, package.Sender).Name;
        foreach (var earlier in items.Select(i => i.Said?.Earlier).OfType<EarlierHop>().Distinct().OrderBy(e => e.At))
        {
            yield return new($"Delivered to {deliverer}, as it states", EvidenceRows.Time(earlier.At), EvidenceRows.OfficeText(sql, node, earlier.Office), delivery.Entry);
            yield return new("Arrived there whole, as it states", EvidenceRows.Time(earlier.Received), EvidenceRows.OfficeText(sql, node, package.Sender), delivery.Entry);
        }
    }

    private static IEnumerable<Hop> Here(SqliteConnection sql, NodeCore node, Package package)
    {
        var here = EvidenceRows.OfficeText(sql, node, package.Recipient);
        yield return new("Arrived whole, every chunk verified", package.Arrived is { } at ? EvidenceRows.Time(at) : null, here, package.Arrival);
        if (package.Arrived is null) yield break;
        foreach (var access in EvidenceTables.Accesses(sql, package.Delivery)) yield return new(access.What, EvidenceRows.Time(access.At), here, access.Entry);
        if (package.Opened is null) yield return new("Opened", null, here, null);
    }

    /// <summary>What the recipient's receipts say.</summary>
    private static IEnumerable<Hop> There(SqliteConnection sql, NodeCore node, Package package)
    {
        var there = EvidenceRows.OfficeText(sql, node, package.Recipient);
        var receipts = DossierTables.Receipts(sql, package.Root).Where(r => !r.Ours).ToList();
        foreach (var (rung, what) in new[] { (Comity.Trust.Rung.Delivered, "Arrived there whole"), (Comity.Trust.Rung.Acknowledged, "Opened there, hashes hold") })
        {
            var receipt = receipts.Find(r => r.Rung == Receipt.WordOf(rung));
            yield return new(what, receipt is null ? null : EvidenceRows.Time(receipt.At), there, receipt?.Entry);
            if (receipt is null) yield break;
        }
    }
}
