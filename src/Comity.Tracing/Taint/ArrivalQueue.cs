using System.Numerics;

namespace Comity.Tracing;

/// <summary>Taint in an output, on its way to the transaction that spends it.</summary>
internal struct Arrival<TState> where TState : unmanaged
{
    /// <summary>The output.</summary>
    internal long Output;

    /// <summary>Its value, satoshis.</summary>
    internal long Value;

    /// <summary>Who spends it.</summary>
    internal uint Spender;

    /// <summary>The next arrival at the same spender, or -1.</summary>
    internal int Next;

    /// <summary>Transactions from the nearest seed.</summary>
    internal int Hops;

    /// <summary>How much of it is tainted, in the manner of the rule.</summary>
    internal TState State;
}

/// <summary>Arrivals by spender, taken out in the order of the chain.</summary>
/// <remarks>A calendar: those of a far stretch of the chain are only laid down one after another; when the sweep comes to a stretch, its arrivals are
/// linked by spender in a table that stays in the nearest caches. Room is taken in chunks and used again, so nothing is allocated per arrival.</remarks>
internal sealed class ArrivalQueue<TState> where TState : unmanaged
{
    private const int StretchBits = 16, Stretch = 1 << StretchBits, Chunk = 32;
    private readonly uint _first;
    private readonly int[] _chunkOf;
    private readonly int[] _heads = new int[Stretch];
    private readonly ulong[] _pending = new ulong[Stretch / 64];
    private Arrival<TState>[] _arrivals = new Arrival<TState>[64 * Chunk];
    private int[] _before = new int[64], _count = new int[64];
    private int _chunks, _free = -1, _open = -1, _word = Stretch / 64;
    private uint _done;

    /// <summary>A queue for spenders in a range of dense ids.</summary>
    internal ArrivalQueue(uint first, long end)
    {
        _first = first;
        _chunkOf = new int[(int)((end - first + Stretch - 1) >> StretchBits) + 1];
        Array.Fill(_chunkOf, -1);
        Array.Fill(_heads, -1);
    }

    /// <summary>The arrival at an index that <see cref="Next"/> or a link gave.</summary>
    internal ref Arrival<TState> this[int index] => ref _arrivals[index];

    /// <summary>Room for one more arrival at a spender, which must stand after the transaction last taken out.</summary>
    /// <exception cref="InvalidOperationException">It does not: the store is not in chain order.</exception>
    internal ref Arrival<TState> Add(uint spender)
    {
        if (spender < _done) throw new InvalidOperationException($"transaction {spender} spends what transaction {_done - 1} makes: the store is not in chain order");
        var stretch = unchecked((int)((spender - _first) >> StretchBits));
        var chunk = _chunkOf[stretch];
        if (chunk < 0 || _count[chunk] == Chunk) chunk = NewChunk(stretch, chunk);
        var index = unchecked((chunk * Chunk) + _count[chunk]++);
        ref var arrival = ref _arrivals[index];
        arrival.Spender = spender;
        if (stretch == _open) Link(ref arrival, index);
        return ref arrival;
    }

    private int NewChunk(int stretch, int before)
    {
        var chunk = _free;
        if (chunk >= 0) _free = _before[chunk];
        else chunk = _chunks++;
        if (chunk == _before.Length)
        {
            Array.Resize(ref _before, 2 * chunk);
            Array.Resize(ref _count, 2 * chunk);
            Array.Resize(ref _arrivals, checked(2 * chunk * Chunk));
        }

        (_before[chunk], _count[chunk], _chunkOf[stretch]) = (before, 0, chunk);
        return chunk;
    }

    private void Link(ref Arrival<TState> arrival, int index)
    {
        var at = unchecked((int)(arrival.Spender - _first)) & (Stretch - 1);
        arrival.Next = _heads[at];
        _heads[at] = index;
        _pending[at >> 6] |= 1UL << (at & 63);
    }

    /// <summary>Takes out the next spender in chain order with its first arrival; the arrivals stay readable until the next call.</summary>
    internal bool Next(out uint spender, out int head)
    {
        while (true)
        {
            for (; _word < Stretch / 64; _word++)
            {
                if (_pending[_word] == 0) continue;
                var at = (_word << 6) + BitOperations.TrailingZeroCount(_pending[_word]);
                _pending[_word] &= _pending[_word] - 1;
                (spender, head) = (unchecked(_first + (uint)(_open << StretchBits) + (uint)at), _heads[at]);
                _heads[at] = -1;
                _done = spender + 1;
                return true;
            }

            if (OpenNext()) continue;
            (spender, head) = (0, -1);
            return false;
        }
    }

    private bool OpenNext()
    {
        if (_open >= 0) Close();
        while (++_open < _chunkOf.Length && _chunkOf[_open] < 0) { }
        if (_open == _chunkOf.Length)
        {
            _open--;
            return false;
        }

        for (var chunk = _chunkOf[_open]; chunk >= 0; chunk = _before[chunk])
            for (var index = chunk * Chunk; index < (chunk * Chunk) + _count[chunk]; index++) Link(ref _arrivals[index], index);
        _word = 0;
        return true;
    }

    private void Close()
    {
        for (var chunk = _chunkOf[_open]; chunk >= 0;)
        {
            var before = _before[chunk];
            (_before[chunk], _free) = (_free, chunk);
            chunk = before;
        }

        _chunkOf[_open] = -1;
    }
}
