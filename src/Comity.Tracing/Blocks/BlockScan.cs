using System.Buffers.Binary;
using System.Globalization;

namespace Comity.Tracing;

/// <summary>Walks the records of one block file: magic, length, block.</summary>
internal sealed class BlockScan(BlockFile file, int number, Network network, bool isLastFile)
{
    private readonly Block _trial = new();

    /// <summary>Where the next scan of this file starts.</summary>
    internal long Next { get; private set; }

    internal List<ScanFinding> Findings { get; } = [];

    /// <summary>Every record from an offset on, with the 80 bytes of its header.</summary>
    internal IEnumerable<(BlockLocation Location, byte[] Header)> Records(long from)
    {
        Next = from;
        var head = new byte[8 + BlockHeader.Size];
        while (Next < file.Length)
        {
            var read = file.Read(Next, head);
            if (read >= 4 && network.Magics.Contains(BinaryPrimitives.ReadUInt32LittleEndian(head)))
            {
                if (read < 8 || Length(head) > file.Length - Next - 8)
                {
                    if (read >= 8) CheckLength(head);
                    Truncated();
                    yield break;
                }

                CheckLength(head);
                var location = new BlockLocation(number, Next + 8, (int)Length(head));
                Next += 8 + location.Length;
                yield return (location, head[8..]);
            }
            else if (!Skip())
            {
                yield break;
            }
        }
    }

    private static uint Length(byte[] head) => BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));

    private void CheckLength(byte[] head)
    {
        var length = Length(head);
        if (length <= BlockHeader.Size || length > network.LargestBlock)
            throw new MalformedException(file.Path, Next + 4, "block length", length.ToString(CultureInfo.InvariantCulture), $"81 to {network.LargestBlock}");
    }

    private void Truncated()
    {
        if (!isLastFile) throw new MalformedException(file.Path, Next, "record", "truncated", "a whole record, but in the last file");
        Findings.Add(new(file.Name, Next, "truncated", file.Length - Next));
    }

    /// <summary>Passes padding or garbage; false at the end of the file.</summary>
    private bool Skip()
    {
        var padding = file.PaddingStart(Next);
        if (padding == Next) return false;
        for (var at = file.NextMagic(Next + 1, network); at + 8 <= padding; at = file.NextMagic(at + 1, network))
        {
            if (!Parses(at)) continue;
            Findings.Add(new(file.Name, Next, "skipped", at - Next));
            Next = at;
            return true;
        }

        if (file.Length - Next < 8) Truncated();
        else Findings.Add(new(file.Name, Next, "skipped", padding - Next));
        return false;
    }

    private bool Parses(long at)
    {
        var head = new byte[8];
        _ = file.Read(at, head);
        var length = Length(head);
        if (length <= BlockHeader.Size || length > network.LargestBlock || length > file.Length - at - 8) return false;
        try
        {
            BlockParser.Parse(file.Block(new(number, at + 8, (int)length)), network, _trial);
            return true;
        }
        catch (MalformedException)
        {
            return false;
        }
    }
}
