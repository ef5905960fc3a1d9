using System.Collections;

namespace Comity.Matching;

/// <summary>An entry of a list that lies within the threshold.</summary>
/// <param name="List">List number, in the order of <see cref="HashIndex.AddList"/>.</param>
/// <param name="Entry">0-based number of the entry within its list.</param>
/// <param name="Distance">Differing bits.</param>
public readonly record struct Match(int List, int Entry, int Distance);

/// <summary>Several hash lists in one index, each with its threshold; entries can be added and removed without rebuilding.</summary>
/// <remarks>Queries may run side by side; additions and removals must be alone. Answers equal those of a fresh index over the same entries.</remarks>
public sealed class HashIndex : IDisposable
{
    /// <summary>The default threshold, in differing bits: 31.</summary>
    public const int DefaultDistance = 31;

    /// <summary>The largest distance that can be asked: 63.</summary>
    public const int LargestDistance = 63;

    private const int LongestTail = 2048;

    private readonly List<Segment> _segments = [];
    private readonly List<PdqHash> _tail = [];
    private readonly List<int> _thresholds = [];
    private readonly List<int> _sizes = [];
    private readonly List<Run> _runs = [];
    private readonly List<List<Run>> _runsOfList = [];
    private readonly Comparison<Hit> _order;
    private readonly BitArray _removed = new(0);
    private int _slots, _tailStart, _removedCount;

    /// <summary>An empty index.</summary>
    public HashIndex() => _order = (a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : Compare(MatchOf(a), MatchOf(b));

    // Entries added together: their slots, and their numbers in their list, follow one another.
    private readonly record struct Run(int FirstSlot, int List, int FirstEntry);

    private sealed record Segment(MultiIndex Index, int FirstSlot) : IDisposable
    {
        public void Dispose() => Index.Dispose();
    }

    /// <summary>Entries in all lists, without the removed ones.</summary>
    public int Count => _slots - _removedCount;

    /// <summary>Bytes of memory held for the index, about.</summary>
    public long Bytes => _segments.Sum(s => s.Index.Bytes) + (_removed.Length / 8) + (32L * _tail.Capacity);

    /// <summary>Adds an empty list with its own threshold (0-63) and returns its number.</summary>
    public int AddList(int threshold = DefaultDistance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, LargestDistance);
        _thresholds.Add(threshold);
        _sizes.Add(0);
        _runsOfList.Add([]);
        return _thresholds.Count - 1;
    }

    /// <summary>Appends entries to a list. Returns the number of the first of them within the list.</summary>
    public int Add(int list, ReadOnlySpan<PdqHash> entries)
    {
        var first = _sizes[list];
        if (entries.IsEmpty) return first;
        if (_runs.Count == 0 || _runs[^1].List != list) AddRun(new(_slots, list, first));
        _sizes[list] += entries.Length;
        _slots += entries.Length;
        _removed.Length = _slots;
        if (_tail.Count == 0 && entries.Length > LongestTail)
        {
            _segments.Add(new(new MultiIndex(entries), _tailStart));
            _tailStart += entries.Length;
        }
        else
        {
            _tail.AddRange(entries);
            if (_tail.Count > LongestTail) FlushTail();
        }

        return first;
    }

    /// <summary>Takes an entry out of a list. False if it was not in it (any more).</summary>
    public bool Remove(int list, int entry)
    {
        if (entry < 0 || entry >= _sizes[list]) return false;
        var runs = _runsOfList[list];
        var run = runs.FindLast(r => r.FirstEntry <= entry);
        var slot = run.FirstSlot + (entry - run.FirstEntry);
        if (_removed[slot]) return false;
        _removed[slot] = true;
        _removedCount++;
        return true;
    }

    /// <summary>Finds every entry within <paramref name="distance"/> and within its list's threshold: by distance, then list, then entry. Allocates nothing once
    /// <paramref name="buffer"/> has grown.</summary>
    /// <param name="query">The hash asked.</param>
    /// <param name="distance">0-63.</param>
    /// <param name="buffer">Receives the hits as slots; read them by <see cref="MatchOf"/>.</param>
    public void Search(in PdqHash query, int distance, HitBuffer buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(distance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(distance, LargestDistance);
        buffer.Clear();
        foreach (var segment in _segments)
        {
            var first = buffer.Count;
            segment.Index.Search(query, distance, buffer);
            foreach (ref var hit in buffer.From(first)) hit = hit with { Entry = hit.Entry + segment.FirstSlot };
        }

        var tail = buffer.Count;
        FlatScan.Search(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tail), query, distance, buffer);
        foreach (ref var hit in buffer.From(tail)) hit = hit with { Entry = hit.Entry + _tailStart };
        Filter(buffer);
        buffer.From(0).Sort(_order);
    }

    /// <summary>List and entry of a hit of this index.</summary>
    public Match MatchOf(Hit hit)
    {
        var run = RunOf(hit.Entry);
        return new(run.List, run.FirstEntry + (hit.Entry - run.FirstSlot), hit.Distance);
    }

    /// <summary>Finds every match of one query; a shorthand that allocates.</summary>
    public IReadOnlyList<Match> Search(in PdqHash query, int distance = DefaultDistance)
    {
        var buffer = new HitBuffer();
        Search(query, distance, buffer);
        var matches = new Match[buffer.Count];
        for (var i = 0; i < matches.Length; i++) matches[i] = MatchOf(buffer.Hits[i]);
        return matches;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _segments.ForEach(s => s.Dispose());

    private void AddRun(Run run)
    {
        _runs.Add(run);
        _runsOfList[run.List].Add(run);
    }

    private Run RunOf(int slot)
    {
        int low = 0, high = _runs.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_runs[middle].FirstSlot <= slot) low = middle;
            else high = middle - 1;
        }

        return _runs[low];
    }

    private static int Compare(Match a, Match b) => a.List != b.List ? a.List.CompareTo(b.List) : a.Entry.CompareTo(b.Entry);

    private void Filter(HitBuffer buffer)
    {
        var kept = 0;
        var hits = buffer.From(0);
        foreach (var hit in hits)
            if (!_removed[hit.Entry] && hit.Distance <= _thresholds[RunOf(hit.Entry).List]) hits[kept++] = hit;
        buffer.Truncate(kept);
    }

    // Segments of one kind of size are merged, so that a query meets few of them: each is at least sixteen times the next.
    private void FlushTail()
    {
        var entries = _tail.ToArray();
        var first = _tailStart;
        while (_segments.Count > 0 && _segments[^1].Index.Count < 16L * entries.Length)
        {
            var last = _segments[^1];
            entries = [.. last.Index.Entries(), .. entries];
            first = last.FirstSlot;
            last.Dispose();
            _segments.RemoveAt(_segments.Count - 1);
        }

        _segments.Add(new(new MultiIndex(entries), first));
        _tailStart += _tail.Count;
        _tail.Clear();
    }
}
