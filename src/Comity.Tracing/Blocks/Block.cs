namespace Comity.Tracing;

/// <summary>One transaction of a parsed block: where its parts lie in the block's bytes.</summary>
internal struct TransactionSpan
{
    internal int Start, Body, BodyEnd, End;   // Body: from the count of inputs to the end of the outputs
    internal int FirstInput, Inputs, FirstOutput, Outputs;
    internal int Version;
    internal uint LockTime;
    internal bool Witness;

    internal readonly int StrippedSize => 8 + BodyEnd - Body;

    /// <summary>Virtual size: a quarter of (three times the size without witness, plus the whole size), rounded up.</summary>
    internal readonly int VirtualSize => ((3 * StrippedSize) + (End - Start) + 3) / 4;
}

/// <summary>An input: the id it spends lies at <see cref="Source"/> in the block's bytes.</summary>
internal struct InputSpan
{
    internal int Source, Script, ScriptLength;
    internal uint Index, Sequence;
}

/// <summary>An output.</summary>
internal struct OutputSpan
{
    internal long Value;
    internal int Script, ScriptLength;
}

/// <summary>A parsed block as flat arrays over its bytes; reused from block to block, so it allocates only while growing.</summary>
internal sealed class Block
{
    internal TransactionSpan[] Transactions = new TransactionSpan[64];
    internal InputSpan[] Inputs = new InputSpan[256];
    internal OutputSpan[] Outputs = new OutputSpan[256];
    internal byte[] Ids = new byte[64 * 32];

    internal ReadOnlyMemory<byte> Bytes { get; set; }
    internal BlockHeader Header { get; set; } = null!;
    internal int Count { get; set; }
    internal int InputCount { get; set; }
    internal int OutputCount { get; set; }

    internal ReadOnlySpan<byte> Id(int transaction) => Ids.AsSpan(32 * transaction, 32);

    /// <summary>Inputs of the transactions before one, the coinbase's own not counted.</summary>
    internal int InputCountBefore(int transaction) => transaction == 0 ? 0 : Transactions[transaction].FirstInput - 1;

    internal ReadOnlySpan<byte> SourceOf(in InputSpan input) => Bytes.Span.Slice(input.Source, 32);

    internal ReadOnlySpan<byte> ScriptOf(in InputSpan input) => Bytes.Span.Slice(input.Script, input.ScriptLength);

    internal ReadOnlySpan<byte> ScriptOf(in OutputSpan output) => Bytes.Span.Slice(output.Script, output.ScriptLength);

    internal void Clear(ReadOnlyMemory<byte> bytes)
    {
        Bytes = bytes;
        Count = InputCount = OutputCount = 0;
    }

    internal ref TransactionSpan NextTransaction() => ref Next(ref Transactions, Count++);

    internal ref InputSpan NextInput() => ref Next(ref Inputs, InputCount++);

    internal ref OutputSpan NextOutput() => ref Next(ref Outputs, OutputCount++);

    private static ref T Next<T>(ref T[] array, int at)
    {
        if (at == array.Length) Array.Resize(ref array, 2 * at);
        return ref array[at];
    }

    /// <summary>The transaction without witness, as its id and the Merkle root commit to it.</summary>
    internal byte[] Raw(int transaction)
    {
        var t = Transactions[transaction];
        var b = Bytes.Span;
        return [.. b.Slice(t.Start, 4), .. b[t.Body..t.BodyEnd], .. b.Slice(t.End - 4, 4)];
    }

    /// <summary>Hashes every transaction: version, inputs, outputs, locktime.</summary>
    internal void Hash()
    {
        if (Ids.Length < 32 * Count) Ids = new byte[32 * Math.Max(Count, 2 * Ids.Length / 32)];
        var b = Bytes.Span;
        for (var i = 0; i < Count; i++)
        {
            ref readonly var t = ref Transactions[i];
            var id = Ids.AsSpan(32 * i, 32);
            if (t.End - t.Start == t.StrippedSize) Sha256.Twice(b[t.Start..t.End], id);
            else Sha256.Twice(b.Slice(t.Start, 4), b[t.Body..t.BodyEnd], b.Slice(t.End - 4, 4), id);
        }
    }
}
