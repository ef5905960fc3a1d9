using System.Buffers.Binary;

namespace Comity.Tracing;

/// <summary>How far an ingest is.</summary>
/// <param name="Stage"><c>scan</c> or <c>connect</c>.</param>
/// <param name="Done">Bytes done in this stage.</param>
/// <param name="Total">Bytes of this stage.</param>
/// <param name="Transactions">Transactions connected in this run.</param>
public readonly record struct IngestProgress(string Stage, long Done, long Total, long Transactions);

/// <summary>What an ingest did.</summary>
/// <param name="Connected">Blocks added to the best chain.</param>
/// <param name="Disconnected">Blocks taken off it, by a reorganisation.</param>
/// <param name="Seen">Headers seen for the first time.</param>
/// <param name="Findings">Garbage skipped and records cut off.</param>
/// <param name="Events">Watched addresses and entities that moved.</param>
/// <param name="Stopped">Whether it was told to stop: what is connected is committed, the next run goes on from there.</param>
public sealed record IngestReport(long Connected, long Disconnected, long Seen, IReadOnlyList<ScanFinding> Findings, IReadOnlyList<WatchEvent> Events, bool Stopped);

/// <summary>Brings a store up to the block files of a folder: scan headers, choose the best chain, connect its blocks.</summary>
/// <remarks>Atomic per batch of blocks: a refusal puts the store back to its last commit, a crash is mended at the next run.</remarks>
public sealed partial class Ingest : IDisposable
{
    private const long BatchBytes = 256L << 20;

    private readonly ChainStore _store;
    private readonly HeaderTree _tree;
    private readonly SourceList _sources;
    private readonly ClusterDecisions _decisions;
    private readonly TagStore _tags;
    private readonly ClusterEdges _edges;
    private readonly ChainWriter _writer;
    private readonly ChainCut _cut;
    private readonly WatchList _watches;
    private readonly List<ScanFinding> _findings = [];
    private readonly List<WatchEvent> _events = [];
    private readonly Dictionary<int, BlockFile> _open = [];
    private readonly FileStream _lock;
    private Hash256? _committedTip;
    private long _committedTree, _bytes, _transactions;
    private int _recorded;

    private Ingest(string folder, StoreSettings settings)
    {
        _lock = Lock(folder);
        _store = new(folder, settings, readOnly: false);
        _sources = new(folder);
        _decisions = ClusterDecisions.Load(folder);
        _tags = TagStore.Load(folder);
        _edges = _decisions.Edges(_store, _tags);
        _cut = new(_store, _edges);
        _writer = new(_store, _edges);
        if (_store.Columns.NeedsRebuild) Mend();
        _tree = new(_store.Columns.Tree, _store.Network);
        _watches = WatchList.Load(folder);
        Remember();
    }

    /// <summary>Opens a store for writing, or makes one.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="settings">What to make if there is none; null takes the network from <paramref name="blocks"/>.</param>
    /// <param name="blocks">A folder of block files, to know the network by its magic.</param>
    /// <exception cref="TracingException">The store is of another network, damaged, or in use.</exception>
    public static Ingest Open(string folder, StoreSettings? settings = null, string? blocks = null)
    {
        if (StoreSettings.Exists(folder))
        {
            var existing = StoreSettings.Load(folder);
            if (settings is not null && settings.Network.Name != existing.Network.Name)
                throw new TracingException($"the store is of {existing.Network.Name}, not {settings.Network.Name}");
            return new(folder, existing);
        }

        settings ??= new(blocks is null ? Network.Bitcoin : NetworkOf(blocks));
        if (settings.FirstAddress + 1 >= ChainStore.NoAddress || settings.FirstTransaction >= uint.MaxValue - 1 || settings.FirstOutput >= ChainStore.MissingOutput)
            throw new TracingException("a first id past the end of its range");
        settings.Save(folder);
        return new(folder, settings);
    }

    /// <summary>The store, readable between runs.</summary>
    public ChainStore Store => _store;

    private static FileStream Lock(string folder)
    {
        try
        {
            return new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new TracingException($"{folder} is in use by another run", e);
        }
    }

    private static Network NetworkOf(string blocks)
    {
        using var file = new BlockFile(BlockFile.In(blocks)[0]);
        Span<byte> head = stackalloc byte[4];
        return file.Read(0, head) == 4 ? Network.ByMagic(BinaryPrimitives.ReadUInt32LittleEndian(head)) ?? Network.Bitcoin : Network.Bitcoin;
    }

    private void Mend()
    {
        _store.Columns.Begin();
        _cut.RebuildDerived();
        _store.Columns.Commit();
    }

    private void Remember()
    {
        _committedTree = _store.Columns.Tree.Rows;
        _committedTip = _store.Blocks == 0 ? null : _store.HeaderAt(_store.TipHeight).Id;
    }

    /// <summary>Reads what is new in a folder of block files, or one such file.</summary>
    /// <param name="blocks">The folder or file.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="stop">Ends it between two blocks; what is connected by then is kept.</param>
    /// <exception cref="TracingException">Bytes that break a rule; the store is as it was at the last commit.</exception>
    public IngestReport Run(string blocks, Action<IngestProgress>? progress = null, CancellationToken stop = default)
    {
        _findings.Clear();
        _events.Clear();
        _recorded = 0;
        _store.Columns.Begin();
        try
        {
            var seen = Scan(blocks, progress, stop);
            var (connected, disconnected) = Follow(_tree.Tip, progress, silent: false, stop);
            Commit();
            return new(connected, disconnected, seen, [.. _findings], [.. _events], stop.IsCancellationRequested);
        }
        catch (TracingException)
        {
            PutBack();
            throw;
        }
    }

    private void Commit()
    {
        _store.Columns.CommitAppended();
        _sources.Save();
        WatchList.Append(_store.Folder, _events.Skip(_recorded));
        _recorded = _events.Count;
        Remember();
    }

    /// <summary>Goes back to the last commit: the tree as it was, the chain as it was.</summary>
    private void PutBack()
    {
        var tip = _committedTip is { } id ? _tree.Find(id) : null;
        if (tip is null) _cut.CutTo(0);
        else Follow(tip, null, silent: true, CancellationToken.None);
        _store.Columns.Tree.Resize(_committedTree);
        _store.Columns.Commit();
    }

    private long Scan(string blocks, Action<IngestProgress>? progress, CancellationToken stop)
    {
        CloseFiles(); // a file that stayed open would hide what was added to it since
        var files = BlockFile.In(blocks);
        var total = files.Sum(f => new FileInfo(f).Length);
        long seen = 0, done = 0;
        for (var i = 0; i < files.Count && !stop.IsCancellationRequested; i++)
        {
            var number = _sources.NumberOf(files[i]);
            if (new FileInfo(files[i]).Length == _sources.OffsetOf(number)) continue;
            seen += ScanFile(File(number), number, i == files.Count - 1);
            done += File(number).Length;
            progress?.Invoke(new("scan", done, total, 0));
        }

        return seen;
    }

    private long ScanFile(BlockFile file, int number, bool last)
    {
        if (ScanBare(file, number) is { } bare) return bare;
        var scan = new BlockScan(file, number, _store.Network, last);
        var from = _sources.OffsetOf(number);
        long seen = 0;
        foreach (var (place, header) in scan.Records(from <= file.Length ? from : 0))
        {
            try
            {
                if (_tree.Add(header, place)) seen++;
            }
            catch (MalformedException e)
            {
                throw e.In(file.Path, place.Offset);
            }
        }

        _findings.AddRange(scan.Findings);
        _sources.Advance(number, scan.Next);
        return seen;
    }

    /// <summary>A file that is one bare block, without magic and length.</summary>
    private long? ScanBare(BlockFile file, int number)
    {
        if (!file.Path.EndsWith(".raw", StringComparison.Ordinal) || file.Length > _store.Network.LargestBlock) return null;
        var place = new BlockLocation(number, 0, (int)file.Length);
        var header = new byte[Math.Min(BlockHeader.Size, place.Length)];
        _ = file.Read(0, header);
        return _tree.Add(header, place) ? 1 : 0;
    }

    private BlockFile File(int number)
    {
        if (_open.TryGetValue(number, out var file)) return file;
        if (_open.Count >= 64) CloseFiles();
        return _open[number] = new(_sources.PathOf(number));
    }

    private void CloseFiles()
    {
        foreach (var file in _open.Values) file.Dispose();
        _open.Clear();
    }

    /// <summary>Moves the chain to a tip: cuts to the fork, then connects.</summary>
    private (long Connected, long Disconnected) Follow(HeaderTree.Node? tip, Action<IngestProgress>? progress, bool silent, CancellationToken stop)
    {
        if (tip is null) return (0, 0);
        var ahead = new List<HeaderTree.Node>();
        var fork = tip;
        while (fork is not null && !IsInChain(fork))
        {
            ahead.Add(fork);
            fork = fork.Parent;
        }

        ahead.Reverse();
        var keep = fork is null ? 0 : RowOf(fork) + 1;
        var disconnected = _store.Blocks - keep;
        if (!silent && disconnected > 0) _watches.Reversed(_store, keep, _events);
        _cut.CutTo(keep);
        return (ConnectAll(ahead, progress, silent, stop), disconnected);
    }

    private bool IsInChain(HeaderTree.Node node)
    {
        if (_store.Blocks == 0 || _store.HeaderAt(_store.BaseHeight).Id != node.Root.Id) return false;
        return node.Depth < _store.Blocks && _store.HeaderAt(_store.BaseHeight + node.Depth).Id == node.Id;
    }

    private static long RowOf(HeaderTree.Node node) => node.Depth;

    private int ConnectAll(List<HeaderTree.Node> nodes, Action<IngestProgress>? progress, bool silent, CancellationToken stop)
    {
        var total = nodes.Sum(n => (long)n.Copies[0].Length);
        long done = 0;
        var spare = new Block();
        var next = nodes.Count > 0 ? Prepare(nodes[0], new Block()) : null;
        for (var i = 0; i < nodes.Count; i++)
        {
            var (block, place) = next!.GetAwaiter().GetResult();
            if (i + 1 < nodes.Count) next = Prepare(nodes[i + 1], spare);
            spare = block;
            Connect(block, place, nodes[i], silent);
            done += place.Length;
            _bytes += place.Length;
            if (_bytes >= BatchBytes && !silent) CommitBatch();
            progress?.Invoke(new("connect", done, total, _transactions));
            if (stop.IsCancellationRequested && i + 1 < nodes.Count)
            {
                next.Wait(CancellationToken.None); // it reads from files that are about to be closed
                return i + 1;
            }
        }

        return nodes.Count;
    }

    private void CommitBatch()
    {
        _bytes = 0;
        Commit();
        _store.Columns.Begin();
    }

    private void Connect(Block block, BlockLocation place, HeaderTree.Node node, bool silent)
    {
        var height = _store.Blocks > 0 ? _store.TipHeight + 1 : node.Header.Previous.IsZero || node.Header.Version < 2 ? 0 : ChainWriter.HeightIn(block) ?? 0;
        var first = _store.TransactionEnd;
        try
        {
            _writer.Connect(block, height, place);
        }
        catch (MalformedException e)
        {
            throw e.In(_sources.PathOf(place.File), place.Offset);
        }

        _transactions += block.Count;
        if (!silent) _watches.Moved(_store, first, _events);
    }

    /// <summary>Reads, parses and hashes a block on another thread while the one before is connected.</summary>
    private Task<(Block Block, BlockLocation Place)> Prepare(HeaderTree.Node node, Block into)
    {
        var copies = node.Copies.ConvertAll(c => (File(c.File), c));
        return Task.Run(() => Parse(copies, into));
    }

    private (Block Block, BlockLocation Place) Parse(List<(BlockFile File, BlockLocation Place)> copies, Block into)
    {
        MalformedException? last = null;
        foreach (var (file, place) in copies)
        {
            try
            {
                BlockParser.Parse(file.Block(place), _store.Network, into);
                return (into, place);
            }
            catch (MalformedException e)
            {
                last = e.File.Length > 0 ? e : e.In(file.Path, place.Offset);
            }
        }

        throw last!;
    }

    /// <summary>Records a decision about a merge and rebuilds the clusters that it concerns.</summary>
    internal void Decide(ClusterDecision decision) => new ClusterChanges(_store, _edges, _tags).Decide(_decisions, decision);

    /// <summary>Takes a pack of tags; where an exchange is tagged, its payouts no longer count as mixes.</summary>
    public (int New, int Duplicates) AddTags(TagPack pack) => new ClusterChanges(_store, _edges, _tags).Add(pack);

    /// <summary>Blocks beside the best chain: with a path to its first block, and without.</summary>
    public (long Side, long Detached) OffChain() => _tree.OffChain();

    /// <summary>Closes store and files.</summary>
    public void Dispose()
    {
        CloseFiles();
        _store.Columns.CatchUp();
        _store.Dispose();
        _lock.Dispose();
    }
}
