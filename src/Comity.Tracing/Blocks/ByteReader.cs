using System.Buffers.Binary;
using System.Globalization;

namespace Comity.Tracing;

/// <summary>Reads the fields of a block and refuses what does not fit in the bytes left.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private const ulong LargestCount = 0x02000000;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    internal int At { get; private set; }

    internal readonly int Left => _bytes.Length - At;

    internal readonly byte Peek(int ahead) => At + ahead < _bytes.Length ? _bytes[At + ahead] : throw Short("byte", ahead + 1);

    internal void Skip(int count, string field)
    {
        if (count > Left) throw Short(field, count);
        At += count;
    }

    internal byte Byte(string field)
    {
        if (Left < 1) throw Short(field, 1);
        return _bytes[At++];
    }

    internal uint U32(string field)
    {
        if (Left < 4) throw Short(field, 4);
        At += 4;
        return BinaryPrimitives.ReadUInt32LittleEndian(_bytes[(At - 4)..]);
    }

    internal long I64(string field)
    {
        if (Left < 8) throw Short(field, 8);
        At += 8;
        return BinaryPrimitives.ReadInt64LittleEndian(_bytes[(At - 8)..]);
    }

    /// <summary>A count of things that need at least <paramref name="least"/> bytes each.</summary>
    internal int Count(string field, int least)
    {
        var start = At;
        var first = Byte(field);
        if (first < 0xfd) return Fits(first, start, field, least);
        var value = first switch { 0xfd => Wide(2, field), 0xfe => Wide(4, field), _ => Wide(8, field) };
        var smallest = first switch { 0xfd => 0xfdUL, 0xfe => 0x10000UL, _ => 0x1_0000_0000UL };
        if (value < smallest) throw Refuse(start, field, $"{value} in a longer form than needed", "the minimal form");
        if (value > LargestCount) throw Refuse(start, field, value.ToString(CultureInfo.InvariantCulture), $"at most {LargestCount}");
        return Fits((int)value, start, field, least);
    }

    private readonly int Fits(int count, int start, string field, int least)
    {
        if ((long)count * least > Left) throw Refuse(start, field, count.ToString(CultureInfo.InvariantCulture), $"at most {Left / least} in the {Left} bytes left");
        return count;
    }

    private ulong Wide(int width, string field)
    {
        if (Left < width) throw Short(field, width);
        ulong value = 0;
        for (var i = 0; i < width; i++) value |= (ulong)_bytes[At + i] << (8 * i);
        At += width;
        return value;
    }

    private readonly MalformedException Short(string field, int needed) => Refuse(At, field, $"cut after {Left} bytes", $"{needed} bytes");

    internal static MalformedException Refuse(int at, string field, string found, string limit) => new("", at, field, found, limit);
}
