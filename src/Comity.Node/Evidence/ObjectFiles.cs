using Comity.Evidence;

namespace Comity.Node.Evidence;

/// <summary>The files of sealed objects: whole ones by their root, uploads and arrivals apart until they are whole. Only ciphertext lies here.</summary>
internal sealed class ObjectFiles
{
    /// <summary>Room that is left to the database and the system. Ours.</summary>
    private const long Reserve = 64L << 20;

    private readonly string _objects, _uploads, _arriving;
    private long _uploaded;

    public ObjectFiles(NodeCore node)
    {
        _objects = Below(node, "objects");
        _uploads = Below(node, "uploads");
        _arriving = Below(node, "arriving");
        Free = () => new DriveInfo(_objects).AvailableFreeSpace;
        foreach (var broken in Directory.EnumerateFiles(_uploads)) File.Delete(broken);
        Sweep(node);
    }

    /// <summary>Bytes free on the disk; a test may say otherwise.</summary>
    internal Func<long> Free { get; set; }

    /// <summary>True if that many bytes more have room.</summary>
    internal bool HasRoom(long bytes) => bytes <= Free() - Reserve;

    /// <summary>A file of its own for an upload, deleted at the next start unless it was kept.</summary>
    internal string NewUpload() => Path.Combine(_uploads, $"{Interlocked.Increment(ref _uploaded)}");

    internal string Arriving(Digest root) => Path.Combine(_arriving, root.ToHex());

    /// <summary>The file of a whole object.</summary>
    internal string PathOf(Digest root) => Path.Combine(_objects, root.ToHex());

    /// <summary>The leaf hashes of a whole object.</summary>
    internal string LeavesOf(Digest root) => PathOf(root) + ".leaves";

    /// <exception cref="InvalidDataException">Its file is gone: our own store is damaged.</exception>
    internal FileStream Open(Digest root)
    {
        try
        {
            return new(PathOf(root), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (FileNotFoundException e)
        {
            throw new InvalidDataException($"The file of object {root} is missing from this node's store.", e);
        }
    }

    /// <summary>A file to write that nobody else reads meanwhile.</summary>
    internal static FileStream Write(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous,
    });

    /// <summary>Takes a whole, flushed file into the store, its leaf hashes first: an object without them could not be passed on.</summary>
    internal void Keep(string file, ChunkList leaves)
    {
        using (var beside = Write(LeavesOf(leaves.Root)))
        {
            beside.SetLength(0);
            beside.Write(leaves.ToBytes());
            beside.Flush(flushToDisk: true);
        }

        File.Move(file, PathOf(leaves.Root), overwrite: true);
    }

    internal void Remove(Digest root)
    {
        File.Delete(PathOf(root));
        File.Delete(LeavesOf(root));
    }

    /// <summary>Removes files that no row names: the node was stopped between the file and the row, so nothing was claimed of them.</summary>
    private void Sweep(NodeCore node)
    {
        using var sql = node.Database.Read();
        var known = EvidenceTables.Stored(sql);
        foreach (var file in Directory.EnumerateFiles(_objects))
            if (!known.Contains(Path.GetFileNameWithoutExtension(file))) File.Delete(file);
    }

    private static string Below(NodeCore node, string name) => Directory.CreateDirectory(Path.Combine(node.Folder.EvidencePath, name)).FullName;
}
