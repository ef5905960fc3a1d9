using System.Buffers;

namespace Comity.Matching;

/// <summary>Brightness of each pixel, 0-255, row by row: what PDQ reads.</summary>
/// <param name="Values">At least rows × columns values.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
public readonly record struct LumaPlane(float[] Values, int Rows, int Columns)
{
    /// <summary>The longest side that is hashed without reduction, in pixels: 512.</summary>
    public const int LongestSide = 512;

    /// <summary>The plane of upright 8-bit pixels; above 512 pixels reduced by exact area average unless <paramref name="full"/>.</summary>
    /// <remarks>spec-matching, section 1: the published C++, Java and Python tools disagree here; this choice equals the Python values.</remarks>
    /// <param name="pixels">Row by row, <paramref name="bands"/> bytes each.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bands">1 (grey) or 3 (sRGB).</param>
    /// <param name="full">Leave the reduction out.</param>
    public static LumaPlane FromPixels(ReadOnlySpan<byte> pixels, int width, int height, int bands, bool full = false)
    {
        if (bands is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(bands), bands, "1 (grey) or 3 (sRGB)");
        ArgumentOutOfRangeException.ThrowIfLessThan((long)pixels.Length, (long)width * height * bands);
        return full || Math.Max(width, height) <= LongestSide ? Plain(pixels, width, height, bands) : AreaAverage(pixels, width, height, bands);
    }

    /// <summary>Hashes the plane.</summary>
    public PdqResult Hash() => Pdq.Hash(Values, Rows, Columns);

    private static LumaPlane Plain(ReadOnlySpan<byte> pixels, int width, int height, int bands)
    {
        var values = new float[width * height];
        if (bands == 1)
            for (var i = 0; i < values.Length; i++) values[i] = pixels[i];
        else
            for (int i = 0, p = 0; i < values.Length; i++, p += 3)
                values[i] = (0.299f * pixels[p]) + (0.587f * pixels[p + 1]) + (0.114f * pixels[p + 2]);
        return new(values, height, width);
    }

    private static LumaPlane AreaAverage(ReadOnlySpan<byte> pixels, int width, int height, int bands)
    {
        var longest = Math.Max(width, height);
        int columns = Reduced(width, longest), rows = Reduced(height, longest);
        var values = new float[rows * columns];
        var sums = ArrayPool<int>.Shared.Rent(width * bands); // at most 255 · height: the weights of a column sum to the height
        var area = 1000.0 * width * height;
        for (var i = 0; i < rows; i++)
        {
            var row = sums.AsSpan(0, width * bands);
            SumRows(pixels, row, i, rows, height);
            AverageColumns(row, values.AsSpan(i * columns, columns), width, bands, area);
        }

        ArrayPool<int>.Shared.Return(sums);
        return new(values, rows, columns);
    }

    private static int Reduced(int side, int longest) => Math.Max(1, (int)(((2L * LongestSide * side) + longest) / (2L * longest)));

    // Target row i covers [i·height, (i+1)·height) in units of 1/rows; source row k covers [k·rows, (k+1)·rows).
    private static void SumRows(ReadOnlySpan<byte> pixels, Span<int> sums, int i, int rows, int height)
    {
        long start = (long)i * height, end = start + height;
        sums.Clear();
        for (var k = start / rows; k * rows < end; k++)
        {
            var weight = (int)(Math.Min(end, (k + 1) * rows) - Math.Max(start, k * rows));
            RowSums.AddScaled(sums, pixels.Slice((int)(k * sums.Length), sums.Length), weight);
        }
    }

    // Target column j covers [j·width, (j+1)·width) in units of 1/columns; only its first and last source column count in part.
    private static void AverageColumns(ReadOnlySpan<int> sums, Span<float> row, int width, int bands, double area)
    {
        var columns = row.Length;
        for (var j = 0; j < columns; j++)
        {
            long start = (long)j * width, end = start + width;
            int first = (int)(start / columns), last = (int)((end - 1) / columns);
            long sum = -((start - ((long)first * columns)) * Luma(sums, first * bands, bands)) - ((((last + 1L) * columns) - end) * Luma(sums, last * bands, bands));
            for (var k = first; k <= last; k++) sum += columns * Luma(sums, k * bands, bands);
            row[j] = (float)(sum / area);
        }
    }

    private static long Luma(ReadOnlySpan<int> sums, int at, int bands) =>
        bands == 1 ? 1000L * sums[at] : (299L * sums[at]) + (587L * sums[at + 1]) + (114L * sums[at + 2]);
}
