using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Comity.Matching;

/// <summary>Finds all entries within a distance by looking up 16-bit words: exact recall, never an approximation. Immutable.</summary>
/// <remarks>spec/matching.md, section 4. For d = 16a + b an entry within d differs in at most a bits in one of the words 0..b, or in at most a - 1 in one
/// of the others; so only the buckets of those words are read. Where they hold too many entries, all are compared instead.</remarks>
internal sealed unsafe class MultiIndex : IDisposable
{
    private const int Words = 16, Buckets = 1 << 16, Smallest = 2048, Batch = 256;
    private const int FlatShare = 12; // reading buckets that hold more than 1/12 of the list is slower than comparing all of it: measured (docs/matching.md, "Speed")

    private static readonly (ushort[] Masks, int[] WithinRadius) Probes = ByRadius();

    private readonly BitDeal _deal;
    private readonly NativeBuffer<PdqHash> _hashes; // dealt; equal ones once
    private readonly NativeBuffer<int>? _offsets, _order;
    private readonly int[]? _groupStarts, _groupMembers; // entries of each distinct hash, where any is listed twice

    internal MultiIndex(ReadOnlySpan<PdqHash> entries)
    {
        Count = entries.Length;
        _deal = BitDeal.For(entries);
        _hashes = new(entries.Length);
        for (var i = 0; i < entries.Length; i++) _hashes.Span[i] = _deal.Apply(entries[i]);
        Distinct = entries.Length;
        if (entries.Length < Smallest) return;
        _offsets = new(Words * (Buckets + 1));
        _order = new(Words * Distinct);
        IndexWord(0);
        if (DuplicateGroups.Find(_hashes.Span, _order.Span[..Distinct], _offsets.Span[..(Buckets + 1)]) is { } groups)
        {
            (_groupStarts, _groupMembers) = (groups.Starts, groups.Members);
            Compact(groups);
            IndexWord(0);
        }

        Parallel.For(1, Words, IndexWord);
    }

    /// <summary>Entries, counting equal ones each.</summary>
    internal int Count { get; }

    /// <summary>Different hashes.</summary>
    internal int Distinct { get; private set; }

    /// <summary>Bytes held outside the garbage collector.</summary>
    internal long Bytes => ((long)_hashes.Length * PdqHash.Size) + (4L * ((_offsets?.Length ?? 0) + (_order?.Length ?? 0)));

    /// <summary>Appends all entries within <paramref name="distance"/> to <paramref name="hits"/>, in no order.</summary>
    /// <param name="query">The hash asked.</param>
    /// <param name="distance">0-63.</param>
    /// <param name="hits">Receives the entries.</param>
    /// <param name="byBuckets">Reads the buckets whatever they hold: for tests and for measuring where that stops to pay.</param>
    internal void Search(in PdqHash query, int distance, HitBuffer hits, bool byBuckets = false)
    {
        var asked = _deal.Apply(query);
        var first = hits.Count;
        if (_order is null || (Candidates(asked, distance) > Distinct / FlatShare && !byBuckets)) FlatScan.Search(_hashes.Span[..Distinct], asked, distance, hits);
        else Probe(asked, distance, hits);
        if (_groupStarts is not null) Spread(first, hits);
    }

    /// <summary>How many entries the buckets of a query hold; also brings their numbers near.</summary>
    internal long Candidates(in PdqHash asked, int distance)
    {
        long sum = 0;
        for (var word = 0; word < Words; word++)
        {
            var offsets = _offsets!.Pointer + (word * (Buckets + 1));
            var order = _order!.Pointer + ((long)word * Distinct);
            var value = asked.Word(word);
            foreach (var mask in Masks(word, distance))
            {
                var bucket = value ^ mask;
                sum += offsets[bucket + 1] - offsets[bucket];
                if (Sse.IsSupported) Sse.Prefetch1(order + offsets[bucket]);
            }
        }

        return sum;
    }

    /// <summary>The entries as they were given.</summary>
    internal PdqHash[] Entries()
    {
        var entries = new PdqHash[Count];
        for (var i = 0; i < Distinct; i++)
        {
            var hash = _deal.Undo(_hashes.Span[i]);
            if (_groupStarts is null) entries[i] = hash;
            else foreach (var member in _groupMembers.AsSpan(_groupStarts[i].._groupStarts[i + 1])) entries[member] = hash;
        }

        return entries;
    }

    public void Dispose()
    {
        _hashes.Dispose();
        _offsets?.Dispose();
        _order?.Dispose();
    }

    private static ReadOnlySpan<ushort> Masks(int word, int distance)
    {
        var radius = word <= distance % Words ? distance / Words : (distance / Words) - 1;
        return radius < 0 ? [] : Probes.Masks.AsSpan(0, Probes.WithinRadius[Math.Min(radius, Words)]);
    }

    // Entry numbers are gathered in batches whose hashes are fetched ahead, so that many reads of memory are under way at once.
    private void Probe(in PdqHash asked, int distance, HitBuffer hits)
    {
        var batch = stackalloc int[Batch];
        var waiting = 0;
        for (var word = 0; word < Words; word++)
        {
            var offsets = _offsets!.Pointer + (word * (Buckets + 1));
            var order = _order!.Pointer + ((long)word * Distinct);
            var value = asked.Word(word);
            foreach (var mask in Masks(word, distance))
            {
                var bucket = value ^ mask;
                var end = order + offsets[bucket + 1];
                for (var next = order + offsets[bucket]; next < end; next++)
                {
                    batch[waiting++] = *next;
                    if (Sse.IsSupported) Sse.Prefetch0(_hashes.Pointer + *next);
                    if (waiting < Batch) continue;
                    Compare(batch, Batch, asked, distance, word, hits);
                    waiting = 0;
                }
            }

            Compare(batch, waiting, asked, distance, word, hits);
            waiting = 0;
        }
    }

    private void Compare(int* batch, int count, in PdqHash asked, int distance, int word, HitBuffer hits)
    {
        ulong a = asked.A, b = asked.B, c = asked.C, d = asked.D;
        for (var i = 0; i < count; i++)
        {
            var entry = _hashes.Pointer + batch[i];
            var differing = BitOperations.PopCount(entry->A ^ a) + BitOperations.PopCount(entry->B ^ b);
            if (differing > distance) continue;
            differing += BitOperations.PopCount(entry->C ^ c) + BitOperations.PopCount(entry->D ^ d);
            if (differing <= distance && IsFirstFoundBy(word, *entry, asked, distance)) hits.Add(batch[i], differing);
        }
    }

    // An entry lies in a probed bucket of several words; only the first of them reports it.
    private static bool IsFirstFoundBy(int word, in PdqHash entry, in PdqHash asked, int distance)
    {
        for (var earlier = 0; earlier < word; earlier++)
        {
            var radius = earlier <= distance % Words ? distance / Words : (distance / Words) - 1;
            if (BitOperations.PopCount((uint)(entry.Word(earlier) ^ asked.Word(earlier))) <= radius) return false;
        }

        return true;
    }

    private void Spread(int first, HitBuffer hits)
    {
        var found = hits.Count;
        for (var i = first; i < found; i++)
        {
            var hit = hits.From(0)[i];
            for (var k = _groupStarts![hit.Entry] + 1; k < _groupStarts[hit.Entry + 1]; k++) hits.Add(_groupMembers![k], hit.Distance);
            hits.From(0)[i] = hit with { Entry = _groupMembers![_groupStarts[hit.Entry]] };
        }
    }

    private void Compact(DuplicateGroups groups)
    {
        var hashes = _hashes.Pointer;
        Distinct = groups.Starts.Length - 1;
        for (var i = 0; i < Distinct; i++) hashes[i] = hashes[groups.Members[groups.Starts[i]]]; // the first member is never before its group
    }

    private void IndexWord(int word)
    {
        var offsets = _offsets!.Pointer + (word * (Buckets + 1));
        var order = _order!.Pointer + ((long)word * Distinct);
        var words = (ushort*)_hashes.Pointer + word; // little-endian: the quarters hold their words in rising order
        new Span<int>(offsets, Buckets + 1).Clear();
        for (var i = 0; i < Distinct; i++) offsets[words[(long)i * Words] + 1]++;
        for (var bucket = 0; bucket < Buckets; bucket++) offsets[bucket + 1] += offsets[bucket];
        var next = new int[Buckets];
        new Span<int>(offsets, Buckets).CopyTo(next);
        for (var i = 0; i < Distinct; i++) order[next[words[(long)i * Words]]++] = i;
    }

    private static (ushort[] Masks, int[] WithinRadius) ByRadius()
    {
        var masks = Enumerable.Range(0, Buckets).OrderBy(m => BitOperations.PopCount((uint)m)).ThenBy(m => m).Select(m => (ushort)m).ToArray();
        var within = Enumerable.Range(0, Words + 1).Select(r => masks.Count(m => BitOperations.PopCount((uint)m) <= r)).ToArray();
        return (masks, within);
    }
}
