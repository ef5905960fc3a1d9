using System.IO.Compression;

namespace Comity.Evidence;

/// <summary>Opens an item and writes its plaintext; returns what was read, usually from <see cref="ObjectReader.CopyToAsync"/>.</summary>
public delegate Task<SealedObject> ItemOpener(PackageItem item, Stream plaintext, CancellationToken stop);

/// <summary>Unpacks a package as a bag. RFC 8493.</summary>
public static class Bag
{
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the bag as a ZIP, not compressed, in one pass. Each file is checked against the manifest as it is written.</summary>
    /// <param name="manifest">The package's manifest.</param>
    /// <param name="name">Name of the folder in the ZIP.</param>
    /// <param name="open">Opens each item in turn.</param>
    /// <param name="zip">Where to write; need not be seekable.</param>
    /// <param name="stop">Stops the writing.</param>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>: an item is not the file that the manifest names. What was written is not whole: discard it.</exception>
    public static async Task WriteZipAsync(PackageManifest manifest, string name, ItemOpener open, Stream zip, CancellationToken stop = default)
    {
        if (!BagPath.IsSafe(name) || name.Contains('/', StringComparison.Ordinal)) throw new ArgumentException($"'{name}' can not name a bag.", nameof(name));
        var archive = await ZipArchive.CreateAsync(zip, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop).ConfigureAwait(false);
        await using var closing = archive.ConfigureAwait(false);
        foreach (var file in manifest.TagFiles)
            await EntryAsync(archive, $"{name}/{file.Name}", stream => stream.WriteAsync(file.Content, stop).AsTask(), stop).ConfigureAwait(false);
        foreach (var item in manifest.Items)
            await EntryAsync(archive, $"{name}/data/{item.Name}", stream => CopyAsync(item, open, stream, stop), stop).ConfigureAwait(false);
    }

    private static async Task EntryAsync(ZipArchive archive, string path, Func<Stream, Task> write, CancellationToken stop)
    {
        var entry = archive.CreateEntry(path, CompressionLevel.NoCompression);
        entry.LastWriteTime = Epoch;
        var stream = await entry.OpenAsync(stop).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        await write(stream).ConfigureAwait(false);
    }

    private static async Task CopyAsync(PackageItem item, ItemOpener open, Stream stream, CancellationToken stop)
    {
        var read = await open(item, stream, stop).ConfigureAwait(false);
        if (read.Plaintext != item.File || read.Root != item.ObjectRoot)
            throw new RefusedException(RefusalCode.Seal, $"'{item.Name}' is not the file that the package manifest names.");
    }
}
