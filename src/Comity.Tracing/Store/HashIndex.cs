using System.Numerics;

namespace Comity.Tracing;

/// <summary>Keys of rows that a <see cref="HashIndex{TKeys}"/> finds.</summary>
internal interface IRowKeys
{
    /// <summary>Whether the row has this key.</summary>
    bool Matches(long id, ReadOnlySpan<byte> key);

    /// <summary>The hash of a row's key.</summary>
    ulong HashOf(long id);

    /// <summary>The newest row of this row's key, or -1 if this row itself replaced an older one.</summary>
    long Latest(long id);
}

/// <summary>An open-addressed table from keys to rows: 4 bytes a slot, at most 70 % full, linear probing.</summary>
/// <remarks>Slots hold the row number plus one, never the key. Because keys only ever leave in the reverse order of their arrival, the last
/// key to arrive can be removed by emptying its slot: nothing was probed past it since.</remarks>
internal sealed class HashIndex<TKeys>(Column slots, TKeys keys) where TKeys : IRowKeys
{
    private readonly Column _slots = slots;
    private readonly TKeys _keys = keys;
    private long _mask = slots.Rows - 1;

    /// <summary>Id of the row with this key, or -1.</summary>
    internal long Find(ReadOnlySpan<byte> key, ulong hash, long firstId)
    {
        if (_mask < 0) return -1;
        for (var at = Start(hash); ; at = unchecked(at + 1) & _mask)
        {
            var slot = _slots.U32(at);
            if (slot == 0) return -1;
            if (_keys.Matches(firstId + slot - 1, key)) return firstId + slot - 1;
        }
    }

    /// <summary>Enters a row whose key is not there yet; <paramref name="rows"/> counts it.</summary>
    internal void Add(ulong hash, long row, long rows, long firstId)
    {
        if (_mask < 0 || rows * 10 > (_mask + 1) * 7) Grow(rows, row, firstId);
        Insert(hash, row);
    }

    /// <summary>Lets the slot of a key that is there point to another row.</summary>
    internal void Replace(ulong hash, long fromRow, long toRow)
    {
        for (var at = Start(hash); ; at = unchecked(at + 1) & _mask)
        {
            var slot = _slots.U32(at);
            if (slot == 0) throw new InvalidOperationException($"row {fromRow} is not in the index");
            if (slot != fromRow + 1) continue;
            _slots.Set(at, checked((uint)(toRow + 1)));
            return;
        }
    }

    /// <summary>Takes out the row that was entered last.</summary>
    internal void RemoveLast(ulong hash, long row)
    {
        for (var at = Start(hash); ; at = unchecked(at + 1) & _mask)
        {
            var slot = _slots.U32(at);
            if (slot == 0) throw new InvalidOperationException($"row {row} is not in the index");
            if (slot != row + 1) continue;
            _slots.Set(at, 0u);
            return;
        }
    }

    /// <summary>Builds the table anew from the first rows.</summary>
    internal void Rebuild(long rows, long firstId)
    {
        Allocate(rows);
        Enter(rows, firstId);
    }

    private void Grow(long rows, long upTo, long firstId)
    {
        Allocate(rows);
        Enter(upTo, firstId);
    }

    private void Enter(long rows, long firstId)
    {
        for (var id = firstId; id < firstId + rows; id++)
        {
            var latest = _keys.Latest(id);
            if (latest >= 0) Insert(_keys.HashOf(id), latest - firstId);
        }
    }

    private void Allocate(long rows)
    {
        var slots = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1024, rows * 2));
        _slots.Resize(slots);
        _slots.Fill(0);
        _mask = slots - 1;
    }

    private void Insert(ulong hash, long row)
    {
        var at = Start(hash);
        while (_slots.U32(at) != 0) at = unchecked(at + 1) & _mask;
        _slots.Set(at, checked((uint)(row + 1)));
    }

    private long Start(ulong hash) => unchecked((long)(hash * 0x9e3779b97f4a7c15UL >> 1)) & _mask;
}
