using Comity.Evidence;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Evidence;

/// <summary>A file of a delivery in the making.</summary>
/// <param name="Source">The delivery by which it came to us, if it is passed on.</param>
internal sealed record DraftItem(long Id, string Name, StoredObject Object, Digest? Source)
{
    /// <summary>Plaintext identity; a draft takes only objects whose key is here.</summary>
    internal FileIdentity File => Object.File ?? throw new InvalidDataException($"The hashes of object {Object.Root} are missing from this node's store.");
}

/// <summary>The files of deliveries in the making, and the packages made of them.</summary>
internal static class DraftItems
{
    private const string ObjectColumns = "o.root, o.chunk, o.padded, o.wrap, o.size, o.sha256, o.sha512";

    /// <summary>The short name of the office that is making a delivery; null if there is no such draft, or it was sent.</summary>
    internal static string? OfficeOf(SqliteConnection sql, string draft) =>
        sql.Scalar<string>("SELECT office FROM draft WHERE id = $1 AND type = 'delivery' AND sent IS NULL", draft);

    internal static List<DraftItem> Of(SqliteConnection sql, string draft) => sql.Query(
        $"SELECT i.id, i.name, i.source, {ObjectColumns} FROM draft_item i JOIN sealed_object o ON o.root = i.object WHERE i.draft = $1 ORDER BY i.id",
        r => new DraftItem(r.GetInt64(0), r.GetString(1), EvidenceTables.ReadObject(r, 3), r.BytesOrNull(2) is { } source ? new(source) : null), draft);

    /// <summary>Adds a file; what was reviewed before no longer holds.</summary>
    internal static void Add(SqliteConnection sql, string draft, string name, Digest root, Digest? source, DateTimeOffset now)
    {
        sql.Run("INSERT INTO draft_item(draft, name, object, added, source) VALUES($1, $2, $3, $4, $5)", draft, name, root, now, source);
        Touch(sql, draft);
    }

    internal static void Remove(SqliteConnection sql, string draft, long item)
    {
        sql.Run("DELETE FROM draft_item WHERE draft = $1 AND id = $2", draft, item);
        Touch(sql, draft);
    }

    /// <summary>Keeps a sealed package; the same draft's former ones that were not delivered go. What they leave unneeded is named.</summary>
    internal static List<Digest> Pack(SqliteConnection sql, string draft, Digest root, Digest fingerprint, string recipient, IReadOnlyList<PackedObject> objects)
    {
        var former = sql.Query("""
            SELECT o.object FROM packed p JOIN packed_object o ON o.package = p.root WHERE p.draft = $1 AND o.place = 0 AND NOT EXISTS (SELECT 1 FROM package WHERE root = p.root)
            """, r => new Digest(r.Bytes(0)), draft);
        sql.Run("DELETE FROM packed WHERE draft = $1 AND NOT EXISTS (SELECT 1 FROM package WHERE root = packed.root)", draft);
        sql.Run("INSERT INTO packed VALUES($1, $2, $3, $4)", root, draft, fingerprint, recipient);
        for (var place = 0; place < objects.Count; place++)
            sql.Run("INSERT INTO packed_object VALUES($1, $2, $3, $4, $5)", root, place, objects[place].Object.Root, objects[place].Envelope, objects[place].Said);
        return former;
    }

    /// <summary>The package made of exactly these files for exactly this recipient key, if there is one.</summary>
    internal static Digest? Packed(SqliteConnection sql, Digest fingerprint) =>
        sql.Scalar<byte[]>("SELECT root FROM packed WHERE fingerprint = $1", fingerprint) is { } root ? new Digest(root) : null;

    /// <summary>The office that a package was packed for; null if it was not packed here.</summary>
    internal static string? RecipientOf(SqliteConnection sql, Digest package) => sql.Scalar<string>("SELECT recipient FROM packed WHERE root = $1", package);

    internal static List<PackedObject> Objects(SqliteConnection sql, Digest package) => sql.Query(
        $"SELECT p.envelope, p.said, {ObjectColumns} FROM packed_object p JOIN sealed_object o ON o.root = p.object WHERE p.package = $1 ORDER BY p.place",
        r => new PackedObject(EvidenceTables.ReadObject(r, 2), r.GetString(0), r.Text(1)), package);

    private static void Touch(SqliteConnection sql, string draft) => sql.Run("UPDATE draft SET acts = NULL WHERE id = $1", draft);
}

/// <summary>An object of a packed package.</summary>
/// <param name="Envelope">Its key for the recipient.</param>
/// <param name="Said">What the delivery discloses of it, as JSON; null for the manifest.</param>
internal sealed record PackedObject(StoredObject Object, string Envelope, string? Said);
