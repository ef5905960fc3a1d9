namespace Comity.Tracing;

/// <summary>All columns of a store, and the moments at which they agree with each other.</summary>
/// <remarks>Append-only columns are the truth; <c>spent</c>, <c>last</c>, the indexes and the clusters follow from them and are rebuilt when
/// a run ended between two commits. Widths are the arithmetic of docs/tracing.md.</remarks>
internal sealed class StoreColumns : IDisposable
{
    private const int Flushes = 16; // files brought to the disk at a time: they wait for one write of the journal together
    private readonly List<Column> _all = [], _appended = [];
    private readonly string _folder;
    private readonly bool _readOnly;
    private readonly CommitLog _log;
    private readonly StoreMarks _marks;

    internal StoreColumns(string folder, StoreSettings settings, bool readOnly)
    {
        (_folder, _readOnly, _marks, Settings) = (folder, readOnly, new(folder), settings);
        var (tx, output, address) = (settings.FirstTransaction, settings.FirstOutput, settings.FirstAddress);
        OutValue = Append("out.value", 5, output);
        OutAddress = Append("out.address", 4, output);
        OutSpent = Derived("out.spent", 4, output);
        OutPrevious = Append("out.prev", 5, output);
        OutLarge = Append("out.large", 16, 0);
        InSource = Append("in.source", 5, 0);
        InMissing = Append("in.missing", 48, 0);
        TxCounts = Append("tx.counts", 2, tx);
        TxSample = Append("tx.sample", 10, 0);
        TxWide = Append("tx.wide", 12, 0);
        TxFlags = Append("tx.flags", 1, tx);
        TxLabels = Append("tx.labels", 2, tx);
        TxId = Append("tx.id", 32, tx);
        TxSize = Append("tx.size", 4, tx);
        TxReplaced = Append("tx.replaced", 8, 0);
        AddressKind = Append("addr.kind", 1, address);
        AddressStart = Append("addr.start", 5, address);
        AddressHeap = Append("addr.heap", 1, 0);
        AddressLast = Derived("addr.last", 5, address);
        AddressSecond = Append("addr.second", 12, 0);
        OtherHash = Append("other.hash", 24, 0);
        BlockHeaders = Append("block.header", BlockHeader.Size, 0);
        BlockPlace = Append("block.place", 24, 0);
        Tree = Append("tree.block", 96, 0);
        TxIndex = Derived("tx.index", 4, 0);
        AddressIndex = Derived("addr.index", 4, 0);
        OtherIndex = Derived("other.index", 4, 0);
        ClusterParent = Derived("cluster.parent", 4, address);
        ClusterNext = Derived("cluster.next", 4, address);
        ClusterSize = Derived("cluster.size", 4, address);
        ClusterReceived = Derived("cluster.received", 8, address);
        ClusterBalance = Derived("cluster.balance", 8, address);
        _log = new(Path.Combine(folder, "commits.log"), _appended.Count);
        Recover();
    }

    internal StoreSettings Settings { get; }

    internal Column OutValue { get; }
    internal Column OutAddress { get; }
    internal Column OutSpent { get; }
    internal Column OutPrevious { get; }
    internal Column OutLarge { get; }
    internal Column InSource { get; }
    internal Column InMissing { get; }
    internal Column TxCounts { get; }
    internal Column TxSample { get; }
    internal Column TxWide { get; }
    internal Column TxFlags { get; }
    internal Column TxLabels { get; }
    internal Column TxId { get; }
    internal Column TxSize { get; }
    internal Column TxReplaced { get; }
    internal Column AddressKind { get; }
    internal Column AddressStart { get; }
    internal Column AddressHeap { get; }
    internal Column AddressLast { get; }
    internal Column AddressSecond { get; }
    internal Column OtherHash { get; }
    internal Column BlockHeaders { get; }
    internal Column BlockPlace { get; }
    internal Column Tree { get; }
    internal Column TxIndex { get; }
    internal Column AddressIndex { get; }
    internal Column OtherIndex { get; }
    internal Column ClusterParent { get; }
    internal Column ClusterNext { get; }
    internal Column ClusterSize { get; }
    internal Column ClusterReceived { get; }
    internal Column ClusterBalance { get; }

    internal IReadOnlyList<Column> All => _all;

    /// <summary>Whether the derived columns must be built anew before anything else.</summary>
    internal bool NeedsRebuild { get; private set; }

    private Column Append(string name, int width, long first)
    {
        var column = Derived(name, width, first);
        _appended.Add(column);
        return column;
    }

    private Column Derived(string name, int width, long first)
    {
        var column = new Column(_folder, name, width, first, _readOnly);
        _all.Add(column);
        return column;
    }

    private void Recover()
    {
        var rows = _log.Last() ?? new long[_appended.Count];
        for (var i = 0; i < _appended.Count; i++) _appended[i].Resize(rows[i]);
        NeedsRebuild = _marks.IsWriting || _marks.IsLost;
        if (_readOnly && NeedsRebuild) throw new TracingException($"{_folder} is being written, or a run was interrupted: run 'comity trace ingest' again");
        if (_marks.IsBehind)
            foreach (var column in _all) column.Touch();
        OutSpent.Resize(OutValue.Rows);
        foreach (var c in new[] { AddressLast, ClusterParent, ClusterNext, ClusterSize, ClusterReceived, ClusterBalance }) c.Resize(AddressKind.Rows);
        foreach (var c in new[] { TxIndex, AddressIndex, OtherIndex }) c.ResizeToFile();
    }

    /// <summary>Says on disk that derived columns are about to change.</summary>
    internal void Begin() => _marks.Begin();

    /// <summary>Makes everything so far durable: columns, then one record, then the mark goes.</summary>
    internal void Commit()
    {
        Flush(_all);
        _log.Add([.. _appended.Select(c => c.Rows)]);
        _marks.End();
        NeedsRebuild = false;
    }

    /// <summary>Makes the append-only columns durable and leaves the others to the system: after a stop of the machine they are built anew.</summary>
    internal void CommitAppended()
    {
        if (!StoreMarks.CanWait)
        {
            Commit();
            return;
        }

        Flush(_appended);
        _log.Add([.. _appended.Select(c => c.Rows)]);
        _marks.EndBehind();
        NeedsRebuild = false;
    }

    /// <summary>Brings to the disk what commits left to the system, unless a run was broken off.</summary>
    internal void CatchUp()
    {
        if (_readOnly || _marks.IsWriting || !_marks.IsBehind) return;
        Flush(_all);
        _marks.End();
    }

    private static void Flush(IEnumerable<Column> columns) =>
        Parallel.ForEach(columns.Where(c => c.HasChanged), new() { MaxDegreeOfParallelism = Flushes }, column => column.Flush());

    public void Dispose()
    {
        foreach (var column in _all) column.Dispose();
    }
}
