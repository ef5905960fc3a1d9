using System.Globalization;

namespace Comity.Ledger;

/// <summary>A row of up to 256 hashes of the tree. C2SP tlog-tiles: level 0 holds leaf hashes, each higher level the hashes of full tiles below.</summary>
/// <param name="Level">0 to 7; level 7 would hold 2^56 leaves per hash.</param>
/// <param name="Index">Number of the tile within its level.</param>
/// <param name="Width">Hashes in it: 1 to 256.</param>
public readonly record struct Tile(int Level, long Index, int Width)
{
    /// <summary>Hashes in a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>Levels of the tree that one tile spans.</summary>
    public const int Height = 8;

    internal const int HighestLevel = 7;

    /// <summary>All 256 hashes are there; the tile never changes again.</summary>
    public bool IsFull => Width == FullWidth;

    /// <summary>The path below the log's prefix: <c>tile/0/x001/067</c>, <c>tile/1/000.p/17</c>.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/{TileNumber.Write(Index, Width)}");

    /// <summary>Reads a path as strictly as it is written; false for anything else.</summary>
    public static bool TryParse(string path, out Tile tile)
    {
        tile = default;
        if (path.Length < 8 || !path.StartsWith("tile/", StringComparison.Ordinal) || path[6] != '/') return false;
        var level = path[5] - '0';
        if (level is < 0 or > HighestLevel || !TileNumber.TryRead(path.AsSpan(7), out var index, out var width)) return false;
        tile = new(level, index, width);
        return true;
    }

    /// <summary>The tile of this place in a tree of <paramref name="size"/> leaves; width 0 if the tree does not reach it.</summary>
    public static Tile At(int level, long index, long size) =>
        new(level, index, (int)Math.Clamp((size >> (Height * level)) - (index * FullWidth), 0, FullWidth));

    /// <summary>The partial tiles at the right edge of a tree of <paramref name="size"/> leaves: those that its checkpoint needs.</summary>
    public static IEnumerable<Tile> Partial(long size)
    {
        for (var level = 0; size >> (Height * level) > 0 && level <= HighestLevel; level++)
        {
            var hashes = size >> (Height * level);
            if (hashes % FullWidth != 0) yield return new(level, hashes / FullWidth, (int)(hashes % FullWidth));
        }
    }
}

/// <summary>The number form of C2SP tlog-tiles: 1234067 is <c>x001/x234/067</c>, a partial tile ends in <c>.p/WIDTH</c>.</summary>
internal static class TileNumber
{
    private const int LongestText = 40;

    internal static string Write(long index, int width)
    {
        var text = (index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (index /= 1000; index > 0; index /= 1000) text = string.Create(CultureInfo.InvariantCulture, $"x{index % 1000:000}/{text}");
        return width == Tile.FullWidth ? text : string.Create(CultureInfo.InvariantCulture, $"{text}.p/{width}");
    }

    internal static bool TryRead(ReadOnlySpan<char> text, out long index, out int width)
    {
        (index, width) = (0, Tile.FullWidth);
        if (text.Length > LongestText) return false;
        var partial = text.IndexOf(".p/");
        if (partial >= 0 && !int.TryParse(text[(partial + 3)..], NumberStyles.None, CultureInfo.InvariantCulture, out width)) return false;
        if (width is < 1 or > Tile.FullWidth) return false;

        foreach (var c in partial < 0 ? text : text[..partial])
        {
            if (c is 'x' or '/') continue;
            if (!char.IsAsciiDigit(c) || index > (long.MaxValue >> Tile.Height) / 10) return false;
            index = (index * 10) + (c - '0');
        }

        return text.SequenceEqual(Write(index, width)); // one number, one path
    }
}
