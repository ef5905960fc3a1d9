using System.Runtime.InteropServices;

namespace Comity.Tracing;

/// <summary>FIFO, and LIFO as the same tape reversed.</summary>
internal sealed class TapeRule(bool reversed) : TaintRule<TaintRange[]>
{
    private readonly List<TaintRange> _tape = [], _piece = [];

    internal override TaintRange[] OfSeed(int seed, long value) => [new(seed, 0, value)];

    internal override void Pass(ReadOnlySpan<long> fromValues, ReadOnlySpan<TaintRange[]?> from, ReadOnlySpan<long> toValues, Span<TaintRange[]?> to)
    {
        Lay(fromValues, from);
        if (reversed) Reverse(Sum(fromValues));
        long start = 0;
        var first = 0;
        for (var j = 0; j < toValues.Length; j++)
        {
            var end = start + toValues[j];
            while (first < _tape.Count && _tape[first].End <= start) first++;
            to[j] = Cut(first, start, end);
            start = end;
        }
    }

    private static long Sum(ReadOnlySpan<long> values)
    {
        long sum = 0;
        foreach (var v in values) sum += v;
        return sum;
    }

    private void Lay(ReadOnlySpan<long> values, ReadOnlySpan<TaintRange[]?> states)
    {
        _tape.Clear();
        long start = 0;
        for (var i = 0; i < values.Length; start += values[i++])
        {
            if (states[i] is not { } ranges) continue;
            foreach (var r in ranges) _tape.Add(new(r.Seed, start + r.Start, start + r.End));
        }

        // Only ranges of several targets overlap; the cut below needs ends in order, which one seed's always are.
        for (var i = 1; i < _tape.Count; i++)
        {
            if (_tape[i].Start >= _tape[i - 1].End) continue;
            _overlapping = true;
            return;
        }

        _overlapping = false;
    }

    private bool _overlapping;

    private void Reverse(long whole)
    {
        _tape.Reverse();
        foreach (ref var r in CollectionsMarshal.AsSpan(_tape)) r = new(r.Seed, whole - r.End, whole - r.Start);
    }

    private TaintRange[]? Cut(int first, long start, long end)
    {
        _piece.Clear();
        for (var k = _overlapping ? 0 : first; k < _tape.Count; k++)
        {
            var r = _tape[k];
            if (r.Start >= end && !_overlapping) break;
            var (a, b) = (Math.Max(r.Start, start) - start, Math.Min(r.End, end) - start);
            if (a < b) Join(new(r.Seed, a, b));
        }

        return _piece.Count == 0 ? null : [.. _piece];
    }

    /// <summary>Touching ranges of one seed become one.</summary>
    private void Join(TaintRange range)
    {
        if (_piece.Count > 0 && _piece[^1] is var last && last.Seed == range.Seed && last.End == range.Start) _piece[^1] = last with { End = range.End };
        else _piece.Add(range);
    }

    internal override TaintRange[] Merge(TaintRange[] a, TaintRange[] b) => [.. a.Concat(b).OrderBy(r => r.Seed).ThenBy(r => r.Start)];

    internal override IEnumerable<(int Seed, Rational Amount)> Amounts(TaintRange[] state) =>
        state.Select(r => (r.Seed, new Rational(r.End - r.Start)));

    internal override long Floor(TaintRange[] state)
    {
        long sum = 0;
        foreach (var r in state) sum += r.End - r.Start;
        return sum;
    }

    internal override IReadOnlyList<TaintRange> Ranges(TaintRange[] state) => state;
}
