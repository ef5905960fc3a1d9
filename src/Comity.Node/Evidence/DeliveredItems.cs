using Comity.Dossiers;
using Comity.Node.Dossiers;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Evidence;

/// <summary>A file of a delivered package as its delivery names it.</summary>
/// <param name="Number">Its place in the manifest, from 1.</param>
/// <param name="Said">What the delivery discloses of it; null if that was erased or not shown.</param>
internal sealed record DeliveredItem(Digest Delivery, int Number, Digest Object, long Padded, FileParticulars? Said);

/// <summary>Reads delivered packages together with what their statements say.</summary>
internal static class DeliveredItems
{
    /// <summary>The files, without the manifest.</summary>
    internal static IReadOnlyList<DeliveredItem> Of(SqliteConnection sql, Package package)
    {
        var statement = DossierTables.Find(sql, package.Delivery) ?? throw new InvalidDataException($"Delivery {package.Delivery} is missing from this node's journal.");
        return Of(sql, package, statement);
    }

    internal static IReadOnlyList<DeliveredItem> Of(SqliteConnection sql, Package package, StoredStatement statement) => [.. EvidenceTables.Objects(sql, package.Delivery).Skip(1)
        .Select(o => new DeliveredItem(package.Delivery, o.Place, o.Object, o.Padded, FileParticulars.Shown(statement.Sealed, o.Object)))];

    /// <summary>What the dossier's state says of the objects: none, while the delivery itself is not part of it.</summary>
    internal static IReadOnlyList<ItemState> States(DossierFile file, Package package) => [.. file.State.Items.Where(i => i.Key.Delivery == package.Delivery)];

    /// <summary>False while any of it is quarantined (R23) or its delivery was annulled.</summary>
    internal static bool AreUsable(SqliteConnection sql, Package package)
    {
        var states = States(DossierFile.Load(sql, package.Dossier), package);
        return states.Count > 0 && states.All(s => s.Usable);
    }

    internal static string Title(IReadOnlyList<DeliveredItem> items) => items switch
    {
        [] => "Empty package",
        [{ Said.Name: { } name }] => name,
        [{ Said.Name: { } name }, ..] => $"{name} and {items.Count - 1} more",
        _ => items.Count == 1 ? "1 file" : $"{items.Count} files",
    };
}
