using System.Buffers.Binary;
using System.Text;

namespace Comity.Tracing.Tests;

/// <summary>Parquet files are read back by a reader that knows the format's description only, and hold what the CSV files hold.</summary>
public sealed class ParquetTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Every_table_holds_the_same_cells_as_its_csv()
    {
        ChainGenerator.Write(_scratch["blocks"], 51, 1200, perBlock: 60);
        using (var ingest = Ingest.Open(_scratch["store"], null, _scratch["blocks"])) ingest.Run(_scratch["blocks"]);
        using var store = ChainStore.Open(_scratch["store"]);
        foreach (var table in StoreTables.Names)
        {
            using var csv = new StringWriter();
            Assert.Equal(StoreTables.Count(store, table), CsvTable.Write(store, table, csv));
            using var parquet = new MemoryStream();
            Assert.Equal(StoreTables.Count(store, table), ParquetTable.Write(store, table, parquet));
            Assert.Equal(csv.ToString().TrimEnd('\n').Split('\n'), Csv(parquet.ToArray()));
            using var again = new MemoryStream();
            ParquetTable.Write(store, table, again);
            Assert.Equal(parquet.ToArray(), again.ToArray());
        }
    }

    [Fact]
    public void An_unknown_table_is_refused_with_the_names_of_those_there_are()
    {
        using var store = _scratch.Store(Mined());
        Assert.Contains("outputs", Assert.Throws<TracingException>(() => ParquetTable.Write(store, "nothing", Stream.Null)).Message, StringComparison.Ordinal);

        static ChainBuilder Mined()
        {
            var chain = new ChainBuilder();
            chain.Mine(("a", 1));
            return chain;
        }
    }

    private static List<string> Csv(byte[] file)
    {
        Assert.Equal("PAR1"u8.ToArray(), file[..4]);
        Assert.Equal("PAR1"u8.ToArray(), file[^4..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8));
        var at = file.Length - 8 - length;
        var footer = Thrift(file, ref at);
        Assert.Equal(file.Length - 8, at);
        var columns = ((List<object>)footer[2]).Skip(1).Cast<Dictionary<int, object>>().ToList();
        var lines = new List<string> { string.Join(',', columns.Select(c => Encoding.UTF8.GetString((byte[])c[4]))) };
        foreach (Dictionary<int, object> group in (List<object>)footer[4])
        {
            var chunks = ((List<object>)group[1]).Cast<Dictionary<int, object>>().Select((chunk, i) => Values(file, (Dictionary<int, object>)chunk[3], columns[i])).ToList();
            for (var row = 0; row < (long)group[3]; row++) lines.Add(string.Join(',', chunks.Select(c => c[row])));
        }

        Assert.Equal((long)footer[3], lines.Count - 1);
        return lines;
    }

    private static List<string> Values(byte[] file, Dictionary<int, object> chunk, Dictionary<int, object> column)
    {
        var at = (int)(long)chunk[9];
        var header = Thrift(file, ref at);
        var count = (long)((Dictionary<int, object>)header[5])[1];
        Assert.Equal((long)chunk[5], count);
        var values = new List<string>();
        for (var i = 0; i < count; i++) values.Add(Value(file, ref at, (long)chunk[1], column.TryGetValue(6, out var converted) ? (long)converted : -1));
        return values;
    }

    private static string Value(byte[] file, ref int at, long type, long converted)
    {
        switch (type)
        {
            case 1:
                at += 4;
                return converted == 13 ? $"{BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at - 4))}" : $"{BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at - 4))}";
            case 2:
                at += 8;
                return $"{BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at - 8))}";
            default:
                var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
                at += 4 + length;
                return Encoding.UTF8.GetString(file, at - length, length);
        }
    }

    /// <summary>A structure of Thrift's compact protocol, by field numbers; whole numbers are <see cref="long"/>.</summary>
    private static Dictionary<int, object> Thrift(byte[] file, ref int at)
    {
        var fields = new Dictionary<int, object>();
        var field = 0;
        while (file[at] != 0)
        {
            field += file[at] >> 4;
            var type = file[at++] & 15;
            fields.Add(field, Element(file, ref at, type));
        }

        at++;
        return fields;
    }

    private static object Element(byte[] file, ref int at, int type)
    {
        switch (type)
        {
            case 5 or 6:
                var number = Varint(file, ref at);
                return (long)(number >> 1) ^ -(long)(number & 1);
            case 8:
                var length = (int)Varint(file, ref at);
                at += length;
                return file[(at - length)..at];
            case 9:
                var head = file[at++];
                var count = head >> 4 == 15 ? (int)Varint(file, ref at) : head >> 4;
                var list = new List<object>();
                for (var i = 0; i < count; i++) list.Add(Element(file, ref at, head & 15));
                return list;
            default:
                Assert.Equal(12, type);
                return Thrift(file, ref at);
        }
    }

    private static ulong Varint(byte[] file, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            value |= (ulong)(file[at] & 0x7f) << shift;
            if (file[at++] < 0x80) return value;
        }
    }
}
