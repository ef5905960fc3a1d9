using System.Buffers.Binary;
using System.Text;

namespace Comity.Tracing;

/// <summary>Writes a table as Apache Parquet: one file, row groups of a million rows, plain encoding, no compression, no nulls.</summary>
/// <remarks>The least of the format that every reader knows. The same store gives the same bytes. Numbers of 32 and 64 bits carry the mark
/// of an unsigned type where they are one; texts are UTF-8.</remarks>
public static class ParquetTable
{
    private const int GroupRows = 1 << 20;
    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    private sealed record Chunk(long Offset, long Bytes);

    private sealed record Group(IReadOnlyList<Chunk> Chunks, long Rows);

    /// <summary>Writes a table.</summary>
    /// <param name="store">The store.</param>
    /// <param name="table">One of <see cref="StoreTables.Names"/>.</param>
    /// <param name="output">Where to; written from the start to the end.</param>
    /// <param name="progress">Told the rows written so far.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>The number of rows.</returns>
    public static long Write(ChainStore store, string table, Stream output, Action<long>? progress = null, CancellationToken stop = default)
    {
        var columns = StoreTables.Columns(table);
        var pages = columns.Select(_ => new MemoryStream()).ToArray();
        var groups = new List<Group>();
        long rows = 0, at = Magic.Length, inGroup = 0;
        output.Write(Magic);
        foreach (var row in StoreTables.Rows(store, table))
        {
            for (var i = 0; i < row.Length; i++) Append(pages[i], columns[i].Type, row[i]);
            rows++;
            if (++inGroup % 16_384 == 0)
            {
                stop.ThrowIfCancellationRequested();
                progress?.Invoke(rows);
            }

            if (inGroup == GroupRows) Flush();
        }

        if (inGroup > 0) Flush();
        WriteFooter(output, table, columns, groups, rows);
        return rows;

        void Flush()
        {
            var chunks = pages.Select(page => WriteChunk(output, page, inGroup, ref at)).ToList();
            groups.Add(new(chunks, inGroup));
            inGroup = 0;
        }
    }

    private static void Append(MemoryStream page, TableType type, TableCell cell)
    {
        Span<byte> bytes = stackalloc byte[8];
        switch (type)
        {
            case TableType.Number32:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)cell.Number);
                page.Write(bytes[..4]);
                break;
            case TableType.Text:
                var text = Encoding.UTF8.GetBytes(cell.Text!);
                BinaryPrimitives.WriteInt32LittleEndian(bytes, text.Length);
                page.Write(bytes[..4]);
                page.Write(text);
                break;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(bytes, cell.Number);
                page.Write(bytes);
                break;
        }
    }

    /// <summary>One page of a column: its header, then the values. The page is empty afterwards.</summary>
    private static Chunk WriteChunk(Stream output, MemoryStream page, long rows, ref long at)
    {
        var header = new ThriftCompact();
        header.Int(1, 0); // a data page
        header.Int(2, (int)page.Length);
        header.Int(3, (int)page.Length);
        header.Struct(5, () =>
        {
            header.Int(1, (int)rows);
            header.Int(2, 0); // plain
            header.Int(3, 3); // levels as run lengths; there are none, every column is required
            header.Int(4, 3);
        });
        var bytes = header.End();
        output.Write(bytes);
        page.WriteTo(output);
        var chunk = new Chunk(at, bytes.Length + page.Length);
        at += chunk.Bytes;
        page.SetLength(0);
        return chunk;
    }

    private static (int Physical, int? Converted) Types(TableType type) => type switch
    {
        TableType.Number32 => (1, 13),
        TableType.Number64 => (2, 14),
        TableType.Satoshis => (2, null),
        _ => (6, 0),
    };

    private static void WriteFooter(Stream output, string table, IReadOnlyList<TableColumn> columns, List<Group> groups, long rows)
    {
        var footer = new ThriftCompact();
        footer.Int(1, 1);
        footer.Structs(2, columns.Count + 1, i =>
        {
            if (i == 0)
            {
                footer.Text(4, table);
                footer.Int(5, columns.Count);
                return;
            }

            var (physical, converted) = Types(columns[i - 1].Type);
            footer.Int(1, physical);
            footer.Int(3, 0); // required
            footer.Text(4, columns[i - 1].Name);
            if (converted is { } c) footer.Int(6, c);
        });
        footer.Long(3, rows);
        footer.Structs(4, groups.Count, g =>
        {
            footer.Structs(1, columns.Count, c => WriteColumn(footer, columns[c], groups[g].Chunks[c], groups[g].Rows));
            footer.Long(2, groups[g].Chunks.Sum(c => c.Bytes));
            footer.Long(3, groups[g].Rows);
        });
        footer.Text(6, "Comity.Tracing");
        var bytes = footer.End();
        output.Write(bytes);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        output.Write(length);
        output.Write(Magic);
    }

    private static void WriteColumn(ThriftCompact footer, TableColumn column, Chunk chunk, long rows)
    {
        footer.Long(2, chunk.Offset);
        footer.Struct(3, () =>
        {
            footer.Int(1, Types(column.Type).Physical);
            footer.Ints(2, [0, 3]);
            footer.Texts(3, [column.Name]);
            footer.Int(4, 0); // not compressed
            footer.Long(5, rows);
            footer.Long(6, chunk.Bytes);
            footer.Long(7, chunk.Bytes);
            footer.Long(9, chunk.Offset);
        });
    }
}
