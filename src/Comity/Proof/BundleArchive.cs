using System.Buffers.Binary;
using System.Text;

namespace Comity.Proof;

/// <summary>ZIP in one canonical form: stored, names sorted, dated 1980-01-01, no extra fields, comments, flags or descriptors. One set of files has one archive.</summary>
/// <remarks>The reader builds the archive anew from what it read and compares, so that nothing hides in the slack of the format (APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16).</remarks>
public static class BundleArchive
{
    /// <summary>Most bytes of an archive. Our own limit.</summary>
    public const int Largest = 256 << 20;

    /// <summary>Most bytes of one file. Our own limit.</summary>
    public const int LargestFile = 33 << 20;

    /// <summary>Most files. Our own limit.</summary>
    public const int MostFiles = 4000;

    /// <summary>What stands for the place of a fault that lies in no file.</summary>
    internal const string Itself = "the archive";

    private const uint LocalSign = 0x04034b50, CentralSign = 0x02014b50, EndSign = 0x06054b50;
    private const int LocalSize = 30, CentralSize = 46, EndSize = 22;
    private const ushort Version = 10, FirstDay = 0x0021; // stored files only; 1980-01-01

    /// <summary>Writes the one archive of a set of files.</summary>
    /// <exception cref="ArgumentException">A name is not one of a bundle's, or a limit is passed.</exception>
    public static byte[] Write(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (files.Keys.FirstOrDefault(n => !BundleNames.IsOne(n)) is { } bad) throw new ArgumentException($"'{bad}' is no file of a bundle.", nameof(files));
        var total = files.Sum(f => (long)f.Value.Length + LocalSize + CentralSize + (2 * f.Key.Length)) + EndSize;
        if (files.Count > MostFiles || total > Largest || files.Values.Any(f => f.Length > LargestFile)) throw new ArgumentException("The bundle is larger than its limits.", nameof(files));
        return Build(files, total);
    }

    /// <summary>Reads the files of an archive in the canonical form.</summary>
    internal static SortedDictionary<string, ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> archive)
    {
        if (archive.Length > Largest) throw Fault(Itself, $"It is longer than {Largest} bytes.");
        var files = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var ends = new List<(int End, string Name)>();
        var at = 0;
        var last = "";
        while (Next(archive.Span, at) is { } header)
        {
            if (string.CompareOrdinal(last, header.Name) >= 0) throw Fault(header.Name, "It is out of order or there twice.");
            if (files.Count == MostFiles) throw Fault(header.Name, $"There are more than {MostFiles} files.");
            var from = at + LocalSize + header.Name.Length;
            files.Add(last = header.Name, archive.Slice(from, header.Size));
            ends.Add((at = from + header.Size, header.Name));
        }

        Compare(archive.Span, files, ends);
        return files;
    }

    private static (string Name, int Size)? Next(ReadOnlySpan<byte> archive, int at)
    {
        var rest = archive[at..];
        if (rest.Length < LocalSize || BinaryPrimitives.ReadUInt32LittleEndian(rest) != LocalSign) return null;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(rest[26..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[22..]);
        if (rest.Length < LocalSize + length) throw Fault(Itself, $"It is cut at byte {at}.");
        var name = Encoding.Latin1.GetString(rest.Slice(LocalSize, length));
        if (!BundleNames.IsOne(name)) throw Fault(Itself, $"The name of the file at byte {at} is none of a bundle's.");
        if (size > LargestFile || size > rest.Length - LocalSize - length) throw Fault(name, "It is cut or too large.");
        return (name, (int)size);
    }

    private static void Compare(ReadOnlySpan<byte> archive, SortedDictionary<string, ReadOnlyMemory<byte>> files, List<(int End, string Name)> ends)
    {
        var total = files.Sum(f => (long)f.Value.Length + LocalSize + CentralSize + (2 * f.Key.Length)) + EndSize;
        var same = archive.CommonPrefixLength(Build(files, Math.Min(total, Largest)));
        if (same == archive.Length && same == total) return;
        var place = ends.Find(e => same < e.End).Name ?? Itself;
        throw Fault(place, $"The archive differs from its canonical form at byte {same}; a file's bytes and their check sum do not agree, or its directory was changed.");
    }

    private static byte[] Build(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files, long total)
    {
        var bytes = new byte[total];
        var central = new List<byte[]>();
        var at = 0;
        foreach (var (name, content) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var header = Header(name, content.Span);
            central.Add(Central(header, name, at));
            header.CopyTo(bytes, at);
            Encoding.ASCII.GetBytes(name, bytes.AsSpan(at + LocalSize));
            content.Span.CopyTo(bytes.AsSpan(at + LocalSize + name.Length));
            at += LocalSize + name.Length + content.Length;
        }

        Finish(bytes.AsSpan(at), central, at);
        return bytes;
    }

    private static byte[] Header(string name, ReadOnlySpan<byte> content)
    {
        var header = new byte[LocalSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header, LocalSign);
        Common(header.AsSpan(4), name, content.Length, Crc32.Of(content));
        return header;
    }

    /// <summary>What local and central header share, from the version on: 26 bytes.</summary>
    private static void Common(Span<byte> at, string name, int size, uint crc)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(at[8..], FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(at[10..], crc);
        BinaryPrimitives.WriteInt32LittleEndian(at[14..], size);
        BinaryPrimitives.WriteInt32LittleEndian(at[18..], size);
        BinaryPrimitives.WriteUInt16LittleEndian(at[22..], (ushort)name.Length);
    }

    private static byte[] Central(byte[] local, string name, int offset)
    {
        var entry = new byte[CentralSize + name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, CentralSign);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(4), Version);
        local.AsSpan(4, 26).CopyTo(entry.AsSpan(6));
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(42), offset);
        Encoding.ASCII.GetBytes(name, entry.AsSpan(CentralSize));
        return entry;
    }

    private static void Finish(Span<byte> rest, List<byte[]> central, int offset)
    {
        var size = 0;
        foreach (var entry in central)
        {
            entry.CopyTo(rest[size..]);
            size += entry.Length;
        }

        rest = rest[size..];
        BinaryPrimitives.WriteUInt32LittleEndian(rest, EndSign);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[8..], (ushort)central.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[10..], (ushort)central.Count);
        BinaryPrimitives.WriteInt32LittleEndian(rest[12..], size);
        BinaryPrimitives.WriteInt32LittleEndian(rest[16..], offset);
    }

    private static BundleFaultException Fault(string file, string message) => new(file, "step 1, archive", message);
}

/// <summary>The check sum of ZIP. APPNOTE 6.3.10, section 4.4.7.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n =>
    {
        var c = (uint)n;
        for (var i = 0; i < 8; i++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
        return c;
    })];

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = Table[(crc ^ b) & 0xff] ^ (crc >> 8);
        return ~crc;
    }
}
