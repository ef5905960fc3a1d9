using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Evidence;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Evidence;

/// <summary>Makes a package of a draft's files: manifest sealed, every key in an envelope for the recipient's newest key (R43, R45, R46).</summary>
internal sealed class Packing(NodeCore node, ObjectFiles files, SealedStore store, Vault vault, TrustDesk trust)
{
    /// <summary>What goes into a package, before it is made.</summary>
    private sealed record Order(string Draft, string Office, string Recipient, Digest Dossier, IReadOnlyList<(DraftItem Item, FileParticulars Said)> Files);

    internal async Task<PackedDelivery?> PackAsync(string draft, string recipient, Digest dossier, CancellationToken stop)
    {
        if (Read(draft, recipient, dossier) is not { Files.Count: > 0 } order) return null;
        var key = RecipientKey(recipient);
        var fingerprint = Fingerprint(order, key.Kid);
        if (Former(fingerprint) is { } former) return former;
        var objects = await SealAsync(order, key, stop);
        return await node.Writer.RunAsync(t => Keep(t, order, fingerprint, objects));
    }

    private Order? Read(string draft, string recipient, Digest dossier)
    {
        using var sql = node.Database.Read();
        return DraftItems.OfficeOf(sql, draft) is { } office
            ? new(draft, office, recipient, dossier, [.. DraftItems.Of(sql, draft).Select(i => (i, new FileParticulars(i.Name, i.File, Earlier(sql, i))))]) : null;
    }

    /// <summary>From whom we have a file that is passed on.</summary>
    private static EarlierHop? Earlier(SqliteConnection sql, DraftItem item) =>
        item.Source is { } source && EvidenceTables.Package(sql, source) is { Arrived: { } arrived } package && SignedAt(sql, source) is { } signed
            ? new(package.Sender, signed, source, arrived) : null;

    private static long? SignedAt(SqliteConnection sql, Digest delivery) => Dossiers.DossierTables.Find(sql, delivery)?.Claims.At;

    /// <summary>The recipient's newest key that holds now (R47).</summary>
    private PublicJwk RecipientKey(string recipient)
    {
        using var sql = node.Database.Read();
        var standing = trust.Judge(recipient, node.Now, TrustTables.OfficeMaterial(sql, recipient));
        return standing.EncryptionKeys is [var newest, ..] ? newest.Jwk : throw new RefusedException(RefusalCode.Trust, $"{standing.OfficeName} of {standing.AuthorityName} publishes no key to seal evidence to.");
    }

    private async Task<IReadOnlyList<PackedObject>> SealAsync(Order order, PublicJwk key, CancellationToken stop)
    {
        var source = new PackageSource(node.Settings.OfficeId(order.Office), node.Now.ToUnixTimeSeconds(), order.Dossier);
        var manifest = PackageManifest.Create(source, [.. order.Files.Select(f => new PackageItem(f.Item.Name, f.Item.File, f.Item.Object.Root, f.Item.Object.Layout))]);
        using var plaintext = new MemoryStream(manifest.ToBytes());
        using var recipient = ECDiffieHellman.Create(key.ToParameters());
        var first = await store.SealAsync(plaintext, stop);
        var objects = new List<PackedObject> { new(first, await WrapAsync(first, recipient.PublicKey, key.Kid), null) };
        foreach (var (item, said) in order.Files) objects.Add(new(item.Object, await WrapAsync(item.Object, recipient.PublicKey, key.Kid), said.ToJson().ToJsonString()));
        return objects;
    }

    private async Task<string> WrapAsync(StoredObject stored, ECDiffieHellmanPublicKey recipient, string kid)
    {
        using var key = await vault.UnwrapAsync(stored.Wrap ?? throw new InvalidDataException($"The key of object {stored.Root} is missing from this node's store."), stored.Root);
        return KeyEnvelope.Wrap(key, recipient, kid, stored.Root, node.Random).Text;
    }

    private PackedDelivery Keep(Transaction t, Order order, Digest fingerprint, IReadOnlyList<PackedObject> objects)
    {
        if (DraftItems.Packed(t.Sql, fingerprint) is { } first) return Delivery(first, DraftItems.Objects(t.Sql, first)); // somebody reviewed it at the same time
        var root = PackageManifest.RootOf(objects.Select(o => o.Object.Root));
        EvidenceTables.Add(t.Sql, objects[0].Object, node.Now);
        foreach (var manifest in DraftItems.Pack(t.Sql, order.Draft, root, fingerprint, order.Recipient, objects).Where(m => !EvidenceTables.IsNeeded(t.Sql, m)))
        {
            EvidenceTables.Remove(t.Sql, manifest);
            t.AfterCommit(() => files.Remove(manifest));
        }

        return Delivery(root, objects);
    }

    private PackedDelivery? Former(Digest fingerprint)
    {
        using var sql = node.Database.Read();
        return DraftItems.Packed(sql, fingerprint) is { } root ? Delivery(root, DraftItems.Objects(sql, root)) : null;
    }

    private static PackedDelivery Delivery(Digest root, IReadOnlyList<PackedObject> objects) => new(
        root,
        [.. objects.Select(o => new ItemTerms(o.Object.Root, o.Object.Layout.PaddedSize, [Digest.Of(o.Envelope)]))],
        [.. objects.Where(o => o.Said is not null).Select(o => KeyValuePair.Create(Disclosures.File(o.Object.Root), JsonNode.Parse(o.Said!)))]);

    /// <summary>Two packages of one fingerprint would differ in nothing but time and random bytes.</summary>
    private static Digest Fingerprint(Order order, string kid) => Digest.Of(string.Join('\n',
        [order.Draft, order.Office, order.Recipient, order.Dossier.ToString(), kid, .. order.Files.Select(f => $"{f.Item.Object.Root} {Convert.ToHexString(Encoding.UTF8.GetBytes(f.Item.Name))}")]));
}
