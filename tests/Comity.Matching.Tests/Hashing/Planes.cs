namespace Comity.Matching.Tests;

/// <summary>Planes that tests draw themselves.</summary>
internal static class Planes
{
    internal static byte[] Bytes(int rows, int columns, Func<int, int, int> value)
    {
        var bytes = new byte[rows * columns];
        for (var y = 0; y < rows; y++)
            for (var x = 0; x < columns; x++) bytes[(y * columns) + x] = (byte)(value(x, y) & 255);
        return bytes;
    }

    internal static float[] Named(string name, int rows, int columns) => Array.ConvertAll(
        Bytes(rows, columns, name switch
        {
            "wave" => (x, y) => (7 * x) + (11 * y) + (x * y / 8),
            "curve16" => (x, y) => ((x * x) + (3 * y * y) + (x * y)) / 16,
            "curve256" => (x, y) => ((x * x) + (3 * y * y) + (x * y)) / 256,
            "xor" => (x, y) => (((x * x) + (2 * y * y)) / 1024) ^ (x / 4),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such plane"),
        }),
        b => (float)b);

    internal static float[] Noise(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var plane = new float[rows * columns];
        for (var i = 0; i < plane.Length; i++) plane[i] = random.Next(256);
        return plane;
    }

    internal static float[] Smooth(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var waves = Enumerable.Range(0, 12).Select(_ => (random.NextDouble() / 5, random.NextDouble() / 5, random.NextDouble() * 6)).ToArray();
        var plane = new float[rows * columns];
        for (var y = 0; y < rows; y++)
            for (var x = 0; x < columns; x++)
                plane[(y * columns) + x] = (float)(127 + waves.Sum(w => 10 * Math.Sin((w.Item1 * x) + (w.Item2 * y) + w.Item3)));
        return plane;
    }

    internal static float[] Turned(float[] plane, int side, Turn turn)
    {
        var turned = new float[plane.Length];
        for (var i = 0; i < side; i++)
            for (var j = 0; j < side; j++)
            {
                int a = side - 1 - i, b = side - 1 - j;
                var (row, column) = turn switch
                {
                    Turn.Rotate90 => (j, a), Turn.Rotate180 => (a, b), Turn.Rotate270 => (b, i), Turn.FlipX => (a, j), Turn.FlipY => (i, b),
                    Turn.MainDiagonal => (j, i), Turn.OtherDiagonal => (b, a), _ => (i, j),
                };
                turned[(i * side) + j] = plane[(row * side) + column];
            }

        return turned;
    }

    internal static void EachRow(float[] plane, int rows, int columns, Func<float[], float[]> line)
    {
        for (var i = 0; i < rows; i++) line(plane.AsSpan(i * columns, columns).ToArray()).CopyTo(plane.AsSpan(i * columns));
    }

    internal static void EachColumn(float[] plane, int rows, int columns, Func<float[], float[]> line)
    {
        for (var j = 0; j < columns; j++)
        {
            var done = line([.. Enumerable.Range(0, rows).Select(i => plane[(i * columns) + j])]);
            for (var i = 0; i < rows; i++) plane[(i * columns) + j] = done[i];
        }
    }

    internal static float AreaAverage(byte[] pixels, int width, int height, int rows, int columns, int i, int j)
    {
        long sum = 0;
        for (var k = 0L; k < height; k++)
        {
            var down = Math.Min((i + 1L) * height, (k + 1) * rows) - Math.Max((long)i * height, k * rows);
            if (down <= 0) continue;
            for (var m = 0L; m < width; m++)
            {
                var over = Math.Min((j + 1L) * width, (m + 1) * columns) - Math.Max((long)j * width, m * columns);
                if (over <= 0) continue;
                var p = ((k * width) + m) * 3;
                sum += down * over * ((299 * pixels[p]) + (587 * pixels[p + 1]) + (114 * pixels[p + 2]));
            }
        }

        return (float)(sum / (1000.0 * width * height));
    }
}
