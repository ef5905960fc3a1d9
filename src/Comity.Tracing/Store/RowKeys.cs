using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Comity.Tracing;

/// <summary>Transactions by id; the id is its own hash.</summary>
internal readonly struct TransactionKeys(StoreColumns columns) : IRowKeys
{
    internal static ulong Hash(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt64LittleEndian(id);

    public bool Matches(long id, ReadOnlySpan<byte> key) => columns.TxId.Bytes(id).SequenceEqual(key);

    public ulong HashOf(long id) => Hash(columns.TxId.Bytes(id));

    public long Latest(long id)
    {
        for (long row = 0; row < columns.TxReplaced.Rows; row++)
        {
            var pair = columns.TxReplaced.Bytes(row);
            if (BinaryPrimitives.ReadUInt32LittleEndian(pair) == id) return -1;
            if (BinaryPrimitives.ReadUInt32LittleEndian(pair[4..]) == id) return BinaryPrimitives.ReadUInt32LittleEndian(pair);
        }

        return id;
    }
}

/// <summary>Addresses by class and key, laid end to end in a heap.</summary>
internal readonly struct AddressKeys(StoreColumns columns) : IRowKeys
{
    internal const byte KindMask = 0x1f, FirstWasBare = 0x20, BothSeen = 0x40;

    /// <summary>A hash over class and key: 8 bytes at a time, multiplied and folded.</summary>
    internal static ulong Hash(byte kind, ReadOnlySpan<byte> key)
    {
        unchecked
        {
            var hash = 0x9ae16a3b2f90404fUL ^ kind;
            foreach (var word in MemoryMarshal.Cast<byte, ulong>(key)) hash = Mix(hash ^ word);
            foreach (var b in key[(key.Length & ~7)..]) hash = Mix(hash ^ b);
            return hash ^ (hash >> 29);
        }
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0xd6e8feb86659fd93UL, out var low);
        return high ^ low;
    }

    internal ReadOnlySpan<byte> KeyOf(long id)
    {
        var start = columns.AddressStart.U40(id);
        var end = id + 1 < columns.AddressStart.Next ? columns.AddressStart.U40(id + 1) : columns.AddressHeap.Next;
        return columns.AddressHeap.Run(start, (int)(end - start));
    }

    public bool Matches(long id, ReadOnlySpan<byte> key) =>
        (columns.AddressKind.U8(id) & KindMask) == key[0] && KeyOf(id).SequenceEqual(key[1..]);

    public ulong HashOf(long id) => Hash((byte)(columns.AddressKind.U8(id) & KindMask), KeyOf(id));

    public long Latest(long id) => id;
}

/// <summary>Scripts without address, by 16 bytes of their hash; kept only to count distinct ones.</summary>
internal readonly struct OtherKeys(StoreColumns columns) : IRowKeys
{
    internal static ulong Hash(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt64LittleEndian(hash);

    public bool Matches(long id, ReadOnlySpan<byte> key) => columns.OtherHash.Bytes(id)[..16].SequenceEqual(key);

    public ulong HashOf(long id) => Hash(columns.OtherHash.Bytes(id));

    public long Latest(long id) => id;
}
