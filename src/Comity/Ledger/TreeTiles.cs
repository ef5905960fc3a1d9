namespace Comity.Ledger;

/// <summary>Reads a tile's hashes: at least <see cref="Tile.Width"/> · 32 bytes, of which the first are used (a wider stored tile will do).</summary>
public delegate ReadOnlyMemory<byte> TileReader(Tile tile);

/// <summary>A tile and its hashes, 32 bytes each.</summary>
public sealed record TileContent(Tile Tile, byte[] Hashes);

/// <summary>The tree kept as tiles: which tiles a growth changes, and subtree hashes for proofs from few reads.</summary>
public static class TreeTiles
{
    /// <summary>The tiles that change when <paramref name="leafHashes"/> follow the first <paramref name="size"/> leaves: the full ones and the new right edge.</summary>
    /// <remarks>Reads at most one partial tile per level. A store may overwrite a tile with its wider version: the former hashes are its beginning.</remarks>
    public static IReadOnlyList<TileContent> Append(long size, IReadOnlyList<Digest> leafHashes, TileReader read)
    {
        var changed = new List<TileContent>();
        var added = leafHashes;
        for (var level = 0; added.Count > 0 && level <= Tile.HighestLevel; level++)
            added = AppendLevel(level, size >> (Tile.Height * level), added, read, changed);
        return changed;
    }

    /// <summary>Subtree hashes of a tree of <paramref name="size"/> leaves, each tile read once. Not for use by two threads at a time.</summary>
    public static SubtreeHash Subtrees(long size, TileReader read)
    {
        var tiles = new Dictionary<(int, long), ReadOnlyMemory<byte>>();
        return (level, index) =>
        {
            var (row, height) = Math.DivRem(level, Tile.Height);
            var first = index << height;
            var at = (row, first / Tile.FullWidth);
            if (!tiles.TryGetValue(at, out var hashes)) tiles[at] = hashes = Read(Tile.At(row, first / Tile.FullWidth, size), read);
            return Fold(hashes.Span.Slice((int)(first % Tile.FullWidth) * Digest.Size, Digest.Size << height));
        };
    }

    private static List<Digest> AppendLevel(int level, long count, IReadOnlyList<Digest> added, TileReader read, List<TileContent> changed)
    {
        var full = new List<Digest>();
        var (index, width) = Math.DivRem(count, Tile.FullWidth);
        var hashes = new byte[Tile.FullWidth * Digest.Size];
        if (width > 0) Read(new(level, index, (int)width), read).CopyTo(hashes);
        foreach (var hash in added)
        {
            hash.CopyTo(hashes.AsSpan((int)width++ * Digest.Size));
            if (width < Tile.FullWidth) continue;
            changed.Add(new(new(level, index++, Tile.FullWidth), hashes));
            full.Add(Fold(hashes));
            (width, hashes) = (0, new byte[Tile.FullWidth * Digest.Size]);
        }

        if (width > 0) changed.Add(new(new(level, index, (int)width), hashes[..((int)width * Digest.Size)]));
        return full;
    }

    private static ReadOnlyMemory<byte> Read(Tile tile, TileReader read)
    {
        var hashes = read(tile);
        return hashes.Length >= tile.Width * Digest.Size
            ? hashes[..(tile.Width * Digest.Size)]
            : throw new InvalidDataException($"Tile {tile.Path} has {hashes.Length} bytes instead of {tile.Width * Digest.Size}.");
    }

    /// <summary>The root over a power of two of hashes, at most 256.</summary>
    private static Digest Fold(ReadOnlySpan<byte> hashes)
    {
        Span<byte> row = stackalloc byte[Tile.FullWidth * Digest.Size];
        hashes.CopyTo(row);
        for (var width = hashes.Length; width > Digest.Size; width /= 2)
            for (var at = 0; at < width; at += 2 * Digest.Size)
                MerkleHash.Node(row.Slice(at, Digest.Size), row.Slice(at + Digest.Size, Digest.Size), row[(at / 2)..]);
        return new(row[..Digest.Size]);
    }
}
