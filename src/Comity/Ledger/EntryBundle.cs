using System.Buffers.Binary;

namespace Comity.Ledger;

/// <summary>Up to 256 leaves as C2SP tlog-tiles serves them: each after its length, two bytes big-endian. Ours are all 33 bytes long.</summary>
public static class EntryBundle
{
    private const string Prefix = "tile/entries/";
    private const int Stride = 2 + LedgerEntry.LeafSize;

    /// <summary>The path below the log's prefix: <c>tile/entries/x001/067.p/12</c>.</summary>
    public static string Path(long index, int width) => Prefix + TileNumber.Write(index, width);

    /// <summary>Reads a path as strictly as it is written; false for anything else.</summary>
    public static bool TryParse(string path, out long index, out int width)
    {
        (index, width) = (0, 0);
        return path.StartsWith(Prefix, StringComparison.Ordinal) && TileNumber.TryRead(path.AsSpan(Prefix.Length), out index, out width);
    }

    /// <summary>Writes leaves, each 33 bytes.</summary>
    public static byte[] Write(IReadOnlyList<byte[]> leaves)
    {
        var bytes = new byte[leaves.Count * Stride];
        for (var i = 0; i < leaves.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(i * Stride), LedgerEntry.LeafSize);
            leaves[i].CopyTo(bytes, (i * Stride) + 2);
        }

        return bytes;
    }

    /// <summary>Reads the leaves of a bundle.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not a row of 1 to 256 leaves of 33 bytes that start with 0x01.</exception>
    public static IReadOnlyList<byte[]> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 || bytes.Length % Stride != 0 || bytes.Length / Stride > Tile.FullWidth) throw Malformed();
        var leaves = new List<byte[]>(bytes.Length / Stride);
        for (; bytes.Length > 0; bytes = bytes[Stride..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(bytes) != LedgerEntry.LeafSize || bytes[2] != LedgerEntry.LeafVersion) throw Malformed();
            leaves.Add(bytes[2..Stride].ToArray());
        }

        return leaves;
    }

    private static RefusedException Malformed() => new(RefusalCode.Malformed, "The entry bundle is not a row of 1 to 256 leaves of 33 bytes.");
}
