namespace Comity.Matching;

/// <summary>Makes the luma plane from upright rows that are handed over in order, so that no picture need be held whole.</summary>
/// <remarks>spec/matching.md, section 1. Target row i covers [i·height, (i+1)·height) in units of 1/rows; source row k covers [k·rows, (k+1)·rows); columns
/// alike. A reduced plane has no more rows than its picture, so a source row falls into one or two target rows.</remarks>
internal sealed class PlaneBuilder
{
    private readonly int _width, _height, _bands, _rows, _columns;
    private readonly bool _isReduced;
    private readonly float[] _values;
    private readonly int[] _luma = [];
    private readonly double[] _sums = [];
    private readonly (int Last, int Part)[] _ends = []; // of each target column: the last source column in it, and how much of that
    private int _source, _target;

    /// <summary>A plane of a picture of <paramref name="width"/> × <paramref name="height"/> pixels.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bands">1 (grey) or 3 (sRGB).</param>
    /// <param name="full">Leave the reduction to 512 pixels out.</param>
    internal PlaneBuilder(int width, int height, int bands, bool full)
    {
        if (bands is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(bands), bands, "1 (grey) or 3 (sRGB)");
        var longest = Math.Max(width, height);
        (_width, _height, _bands, _isReduced) = (width, height, bands, !full && longest > LumaPlane.LongestSide);
        (_rows, _columns) = _isReduced ? (Reduced(height, longest), Reduced(width, longest)) : (height, width);
        _values = GC.AllocateUninitializedArray<float>(_rows * _columns);
        if (_isReduced) (_luma, _sums, _ends) = (new int[width], new double[width], Ends(width, _columns));
    }

    /// <summary>Adds the next rows; what is left of a row is not looked at.</summary>
    internal void Add(ReadOnlySpan<byte> pixels)
    {
        var length = _width * _bands;
        for (var at = 0; at + length <= pixels.Length && _source < _height; at += length, _source++)
        {
            if (_isReduced) Average(pixels.Slice(at, length));
            else Copy(pixels.Slice(at, length), _values.AsSpan(_source * _width, _width));
        }
    }

    /// <summary>The plane, once all rows were added.</summary>
    internal LumaPlane Finish() => _source == _height ? new(_values, _rows, _columns) : throw new InvalidOperationException($"{_source} of {_height} rows were added.");

    private static int Reduced(int side, int longest) => Math.Max(1, (int)(((2L * LumaPlane.LongestSide * side) + longest) / (2L * longest)));

    private void Copy(ReadOnlySpan<byte> row, Span<float> values)
    {
        if (_bands == 1)
            for (var i = 0; i < values.Length; i++) values[i] = row[i];
        else
            for (int i = 0, p = 0; i < values.Length; i++, p += 3)
                values[i] = (0.299f * row[p]) + (0.587f * row[p + 1]) + (0.114f * row[p + 2]);
    }

    private void Average(ReadOnlySpan<byte> row)
    {
        LumaRows.Weigh(row, _bands, _luma);
        long start = (long)_source * _rows, end = start + _rows, targetEnd = (_target + 1L) * _height;
        LumaRows.AddScaled(_sums, _luma, (int)(Math.Min(end, targetEnd) - start));
        if (end < targetEnd) return;
        AverageColumns(_values.AsSpan(_target++ * _columns, _columns), 1000.0 * _width * _height);
        _sums.AsSpan().Clear();
        if (end > targetEnd) LumaRows.AddScaled(_sums, _luma, (int)(end - targetEnd));
    }

    private static (int Last, int Part)[] Ends(int width, int columns)
    {
        var ends = new (int Last, int Part)[columns];
        for (var j = 0; j < columns; j++)
        {
            var end = (j + 1L) * width; // in units of 1/columns
            var last = (int)((end - 1) / columns);
            ends[j] = (last, (int)(end - ((long)last * columns)));
        }

        return ends;
    }

    // Only the first and the last source column of a target column count in part.
    private void AverageColumns(Span<float> row, double area)
    {
        var (sums, columns) = (_sums, row.Length);
        int first = 0, before = 0; // the source column where the target column starts, and how much of it belongs to the one before
        for (var j = 0; j < row.Length; j++)
        {
            var (last, part) = _ends[j];
            var whole = 0.0;
            for (var k = first; k < last; k++) whole += sums[k];
            row[j] = (float)(((columns * whole) - (before * sums[first]) + (part * sums[last])) / area);
            (first, before) = part == columns ? (last + 1, 0) : (last, part);
        }
    }
}
