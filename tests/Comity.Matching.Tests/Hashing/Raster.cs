using System.Runtime.InteropServices;

namespace Comity.Matching.Tests;

/// <summary>A picture that a test draws and changes: three bytes a pixel.</summary>
internal sealed class Raster(int width, int height)
{
    private readonly byte[] _pixels = new byte[width * height * 3];

    internal LumaPlane Plane() => LumaPlane.FromPixels(_pixels, width, height, 3);

    internal PdqHash Hash() => Plane().Hash().Hash;

    internal static Raster Draw(string family, int size, int seed)
    {
        var random = new Random(seed);
        var r = new Raster(size + (32 * (seed % 3)), size);
        r.Fill((x, y) => 200 + (x * 40.0 / size) - (y * 60.0 / size));
        switch (family)
        {
            case "shapes": for (var i = 0; i < 25; i++) r.Disc(random, size / 6); break;
            case "noise": r.Fill(Octaves(random, 3, size)); break;
            case "fractal": r.Fill(Octaves(random, 7, size)); break;
            case "text": for (var y = 12; y < size - 12; y += 14) for (var x = 12; x < size - 12; x += random.Next(4, 12)) r.Block(x, y, 3, random.Next(4, 10), 20); break;
            case "chart": for (var x = 20; x < size - 30; x += 34) r.Block(x, size - random.Next(20, size - 20), 24, size, random.Next(20, 160)); break;
            default: throw new ArgumentOutOfRangeException(nameof(family));
        }

        return r;
    }

    internal Raster Resize(double scale) => From((int)(width * scale), (int)(height * scale), (x, y) => ((x + 0.5) / scale - 0.5, (y + 0.5) / scale - 0.5), scale < 1 ? (int)(0.5 / scale) : 0);

    internal Raster Crop(double part) => From((int)(width * (1 - part)), (int)(height * (1 - part)), (x, y) => (x + (width * part / 2), y + (height * part / 2)));

    internal Raster Mirror() => From(width, height, (x, y) => (width - 1 - x, y));

    internal Raster Rotate(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var (w, h) = degrees == 90 ? (height, width) : (width, height);
        return From(w, h, (x, y) => ((cos * (x - ((w - 1) / 2.0))) + (sin * (y - ((h - 1) / 2.0))) + ((width - 1) / 2.0), (cos * (y - ((h - 1) / 2.0))) - (sin * (x - ((w - 1) / 2.0))) + ((height - 1) / 2.0)));
    }

    internal Raster Blur(int radius) => Along(radius, 1, 0).Along(radius, 0, 1);

    private Raster Along(int reach, int dx, int dy) => Copy((i, pixel) =>
    {
        var sum = 0;
        for (var k = -reach; k <= reach; k++) sum += At((pixel / 3 % width) + (k * dx), (pixel / 3 / width) + (k * dy), i - pixel);
        return sum / ((2.0 * reach) + 1);
    });

    internal Raster Each(Func<double, double> change) => Copy((i, _) => change(_pixels[i]));

    internal Raster Noise(int amount)
    {
        var random = new Random(amount);
        return Copy((i, _) => _pixels[i] + random.Next(-amount, amount + 1));
    }

    internal Raster Grey() => Copy((_, p) => (0.299 * _pixels[p]) + (0.587 * _pixels[p + 1]) + (0.114 * _pixels[p + 2]));

    internal Raster Mark(double area, bool centre)
    {
        int w = (int)(width * Math.Sqrt(area)), h = (int)(height * Math.Sqrt(area));
        var changed = Copy((i, _) => _pixels[i]);
        changed.Block(centre ? (width - w) / 2 : width - w, centre ? (height - h) / 2 : height - h, w, h, 250);
        return changed;
    }

    internal Raster Border(double part)
    {
        int left = (int)(width * part), top = (int)(height * part);
        var framed = new Raster(width + (2 * left), height + (2 * top));
        for (var y = 0; y < height; y++) _pixels.AsSpan(y * width * 3, width * 3).CopyTo(framed._pixels.AsSpan(((((y + top) * (width + (2 * left))) + left) * 3)));
        return framed;
    }

    internal Raster Recompress(int quality)
    {
        var jpeg = Drawing.Jpeg(_pixels, width, height, quality);
        var decoded = new Raster(width, height);
        Drawing.Decode(jpeg).CopyTo(decoded._pixels, 0);
        return decoded;
    }

    private Raster From(int w, int h, Func<int, int, (double X, double Y)> source, int reach = 0)
    {
        var changed = new Raster(Math.Max(8, w), Math.Max(8, h));
        for (var y = 0; y < Math.Max(8, h); y++)
            for (var x = 0; x < Math.Max(8, w); x++)
            {
                var (sx, sy) = source(x, y);
                for (var band = 0; band < 3; band++) changed._pixels[(((y * Math.Max(8, w)) + x) * 3) + band] = Byte(Sample(sx, sy, band, reach));
            }

        return changed;
    }

    private double Sample(double x, double y, int band, int reach)
    {
        if (reach > 0)
        {
            double sum = 0;
            var count = 0;
            for (var dy = -reach; dy <= reach; dy++)
                for (var dx = -reach; dx <= reach; dx++, count++) sum += At((int)Math.Round(x) + dx, (int)Math.Round(y) + dy, band);
            return sum / count;
        }

        if (x < -1 || y < -1 || x > width || y > height) return 0;
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        double u = x - left, v = y - top;
        return ((1 - v) * (((1 - u) * At(left, top, band)) + (u * At(left + 1, top, band)))) + (v * (((1 - u) * At(left, top + 1, band)) + (u * At(left + 1, top + 1, band))));
    }

    private byte At(int x, int y, int band) => _pixels[(((Math.Clamp(y, 0, height - 1) * width) + Math.Clamp(x, 0, width - 1)) * 3) + band];

    private Raster Copy(Func<int, int, double> value)
    {
        var copy = new Raster(width, height);
        for (var i = 0; i < _pixels.Length; i++) copy._pixels[i] = Byte(value(i, i - (i % 3)));
        return copy;
    }

    private void Fill(Func<double, double, double> value)
    {
        for (var i = 0; i < _pixels.Length; i++) _pixels[i] = Byte(value(i / 3 % width, i / 3 / width) + (5 * (i % 3)));
    }

    private void Disc(Random random, int largest)
    {
        int cx = random.Next(width), cy = random.Next(height), radius = random.Next(6, largest), value = random.Next(256);
        for (var y = Math.Max(0, cy - radius); y < Math.Min(height, cy + radius); y++)
            for (var x = Math.Max(0, cx - radius); x < Math.Min(width, cx + radius); x++)
                if (((x - cx) * (x - cx)) + ((y - cy) * (y - cy)) < radius * radius) Block(x, y, 1, 1, value);
    }

    private void Block(int left, int top, int w, int h, int value)
    {
        for (var y = Math.Max(0, top); y < Math.Min(height, top + h); y++)
            for (var x = Math.Max(0, left); x < Math.Min(width, left + w); x++)
                for (var band = 0; band < 3; band++) _pixels[(((y * width) + x) * 3) + band] = (byte)Math.Clamp(value + (9 * band), 0, 255);
    }

    private static Func<double, double, double> Octaves(Random random, int octaves, int size)
    {
        var waves = Enumerable.Range(0, 6 * octaves).Select(i => (A: random.NextDouble() * 6.3, F: Math.Pow(1.8, i / 6) * 6.3 / size, P: random.NextDouble() * 6.3, G: 45 / Math.Pow(1.6, i / 6))).ToArray();
        return (x, y) => 127 + waves.Sum(w => w.G * Math.Sin((w.F * ((Math.Cos(w.A) * x) + (Math.Sin(w.A) * y))) + w.P));
    }

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
