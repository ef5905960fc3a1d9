using System.Buffers.Binary;
using System.Text;

namespace Comity.Tracing;

/// <summary>A transaction's place in the columns.</summary>
/// <param name="Id">Dense id, in best-chain order.</param>
/// <param name="FirstInput">Id of its first input.</param>
/// <param name="Inputs">Number of inputs; 0 for a coinbase.</param>
/// <param name="FirstOutput">Id of its first output.</param>
/// <param name="Outputs">Number of outputs.</param>
public readonly record struct Transaction(uint Id, long FirstInput, int Inputs, long FirstOutput, int Outputs);

/// <summary>Reads a store: the best chain as columns over dense ids.</summary>
public sealed partial class ChainStore : IDisposable
{
    /// <summary>The mark of an output that nobody has spent.</summary>
    public const uint Unspent = uint.MaxValue;

    /// <summary>The mark of an output whose transaction was replaced by one of the same id (BIP 30).</summary>
    public const uint Overwritten = uint.MaxValue - 1;

    /// <summary>In place of an address: the output carries data.</summary>
    public const uint DataOutput = uint.MaxValue;

    /// <summary>In place of an address: the output's script is of no known form.</summary>
    public const uint OtherOutput = uint.MaxValue - 1;

    /// <summary>The first of the marks that stand in place of an address.</summary>
    internal const uint NoAddress = uint.MaxValue - 1;

    internal const long NoOutput = (1L << 40) - 1, MissingOutput = (1L << 40) - 2, LargeValue = (1L << 40) - 1;
    internal const int SampleStep = 64, Escape = 255;

    internal ChainStore(string folder, StoreSettings settings, bool readOnly)
    {
        Folder = folder;
        Columns = new(folder, settings, readOnly);
        TransactionIndex = new(Columns.TxIndex, new TransactionKeys(Columns));
        AddressIndex = new(Columns.AddressIndex, new AddressKeys(Columns));
        OtherIndex = new(Columns.OtherIndex, new OtherKeys(Columns));
    }

    /// <summary>Opens a store for reading.</summary>
    /// <exception cref="TracingException">There is none, or it is being written.</exception>
    public static ChainStore Open(string folder) => new(folder, StoreSettings.Load(folder), readOnly: true);

    /// <summary>Where the store lies.</summary>
    public string Folder { get; }

    /// <summary>What the store is for.</summary>
    public StoreSettings Settings => Columns.Settings;

    /// <summary>The chain.</summary>
    public Network Network => Columns.Settings.Network;

    internal StoreColumns Columns { get; }

    internal HashIndex<TransactionKeys> TransactionIndex { get; }

    internal HashIndex<AddressKeys> AddressIndex { get; }

    internal HashIndex<OtherKeys> OtherIndex { get; }

    /// <summary>Blocks of the best chain in the store.</summary>
    public long Blocks => Columns.BlockHeaders.Rows;

    /// <summary>Transactions, coinbases included.</summary>
    public long Transactions => Columns.TxId.Rows;

    /// <summary>Outputs.</summary>
    public long Outputs => Columns.OutValue.Rows;

    /// <summary>Inputs, without those of coinbases.</summary>
    public long Inputs => Columns.InSource.Rows;

    /// <summary>Distinct identities.</summary>
    public long Addresses => Columns.AddressKind.Rows;

    /// <summary>Distinct output scripts of every kind.</summary>
    public long Scripts => Columns.AddressKind.Rows + Columns.AddressSecond.Rows + Columns.OtherHash.Rows;

    /// <summary>Id of the first transaction.</summary>
    public uint FirstTransaction => (uint)Settings.FirstTransaction;

    /// <summary>One past the last transaction's id.</summary>
    public long TransactionEnd => Columns.TxId.Next;

    /// <summary>Height of the first block: 0, but for a store that starts inside the chain.</summary>
    public long BaseHeight => Blocks == 0 ? 0 : Columns.BlockPlace.I64(0) >> 32;

    /// <summary>Height of the last block, or -1.</summary>
    public long TipHeight => Blocks == 0 ? -1 : BaseHeight + Blocks - 1;

    /// <summary>The transaction with a dense id.</summary>
    public Transaction Find(uint id)
    {
        var group = (id - FirstTransaction) / SampleStep;
        var sample = Columns.TxSample.Bytes(group);
        var (output, input) = (Read40(sample), Read40(sample[5..]));
        var start = FirstTransaction + (group * SampleStep);
        var counts = Columns.TxCounts.Run(start, (int)(id - start) + 1);
        var (inputs, outputs) = ((int)counts[^2], (int)counts[^1]);
        var before = counts[..^2];
        if (CountSums.TryAdd(before, out var inputsBefore, out var outputsBefore))
        {
            input += inputsBefore;
            output += outputsBefore;
        }
        else
        {
            for (var i = 0; i < before.Length; i += 2)
            {
                var escaped = before[i] == Escape || before[i + 1] == Escape;
                var (more, made) = escaped ? Wide((uint)(start + (i / 2))) : (before[i], before[i + 1]);
                input += more;
                output += made;
            }
        }

        if (inputs == Escape || outputs == Escape) (inputs, outputs) = Wide(id);
        return new(id, input, inputs, output, outputs);
    }

    private (int Inputs, int Outputs) Wide(uint id)
    {
        long low = 0, high = Columns.TxWide.Rows - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Columns.TxWide.U32(middle) < id) low = middle + 1;
            else high = middle;
        }

        var row = Columns.TxWide.Bytes(low);
        return (BinaryPrimitives.ReadInt32LittleEndian(row[4..]), BinaryPrimitives.ReadInt32LittleEndian(row[8..]));
    }

    /// <summary>The transaction with this id, the newest if an id came twice.</summary>
    public Transaction? Find(Hash256 id)
    {
        Span<byte> key = stackalloc byte[32];
        id.CopyTo(key);
        var found = TransactionIndex.Find(key, TransactionKeys.Hash(key), Settings.FirstTransaction);
        return found < 0 ? null : Find((uint)found);
    }

    /// <summary>The transaction that made an output.</summary>
    public Transaction MakerOf(long output)
    {
        long low = 0, high = Columns.TxSample.Rows - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Columns.TxSample.U40(middle) <= output) low = middle;
            else high = middle - 1;
        }

        var t = Find((uint)(FirstTransaction + (low * SampleStep)));
        while (output >= t.FirstOutput + t.Outputs) t = Following(t);
        return t;
    }

    /// <summary>The transaction after this one in chain order.</summary>
    internal Transaction Following(Transaction t)
    {
        var counts = Columns.TxCounts.Bytes(t.Id + 1L);
        var (inputs, outputs) = ((int)counts[0], (int)counts[1]);
        if (inputs == Escape || outputs == Escape) (inputs, outputs) = Wide(t.Id + 1);
        return new(t.Id + 1, t.FirstInput + t.Inputs, inputs, t.FirstOutput + t.Outputs, outputs);
    }

    /// <summary>The full id of a transaction.</summary>
    public Hash256 IdOf(uint transaction) => new(Columns.TxId.Bytes(transaction));

    /// <summary>An output's value in satoshis.</summary>
    public long ValueOf(long output)
    {
        var value = Columns.OutValue.U40(output);
        return value == LargeValue ? Large(output) : value;
    }

    /// <summary>Values of outputs that follow each other.</summary>
    internal void ValuesOf(long firstOutput, Span<long> values)
    {
        var rows = Columns.OutValue.Run(firstOutput, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Read40(rows[(5 * i)..]);
            if (values[i] == LargeValue) values[i] = Large(firstOutput + i);
        }
    }

    /// <summary>Sum of what a transaction spends; false if an input is unresolved.</summary>
    internal bool SumOfInputs(Transaction t, out long sum)
    {
        sum = 0;
        var sources = Columns.InSource.Run(t.FirstInput, t.Inputs);
        for (var i = 0; i < t.Inputs; i++)
        {
            var source = Read40(sources[(5 * i)..]);
            if (source == MissingOutput) return false;
            sum += ValueOf(source);
        }

        return true;
    }

    private long Large(long output)
    {
        long low = 0, high = Columns.OutLarge.Rows - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Columns.OutLarge.I64(middle) < output) low = middle + 1;
            else high = middle;
        }

        return BinaryPrimitives.ReadInt64LittleEndian(Columns.OutLarge.Bytes(low)[8..]);
    }

    /// <summary>The address of an output, or <see cref="DataOutput"/> or <see cref="OtherOutput"/>.</summary>
    public uint AddressOf(long output) => Columns.OutAddress.U32(output);

    /// <summary>Whether an output went to an address.</summary>
    public bool HasAddress(long output) => Columns.OutAddress.U32(output) < NoAddress;

    /// <summary>The transaction that spends an output, <see cref="Unspent"/> or <see cref="Overwritten"/>.</summary>
    public uint SpenderOf(long output) => Columns.OutSpent.U32(output);

    /// <summary>The spender of an output as of the end of a transaction range: later ones do not count.</summary>
    internal uint SpenderBefore(long output, long endTransaction)
    {
        var spender = SpenderOf(output);
        return spender < Overwritten && spender >= endTransaction ? Unspent : spender;
    }

    /// <summary>The output that an input spends, or null when it lies before the store's first block.</summary>
    public long? SourceOf(long input)
    {
        var source = Columns.InSource.U40(input);
        return source == MissingOutput ? null : source;
    }

    /// <summary>Whether a transaction makes new coins.</summary>
    public bool IsCoinbase(uint transaction) => (FlagsOf(transaction) & TransactionFlags.Coinbase) != 0;

    internal TransactionFlags FlagsOf(uint transaction) => (TransactionFlags)Columns.TxFlags.U8(transaction);

    internal Labels LabelsOf(uint transaction) => (Labels)Columns.TxLabels.U16(transaction);

    /// <summary>Virtual size in bytes.</summary>
    public int VirtualSizeOf(uint transaction) => (int)Columns.TxSize.U32(transaction);

    /// <summary>Height of the block of a transaction.</summary>
    public long HeightOf(uint transaction) => BaseHeight + BlockRowOf(transaction);

    /// <summary>One past the last transaction of the block at a height.</summary>
    public long EndOfBlock(long height) =>
        height >= TipHeight ? TransactionEnd : height < BaseHeight ? FirstTransaction : FirstOfBlock(height - BaseHeight + 1);

    internal uint FirstOfBlock(long row) => BinaryPrimitives.ReadUInt32LittleEndian(Columns.BlockPlace.Bytes(row));

    internal long BlockRowOf(uint transaction)
    {
        long low = 0, high = Blocks - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (FirstOfBlock(middle) <= transaction) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>Position of a transaction within its block.</summary>
    public int PositionOf(uint transaction) => (int)(transaction - FirstOfBlock(BlockRowOf(transaction)));

    /// <summary>The header of the block at a height.</summary>
    public BlockHeader HeaderAt(long height)
    {
        var header = BlockHeader.Parse(Columns.BlockHeaders.Bytes(height - BaseHeight));
        return Settings.Unverified ? header with { Id = header.MerkleRoot, MerkleRoot = default } : header; // an export has ids, no roots
    }

    internal BlockLocation PlaceOf(long row)
    {
        var bytes = Columns.BlockPlace.Bytes(row);
        return new(BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]));
    }

    internal static long Read40(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((long)bytes[4] << 32);

    /// <summary>Closes the store.</summary>
    public void Dispose() => Columns.Dispose();
}
