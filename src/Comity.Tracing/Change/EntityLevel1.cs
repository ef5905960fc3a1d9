namespace Comity.Tracing;

/// <summary>Bounds on merges by change; our own, printed with every answer.</summary>
/// <param name="LargeSide">Two clusters that both have more addresses are not joined.</param>
/// <param name="LargestResult">A cluster past this size is not made from two of equal size.</param>
/// <param name="OwnershipLevel">Tags from this level on hold different actors apart.</param>
public sealed record MergeLimits(int LargeSide = 10_000, int LargestResult = 1_000_000, int OwnershipLevel = 70);

/// <summary>A merge by a change decision: made, or refused with the reason.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Payer">An input's address.</param>
/// <param name="Change">The change output's address.</param>
/// <param name="Rule">The decision's rule.</param>
/// <param name="Confidence">0 to 100.</param>
/// <param name="Refused">Why not, or null.</param>
public sealed record ChangeMerge(uint Transaction, uint Payer, uint Change, string Rule, int Confidence, string? Refused);

/// <summary>Clusters that also follow change: computed as one batch at a height, after all merges by common input.</summary>
/// <remarks>Order: confidence descending, then chain order. So the arrival of blocks does not show, but a later block may change an earlier
/// merge: the height is part of the answer.</remarks>
public sealed class EntityLevel1
{
    private readonly ChainStore _store;
    private readonly MergeLimits _limits;
    private readonly Dictionary<uint, uint> _above = [];
    private readonly Dictionary<uint, long> _size = [];
    private readonly Dictionary<uint, HashSet<uint>> _apart = [];
    private readonly Dictionary<uint, HashSet<string>> _actors = [];
    private readonly Func<uint, uint> _level0;
    private readonly List<ChangeMerge> _log = [];

    private EntityLevel1(ChainStore store, MergeLimits limits, Func<uint, uint> level0) => (_store, _limits, _level0) = (store, limits, level0);

    /// <summary>Every merge considered, in the order in which it was.</summary>
    public IReadOnlyList<ChangeMerge> Log => _log;

    /// <summary>The bounds that were kept.</summary>
    public MergeLimits Limits => _limits;

    /// <summary>Computes the level as of a height.</summary>
    /// <param name="store">The store.</param>
    /// <param name="until">Last block that counts; null is the tip.</param>
    /// <param name="limits">Bounds on merges; null takes the usual ones.</param>
    /// <param name="progress">Told transactions looked at, and of how many.</param>
    /// <param name="stop">Ends it early.</param>
    public static EntityLevel1 Compute(ChainStore store, long? until = null, MergeLimits? limits = null, Action<long, long>? progress = null, CancellationToken stop = default)
    {
        var tags = TagStore.Load(store.Folder);
        var edges = ClusterDecisions.Load(store.Folder).Edges(store, tags);
        var end = until is { } h ? store.EndOfBlock(h) : store.TransactionEnd;
        var level0 = ClusterView.At(store, edges, end);
        var level = new EntityLevel1(store, limits ?? new(), level0);
        level.ReadTags(tags);
        level.ReadSizes();
        foreach (var (merge, payees) in Decisions(store, new(store, edges, level0, end), end, progress, stop)) level.Consider(merge, payees);
        return level;
    }

    private static IEnumerable<(ChangeMerge, uint[])> Decisions(ChainStore store, ChangeAnalysis analysis, long end, Action<long, long>? progress, CancellationToken stop)
    {
        var found = new List<(ChangeMerge Merge, uint[] Payees)>();
        for (long id = store.FirstTransaction; id < end; id++)
        {
            if (id % 4096 == 0)
            {
                stop.ThrowIfCancellationRequested();
                progress?.Invoke(id - store.FirstTransaction, end - store.FirstTransaction);
            }

            if (!analysis.Look((uint)id) || analysis.Decide() is not { } decision) continue;
            var t = store.Find((uint)id);
            var payer = Enumerable.Range(0, t.Inputs).Select(i => store.SourceOf(t.FirstInput + i)).FirstOrDefault(s => s is { } o && store.HasAddress(o));
            var change = analysis.Outputs[decision.Place];
            if (payer is not { } p || !store.HasAddress(change)) continue;
            var payees = analysis.Outputs.Where(o => o != change && store.HasAddress(o)).Select(store.AddressOf).ToArray();
            found.Add((new((uint)id, store.AddressOf(p), store.AddressOf(change), decision.Rule, MeasuredErrors.ConfidenceOf(decision.Rule), null), payees));
        }

        return found.OrderByDescending(f => f.Merge.Confidence).ThenBy(f => f.Merge.Transaction);
    }

    private void ReadTags(TagStore tags)
    {
        foreach (var tag in tags.All.Where(t => t.Address is not null && t.Level >= _limits.OwnershipLevel && t.Actor is not null))
        {
            if (_store.FindAddress(tag.Address!) is not { } address) continue;
            var cluster = _level0(address);
            if (!_actors.TryGetValue(cluster, out var actors)) _actors.Add(cluster, actors = new(StringComparer.OrdinalIgnoreCase));
            actors.Add(tag.Actor!);
        }
    }

    private void ReadSizes()
    {
        for (var a = _store.Settings.FirstAddress; a < _store.Settings.FirstAddress + _store.Addresses; a++)
        {
            var root = _level0((uint)a);
            if (root != a) _size[root] = SizeOf(root) + 1;
        }
    }

    private long SizeOf(uint root) => _size.GetValueOrDefault(root, 1);

    /// <summary>The cluster of an address at this level: its smallest member.</summary>
    public uint Find(uint address) => Root(_level0(address));

    /// <summary>The clusters by common input that are one entity at this level, the smallest id first.</summary>
    public IReadOnlyList<uint> PartsOf(uint address)
    {
        var id = Find(address);
        return [id, .. _above.Keys.Where(c => Root(c) == id).Order()];
    }

    /// <summary>Why two addresses count as one owner: fewest merges by change, each side explained by common input; null if they do not.</summary>
    /// <param name="entities">The clusters by common input.</param>
    /// <param name="a">One address.</param>
    /// <param name="b">The other.</param>
    public IReadOnlyList<ClusterEdge>? Explain(Entities entities, uint a, uint b)
    {
        if (Find(a) != Find(b)) return null;
        var merges = _log.Where(m => m.Refused is null && Find(m.Payer) == Find(a)).SelectMany(m => new[] { (m, From: m.Payer, To: m.Change), (m, From: m.Change, To: m.Payer) }).ToLookup(m => _level0(m.From));
        var came = new Dictionary<uint, (ChangeMerge Merge, uint From, uint To)?> { [_level0(a)] = null };
        var queue = new Queue<uint>(came.Keys);
        while (!came.ContainsKey(_level0(b)) && queue.TryDequeue(out var at))
            foreach (var step in merges[at])
                if (came.TryAdd(_level0(step.To), step)) queue.Enqueue(_level0(step.To));
        var path = new List<ClusterEdge>();
        var end = b;
        for (; came[_level0(end)] is var (merge, from, to); end = from)
            path.InsertRange(0, [new(merge.Transaction, from, to, merge.Rule, merge.Confidence), .. entities.Explain(to, end)!]);
        return [.. entities.Explain(a, end)!, .. path];
    }

    private uint Root(uint cluster)
    {
        while (_above.TryGetValue(cluster, out var above)) cluster = above;
        return cluster;
    }

    private void Consider(ChangeMerge merge, uint[] payees)
    {
        var (a, b) = (Find(merge.Payer), Find(merge.Change));
        var refused = a == b ? null : Refusal(a, b);
        _log.Add(merge with { Refused = refused });
        if (refused is not null) return;
        if (a != b) Join(Math.Min(a, b), Math.Max(a, b));
        foreach (var payee in payees) HoldApart(Find(merge.Payer), Find(payee));
    }

    private string? Refusal(uint a, uint b)
    {
        if (_actors.TryGetValue(a, out var x) && _actors.TryGetValue(b, out var y) && x.Union(y, StringComparer.OrdinalIgnoreCase).Count() > 1) return "tags of different actors";
        if (_apart.TryGetValue(a, out var apart) && apart.Contains(b)) return "payer and payee of one payment";
        var (small, large) = (Math.Min(SizeOf(a), SizeOf(b)), Math.Max(SizeOf(a), SizeOf(b)));
        if (small > _limits.LargeSide) return "both large";
        return small + large > _limits.LargestResult && small + large >= 2 * large ? "result too large" : null;
    }

    private void Join(uint low, uint high)
    {
        _size[low] = SizeOf(low) + SizeOf(high);
        _above[high] = low;
        if (_actors.Remove(high, out var actors))
        {
            if (_actors.TryGetValue(low, out var have)) have.UnionWith(actors);
            else _actors[low] = actors;
        }

        if (!_apart.Remove(high, out var enemies)) return;
        foreach (var enemy in enemies)
        {
            _apart[enemy].Remove(high);
            HoldApart(low, enemy);
        }
    }

    private void HoldApart(uint a, uint b)
    {
        if (a == b) return;
        Enemies(a).Add(b);
        Enemies(b).Add(a);
    }

    private HashSet<uint> Enemies(uint cluster) => _apart.TryGetValue(cluster, out var set) ? set : _apart[cluster] = [];
}
