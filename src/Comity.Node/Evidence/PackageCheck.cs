using Comity.Evidence;
using Comity.Node.Dossiers;
using Comity.Node.Trust;

namespace Comity.Node.Evidence;

/// <summary>Decrypts a package and compares everything that can be compared: roots, manifest, disclosed hashes (R26 "acknowledged").</summary>
internal sealed class PackageCheck(NodeCore node, ObjectFiles files, Vault vault, EncryptionKeys keys)
{
    /// <summary>A package with all its statements and rows, read once.</summary>
    internal sealed record Whole(Package Package, StoredStatement Delivery, IReadOnlyList<PackageObject> Objects);

    internal Whole Read(Package package)
    {
        using var sql = node.Database.Read();
        var delivery = DossierTables.Find(sql, package.Delivery) ?? throw new InvalidDataException($"Delivery {package.Delivery} is missing from this node's journal.");
        return new(package, delivery, EvidenceTables.Objects(sql, package.Delivery));
    }

    /// <summary>Opens every object to its end; what to keep of each: its key under the vault, its hashes.</summary>
    /// <exception cref="RefusedException">Something does not hold; the message names it.</exception>
    internal async Task<IReadOnlyList<StoredObject>> RunAsync(Whole whole, CancellationToken stop)
    {
        var opened = new List<StoredObject>();
        using var manifest = new MemoryStream();
        foreach (var part in whole.Objects)
        {
            if (part.Place == 0 && part.Padded > Padme.Padded(PackageManifest.Longest)) throw new RefusedException(RefusalCode.Malformed, "The manifest is longer than any manifest may be.");
            using var key = await KeyAsync(whole.Package, part);
            var done = await CopyAsync(part.Object, key, part.Place == 0 ? manifest : Stream.Null, stop);
            opened.Add(new(done.Root, done.Layout, await vault.WrapAsync(key, part.Object), done.Plaintext));
        }

        Compare(whole, PackageManifest.Read(manifest.ToArray()), opened);
        return opened;
    }

    /// <summary>The manifest of a package that was opened.</summary>
    internal async Task<PackageManifest> ManifestAsync(Whole whole, CancellationToken stop)
    {
        using var plaintext = new MemoryStream();
        await CopyAsync(whole, whole.Objects[0], plaintext, stop);
        return PackageManifest.Read(plaintext.ToArray());
    }

    /// <summary>Writes the plaintext of an object of a package that was opened.</summary>
    /// <exception cref="RefusedException">A chunk does not hold; discard what was written.</exception>
    internal async Task<SealedObject> CopyAsync(Whole whole, PackageObject part, Stream plaintext, CancellationToken stop)
    {
        using var key = await KeyAsync(whole.Package, part);
        return await CopyAsync(part.Object, key, plaintext, stop);
    }

    private async Task<SealedObject> CopyAsync(Digest root, ContentKey key, Stream plaintext, CancellationToken stop)
    {
        await using var file = files.Open(root);
        using var reader = await ObjectReader.OpenAsync(file, key, stop);
        var done = await reader.CopyToAsync(plaintext, stop);
        return done.Root == root ? done : throw new RefusedException(RefusalCode.Seal, $"The file in the store is object {done.Root}, not {root}.");
    }

    /// <summary>Before the first opening only an envelope of this very package counts, even if the object is here by another way:
    /// whoever names somebody's object in a delivery must show that it has its key.</summary>
    private async Task<ContentKey> KeyAsync(Package package, PackageObject part)
    {
        if (package.Opened is not null && Stored(part.Object)?.Wrap is { } wrap) return await vault.UnwrapAsync(wrap, part.Object);
        var office = node.Settings.OfficeName(package.Recipient)!;
        foreach (var envelope in part.Envelopes.Select(KeyEnvelope.Parse))
        {
            using var own = keys.Find(office, envelope.KeyId);
            if (own is not null) return envelope.Open(own, part.Object);
        }

        throw new RefusedException(RefusalCode.Seal, $"No key of this office opens {(part.Place == 0 ? "the manifest" : $"item {part.Place}")}. Ask the sender to seal it again to the newest key.");
    }

    private StoredObject? Stored(Digest root)
    {
        using var sql = node.Database.Read();
        return EvidenceTables.Object(sql, root);
    }

    private static void Compare(Whole whole, PackageManifest manifest, List<StoredObject> opened)
    {
        var package = whole.Package;
        if (manifest.Root(opened[0].Root) != package.Root) throw Wrong("The manifest lists other objects than the delivery.");
        if (manifest.Source.Office != package.Sender || manifest.Source.Dossier != package.Dossier) throw Wrong("The manifest names another office or dossier than the delivery.");
        foreach (var (item, part) in manifest.Items.Zip(opened.Skip(1)))
        {
            if (item.File != part.File || item.Layout != part.Layout) throw Wrong($"'{item.Name}' is not the file that the manifest names.");
            var said = FileParticulars.Find(whole.Delivery.Sealed, part.Root);
            if (said is null && package.Opened is null) throw Wrong($"The delivery does not disclose the hashes of '{item.Name}'.");
            if (said is not null && (said.File != part.File || said.Name != item.Name)) throw Wrong($"'{item.Name}' is not the file whose hashes the delivery discloses.");
        }
    }

    private static RefusedException Wrong(string why) => new(RefusalCode.Seal, why);
}
