using System.Globalization;
using Comity.Node.Dossiers;
using Comity.Node.Exchange;
using Comity.Node.Look;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Evidence;

/// <summary>Packages in lists: how they are called, and where they stand.</summary>
internal static class EvidenceRows
{
    /// <summary>The packages of a dossier, for its page.</summary>
    internal static IReadOnlyList<PackageRow> Of(SqliteConnection sql, Digest dossier) => [.. EvidenceTables.Of(sql, dossier).Select(p => Row(sql, p))];

    internal static EvidenceRow ListRow(SqliteConnection sql, NodeCore node, Package package)
    {
        var items = DeliveredItems.Of(sql, package);
        return new(package.Delivery.ToString(), Reference(sql, package), DeliveredItems.Title(items), SideOf(sql, node, package.Sender), SideOf(sql, node, package.Recipient),
            package.Dossier.ToString(), DossierReference(sql, package.Dossier), items.Count, Bytes(items), Time(package.Arrived ?? package.Noted), Mark(sql, package));
    }

    /// <summary>The dossier's reference and the package's number in it.</summary>
    internal static string Reference(SqliteConnection sql, Package package)
    {
        var number = EvidenceTables.Of(sql, package.Dossier).FindIndex(p => p.Delivery == package.Delivery) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{DossierReference(sql, package.Dossier)}-E{number}");
    }

    internal static string DossierReference(SqliteConnection sql, Digest dossier) => sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", dossier) ?? "";

    /// <summary>True sizes where they are disclosed, else the padded ones.</summary>
    internal static long Bytes(IReadOnlyList<DeliveredItem> items) => items.Sum(i => i.Said?.File.Size ?? i.Padded);

    internal static DateTimeOffset Time(long at) => DateTimeOffset.FromUnixTimeSeconds(at);

    internal static Side SideOf(SqliteConnection sql, NodeCore node, string office)
    {
        var organisation = Peers.OrganisationOf(office);
        if (organisation == node.Settings.Url) return new(node.Settings.Party, node.Settings.Title, Own: true, node.Settings.Kind == NodeKind.Provider);
        var member = TrustTables.Members(sql).Find(m => m.Entity == organisation);
        return member is null ? new("", organisation) : new(member.Party ?? "", member.Name, Own: false, member.Provider);
    }

    /// <summary>An office in words: "Central authority, Japan".</summary>
    internal static string OfficeText(SqliteConnection sql, NodeCore node, string office)
    {
        if (node.Settings.OfficeName(office) is { } name) return $"{node.Settings.Offices.First(o => o.Name == name).Title}, {node.Settings.Title}";
        return TrustTables.Office(sql, office) is { } known ? $"{known.Name}, {SideOf(sql, node, office).Name}" : office;
    }

    /// <summary>Where the package stands. Green only for what was computed here, or signed by the recipient.</summary>
    internal static Mark Mark(SqliteConnection sql, Package package)
    {
        if (package.Ours) return SentMark(sql, package);
        if (package.Fault is not null) return new(Tone.Life, "Seal broken", "broken");
        if (package.Arrived is null) return package.Trouble is null ? new(Tone.Plain, "On its way") : new(Tone.Time, "Not arrived: " + Short(package.Trouble), "alert-triangle");
        return DeliveredItems.AreUsable(sql, package) switch
        {
            false => new(Tone.Life, "Quarantined", "lock"),
            true when package.Opened is null => new(Tone.Act, "Arrived, not opened"),
            _ => new(Tone.Proof, "Seal intact", "verified"),
        };
    }

    private static Mark SentMark(SqliteConnection sql, Package package)
    {
        var rungs = DossierTables.Receipts(sql, package.Root).Select(r => r.Rung).ToHashSet(StringComparer.Ordinal);
        if (rungs.Contains(Receipt.WordOf(Comity.Trust.Rung.Acknowledged))) return new(Tone.Proof, "Opened there, hashes hold", "verified");
        return rungs.Contains(Receipt.WordOf(Comity.Trust.Rung.Delivered)) ? new(Tone.Proof, "Delivered", "check") : new(Tone.Plain, "Waits to be fetched");
    }

    private static PackageRow Row(SqliteConnection sql, Package package)
    {
        var items = DeliveredItems.Of(sql, package);
        var opened = package.Opened is { } at ? $", opened {Shown.Exact(Time(at))}" : "";
        return new(package.Delivery.ToString(), Reference(sql, package), $"{Shown.Count(items.Count, "item")}, {Shown.Size(Bytes(items))}{opened}", Mark(sql, package));
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
