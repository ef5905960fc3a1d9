using Comity.Dossiers;
using Comity.Evidence;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Evidence;

/// <summary>A sealed object whose file is in the store.</summary>
/// <param name="Wrap">Its content key under the vault key; null until an officer opened it here.</param>
/// <param name="File">The plaintext's identity, known with the key.</param>
internal sealed record StoredObject(Digest Root, ObjectLayout Layout, byte[]? Wrap, FileIdentity? File);

/// <summary>A package that one of our offices delivered, or that was delivered to one.</summary>
/// <param name="Delivery">Id of the delivery statement; the package's name on this node.</param>
/// <param name="Root">Package root.</param>
/// <param name="Sender">The delivering office.</param>
/// <param name="Recipient">The office addressed.</param>
/// <param name="Ours">We delivered it.</param>
/// <param name="Trouble">Why the last attempt to fetch it failed.</param>
/// <param name="Arrived">When it was here whole, every chunk verified; Unix seconds.</param>
/// <param name="Arrival">Index of the ledger entry of that.</param>
/// <param name="Checked">When it was last decrypted and compared.</param>
/// <param name="Fault">What did not hold then, or at its announcement.</param>
/// <param name="Opened">When it was first opened with all hashes equal.</param>
internal sealed record Package(
    Digest Delivery, Digest Root, Digest Dossier, string Sender, string Recipient, bool Ours, long Noted, int Attempts, long Next, string? Trouble,
    long? Arrived, long? Arrival, long? Checked, string? Fault, long? Opened);

/// <summary>An object of a delivered package. The first is the manifest.</summary>
/// <param name="Envelopes">Key envelopes as received or made; empty until fetched.</param>
internal sealed record PackageObject(int Place, Digest Object, long Padded, IReadOnlyList<string> Envelopes);

/// <summary>Somebody opened or exported a package.</summary>
internal sealed record PackageAccess(Digest Delivery, long At, string Officer, string What, string Purpose, long Entry);

/// <summary>Objects, packages on their way and at rest, and who opened them. Content lies in files (<see cref="ObjectFiles"/>).</summary>
internal static class EvidenceTables
{
    internal static readonly Migration Schema = new(50, "Evidence", """
        CREATE TABLE vault_key(number INTEGER PRIMARY KEY, wrapped BLOB NOT NULL, made INTEGER NOT NULL) STRICT;
        CREATE TABLE sealed_object(
            root BLOB PRIMARY KEY, chunk INTEGER NOT NULL, padded INTEGER NOT NULL, stored INTEGER NOT NULL, wrap BLOB, size INTEGER, sha256 BLOB, sha512 TEXT) STRICT;
        CREATE TABLE draft_item(
            id INTEGER PRIMARY KEY AUTOINCREMENT, draft TEXT NOT NULL, name TEXT NOT NULL, object BLOB NOT NULL REFERENCES sealed_object(root), added INTEGER NOT NULL,
            source BLOB, UNIQUE(draft, name)) STRICT;
        CREATE TABLE packed(
            root BLOB PRIMARY KEY, draft TEXT NOT NULL, fingerprint BLOB NOT NULL UNIQUE, recipient TEXT NOT NULL) STRICT;
        CREATE TABLE packed_object(
            package BLOB NOT NULL REFERENCES packed(root) ON DELETE CASCADE, place INTEGER NOT NULL, object BLOB NOT NULL REFERENCES sealed_object(root),
            envelope TEXT NOT NULL, said TEXT, PRIMARY KEY(package, place)) STRICT, WITHOUT ROWID;
        CREATE TABLE package(
            delivery BLOB PRIMARY KEY, root BLOB NOT NULL, dossier BLOB NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL, ours INTEGER NOT NULL, noted INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0, next INTEGER NOT NULL DEFAULT 0, trouble TEXT, arrived INTEGER, arrival INTEGER, checked INTEGER, fault TEXT, opened INTEGER) STRICT;
        CREATE INDEX package_root ON package(root);
        CREATE INDEX package_dossier ON package(dossier);
        CREATE INDEX package_open ON package(next) WHERE ours = 0 AND arrived IS NULL AND fault IS NULL;
        CREATE TABLE package_object(
            delivery BLOB NOT NULL REFERENCES package(delivery), place INTEGER NOT NULL, object BLOB NOT NULL, padded INTEGER NOT NULL, envelopes TEXT NOT NULL DEFAULT '',
            PRIMARY KEY(delivery, place)) STRICT, WITHOUT ROWID;
        CREATE INDEX package_object_root ON package_object(object);
        CREATE TABLE package_access(
            number INTEGER PRIMARY KEY, delivery BLOB NOT NULL REFERENCES package(delivery), at INTEGER NOT NULL, officer TEXT NOT NULL, what TEXT NOT NULL,
            purpose TEXT NOT NULL, salt BLOB NOT NULL, entry INTEGER NOT NULL) STRICT;
        CREATE INDEX package_access_delivery ON package_access(delivery);
        """);

    private const string PackageColumns = "delivery, root, dossier, sender, recipient, ours, noted, attempts, next, trouble, arrived, arrival, checked, fault, opened";

    internal static StoredObject? Object(SqliteConnection sql, Digest root) =>
        sql.First("SELECT root, chunk, padded, wrap, size, sha256, sha512 FROM sealed_object WHERE root = $1", r => ReadObject(r), root);

    /// <summary>Notes an object whose file is durable. A key or hashes already noted stay.</summary>
    internal static void Add(SqliteConnection sql, StoredObject o, DateTimeOffset now) => sql.Run("""
        INSERT INTO sealed_object VALUES($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT(root) DO UPDATE SET wrap = coalesce(wrap, $5), size = coalesce(size, $6), sha256 = coalesce(sha256, $7), sha512 = coalesce(sha512, $8)
        """, o.Root, o.Layout.ChunkSize, o.Layout.PaddedSize, now, o.Wrap, o.File?.Size, o.File?.Sha256, o.File?.Sha512);

    /// <summary>True while a draft, a packed or a delivered package needs the object.</summary>
    internal static bool IsNeeded(SqliteConnection sql, Digest root) => sql.Scalar<long>("""
        SELECT (SELECT count(*) FROM draft_item WHERE object = $1) + (SELECT count(*) FROM packed_object WHERE object = $1) + (SELECT count(*) FROM package_object WHERE object = $1)
        """, root) > 0;

    internal static void Remove(SqliteConnection sql, Digest root) => sql.Run("DELETE FROM sealed_object WHERE root = $1", root);

    internal static HashSet<string> Stored(SqliteConnection sql) => [.. sql.Query("SELECT root FROM sealed_object", r => new Digest(r.Bytes(0)).ToHex())];

    internal static void Add(SqliteConnection sql, Statement delivery, bool ours, DateTimeOffset now, string? fault)
    {
        sql.Run("INSERT OR IGNORE INTO package(delivery, root, dossier, sender, recipient, ours, noted, fault) VALUES($1, $2, $3, $4, $5, $6, $7, $8)",
            delivery.Id, delivery.Terms.Package, delivery.Dossier, delivery.Issuer, delivery.To, ours, now, fault);
        for (var place = 0; place < delivery.Terms.Items.Count; place++)
            sql.Run("INSERT OR IGNORE INTO package_object(delivery, place, object, padded) VALUES($1, $2, $3, $4)", delivery.Id, place, delivery.Terms.Items[place].Root, delivery.Terms.Items[place].Size);
    }

    internal static Package? Package(SqliteConnection sql, Digest delivery) => sql.First($"SELECT {PackageColumns} FROM package WHERE delivery = $1", ReadPackage, delivery);

    internal static List<Package> Of(SqliteConnection sql, Digest dossier) =>
        sql.Query($"SELECT {PackageColumns} FROM package WHERE dossier = $1 ORDER BY noted, rowid", ReadPackage, dossier);

    /// <summary>Packages that an office delivered or was sent, the newest first.</summary>
    internal static List<Package> OfOffice(SqliteConnection sql, string office) =>
        sql.Query($"SELECT {PackageColumns} FROM package WHERE sender = $1 OR recipient = $1 ORDER BY noted DESC, rowid DESC LIMIT 500", ReadPackage, office);

    /// <summary>Packages announced to us and not here yet.</summary>
    internal static List<Package> Awaited(SqliteConnection sql) =>
        sql.Query($"SELECT {PackageColumns} FROM package WHERE ours = 0 AND arrived IS NULL AND fault IS NULL ORDER BY noted", ReadPackage);

    internal static List<PackageObject> Objects(SqliteConnection sql, Digest delivery) => sql.Query(
        "SELECT place, object, padded, envelopes FROM package_object WHERE delivery = $1 ORDER BY place",
        r => new PackageObject((int)r.GetInt64(0), new(r.Bytes(1)), r.GetInt64(2), r.GetString(3).Split('\n', StringSplitOptions.RemoveEmptyEntries)), delivery);

    internal static void SetEnvelopes(SqliteConnection sql, Digest delivery, int place, IEnumerable<string> envelopes) =>
        sql.Run("UPDATE package_object SET envelopes = $3 WHERE delivery = $1 AND place = $2", delivery, place, string.Join('\n', envelopes));

    internal static void SetTrouble(SqliteConnection sql, Digest delivery, string trouble, DateTimeOffset next) =>
        sql.Run("UPDATE package SET attempts = attempts + 1, trouble = $2, next = $3 WHERE delivery = $1", delivery, trouble, next);

    internal static void SetArrived(SqliteConnection sql, Digest delivery, DateTimeOffset at, long entry) =>
        sql.Run("UPDATE package SET arrived = $2, arrival = $3, trouble = NULL WHERE delivery = $1", delivery, at, entry);

    internal static void SetChecked(SqliteConnection sql, Digest delivery, DateTimeOffset at, string? fault) =>
        sql.Run("UPDATE package SET checked = $2, fault = $3, opened = CASE WHEN $3 IS NULL THEN coalesce(opened, $2) ELSE opened END WHERE delivery = $1", delivery, at, fault);

    /// <summary>True if we delivered that package to that office in that dossier.</summary>
    internal static bool IsSent(SqliteConnection sql, Digest root, string recipient, Digest dossier) =>
        sql.Scalar<long>("SELECT count(*) FROM package WHERE root = $1 AND recipient = $2 AND dossier = $3 AND ours = 1", root, recipient, dossier) > 0;

    /// <summary>Our deliveries to an organisation that bring a package of this root, or one with this object; those rejected do not count.</summary>
    internal static Digest? SentTo(SqliteConnection sql, string organisation, Digest? root, Digest? part) => sql.Scalar<byte[]>("""
        SELECT p.delivery FROM package p LEFT JOIN statement s ON s.id = p.delivery
        WHERE p.ours = 1 AND substr(p.recipient, 1, length($1) + 1) = $1 || '/' AND (s.verdict IS NULL OR s.verdict = 'validated')
          AND ($2 IS NULL OR p.root = $2) AND ($3 IS NULL OR EXISTS (SELECT 1 FROM package_object o WHERE o.delivery = p.delivery AND o.object = $3)) LIMIT 1
        """, organisation, root, part) is { } delivery ? new Digest(delivery) : null;

    internal static void Add(SqliteConnection sql, PackageAccess a, byte[] salt) => sql.Run(
        "INSERT INTO package_access(delivery, at, officer, what, purpose, salt, entry) VALUES($1, $2, $3, $4, $5, $6, $7)", a.Delivery, a.At, a.Officer, a.What, a.Purpose, salt, a.Entry);

    internal static List<PackageAccess> Accesses(SqliteConnection sql, Digest delivery) => sql.Query(
        "SELECT delivery, at, officer, what, purpose, entry FROM package_access WHERE delivery = $1 ORDER BY number",
        r => new PackageAccess(new(r.Bytes(0)), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5)), delivery);

    internal static StoredObject ReadObject(SqliteDataReader r, int from = 0) => new(
        new(r.Bytes(from)), new((int)r.GetInt64(from + 1), r.GetInt64(from + 2)), r.BytesOrNull(from + 3),
        r.Number(from + 4) is { } size ? new(size, new(r.Bytes(from + 5)), r.GetString(from + 6)) : null);

    private static Package ReadPackage(SqliteDataReader r) => new(
        new(r.Bytes(0)), new(r.Bytes(1)), new(r.Bytes(2)), r.GetString(3), r.GetString(4), r.GetInt64(5) != 0, r.GetInt64(6), (int)r.GetInt64(7), r.GetInt64(8), r.Text(9),
        r.Number(10), r.Number(11), r.Number(12), r.Text(13), r.Number(14));
}
