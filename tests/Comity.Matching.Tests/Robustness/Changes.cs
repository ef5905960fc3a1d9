namespace Comity.Matching.Robustness;

/// <summary>What is done to a picture before it is hashed again.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Strength">How strongly, in words of the table.</param>
/// <param name="Apply">Does it.</param>
internal sealed record Change(string Kind, string Strength, Func<Picture, Picture> Apply);

/// <summary>The changes of the experiment.</summary>
internal static class Changes
{
    internal static IEnumerable<Change> All() =>
    [
        .. Of("resize", "{0:0.##} x", [0.1, 0.25, 0.5, 0.75, 2], Resize),
        .. Of("JPEG", "quality {0}", [10, 30, 50, 75, 95], (p, q) => Codec.Jpeg(p, (int)q)),
        .. Of("WebP", "quality {0}", [10, 50, 90], (p, q) => Codec.WebP(p, (int)q)),
        .. Of("blur", "radius {0} of 512", [1, 2, 4, 8], Blur),
        .. Of("brightness", "{0:+0;-0} %", [-50, -25, -10, 10, 25, 50], (p, s) => p.Map(v => v + (2.55 * s))),
        .. Of("contrast", "{0:+0;-0} %", [-50, -25, 25, 50], (p, s) => p.Map(v => 127.5 + ((v - 127.5) * (1 + (s / 100))))),
        .. Of("gamma", "{0}", [0.5, 0.8, 1.25, 2], (p, g) => p.Map(v => 255 * Math.Pow(v / 255, g))),
        .. Of("noise", "deviation {0}", [5, 15, 30], Grain),
        .. Of("grey", "-", [0], (p, _) => Grey(p)),
        .. Of("mark in a corner", "{0} % of the area", [1, 5, 10, 20], (p, s) => Mark(p, s, centre: false)),
        .. Of("overlay in the centre", "{0} % of the area", [1, 5, 10, 20], (p, s) => Mark(p, s, centre: true)),
        .. Of("border", "{0} % of each side", [1, 3, 5, 10, 20], Border),
        .. Of("crop", "{0} % of each side", [1, 2, 3, 5, 10, 20], Crop),
        .. Of("rotation", "{0} degrees", [1, 2, 3, 5, 10, 45], Rotate),
        .. Of("quarter turn", "{0} degrees", [90, 180, 270], (p, d) => Turned(p, (int)d / 90)),
        .. Of("mirror", "left-right", [0], (p, _) => Mirror(p)),
    ];

    private static IEnumerable<Change> Of(string kind, string words, double[] strengths, Func<Picture, double, Picture> apply) =>
        strengths.Select(s => new Change(kind, string.Format(System.Globalization.CultureInfo.InvariantCulture, words, s), p => apply(p, s)));

    private static Picture Resize(Picture picture, double factor)
    {
        int width = Math.Max(8, (int)(picture.Width * factor)), height = Math.Max(8, (int)(picture.Height * factor));
        var (x, y) = ((double)picture.Width / width, (double)picture.Height / height);
        return factor < 1 ? Averaged(picture, width, height) : Sampled(width, height, (i, j) => (((i + 0.5) * x) - 0.5, ((j + 0.5) * y) - 0.5), picture);
    }

    private static Picture Averaged(Picture from, int width, int height)
    {
        var to = new Picture(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                int left = x * from.Width / width, right = Math.Max(left + 1, (x + 1) * from.Width / width);
                int top = y * from.Height / height, bottom = Math.Max(top + 1, (y + 1) * from.Height / height);
                int red = 0, green = 0, blue = 0, count = (right - left) * (bottom - top);
                for (var j = top; j < bottom; j++)
                    for (int i = left, p = 3 * ((j * from.Width) + left); i < right; i++, p += 3)
                        (red, green, blue) = (red + from.Pixels[p], green + from.Pixels[p + 1], blue + from.Pixels[p + 2]);
                to.Set(x, y, red / count, green / count, blue / count);
            }

        return to;
    }

    // Bilinear; beyond the edge the picture is black.
    private static Picture Sampled(int width, int height, Func<int, int, (double X, double Y)> place, Picture from)
    {
        var to = new Picture(width, height);
        for (var j = 0; j < height; j++)
            for (var i = 0; i < width; i++)
            {
                var (x, y) = place(i, j);
                if (x <= -1 || y <= -1 || x >= from.Width || y >= from.Height) continue;
                int x0 = (int)Math.Floor(x), y0 = (int)Math.Floor(y);
                double u = x - x0, v = y - y0;
                int Band(int band) => (int)(((1 - v) * (((1 - u) * At(from, x0, y0, band)) + (u * At(from, x0 + 1, y0, band))))
                    + (v * (((1 - u) * At(from, x0, y0 + 1, band)) + (u * At(from, x0 + 1, y0 + 1, band)))) + 0.5);
                to.Set(i, j, Band(0), Band(1), Band(2));
            }

        return to;
    }

    private static byte At(Picture picture, int x, int y, int band) =>
        picture.Pixels[(3 * ((Math.Clamp(y, 0, picture.Height - 1) * picture.Width) + Math.Clamp(x, 0, picture.Width - 1))) + band];

    // Three box blurs come near a Gaussian; the radius is in pixels of a picture of 512, so that it means the same at every size.
    private static Picture Blur(Picture picture, double radius)
    {
        var reach = Math.Max(1, (int)Math.Round(radius * Math.Max(picture.Width, picture.Height) / 512));
        for (var n = 0; n < 3; n++) picture = Box(Box(picture, reach, 3, 3 * picture.Width, picture.Width, picture.Height), reach, 3 * picture.Width, 3, picture.Height, picture.Width);
        return picture;
    }

    private static Picture Box(Picture from, int reach, int step, int line, int length, int lines)
    {
        var to = new Picture(from.Width, from.Height);
        for (var l = 0; l < lines; l++)
            for (var band = 0; band < 3; band++)
            {
                var start = (l * line) + band;
                int Value(int i) => from.Pixels[start + (Math.Clamp(i, 0, length - 1) * step)];
                var sum = 0;
                for (var i = -reach; i <= reach; i++) sum += Value(i);
                for (var i = 0; i < length; i++)
                {
                    to.Pixels[start + (i * step)] = (byte)(sum / ((2 * reach) + 1));
                    sum += Value(i + reach + 1) - Value(i - reach);
                }
            }

        return to;
    }

    private static Picture Grain(Picture picture, double deviation)
    {
        var random = new Random(7);
        return picture with { Pixels = Array.ConvertAll(picture.Pixels, v => (byte)Math.Clamp(v + (deviation * Normal(random)), 0, 255)) };
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static Picture Grey(Picture picture)
    {
        var grey = (byte[])picture.Pixels.Clone();
        for (var p = 0; p < grey.Length; p += 3)
            grey[p] = grey[p + 1] = grey[p + 2] = (byte)(((299 * grey[p]) + (587 * grey[p + 1]) + (114 * grey[p + 2])) / 1000);
        return picture with { Pixels = grey };
    }

    private static Picture Mark(Picture picture, double percent, bool centre)
    {
        var side = Math.Sqrt(percent / 100);
        var from = centre ? (1 - side) / 2 : 0.98 - side;
        var marked = picture with { Pixels = (byte[])picture.Pixels.Clone() };
        marked.Fill(from, from, from + side, from + side, 255, 255, 255);
        marked.Fill(from + (0.2 * side), from + (0.2 * side), from + (0.8 * side), from + (0.8 * side), 30, 30, 30);
        return marked;
    }

    private static Picture Border(Picture picture, double percent)
    {
        int x = (int)(picture.Width * percent / 100), y = (int)(picture.Height * percent / 100);
        return Window(picture, -x, -y, picture.Width + (2 * x), picture.Height + (2 * y));
    }

    private static Picture Crop(Picture picture, double percent)
    {
        int x = (int)Math.Ceiling(picture.Width * percent / 100), y = (int)Math.Ceiling(picture.Height * percent / 100);
        return Window(picture, x, y, picture.Width - (2 * x), picture.Height - (2 * y));
    }

    // A part of the picture, or the picture in a black frame.
    private static Picture Window(Picture from, int left, int top, int width, int height)
    {
        var to = new Picture(width, height);
        for (var y = Math.Max(0, -top); y < height && y + top < from.Height; y++)
        {
            var x = Math.Max(0, -left);
            var count = Math.Min(width - x, from.Width - (x + left));
            from.Pixels.AsSpan(3 * (((y + top) * from.Width) + x + left), 3 * count).CopyTo(to.Pixels.AsSpan(3 * ((y * width) + x)));
        }

        return to;
    }

    private static Picture Rotate(Picture picture, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        double cx = (picture.Width - 1) / 2.0, cy = (picture.Height - 1) / 2.0;
        return Sampled(picture.Width, picture.Height, (i, j) => (cx + (cos * (i - cx)) - (sin * (j - cy)), cy + (sin * (i - cx)) + (cos * (j - cy))), picture);
    }

    private static Picture Turned(Picture picture, int quarters)
    {
        for (; quarters > 0; quarters--) picture = Moved(picture, picture.Height, picture.Width, (x, y) => (picture.Width - 1 - y, x));
        return picture;
    }

    private static Picture Mirror(Picture picture) => Moved(picture, picture.Width, picture.Height, (x, y) => (picture.Width - 1 - x, y));

    private static Picture Moved(Picture from, int width, int height, Func<int, int, (int X, int Y)> place)
    {
        var to = new Picture(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (i, j) = place(x, y);
                from.Pixels.AsSpan(3 * ((j * from.Width) + i), 3).CopyTo(to.Pixels.AsSpan(3 * ((y * width) + x)));
            }

        return to;
    }
}
