using System.Buffers;
using System.Numerics;

namespace Comity.Matching;

/// <summary>The running mean that PDQ applies twice along rows and columns, as one running sum per line in binary32.</summary>
/// <remarks>spec/matching.md, section 2, steps 1 and 2.</remarks>
internal static class BoxFilter
{
    private const int Strip = 16;

    internal static int Window(int length) => (length + 127) / 128;

    /// <summary>Rows, columns, rows, columns, in place.</summary>
    internal static void Tent(Span<float> plane, int rows, int columns)
    {
        var rented = ArrayPool<float>.Shared.Rent(Math.Max(plane.Length, 2 * Strip * columns));
        for (var pass = 0; pass < 2; pass++)
        {
            Rows(plane, rows, columns, rented);
            Columns(plane, rented, rows, columns, Window(rows));
            rented.AsSpan(0, plane.Length).CopyTo(plane);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The plain definition, one line: what the tests compare the SIMD way with.</summary>
    internal static void Line(ReadOnlySpan<float> input, Span<float> output, int window)
    {
        var right = (window / 2) + 1;
        var sum = 0f;
        var count = 0;
        int read = 0, oldest = 0, write = 0;
        for (; read < right - 1; read++, count++) sum += input[read];
        for (var i = 0; i < window - right + 1; i++)
        {
            sum += input[read++];
            output[write++] = sum / ++count;
        }

        for (var i = 0; i < input.Length - window; i++)
        {
            sum += input[read++];
            sum -= input[oldest++];
            output[write++] = sum / window;
        }

        for (var i = 0; i < right - 1; i++)
        {
            sum -= input[oldest++];
            output[write++] = sum / --count;
        }
    }

    // Sixteen rows are laid side by side so that the column way serves them too.
    private static void Rows(Span<float> plane, int rows, int columns, Span<float> buffer)
    {
        var across = buffer[..(Strip * columns)];
        var filtered = buffer.Slice(Strip * columns, Strip * columns);
        across.Clear();
        for (var first = 0; first < rows; first += Strip)
        {
            var count = Math.Min(Strip, rows - first);
            var strip = plane.Slice(first * columns, count * columns);
            Interleave(strip, across, count, columns);
            Columns(across, filtered, columns, Strip, Window(columns));
            Separate(filtered, strip, count, columns);
        }
    }

    private static void Interleave(ReadOnlySpan<float> strip, Span<float> across, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            var row = strip.Slice(i * columns, columns);
            for (int j = 0, at = i; j < row.Length; j++, at += Strip) across[at] = row[j];
        }
    }

    private static void Separate(ReadOnlySpan<float> across, Span<float> strip, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            var row = strip.Slice(i * columns, columns);
            for (int j = 0, at = i; j < row.Length; j++, at += Strip) row[j] = across[at];
        }
    }

    private static void Columns(ReadOnlySpan<float> input, Span<float> output, int rows, int columns, int window)
    {
        var lanes = Vector<float>.Count;
        var column = 0;
        for (; column + lanes <= columns; column += lanes) Lanes(input[column..], output[column..], rows, columns, window);
        if (column == columns) return;
        float[] line = new float[rows], done = new float[rows]; // the last columns, fewer than a vector's lanes
        for (; column < columns; column++)
        {
            for (var i = 0; i < rows; i++) line[i] = input[(i * columns) + column];
            Line(line, done, window);
            for (var i = 0; i < rows; i++) output[(i * columns) + column] = done[i];
        }
    }

    // `Line` for one vector of neighbouring columns; every lane sees the same operations in the same order.
    private static void Lanes(ReadOnlySpan<float> input, Span<float> output, int rows, int stride, int window)
    {
        var right = (window / 2) + 1;
        var sum = Vector<float>.Zero;
        var count = 0;
        int read = 0, oldest = 0, write = 0;
        for (; count < right - 1; count++, read += stride) sum += new Vector<float>(input[read..]);
        for (var i = 0; i < window - right + 1; i++, read += stride, write += stride)
        {
            sum += new Vector<float>(input[read..]);
            (sum / new Vector<float>(++count)).CopyTo(output[write..]);
        }

        var divisor = new Vector<float>(window);
        for (var i = 0; i < rows - window; i++, read += stride, oldest += stride, write += stride)
        {
            sum += new Vector<float>(input[read..]);
            sum -= new Vector<float>(input[oldest..]);
            (sum / divisor).CopyTo(output[write..]);
        }

        for (var i = 0; i < right - 1; i++, oldest += stride, write += stride)
        {
            sum -= new Vector<float>(input[oldest..]);
            (sum / new Vector<float>(--count)).CopyTo(output[write..]);
        }
    }
}
