using Comity.Evidence;

namespace Comity.Node.Evidence;

/// <summary>Seals bytes as they arrive: fresh key, ciphertext only on the disk, read back and compared before anything is said of it (R44).</summary>
internal sealed class SealedStore(NodeCore node, ObjectFiles files, Vault vault)
{
    /// <summary>Seals a file into the store. The caller notes the object in its own transaction; until then the file counts for nothing.</summary>
    /// <exception cref="IOException">The disk is full, or the sender broke off: nothing was kept.</exception>
    internal async Task<StoredObject> SealAsync(Stream plaintext, CancellationToken stop)
    {
        var upload = files.NewUpload();
        try
        {
            using var key = ContentKey.Create(node.Random);
            var (done, leaves) = await WriteAsync(plaintext, upload, key, stop);
            files.Keep(upload, leaves);
            return new(done.Root, done.Layout, await vault.WrapAsync(key, done.Root), done.Plaintext);
        }
        catch
        {
            File.Delete(upload);
            throw;
        }
    }

    private async Task<(SealedObject Done, ChunkList Leaves)> WriteAsync(Stream plaintext, string upload, ContentKey key, CancellationToken stop)
    {
        await using var file = ObjectFiles.Write(upload);
        var done = await ObjectWriter.SealAsync(plaintext, file, key, node.Random, stop: stop);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        var leaves = await ChunkList.OfAsync(file, stop);
        if (leaves.Root != done.Root) throw new IOException("The disk gives back other bytes than were written. Nothing was kept.");
        return (done, leaves);
    }
}
