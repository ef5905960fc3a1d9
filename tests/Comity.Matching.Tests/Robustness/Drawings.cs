namespace Comity.Matching.Robustness;

/// <summary>Harmless pictures drawn by seed, in five families: what the robustness of the hash is measured on.</summary>
internal static class Drawings
{
    internal static readonly string[] Families = ["shapes", "noise", "text", "charts", "landscapes"];

    private static readonly (int Width, int Height)[] Sizes = [(256, 256), (384, 256), (512, 512), (640, 480), (600, 800), (1024, 768), (1280, 960), (2048, 1365)];

    /// <summary>Picture number <paramref name="seed"/>: its family and size follow from the number.</summary>
    internal static Picture Draw(int seed)
    {
        var (width, height) = Sizes[seed / Families.Length % Sizes.Length];
        var (picture, random) = (new Picture(width, height), new Random(seed));
        switch (seed % Families.Length)
        {
            case 0: Shapes(picture, random); break;
            case 1: Noise(picture, random); break;
            case 2: Text(picture, random); break;
            case 3: Chart(picture, random); break;
            default: Landscape(picture, random); break;
        }

        return picture;
    }

    /// <summary>A landscape with as much fine grain as a photograph has: what decoders are timed on.</summary>
    internal static Picture Photograph(int width, int height)
    {
        var (picture, random) = (new Picture(width, height), new Random(1));
        Landscape(picture, random);
        for (var i = 0; i < picture.Pixels.Length; i++) picture.Pixels[i] = (byte)Math.Clamp(picture.Pixels[i] + random.Next(-9, 10), 0, 255);
        return picture;
    }

    private static void Shapes(Picture picture, Random random)
    {
        var (from, to) = (Colour(random), Colour(random));
        Each(picture, (u, v) => Mix(from, to, (u + v) / 2));
        for (var n = random.Next(6, 16); n > 0; n--)
        {
            var (x, y, a, b, colour) = (random.NextDouble(), random.NextDouble(), 0.03 + (0.25 * random.NextDouble()), 0.03 + (0.25 * random.NextDouble()), Colour(random));
            if (n % 2 == 0) picture.Fill(x, y, Math.Min(1, x + a), Math.Min(1, y + b), colour.Red, colour.Green, colour.Blue);
            else Ellipse(picture, x, y, a, b, colour);
        }
    }

    private static void Noise(Picture picture, Random random)
    {
        var (seed, scale) = (random.Next(), random.Next(2, 6));
        Each(picture, (u, v) => Grey(40 + (175 * Fractal(seed, u * scale, v * scale, 5))));
    }

    private static void Text(Picture picture, Random random)
    {
        picture.Fill(0, 0, 1, 1, 250, 250, 245);
        var line = 0.02 + (0.02 * random.NextDouble());
        for (var y = 0.06; y < 0.94; y += line * (random.Next(7) == 0 ? 2.5 : 1.6))
        {
            var end = random.Next(5) == 0 ? 0.3 + (0.5 * random.NextDouble()) : 0.93;
            for (var x = 0.07; x < end;)
            {
                var word = line * (0.5 + (3 * random.NextDouble()));
                Word(picture, x, y, Math.Min(word, 0.93 - x), line, random);
                x += word + (0.4 * line);
            }
        }
    }

    // Letters are uprights and bars: what matters is how dark a page is where.
    private static void Word(Picture picture, double x, double y, double width, double line, Random random)
    {
        for (var at = 0.0; at < width; at += 0.45 * line)
        {
            var high = random.Next(3) == 0 ? 0 : 0.3 * line;
            picture.Fill(x + at, y + high, x + at + (0.12 * line), y + line, 25, 25, 30);
            var bar = y + (line * (0.3 + (0.6 * random.NextDouble())));
            picture.Fill(x + at, bar, x + at + (0.35 * line), bar + (0.12 * line), 25, 25, 30);
        }
    }

    private static void Chart(Picture picture, Random random)
    {
        picture.Fill(0, 0, 1, 1, 255, 255, 255);
        for (var y = 0.1; y < 0.9; y += 0.1) picture.Fill(0.1, y, 0.95, y + 0.003, 210, 210, 210);
        var (bars, colour) = (random.Next(4, 14), Colour(random));
        for (var i = 0; i < bars; i++)
        {
            var left = 0.12 + (0.82 * i / bars);
            picture.Fill(left, 0.9 - (0.75 * random.NextDouble()), left + (0.55 / bars), 0.9, colour.Red, colour.Green, colour.Blue);
        }

        var height = random.NextDouble();
        for (var x = 0.12; x < 0.94; x += 0.0005)
        {
            height = Math.Clamp(height + (0.02 * (random.NextDouble() - 0.5)), 0, 1);
            picture.Fill(x, 0.15 + (0.7 * height), x + 0.004, 0.162 + (0.7 * height), 180, 30, 40);
        }

        picture.Fill(0.1, 0.1, 0.106, 0.9, 20, 20, 20);
        picture.Fill(0.1, 0.9, 0.95, 0.908, 20, 20, 20);
    }

    // A sky, hills behind one another, grain: a coarse likeness of a photograph.
    private static void Landscape(Picture picture, Random random)
    {
        var (seed, horizon, sky, ground) = (random.Next(), 0.3 + (0.4 * random.NextDouble()), Colour(random), Colour(random));
        Each(picture, (u, v) =>
        {
            var ridge = horizon + (0.25 * (Fractal(seed, 3 * u, 0, 6) - 0.5));
            var grain = Fractal(seed + 1, 9 * u, 9 * v, 6);
            return v < ridge ? Mix(sky, (235, 235, 240), v / ridge * grain) : Mix(ground, (20, 25, 20), (0.7 * grain) + (0.3 * (v - ridge)));
        });
    }

    private static void Ellipse(Picture picture, double x, double y, double a, double b, (int Red, int Green, int Blue) colour)
    {
        for (var j = (int)((y - b) * picture.Height); j < (y + b) * picture.Height; j++)
            for (var i = (int)((x - a) * picture.Width); i < (x + a) * picture.Width; i++)
            {
                var (dx, dy) = (((double)i / picture.Width) - x, ((double)j / picture.Height) - y);
                if ((dx * dx / (a * a)) + (dy * dy / (b * b)) <= 1) picture.Set(i, j, colour.Red, colour.Green, colour.Blue);
            }
    }

    private static void Each(Picture picture, Func<double, double, (int Red, int Green, int Blue)> colour)
    {
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
            {
                var (red, green, blue) = colour((double)x / picture.Width, (double)y / picture.Height);
                picture.Set(x, y, red, green, blue);
            }
    }

    private static (int Red, int Green, int Blue) Colour(Random random) => (random.Next(256), random.Next(256), random.Next(256));

    private static (int Red, int Green, int Blue) Grey(double value) => ((int)value, (int)value, (int)value);

    private static (int Red, int Green, int Blue) Mix((int Red, int Green, int Blue) a, (int Red, int Green, int Blue) b, double share)
    {
        var s = Math.Clamp(share, 0, 1);
        return ((int)(a.Red + (s * (b.Red - a.Red))), (int)(a.Green + (s * (b.Green - a.Green))), (int)(a.Blue + (s * (b.Blue - a.Blue))));
    }

    // Noise at several scales, each half as strong and twice as fine; 0 to 1.
    private static double Fractal(int seed, double x, double y, int scales)
    {
        var (sum, weight, total) = (0.0, 1.0, 0.0);
        for (var n = 0; n < scales; n++, weight /= 2, x *= 2, y *= 2)
        {
            sum += weight * Smooth(seed + n, x, y);
            total += weight;
        }

        return sum / total;
    }

    private static double Smooth(int seed, double x, double y)
    {
        int i = (int)Math.Floor(x), j = (int)Math.Floor(y);
        double u = x - i, v = y - j;
        (u, v) = (u * u * (3 - (2 * u)), v * v * (3 - (2 * v)));
        var top = Corner(seed, i, j) + (u * (Corner(seed, i + 1, j) - Corner(seed, i, j)));
        var bottom = Corner(seed, i, j + 1) + (u * (Corner(seed, i + 1, j + 1) - Corner(seed, i, j + 1)));
        return top + (v * (bottom - top));
    }

    private static double Corner(int seed, int i, int j)
    {
        unchecked
        {
            var mixed = ((uint)seed * 0x9E3779B1) ^ ((uint)i * 0x85EBCA6B) ^ ((uint)j * 0xC2B2AE35);
            mixed = (mixed ^ (mixed >> 15)) * 0x2C1B3C6D;
            mixed = (mixed ^ (mixed >> 12)) * 0x297A2D39;
            return (mixed ^ (mixed >> 15)) / (double)uint.MaxValue;
        }
    }
}
