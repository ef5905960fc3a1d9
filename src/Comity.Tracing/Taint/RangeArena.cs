using System.Numerics;

namespace Comity.Tracing;

/// <summary>Runs of ranges in one array; a run that is given back serves the next of its size.</summary>
internal sealed class RangeArena
{
    /// <summary>A run.</summary>
    /// <param name="Start">Index of its first range.</param>
    /// <param name="Count">Number of ranges.</param>
    internal readonly record struct Run(int Start, int Count);

    private readonly int[] _free = new int[31];
    private TaintRange[] _ranges = new TaintRange[1024];
    private int _used;

    internal RangeArena() => Array.Fill(_free, -1);

    internal ReadOnlySpan<TaintRange> this[Run run] => _ranges.AsSpan(run.Start, run.Count);

    /// <summary>Keeps a copy of these ranges.</summary>
    internal Run Add(ReadOnlySpan<TaintRange> ranges)
    {
        var size = SizeOf(ranges.Length);
        var start = _free[size];
        if (start >= 0) _free[size] = (int)_ranges[start].Start;
        else
        {
            start = _used;
            _used = checked(_used + (1 << size));
            if (_used > _ranges.Length) Array.Resize(ref _ranges, (int)Math.Min(Array.MaxLength, Math.Max(2L * _ranges.Length, _used)));
        }

        ranges.CopyTo(_ranges.AsSpan(start));
        return new(start, ranges.Length);
    }

    /// <summary>Gives a run back; whoever still holds it reads something else.</summary>
    internal void Free(Run run)
    {
        var size = SizeOf(run.Count);
        _ranges[run.Start] = new(0, _free[size], 0);
        _free[size] = run.Start;
    }

    private static int SizeOf(int count) => count <= 1 ? 0 : BitOperations.Log2((uint)count - 1) + 1;
}
