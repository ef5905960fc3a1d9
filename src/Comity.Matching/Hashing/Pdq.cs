using System.Buffers;
using System.Numerics;

namespace Comity.Matching;

/// <summary>What PDQ says of a picture.</summary>
/// <param name="Hash">The perceptual hash.</param>
/// <param name="Quality">0-100; at most <see cref="Pdq.LowQuality"/> means that the picture has too little structure to be matched.</param>
/// <param name="Gradient">The sum of gradients behind the quality.</param>
public readonly record struct PdqResult(PdqHash Hash, int Quality, int Gradient);

/// <summary>The perceptual hash PDQ, from a luma plane. All in binary32, in the published order, so that equal planes give equal bits.</summary>
/// <remarks>spec/matching.md, section 2. SIMD runs over independent rows or columns only; no sum is reordered and nothing is fused.</remarks>
public static class Pdq
{
    /// <summary>Coefficients along each side: 16.</summary>
    public const int Side = 16;

    /// <summary>Number of coefficients and of bits: 256.</summary>
    public const int Bits = Side * Side;

    /// <summary>The highest quality at which a hash is never matched perceptually: 49.</summary>
    public const int LowQuality = 49;

    /// <summary>The shortest side that has a hash, in pixels: 5.</summary>
    public const int ShortestSide = 5;

    private const int Grid = 64;
    private static readonly float[] Dct = Cosines(transposed: false);
    private static readonly float[] DctTransposed = Cosines(transposed: true);

    /// <summary>Hashes a luma plane of <paramref name="rows"/> × <paramref name="columns"/> values 0-255, row by row.</summary>
    public static PdqResult Hash(ReadOnlySpan<float> plane, int rows, int columns)
    {
        Span<float> coefficients = stackalloc float[Bits];
        var (quality, gradient) = Coefficients(plane, rows, columns, coefficients);
        return new(quality < 0 ? default : FromCoefficients(coefficients), Math.Max(quality, 0), gradient);
    }

    /// <summary>Hashes a plane and its eight turns into <paramref name="turns"/>, in the order of <see cref="Turn"/>.</summary>
    public static PdqResult HashTurns(ReadOnlySpan<float> plane, int rows, int columns, Span<PdqHash> turns)
    {
        Span<float> coefficients = stackalloc float[Bits], turned = stackalloc float[Bits];
        var (quality, gradient) = Coefficients(plane, rows, columns, coefficients);
        turns[..Turns.Count].Clear();
        if (quality < 0) return default;
        for (var turn = 0; turn < Turns.Count; turn++)
        {
            Turns.Apply((Turn)turn, coefficients, turned);
            turns[turn] = FromCoefficients(turned);
        }

        return new(turns[0], quality, gradient);
    }

    /// <summary>The 16 × 16 coefficients of a plane, with quality and gradient sum; quality -1 for a plane with a side below 5.</summary>
    public static (int Quality, int Gradient) Coefficients(ReadOnlySpan<float> plane, int rows, int columns, Span<float> coefficients)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plane.Length, rows * columns);
        coefficients[..Bits].Clear();
        if (rows < ShortestSide || columns < ShortestSide) return (-1, 0);
        Span<float> grid = stackalloc float[Grid * Grid];
        Shrink(plane[..(rows * columns)], rows, columns, grid);
        var gradient = GradientSum(grid);
        Transform(grid, coefficients);
        return (Math.Min(100, gradient / 90), gradient);
    }

    /// <summary>The hash of coefficients: a bit per coefficient that is greater than the lower median.</summary>
    public static PdqHash FromCoefficients(ReadOnlySpan<float> coefficients)
    {
        Span<float> sorted = stackalloc float[Bits];
        coefficients[..Bits].CopyTo(sorted);
        sorted.Sort();
        var median = sorted[(Bits / 2) - 1];
        Span<ulong> quarters = stackalloc ulong[4];
        quarters.Clear();
        for (var i = 0; i < Bits; i++)
            if (coefficients[i] > median) quarters[i >> 6] |= 1UL << (i & 63);
        return new(quarters[0], quarters[1], quarters[2], quarters[3]);
    }

    private static void Shrink(ReadOnlySpan<float> plane, int rows, int columns, Span<float> grid)
    {
        if (rows == Grid && columns == Grid)
        {
            plane.CopyTo(grid);
            return;
        }

        var rented = ArrayPool<float>.Shared.Rent(plane.Length);
        var smooth = rented.AsSpan(0, plane.Length);
        plane.CopyTo(smooth);
        BoxFilter.Tent(smooth, rows, columns);
        for (var i = 0; i < Grid; i++)
        {
            var row = smooth.Slice((((2 * i) + 1) * rows / (2 * Grid)) * columns, columns);
            for (var j = 0; j < Grid; j++) grid[(i * Grid) + j] = row[((2 * j) + 1) * columns / (2 * Grid)];
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private static int GradientSum(ReadOnlySpan<float> grid)
    {
        var sum = 0;
        for (var i = 0; i < Grid; i++)
            for (var j = 0; j < Grid; j++)
            {
                var here = grid[(i * Grid) + j];
                if (i + 1 < Grid) sum += Step(here, grid[((i + 1) * Grid) + j]);
                if (j + 1 < Grid) sum += Step(here, grid[(i * Grid) + j + 1]);
            }

        return sum;
    }

    private static int Step(float u, float v) => Math.Abs((int)((u - v) * 100f / 255f));

    // B = D a Dᵗ; both products run over k in order, sixteen or sixty-four independent sums side by side.
    private static void Transform(ReadOnlySpan<float> grid, Span<float> coefficients)
    {
        Span<float> half = stackalloc float[Side * Grid];
        half.Clear();
        for (var i = 0; i < Side; i++)
            for (var k = 0; k < Grid; k++)
                AddScaled(half.Slice(i * Grid, Grid), grid.Slice(k * Grid, Grid), Dct[(i * Grid) + k]);
        for (var i = 0; i < Side; i++)
            for (var k = 0; k < Grid; k++)
                AddScaled(coefficients.Slice(i * Side, Side), DctTransposed.AsSpan(k * Side, Side), half[(i * Grid) + k]);
    }

    private static void AddScaled(Span<float> sums, ReadOnlySpan<float> values, float factor)
    {
        var lanes = Vector<float>.Count;
        var i = 0;
        for (; i + lanes <= sums.Length; i += lanes)
            (new Vector<float>(sums[i..]) + (new Vector<float>(values[i..]) * factor)).CopyTo(sums[i..]);
        for (; i < sums.Length; i++) sums[i] += values[i] * factor;
    }

    private static float[] Cosines(bool transposed)
    {
        var cosines = new float[Side * Grid];
        for (var i = 0; i < Side; i++)
            for (var j = 0; j < Grid; j++)
                cosines[transposed ? (j * Side) + i : (i * Grid) + j] =
                    (float)(Math.Sqrt(2.0 / Grid) * Math.Cos(Math.PI / (2 * Grid) * (i + 1) * ((2 * j) + 1)));
        return cosines;
    }
}
