using System.Buffers.Binary;

namespace Comity.Tracing;

/// <summary>Takes blocks off the end of the chain, and builds derived columns anew.</summary>
internal sealed class ChainCut(ChainStore store, ClusterEdges edges)
{
    private readonly StoreColumns _c = store.Columns;
    private readonly ClusterColumns _clusters = new(store.Columns);

    /// <summary>Cuts to a number of blocks; clusters end as if the cut blocks had never been.</summary>
    internal void CutTo(long blocks)
    {
        if (blocks >= store.Blocks) return;
        var end = store.FirstOfBlock(blocks);
        var touched = Touched(end);
        for (var id = store.TransactionEnd - 1; id >= end; id--) Remove(store.Find((uint)id));
        _c.BlockHeaders.Resize(blocks);
        _c.BlockPlace.Resize(blocks);
        new ClusterRepair(store, edges).Rebuild(touched.Where(a => a < _c.AddressKind.Next));
    }

    /// <summary>Every member of every cluster that the cut concerns.</summary>
    private HashSet<uint> Touched(uint end)
    {
        var touched = new HashSet<uint>();
        for (long id = end; id < store.TransactionEnd; id++)
        {
            var t = store.Find((uint)id);
            for (var i = 0; i < t.Inputs; i++)
                if (store.SourceOf(t.FirstInput + i) is { } source) Take(store.AddressOf(source));
            for (var i = 0; i < t.Outputs; i++) Take(store.AddressOf(t.FirstOutput + i));
        }

        return touched;

        void Take(uint address)
        {
            if (address < ChainStore.NoAddress && !touched.Contains(address)) touched.UnionWith(_clusters.Members(address));
        }
    }

    private void Remove(Transaction t)
    {
        for (var input = t.FirstInput + t.Inputs - 1; input >= t.FirstInput; input--) RemoveInput(input);
        for (var output = t.FirstOutput + t.Outputs - 1; output >= t.FirstOutput; output--) RemoveOutput(output);
        RemoveId(t.Id);
        if (_c.TxWide.Rows > 0 && _c.TxWide.U32(_c.TxWide.Rows - 1) == t.Id) _c.TxWide.Resize(_c.TxWide.Rows - 1);
        foreach (var column in new[] { _c.TxCounts, _c.TxFlags, _c.TxLabels, _c.TxId, _c.TxSize }) column.Resize(column.Rows - 1);
        _c.TxSample.Resize((_c.TxCounts.Rows + ChainStore.SampleStep - 1) / ChainStore.SampleStep);
    }

    private void RemoveInput(long input)
    {
        if (store.SourceOf(input) is { } source) _c.OutSpent.Set(source, ChainStore.Unspent);
        else if (_c.InMissing.I64(_c.InMissing.Rows - 1) == input) _c.InMissing.Resize(_c.InMissing.Rows - 1);
        _c.InSource.Resize(_c.InSource.Rows - 1);
    }

    private void RemoveOutput(long output)
    {
        if (_c.OutLarge.Rows > 0 && _c.OutLarge.I64(_c.OutLarge.Rows - 1) == output) _c.OutLarge.Resize(_c.OutLarge.Rows - 1);
        var address = store.AddressOf(output);
        if (address < ChainStore.NoAddress) RemoveReceipt(output, address);
        else if (_c.OtherHash.Rows > 0 && BinaryPrimitives.ReadInt64LittleEndian(_c.OtherHash.Bytes(_c.OtherHash.Rows - 1)[16..]) == output) RemoveOther();
        foreach (var column in new[] { _c.OutValue, _c.OutAddress, _c.OutSpent, _c.OutPrevious }) column.Resize(column.Rows - 1);
    }

    private void RemoveReceipt(long output, uint address)
    {
        var second = _c.AddressSecond.Rows - 1;
        if (second >= 0 && BinaryPrimitives.ReadInt64LittleEndian(_c.AddressSecond.Bytes(second)[4..]) == output)
        {
            _c.AddressKind.Set(address, (byte)(_c.AddressKind.U8(address) & ~AddressKeys.BothSeen));
            _c.AddressSecond.Resize(second);
        }

        _c.AddressLast.Set40(address, _c.OutPrevious.U40(output));
        if (_c.OutPrevious.U40(output) == ChainStore.NoOutput) RemoveAddress(address);
    }

    private void RemoveAddress(uint address)
    {
        store.AddressIndex.RemoveLast(new AddressKeys(_c).HashOf(address), address - _c.AddressKind.First);
        _c.AddressHeap.Resize(_c.AddressStart.U40(address));
        foreach (var column in new[] { _c.AddressKind, _c.AddressStart, _c.AddressLast }) column.Resize(column.Rows - 1);
        _clusters.RemoveLast();
    }

    private void RemoveOther()
    {
        var row = _c.OtherHash.Rows - 1;
        store.OtherIndex.RemoveLast(new OtherKeys(_c).HashOf(row), row);
        _c.OtherHash.Resize(row);
    }

    private void RemoveId(uint id)
    {
        var hash = new TransactionKeys(_c).HashOf(id);
        var last = _c.TxReplaced.Rows - 1;
        if (last < 0 || _c.TxReplaced.U32(last) != id)
        {
            store.TransactionIndex.RemoveLast(hash, id - _c.TxId.First);
            return;
        }

        var older = BinaryPrimitives.ReadUInt32LittleEndian(_c.TxReplaced.Bytes(last)[4..]);
        store.TransactionIndex.Replace(hash, id - _c.TxId.First, older - _c.TxId.First);
        _c.TxReplaced.Resize(last);
        var t = store.Find(older);
        for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++)
            if (store.SpenderOf(o) == ChainStore.Overwritten) _c.OutSpent.Set(o, ChainStore.Unspent);
    }

    /// <summary>Builds everything that follows from the append-only columns: after a run that ended between two commits.</summary>
    internal void RebuildDerived()
    {
        _c.OutSpent.Fill(0xff);
        for (var id = _c.TxId.First; id < _c.TxId.Next; id++) MarkSpent(store.Find((uint)id));
        for (long row = 0; row < _c.TxReplaced.Rows; row++) MarkOverwritten(BinaryPrimitives.ReadUInt32LittleEndian(_c.TxReplaced.Bytes(row)[4..]));
        _c.AddressLast.Fill(0xff);
        for (var output = _c.OutValue.First; output < _c.OutValue.Next; output++)
            if (store.HasAddress(output)) _c.AddressLast.Set40(store.AddressOf(output), output);
        for (var a = _c.AddressKind.First; a < _c.AddressKind.Next; a++) _c.AddressKind.Set(a, (byte)(_c.AddressKind.U8(a) & ~AddressKeys.BothSeen));
        for (long row = 0; row < _c.AddressSecond.Rows; row++)
        {
            var address = _c.AddressSecond.U32(row);
            _c.AddressKind.Set(address, (byte)(_c.AddressKind.U8(address) | AddressKeys.BothSeen));
        }

        store.TransactionIndex.Rebuild(_c.TxId.Rows, _c.TxId.First);
        store.AddressIndex.Rebuild(_c.AddressKind.Rows, _c.AddressKind.First);
        store.OtherIndex.Rebuild(_c.OtherHash.Rows, 0);
        new ClusterRepair(store, edges).RebuildAll();
    }

    private void MarkSpent(Transaction t)
    {
        for (var i = 0; i < t.Inputs; i++)
            if (store.SourceOf(t.FirstInput + i) is { } source) _c.OutSpent.Set(source, t.Id);
    }

    private void MarkOverwritten(uint older)
    {
        var t = store.Find(older);
        for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++)
            if (store.SpenderOf(o) == ChainStore.Unspent) _c.OutSpent.Set(o, ChainStore.Overwritten);
    }
}
