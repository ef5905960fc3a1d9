using System.Text;

namespace Comity.Tracing;

/// <summary>Writes one structure in Thrift's compact protocol, as Parquet keeps its headers: fields in ascending order of their numbers.</summary>
internal sealed class ThriftCompact
{
    private const int I32 = 5, I64 = 6, Binary = 8, ListOf = 9, StructOf = 12;
    private readonly List<byte> _bytes = [];
    private int _last;

    internal byte[] End()
    {
        _bytes.Add(0);
        return [.. _bytes];
    }

    internal void Int(int field, int value)
    {
        Head(field, I32);
        ZigZag(value);
    }

    internal void Long(int field, long value)
    {
        Head(field, I64);
        ZigZag(value);
    }

    internal void Text(int field, string value)
    {
        Head(field, Binary);
        Bytes(value);
    }

    internal void Struct(int field, Action members)
    {
        Head(field, StructOf);
        Nested(members);
    }

    internal void Structs(int field, int count, Action<int> members)
    {
        ListHead(field, count, StructOf);
        for (var i = 0; i < count; i++)
        {
            var at = i;
            Nested(() => members(at));
        }
    }

    internal void Ints(int field, ReadOnlySpan<int> values)
    {
        ListHead(field, values.Length, I32);
        foreach (var value in values) ZigZag(value);
    }

    internal void Texts(int field, ReadOnlySpan<string> values)
    {
        ListHead(field, values.Length, Binary);
        foreach (var value in values) Bytes(value);
    }

    private void Nested(Action members)
    {
        var outer = _last;
        _last = 0;
        members();
        _bytes.Add(0);
        _last = outer;
    }

    /// <summary>The step from the field before in the upper four bits, the type in the lower; our steps are 1 to 15.</summary>
    private void Head(int field, int type)
    {
        _bytes.Add((byte)(((field - _last) << 4) | type));
        _last = field;
    }

    private void ListHead(int field, int count, int type)
    {
        Head(field, ListOf);
        if (count < 15)
        {
            _bytes.Add((byte)((count << 4) | type));
            return;
        }

        _bytes.Add((byte)(0xf0 | type));
        Varint((ulong)count);
    }

    private void Bytes(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Varint((ulong)bytes.Length);
        _bytes.AddRange(bytes);
    }

    private void ZigZag(long value) => Varint(unchecked((ulong)((value << 1) ^ (value >> 63))));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.Add((byte)((value & 0x7f) | 0x80));
        _bytes.Add((byte)value);
    }
}
