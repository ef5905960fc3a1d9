namespace Comity.Matching.Robustness;

/// <summary>Upright 8-bit colour pixels, row by row, three bytes each.</summary>
internal sealed record Picture(byte[] Pixels, int Width, int Height)
{
    internal Picture(int width, int height)
        : this(new byte[3 * width * height], width, height)
    {
    }

    /// <summary>Hashes the picture and its turns; the first is the picture as it is.</summary>
    internal (PdqHash[] Turns, int Quality) Hash()
    {
        var plane = Plane();
        var turns = new PdqHash[Turns.Count];
        return (turns, Pdq.HashTurns(plane.Values, plane.Rows, plane.Columns, turns).Quality);
    }

    internal LumaPlane Plane() => LumaPlane.FromPixels(Pixels, Width, Height, 3);

    internal void Set(int x, int y, int red, int green, int blue)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height) return;
        var at = 3 * ((y * Width) + x);
        (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = ((byte)red, (byte)green, (byte)blue);
    }

    /// <summary>Fills a rectangle given in shares of the picture.</summary>
    internal void Fill(double left, double top, double right, double bottom, int red, int green, int blue)
    {
        for (var y = (int)(top * Height); y < (int)(bottom * Height); y++)
            for (var x = (int)(left * Width); x < (int)(right * Width); x++) Set(x, y, red, green, blue);
    }

    /// <summary>A picture whose every value is made from a value of this one.</summary>
    internal Picture Map(Func<double, double> change) => this with { Pixels = Mapped(Table(change)) };

    private byte[] Mapped(byte[] table) => Array.ConvertAll(Pixels, value => table[value]);

    private static byte[] Table(Func<double, double> change) => [.. Enumerable.Range(0, 256).Select(v => (byte)Math.Clamp(Math.Round(change(v)), 0, 255))];
}
