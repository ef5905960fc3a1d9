using System.Buffers;

namespace Comity.Matching;

/// <summary>What became of a file: hashed or refused. Never anything of the picture itself.</summary>
/// <param name="File">The name as it was given or found.</param>
public abstract record FileOutcome(string File)
{
    /// <summary>The file was hashed.</summary>
    public sealed record Hashed(string File, FileDigests Digests, long Bytes, DecodedPicture Picture) : FileOutcome(File)
    {
        /// <summary>The perceptual hash.</summary>
        public PdqHash Hash => Picture.Hashes[0];
    }

    /// <summary>The file was refused as a picture; its digests are still known if it could be read.</summary>
    public sealed record Refused(string File, FileRefusal Code, string Reason, FileDigests? Digests) : FileOutcome(File);

    /// <summary>Its exact hashes; none if it could not be read. A refused file can be asked by them too.</summary>
    public ExactHash[] Exact => this switch
    {
        Hashed h => ExactHash.Of(h.Digests),
        Refused { Digests: { } digests } => ExactHash.Of(digests),
        _ => [],
    };
}

/// <summary>Hashes files through a pool of workers.</summary>
/// <param name="pool">The workers; the caller disposes of it.</param>
/// <param name="scope">What to compute besides the hash.</param>
public sealed class FileHasher(WorkerPool pool, HashScope scope = HashScope.None)
{
    /// <summary>Hashes one file.</summary>
    public FileOutcome Hash(string file)
    {
        if (!RegularFile.Is(file)) return new FileOutcome.Refused(file, FileRefusal.Unreadable, Path.Exists(file) ? "not a regular file" : "no such file", null);
        try
        {
            using var handle = System.IO.File.OpenHandle(file, options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            if (length > WorkerMessage.LongestRequest) return new FileOutcome.Refused(file, FileRefusal.TooLarge, $"{length} bytes", null);
            var buffer = ArrayPool<byte>.Shared.Rent((int)length);
            try
            {
                var bytes = buffer.AsSpan(0, (int)length);
                return Fill(handle, bytes) ? Hash(file, bytes) : new FileOutcome.Refused(file, FileRefusal.Unreadable, "it shrank while being read", null);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FileOutcome.Refused(file, FileRefusal.Unreadable, "it cannot be opened", null);
        }
    }

    /// <summary>Hashes bytes that bear a name. The digests are made here, so that a worker that was taken over cannot mislabel a file.</summary>
    public FileOutcome Hash(string name, ReadOnlySpan<byte> bytes)
    {
        var digests = FileDigests.Of(bytes);
        return pool.Hash(bytes, scope) switch
        {
            WorkerMessage.Done d => new FileOutcome.Hashed(name, digests, bytes.Length, d.Picture),
            WorkerMessage.Refused r => new FileOutcome.Refused(name, r.Code, r.Reason, digests),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static bool Fill(Microsoft.Win32.SafeHandles.SafeFileHandle file, Span<byte> bytes)
    {
        for (int read = 0, got; read < bytes.Length; read += got)
            if ((got = RandomAccess.Read(file, bytes[read..], read)) == 0) return false;
        return true;
    }

    /// <summary>Hashes many files, several at a time, and hands the outcomes over in the order of <paramref name="files"/>.</summary>
    /// <param name="files">Names.</param>
    /// <param name="parallel">Files in work at once; at least 1.</param>
    /// <param name="stop">Ends between two files.</param>
    public IEnumerable<FileOutcome> HashAll(IEnumerable<string> files, int parallel, CancellationToken stop = default) =>
        files.AsParallel().AsOrdered().WithCancellation(stop).WithDegreeOfParallelism(Math.Max(1, parallel))
            .WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(Hash);

    /// <summary>The files of a path: itself, or everything below a directory in order of name. Links are not followed.</summary>
    public static IEnumerable<string> Below(string path)
    {
        if (!Directory.Exists(path)) return [path];
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        return Directory.EnumerateFiles(path, "*", all).Order(StringComparer.Ordinal);
    }
}
