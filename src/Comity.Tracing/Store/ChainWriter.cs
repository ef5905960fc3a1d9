using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Comity.Tracing;

/// <summary>Appends blocks to the end of the chain and takes them off again.</summary>
internal sealed class ChainWriter(ChainStore store, ClusterEdges edges)
{
    private readonly StoreColumns _c = store.Columns;
    private readonly ClusterColumns _clusters = new(store.Columns);
    private readonly Shape _shape = new();
    private readonly byte[] _scratch = new byte[64];
    private readonly BlockResolver _resolver = new(store);
    private byte[] _key = new byte[1024];

    /// <summary>Appends a parsed block. Everything that can be refused is checked before the first row is written.</summary>
    /// <exception cref="MalformedException">An input does not fit the chain.</exception>
    internal void Connect(Block block, long height, BlockLocation place)
    {
        CheckHeight(block, height);
        _resolver.Resolve(block, height);
        AddBlock(block, height, place);
        var first = _c.TxId.Next;
        for (var i = 0; i < block.Count; i++) AddTransaction(block, i);
        for (var i = 1; i < block.Count; i++) AddInputs(block, i, (uint)(first + i));
        for (var i = 1; i < block.Count; i++) Join((uint)(first + i));
    }

    private void CheckHeight(Block block, long height)
    {
        if (store.Network.HeightInCoinbaseFrom is not { } from || height < from || block.Header.Version < 2) return;
        var found = HeightIn(block);
        if (found != height) throw Refuse(block, block.Inputs[0].Script, "height in coinbase (BIP 34)", found?.ToString(CultureInfo.InvariantCulture) ?? "absent", height);
    }

    /// <summary>The height that a coinbase begins with, or null.</summary>
    internal static long? HeightIn(Block block)
    {
        var script = block.ScriptOf(in block.Inputs[0]);
        if (script.Length < 1) return null;
        if (script[0] is >= 0x51 and <= 0x60) return script[0] - 0x50;
        if (script[0] is < 1 or > 5 || script.Length <= script[0]) return null;
        long height = 0;
        for (var i = script[0]; i >= 1; i--) height = (height << 8) | script[i];
        return height;
    }

    internal static MalformedException Refuse(Block block, int at, string field, string found, object limit) =>
        new("", at, field, found, limit + " in block " + block.Header.Id);

    private void AddBlock(Block block, long height, BlockLocation place)
    {
        _c.BlockHeaders.Set(_c.BlockHeaders.Add(), block.Bytes.Span[..BlockHeader.Size]);
        Span<byte> row = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(row, checked((uint)_c.TxId.Next));
        BinaryPrimitives.WriteInt32LittleEndian(row[4..], (int)height);
        BinaryPrimitives.WriteUInt16LittleEndian(row[10..], checked((ushort)place.File));
        BinaryPrimitives.WriteInt64LittleEndian(row[12..], place.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(row[20..], place.Length);
        _c.BlockPlace.Set(_c.BlockPlace.Add(), row);
    }

    private void AddTransaction(Block block, int i)
    {
        ref readonly var t = ref block.Transactions[i];
        var coinbase = i == 0;
        var inputs = coinbase ? 0 : t.Inputs;
        var id = (uint)_c.TxId.Add();
        _c.TxId.Set(id, block.Id(i));
        AddCounts(id, inputs, t.Outputs, block.InputCountBefore(i));
        _c.TxFlags.Set(_c.TxFlags.Add(), (byte)Flags(block, in t, coinbase));
        _c.TxLabels.Add();
        _c.TxSize.Set(_c.TxSize.Add(), (uint)t.VirtualSize);
        for (var k = 0; k < t.Outputs; k++) AddOutput(block, in block.Outputs[t.FirstOutput + k]);
        EnterId(block, i, id);
    }

    private static TransactionFlags Flags(Block block, in TransactionSpan t, bool coinbase)
    {
        var flags = coinbase ? TransactionFlags.Coinbase : TransactionFlags.None;
        if (t.Witness) flags |= TransactionFlags.Witness;
        flags |= t.Version switch { 1 => TransactionFlags.Version1, 2 => TransactionFlags.Version2, _ => TransactionFlags.None };
        if (t.LockTime != 0) flags |= t.LockTime < 500_000_000 ? TransactionFlags.LockHeight : TransactionFlags.LockTime;
        foreach (ref readonly var input in block.Inputs.AsSpan(t.FirstInput, t.Inputs))
            if (!coinbase && input.Sequence < 0xfffffffe) flags |= TransactionFlags.ReplaceByFee;
        return flags;
    }

    private void AddCounts(uint id, int inputs, int outputs, int inputsBefore)
    {
        var row = id - _c.TxCounts.First;
        if (row % ChainStore.SampleStep == 0)
        {
            Span<byte> sample = stackalloc byte[10];
            Write40(sample, _c.OutValue.Next);
            Write40(sample[5..], _c.InSource.Next + inputsBefore);
            _c.TxSample.Set(_c.TxSample.Add(), sample);
        }

        var at = _c.TxCounts.Add();
        var wide = inputs >= ChainStore.Escape || outputs >= ChainStore.Escape;
        _c.TxCounts.Set(at, (ushort)(Math.Min(inputs, ChainStore.Escape) | (Math.Min(outputs, ChainStore.Escape) << 8)));
        if (!wide) return;
        Span<byte> escape = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(escape, id);
        BinaryPrimitives.WriteInt32LittleEndian(escape[4..], inputs);
        BinaryPrimitives.WriteInt32LittleEndian(escape[8..], outputs);
        _c.TxWide.Set(_c.TxWide.Add(), escape);
    }

    private static void Write40(Span<byte> target, long value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, unchecked((uint)value));
        target[4] = (byte)(value >> 32);
    }

    private void EnterId(Block block, int i, uint id)
    {
        var hash = TransactionKeys.Hash(block.Id(i));
        var older = store.TransactionIndex.Find(block.Id(i), hash, _c.TxId.First);
        if (older < 0)
        {
            store.TransactionIndex.Add(hash, id - _c.TxId.First, _c.TxId.Rows, _c.TxId.First);
            return;
        }

        Overwrite(store.Find((uint)older));
        Span<byte> pair = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(pair, id);
        BinaryPrimitives.WriteUInt32LittleEndian(pair[4..], (uint)older);
        _c.TxReplaced.Set(_c.TxReplaced.Add(), pair);
        store.TransactionIndex.Replace(hash, older - _c.TxId.First, id - _c.TxId.First);
    }

    /// <summary>The later coinbase of an id takes the place of the earlier, whose unspent outputs are lost (BIP 30).</summary>
    private void Overwrite(Transaction older)
    {
        for (var output = older.FirstOutput; output < older.FirstOutput + older.Outputs; output++)
        {
            if (_c.OutSpent.U32(output) != ChainStore.Unspent) continue;
            _c.OutSpent.Set(output, ChainStore.Overwritten);
            if (store.HasAddress(output)) _clusters.Adjust(store.AddressOf(output), -store.ValueOf(output));
        }
    }

    private void AddOutput(Block block, in OutputSpan output)
    {
        var id = _c.OutValue.Add();
        if (output.Value >= ChainStore.LargeValue) AddLarge(id, output.Value);
        _c.OutValue.Set40(id, Math.Min(output.Value, ChainStore.LargeValue));
        _c.OutSpent.Set(_c.OutSpent.Add(), ChainStore.Unspent);
        var address = AddressOf(block.ScriptOf(in output), id);
        _c.OutAddress.Set(_c.OutAddress.Add(), address);
        if (address >= ChainStore.NoAddress)
        {
            _c.OutPrevious.Set40(_c.OutPrevious.Add(), ChainStore.NoOutput);
            return;
        }

        _c.OutPrevious.Set40(_c.OutPrevious.Add(), _c.AddressLast.U40(address));
        _c.AddressLast.Set40(address, id);
        _clusters.Receive(address, output.Value);
    }

    private void AddLarge(long id, long value)
    {
        Span<byte> row = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(row, id);
        BinaryPrimitives.WriteInt64LittleEndian(row[8..], value);
        _c.OutLarge.Set(_c.OutLarge.Add(), row);
    }

    /// <summary>The dense id of a script's identity, a new one if need be.</summary>
    private uint AddressOf(ReadOnlySpan<byte> script, long output)
    {
        var kind = Script.Classify(script, store.Network.Coin, _scratch, out var key, out var bare);
        if (kind is ScriptKind.Data or ScriptKind.Other) return CountOther(script, kind, output);
        if (_key.Length < key.Length + 1) _key = new byte[2 * key.Length];
        _key[0] = (byte)kind;
        key.CopyTo(_key.AsSpan(1));
        var full = _key.AsSpan(0, key.Length + 1);
        var hash = AddressKeys.Hash(full[0], full[1..]);
        var id = store.AddressIndex.Find(full, hash, _c.AddressKind.First);
        if (id < 0) return NewAddress(full, hash, bare);
        CountSecondForm(id, bare, output);
        return (uint)id;
    }

    /// <summary>A key paid both bare and by its hash is one address but two scripts.</summary>
    private void CountSecondForm(long id, bool bare, long output)
    {
        var flags = _c.AddressKind.U8(id);
        if ((flags & AddressKeys.BothSeen) != 0 || ((flags & AddressKeys.FirstWasBare) != 0) == bare) return;
        _c.AddressKind.Set(id, (byte)(flags | AddressKeys.BothSeen));
        Span<byte> row = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(row, (uint)id);
        BinaryPrimitives.WriteInt64LittleEndian(row[4..], output);
        _c.AddressSecond.Set(_c.AddressSecond.Add(), row);
    }

    private uint NewAddress(ReadOnlySpan<byte> key, ulong hash, bool bare)
    {
        var id = _c.AddressKind.Add();
        if (id >= ChainStore.NoAddress) throw new TracingException("more than 2^32 - 2 addresses: the store's ids end here");
        _c.AddressKind.Set(id, (byte)(key[0] | (bare ? AddressKeys.FirstWasBare : 0)));
        var start = _c.AddressHeap.Add(key.Length - 1);
        for (var i = 1; i < key.Length; i++) _c.AddressHeap.Set(start + i - 1, key[i]);
        _c.AddressStart.Set40(_c.AddressStart.Add(), start);
        _c.AddressLast.Set40(_c.AddressLast.Add(), ChainStore.NoOutput);
        store.AddressIndex.Add(hash, id - _c.AddressKind.First, _c.AddressKind.Rows, _c.AddressKind.First);
        _clusters.Add();
        return (uint)id;
    }

    private uint CountOther(ReadOnlySpan<byte> script, ScriptKind kind, long output)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(script, hash);
        var key = TransactionKeys.Hash(hash);
        if (store.OtherIndex.Find(hash[..16], key, 0) < 0)
        {
            var id = _c.OtherHash.Add();
            BinaryPrimitives.WriteInt64LittleEndian(hash[16..], output);
            _c.OtherHash.Set(id, hash[..24]);
            store.OtherIndex.Add(key, id, _c.OtherHash.Rows, 0);
        }

        return kind == ScriptKind.Data ? ChainStore.DataOutput : ChainStore.OtherOutput;
    }

    private void AddInputs(Block block, int i, uint id)
    {
        ref readonly var t = ref block.Transactions[i];
        for (var k = 0; k < t.Inputs; k++)
        {
            ref readonly var input = ref block.Inputs[t.FirstInput + k];
            var source = _resolver.Sources[t.FirstInput + k];
            var row = _c.InSource.Add();
            _c.InSource.Set40(row, source);
            if (source == ChainStore.MissingOutput) AddMissing(block, in input, row);
            else Spend(source, id);
        }
    }

    private void Spend(long source, uint by)
    {
        _c.OutSpent.Set(source, by);
        var address = store.AddressOf(source);
        if (address < ChainStore.NoAddress) _clusters.Adjust(address, -store.ValueOf(source));
    }

    private void AddMissing(Block block, in InputSpan input, long row)
    {
        Span<byte> missing = stackalloc byte[48];
        BinaryPrimitives.WriteInt64LittleEndian(missing, row);
        block.SourceOf(in input).CopyTo(missing[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(missing[40..], input.Index);
        _c.InMissing.Set(_c.InMissing.Add(), missing);
    }

    /// <summary>Labels a transaction and joins the owners of its inputs.</summary>
    private void Join(uint id)
    {
        var t = store.Find(id);
        ReadShape(store, t, _shape);
        var labels = CoinJoin.Label(_shape);
        _c.TxLabels.Set(id, (ushort)labels);
        edges.Apply(t, labels, _clusters);
    }

    /// <summary>Collects what the rules look at.</summary>
    internal static void ReadShape(ChainStore store, Transaction t, Shape shape)
    {
        shape.Clear(t.Inputs == 0);
        for (var i = 0; i < t.Inputs; i++)
        {
            if (store.SourceOf(t.FirstInput + i) is { } source) shape.AddInput(store.AddressOf(source), store.ValueOf(source));
            else shape.AddUnknownInput();
        }

        for (var i = 0; i < t.Outputs; i++) shape.AddOutput(store.AddressOf(t.FirstOutput + i), store.ValueOf(t.FirstOutput + i));
    }
}
