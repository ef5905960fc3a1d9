using System.Globalization;

namespace Comity.Tracing;

/// <summary>Reads the bytes of a block. Every count is checked against the bytes left before anything is allocated.</summary>
internal static class BlockParser
{
    internal const long MostSatoshis = 2_100_000_000_000_000;
    private const int LeastTransaction = 60, LeastInput = 41, LeastOutput = 9;

    /// <summary>Parses, hashes and checks the whole: structure, Merkle root. Proof of work is the header's own check.</summary>
    /// <exception cref="MalformedException">Any rule is broken.</exception>
    internal static void Parse(ReadOnlyMemory<byte> bytes, Network network, Block block)
    {
        Structure(bytes, network, block);
        block.Hash();
        CheckRoot(block);
    }

    /// <summary>Parses without hashing.</summary>
    internal static void Structure(ReadOnlyMemory<byte> bytes, Network network, Block block)
    {
        if (bytes.Length <= BlockHeader.Size || bytes.Length > network.LargestBlock)
            throw new MalformedException("", 0, "block length", Text(bytes.Length), $"81 to {network.LargestBlock}");
        block.Clear(bytes);
        block.Header = BlockHeader.Parse(bytes.Span);
        var reader = new ByteReader(bytes.Span);
        reader.Skip(BlockHeader.Size, "header");
        var count = reader.Count("transaction count", LeastTransaction);
        if (count == 0) throw ByteReader.Refuse(BlockHeader.Size, "transaction count", "0", "at least 1");
        for (var i = 0; i < count; i++) Transaction(ref reader, network, block, last: i == count - 1);
        if (reader.Left > 0 && !HasExtension(network, block)) throw ByteReader.Refuse(reader.At, "end of block", $"{reader.Left} bytes left over", "none");
    }

    /// <summary>Parses one lone transaction into a block of its own, for exhibits.</summary>
    internal static void LoneTransaction(ReadOnlyMemory<byte> bytes, Network network, Block block)
    {
        block.Clear(bytes);
        var reader = new ByteReader(bytes.Span);
        Transaction(ref reader, network, block, last: true, coinbase: null);
        if (reader.Left > 0) throw ByteReader.Refuse(reader.At, "end of transaction", $"{reader.Left} bytes left over", "none");
        block.Hash();
    }

    private static bool HasExtension(Network network, Block block) =>
        network.Coin == Coin.Ltc && block.Bytes.Span[block.Transactions[block.Count - 1].Start + 4] == 0
        && (block.Bytes.Span[block.Transactions[block.Count - 1].Start + 5] & 8) != 0;

    private static void CheckRoot(Block block)
    {
        var ids = block.Ids.AsSpan(0, 32 * block.Count).ToArray();
        var root = MerkleTree.Root(ids, block.Count) ?? throw new MalformedException("", 36, "Merkle tree", "two equal neighbours", "distinct transactions (CVE-2012-2459)");
        if (root != block.Header.MerkleRoot) throw new MalformedException("", 36, "Merkle root", root.ToString(), block.Header.MerkleRoot.ToString());
    }

    private static void Transaction(ref ByteReader reader, Network network, Block block, bool last) =>
        Transaction(ref reader, network, block, last, coinbase: block.Count == 0);

    private static void Transaction(ref ByteReader reader, Network network, Block block, bool last, bool? coinbase)
    {
        ref var t = ref block.NextTransaction();
        t = new TransactionSpan { Start = reader.At, FirstInput = block.InputCount, FirstOutput = block.OutputCount };
        t.Version = unchecked((int)reader.U32("version"));
        var flag = Flag(ref reader, network, last);
        t.Witness = (flag & 1) != 0;
        t.Body = reader.At;
        t.Inputs = Inputs(ref reader, block, coinbase);
        t.Outputs = Outputs(ref reader, block);
        t.BodyEnd = reader.At;
        if (t.Witness) Witness(ref reader, t.Inputs);
        if ((flag & 8) != 0 && reader.Byte("extension marker") != 0) throw ByteReader.Refuse(reader.At - 1, "extension marker", "not 0", "0");
        t.LockTime = reader.U32("locktime");
        t.End = reader.At;
    }

    private static int Flag(ref ByteReader reader, Network network, bool last)
    {
        if (reader.Peek(0) != 0) return 0;
        var flag = reader.Peek(1);
        var allowed = network.Coin switch { Coin.Btc => flag == 1, Coin.Ltc => flag == 1 || (flag is 8 or 9 && last), _ => false };
        if (!allowed) throw ByteReader.Refuse(reader.At + 1, "flag", Text(flag), network.Coin == Coin.Bch ? "no witness form" : "1");
        reader.Skip(2, "flag");
        return flag;
    }

    private static int Inputs(ref ByteReader reader, Block block, bool? coinbase)
    {
        var start = reader.At;
        var count = reader.Count("input count", LeastInput);
        if (count == 0) throw ByteReader.Refuse(start, "input count", "0", "at least 1");
        for (var i = 0; i < count; i++)
        {
            ref var input = ref block.NextInput();
            input.Source = reader.At;
            reader.Skip(32, "source id");
            input.Index = reader.U32("source index");
            input.ScriptLength = reader.Count("script length", 1);
            input.Script = reader.At;
            reader.Skip(input.ScriptLength, "script");
            input.Sequence = reader.U32("sequence");
            CheckCoinbase(ref reader, block, in input, count, coinbase);
        }

        return count;
    }

    private static void CheckCoinbase(ref ByteReader reader, Block block, in InputSpan input, int count, bool? coinbase)
    {
        var empty = block.SourceOf(in input).IndexOfAnyExcept((byte)0) < 0 && input.Index == uint.MaxValue;
        if (coinbase is null) return;
        if (empty != coinbase) throw ByteReader.Refuse(input.Source, "source", empty ? "none (a coinbase)" : "an output", coinbase.Value ? "none: the first transaction is the coinbase" : "an output");
        if (empty && count != 1) throw ByteReader.Refuse(input.Source, "inputs of the coinbase", Text(count), "1");
        if (empty && input.ScriptLength is < 2 or > 100) throw ByteReader.Refuse(input.Script, "coinbase script length", Text(input.ScriptLength), "2 to 100");
    }

    private static int Outputs(ref ByteReader reader, Block block)
    {
        var start = reader.At;
        var count = reader.Count("output count", LeastOutput);
        if (count == 0) throw ByteReader.Refuse(start, "output count", "0", "at least 1");
        long sum = 0;
        for (var i = 0; i < count; i++)
        {
            ref var output = ref block.NextOutput();
            var at = reader.At;
            output.Value = reader.I64("value");
            if (output.Value is < 0 or > MostSatoshis || (sum += output.Value) > MostSatoshis)
                throw ByteReader.Refuse(at, "value", Text(output.Value), $"0 to {MostSatoshis}, in sum too");
            output.ScriptLength = reader.Count("script length", 1);
            output.Script = reader.At;
            reader.Skip(output.ScriptLength, "script");
        }

        return count;
    }

    private static void Witness(ref ByteReader reader, int inputs)
    {
        var start = reader.At;
        var items = 0L;
        for (var i = 0; i < inputs; i++)
        {
            var count = reader.Count("witness items", 1);
            items += count;
            for (var k = 0; k < count; k++) reader.Skip(reader.Count("witness item length", 1), "witness item");
        }

        if (items == 0) throw ByteReader.Refuse(start, "witness", "empty for every input", "at least one item under flag 1");
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
