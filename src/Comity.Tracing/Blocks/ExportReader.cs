using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Comity.Tracing;

/// <summary>A block as an export tells it: no raw bytes, so nothing in it can be checked.</summary>
internal sealed record ExportedBlock(long Height, Hash256 Id, uint Time, List<ExportedTransaction> Transactions);

/// <summary>A transaction of an export; a coinbase has no inputs.</summary>
internal sealed record ExportedTransaction(Hash256 Id, List<(Outpoint Source, uint Sequence)> Inputs, List<(long Value, byte[] Script)> Outputs)
{
    internal int Version { get; init; } = 2;
    internal uint LockTime { get; init; }
    internal int VirtualSize { get; init; } = 8;
}

/// <summary>Reads exports: one JSON object per line as <c>getblock HASH 2</c> of Bitcoin Core gives it, or CSV with one row per input and output.</summary>
/// <remarks>CSV: <c>height,block,time,txid,side,n,source,source_n,value,script</c>; side is <c>in</c>, <c>out</c> or <c>coinbase</c>; value in
/// satoshis; rows in chain order.</remarks>
internal static class ExportReader
{
    private const string CsvHead = "height,block,time,txid,side,n,source,source_n,value,script";
    private const int LongestLine = 64 << 20;

    /// <summary>Blocks in their order, with the bytes read so far and in all.</summary>
    internal static IEnumerable<(ExportedBlock Block, long Done, long Total)> Read(string path)
    {
        using var reader = new StreamReader(path);
        foreach (var block in path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? Csv(path, reader) : Json(path, reader))
            yield return (block, reader.BaseStream.Position, reader.BaseStream.Length);
    }

    private static IEnumerable<(int Number, string Text)> Lines(string file, StreamReader reader)
    {
        for (var number = 1; ReadLine(file, number, reader) is { } line; number++)
            if (line.Length > 0) yield return (number, line);
    }

    /// <summary>A line; one without end is refused before it fills the memory.</summary>
    private static string? ReadLine(string file, int number, StreamReader reader)
    {
        if (reader.Peek() < 0) return null;
        var line = new StringBuilder();
        for (var c = reader.Read(); c >= 0 && c != '\n'; c = reader.Read())
        {
            if (line.Length == LongestLine) throw new TracingException($"{file}, line {number}: longer than {LongestLine} characters");
            line.Append((char)c);
        }

        if (line.Length > 0 && line[^1] == '\r') line.Length--;
        return line.ToString();
    }

    private static IEnumerable<ExportedBlock> Json(string file, StreamReader reader)
    {
        foreach (var (number, line) in Lines(file, reader))
            yield return Guard(file, number, () =>
            {
                using var json = JsonDocument.Parse(line, new() { MaxDepth = 16, AllowDuplicateProperties = false });
                return FromJson(json.RootElement);
            });
    }

    private static T Guard<T>(string file, int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or OverflowException or IndexOutOfRangeException)
        {
            throw new TracingException($"{file}, line {line}: {e.Message}", e);
        }
    }

    private static ExportedBlock FromJson(JsonElement b) => new(
        b.GetProperty("height").GetInt64(), Hash256.Parse(b.GetProperty("hash").GetString()!), b.GetProperty("time").GetUInt32(),
        [.. b.GetProperty("tx").EnumerateArray().Select(Transaction)]);

    private static ExportedTransaction Transaction(JsonElement t) => new(
        Hash256.Parse(t.GetProperty("txid").GetString()!),
        [.. t.GetProperty("vin").EnumerateArray().Where(i => !i.TryGetProperty("coinbase", out _)).Select(i => (
            new Outpoint(Hash256.Parse(i.GetProperty("txid").GetString()!), i.GetProperty("vout").GetUInt32()), i.TryGetProperty("sequence", out var s) ? s.GetUInt32() : uint.MaxValue))],
        [.. t.GetProperty("vout").EnumerateArray().Select(o => (Satoshis(o.GetProperty("value").GetRawText()), Convert.FromHexString(o.GetProperty("scriptPubKey").GetProperty("hex").GetString()!)))])
    {
        Version = t.TryGetProperty("version", out var v) ? v.GetInt32() : 2,
        LockTime = t.TryGetProperty("locktime", out var l) ? l.GetUInt32() : 0,
        VirtualSize = t.TryGetProperty("vsize", out var size) ? Math.Clamp(size.GetInt32(), 8, 32_000_000) : 8,
    };

    private static long Satoshis(string coins)
    {
        var satoshis = decimal.Parse(coins, NumberStyles.Float, CultureInfo.InvariantCulture) * 100_000_000m;
        return satoshis == decimal.Truncate(satoshis) ? (long)satoshis : throw new FormatException($"{coins} is not a whole number of satoshis");
    }

    private static IEnumerable<ExportedBlock> Csv(string file, StreamReader reader)
    {
        ExportedBlock? block = null;
        var head = false;
        foreach (var (number, line) in Lines(file, reader))
        {
            if (!head)
            {
                if (line != CsvHead) throw new TracingException($"{file}: the first line must be {CsvHead}");
                head = true;
                continue;
            }

            var f = line.Split(',');
            if (f.Length != 10) throw new TracingException($"{file}, line {number}: {f.Length} fields, expected 10");
            var id = Guard(file, number, () => Hash256.Parse(f[1]));
            if (block?.Id != id)
            {
                if (block is not null) yield return block;
                block = Guard(file, number, () => new ExportedBlock(long.Parse(f[0], CultureInfo.InvariantCulture), id, uint.Parse(f[2], CultureInfo.InvariantCulture), []));
            }

            _ = Guard(file, number, () => Row(block!, f));
        }

        if (block is not null) yield return block;
    }

    private static bool Row(ExportedBlock block, string[] f)
    {
        var id = Hash256.Parse(f[3]);
        if (block.Transactions.Count == 0 || block.Transactions[^1].Id != id) block.Transactions.Add(new(id, [], []));
        var t = block.Transactions[^1];
        switch (f[4])
        {
            case "coinbase": break;
            case "in": t.Inputs.Add((new(Hash256.Parse(f[6]), uint.Parse(f[7], CultureInfo.InvariantCulture)), uint.MaxValue)); break;
            case "out": t.Outputs.Add((long.Parse(f[8], CultureInfo.InvariantCulture), Convert.FromHexString(f[9]))); break;
            default: throw new FormatException($"side {f[4]}");
        }

        return true;
    }

    /// <summary>The block in the form in which parsed ones come; the id takes the place of the Merkle root in its header.</summary>
    internal static Block ToBlock(ExportedBlock exported, Hash256 previous)
    {
        var block = new Block();
        var bytes = new List<byte>([1, 0, 0, 0, .. previous.ToArray(), .. exported.Id.ToArray(), .. BitConverter.GetBytes(exported.Time), 0xff, 0xff, 0x7f, 0x20, 0, 0, 0, 0]);
        block.Clear(default);
        if (exported.Transactions.Count == 0 || exported.Transactions[0].Inputs.Count > 0 || exported.Transactions.Skip(1).Any(t => t.Inputs.Count == 0))
            throw new TracingException($"block {exported.Height}: the first transaction, and no other, is the coinbase");
        block.Ids = [.. exported.Transactions.SelectMany(t => t.Id.ToArray())];
        foreach (var t in exported.Transactions) Add(block, bytes, t);
        block.Bytes = bytes.ToArray();
        block.Header = BlockHeader.Parse(block.Bytes.Span) with { Id = exported.Id };
        return block;
    }

    private static void Add(Block block, List<byte> bytes, ExportedTransaction t)
    {
        ref var span = ref block.NextTransaction();
        span = new()
        {
            FirstInput = block.InputCount, FirstOutput = block.OutputCount, Inputs = Math.Max(1, t.Inputs.Count), Outputs = t.Outputs.Count,
            Version = t.Version, LockTime = t.LockTime, BodyEnd = t.VirtualSize - 8, End = t.VirtualSize,
        };
        if (t.Outputs.Count == 0) throw new TracingException($"transaction {t.Id} has no outputs");
        if (t.Inputs.Count == 0) block.NextInput() = new() { Sequence = uint.MaxValue };
        foreach (var (source, sequence) in t.Inputs)
        {
            block.NextInput() = new() { Source = bytes.Count, Index = source.Index, Sequence = sequence };
            bytes.AddRange(source.Transaction.ToArray());
        }

        long sum = 0;
        foreach (var (value, script) in t.Outputs)
        {
            if (value is < 0 or > BlockParser.MostSatoshis || (sum += value) > BlockParser.MostSatoshis) throw new TracingException($"transaction {t.Id}: value {value}");
            block.NextOutput() = new() { Value = value, Script = bytes.Count, ScriptLength = script.Length };
            bytes.AddRange(script);
        }
    }
}
