using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Comity.Tracing;

/// <summary>Where a block lies: a file of the source list, the offset of its first byte, its length.</summary>
internal readonly record struct BlockLocation(int File, long Offset, int Length);

/// <summary>What a scan of block files came across besides blocks.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Offset">Where.</param>
/// <param name="Kind"><c>skipped</c> or <c>truncated</c>.</param>
/// <param name="Bytes">How many bytes.</param>
public sealed record ScanFinding(string File, long Offset, string Kind, long Bytes);

/// <summary>One file of blocks, with the key that obscures it.</summary>
internal sealed class BlockFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly byte[] _key;

    internal BlockFile(string path)
    {
        Path = path;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(_handle);
        _key = ReadKey(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? ".", "xor.dat"));
    }

    internal string Path { get; }

    internal string Name => System.IO.Path.GetFileName(Path);

    internal long Length { get; }

    /// <summary>The key beside block files of Core 28 and later; empty when there is none.</summary>
    private static byte[] ReadKey(string path)
    {
        if (!File.Exists(path)) return [];
        var length = new FileInfo(path).Length;
        if (length != 8) throw new MalformedException(path, 0, "xor.dat", $"{length} bytes", "8 bytes");
        var key = File.ReadAllBytes(path);
        return key.AsSpan().IndexOfAnyExcept((byte)0) < 0 ? [] : key;
    }

    /// <summary>Reads and clears bytes; fewer only at the end of the file.</summary>
    internal int Read(long offset, Span<byte> target)
    {
        var read = ReadRaw(offset, target);
        if (_key.Length == 0) return read;
        for (var i = 0; i < read; i++) target[i] ^= _key[(int)((offset + i) & 7)];
        return read;
    }

    internal int ReadRaw(long offset, Span<byte> target)
    {
        var total = 0;
        while (total < target.Length)
        {
            var n = RandomAccess.Read(_handle, target[total..], offset + total);
            if (n == 0) break;
            total += n;
        }

        return total;
    }

    /// <summary>First offset at or after <paramref name="from"/> from which every raw byte is zero up to the end.</summary>
    internal long PaddingStart(long from)
    {
        var buffer = new byte[1 << 16];
        for (var end = Length; end > from;)
        {
            var start = Math.Max(from, end - buffer.Length);
            var n = ReadRaw(start, buffer.AsSpan(0, (int)(end - start)));
            var last = buffer.AsSpan(0, n).LastIndexOfAnyExcept((byte)0);
            if (last >= 0) return start + last + 1;
            end = start;
        }

        return from;
    }

    /// <summary>Next offset at or after <paramref name="from"/> where one of the magics stands, or the end.</summary>
    internal long NextMagic(long from, Network network)
    {
        var buffer = new byte[1 << 16];
        for (var at = from; at + 4 <= Length; at += buffer.Length - 3)
        {
            var n = Read(at, buffer);
            for (var i = 0; i + 4 <= n; i++)
                if (network.Magics.Contains(BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(i)))) return at + i;
        }

        return Length;
    }

    internal byte[] Block(BlockLocation location)
    {
        var bytes = new byte[location.Length];
        if (Read(location.Offset, bytes) != bytes.Length)
            throw new MalformedException(Path, location.Offset, "block", "cut", string.Create(CultureInfo.InvariantCulture, $"{location.Length} bytes"));
        return bytes;
    }

    /// <summary>Block files of a folder in the order of their numbers, which matters for progress only.</summary>
    internal static List<string> In(string folder)
    {
        if (File.Exists(folder)) return [folder];
        if (!Directory.Exists(folder)) throw new TracingException($"no such folder: {folder}");
        var files = Directory.EnumerateFiles(folder, "blk*.dat").Where(f => Number(f) >= 0).OrderBy(Number).ThenBy(f => f, StringComparer.Ordinal).ToList();
        var inside = System.IO.Path.Combine(folder, "blocks");
        if (files.Count == 0 && Directory.Exists(inside)) return In(inside);
        return files.Count > 0 ? files : throw new TracingException($"no block file (blk*.dat) in {folder}");
    }

    private static long Number(string path) =>
        long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path).AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1;

    public void Dispose() => _handle.Dispose();
}
