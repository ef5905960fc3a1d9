namespace Comity.Tracing;

/// <summary>Bounds of a search for paths; printed with every answer.</summary>
/// <param name="Hops">Most transactions on a path.</param>
/// <param name="Fan">Entities with more transactions are not passed through.</param>
/// <param name="Through">Pass through mixes and large entities after all.</param>
/// <param name="Limit">Most paths.</param>
/// <param name="Until">Last block that counts, or null.</param>
public sealed record PathBounds(int Hops = 8, int Fan = 10_000, bool Through = false, int Limit = 10, long? Until = null);

/// <summary>A path of outputs from one entity to another. Contact, not flow.</summary>
/// <param name="Outputs">From an output of the first entity that was spent, to an output that the second received.</param>
/// <param name="Bottleneck">The smallest value on the way, satoshis.</param>
/// <param name="Fifo">Satoshis of the first output that reach the last by FIFO.</param>
/// <param name="Haircut">By haircut.</param>
public sealed record MoneyPath(IReadOnlyList<long> Outputs, long Bottleneck, long Fifo, long Haircut)
{
    /// <summary>Number of transactions.</summary>
    public int Hops => Outputs.Count - 1;
}

/// <summary>Finds paths between two entities: breadth first from both sides, the smaller frontier first.</summary>
public sealed class PathSearch
{
    private const int MostVisited = 2_000_000;
    private readonly ChainStore _store;
    private readonly Entities _entities;
    private readonly PathBounds _bounds;
    private readonly long _end;
    private readonly Dictionary<uint, int> _forward = [], _backward = [];
    private readonly Dictionary<uint, bool> _wide = [];

    private PathSearch(ChainStore store, PathBounds bounds)
    {
        (_store, _entities, _bounds) = (store, new(store), bounds);
        _end = bounds.Until is { } h ? store.EndOfBlock(h) : store.TransactionEnd;
    }

    /// <summary>Paths from the outputs of one set of addresses to those of another; shortest first, then by bottleneck, then by ids.</summary>
    public static IReadOnlyList<MoneyPath> Find(ChainStore store, IReadOnlyCollection<uint> from, IReadOnlyCollection<uint> to, PathBounds bounds)
    {
        var search = new PathSearch(store, bounds);
        return search.Run([.. from.SelectMany(store.OutputsOf).Order()], [.. to.SelectMany(store.OutputsOf)], [.. from], [.. to]);
    }

    private List<MoneyPath> Run(long[] starts, HashSet<long> goals, HashSet<uint> from, HashSet<uint> to)
    {
        Explore(starts, goals);
        var found = new List<long[]>();
        foreach (var depth in Enumerable.Range(1, _bounds.Hops))
        {
            foreach (var start in starts) Extend([start], depth, goals, from, to, found);
            if (found.Count >= _bounds.Limit) break;
        }

        return [.. found.Select(Describe).OrderBy(p => p.Hops).ThenByDescending(p => p.Bottleneck)
            .ThenBy(p => string.Join(' ', p.Outputs.Select(o => _store.PointOf(o).ToString())), StringComparer.Ordinal).Take(_bounds.Limit)];
    }

    /// <summary>Distances in transactions from the start and to the goal, until both sides together reach the bound.</summary>
    private void Explore(long[] starts, HashSet<long> goals)
    {
        var ahead = new HashSet<uint>(starts.Select(Spender).OfType<uint>());
        var behind = new HashSet<uint>(goals.Select(o => _store.MakerOf(o).Id).Where(id => id < _end && _store.Find(id).Inputs > 0));
        foreach (var id in ahead) _forward[id] = 1;
        foreach (var id in behind) _backward[id] = 1;
        for (int f = 1, b = 1; f + b <= _bounds.Hops && ahead.Count + behind.Count > 0;)
        {
            var goForward = behind.Count == 0 || (ahead.Count > 0 && ahead.Count <= behind.Count);
            if (goForward) ahead = Level(ahead, _forward, ++f, Children);
            else behind = Level(behind, _backward, ++b, Parents);
            if (_forward.Count + _backward.Count > MostVisited) throw new TracingException($"more than {MostVisited} transactions within these bounds: lower --hops or --fan");
        }

        // Distances to the goal within the forward half, so that the walk below never enters a dead end.
        for (var depth = 2; depth <= _bounds.Hops; depth++)
            foreach (var id in _backward.Where(x => x.Value == depth - 1).Select(x => x.Key).ToList())
                foreach (var parent in Parents(id))
                    if (_forward.ContainsKey(parent)) _backward.TryAdd(parent, depth);
    }

    private static HashSet<uint> Level(HashSet<uint> frontier, Dictionary<uint, int> distance, int depth, Func<uint, IEnumerable<uint>> next)
    {
        var level = new HashSet<uint>();
        foreach (var id in frontier)
            foreach (var neighbour in next(id))
                if (distance.TryAdd(neighbour, depth)) level.Add(neighbour);
        return level;
    }

    private uint? Spender(long output) => _store.SpenderBefore(output, _end) is < ChainStore.Overwritten and var s ? s : null;

    private IEnumerable<uint> Children(uint id)
    {
        var t = _store.Find(id);
        for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++)
            if (MayPass(id, o) && Spender(o) is { } spender) yield return spender;
    }

    private IEnumerable<uint> Parents(uint id)
    {
        var t = _store.Find(id);
        for (var i = 0; i < t.Inputs; i++)
            if (_store.SourceOf(t.FirstInput + i) is { } source && _store.MakerOf(source) is { Inputs: > 0 } maker && MayPass(maker.Id, source)) yield return maker.Id;
    }

    /// <summary>Whether a path may go on through an output: not out of a mix, not through an entity of too many transactions.</summary>
    private bool MayPass(uint maker, long output)
    {
        if (_bounds.Through) return true;
        return !_entities.IsWithheld(maker) && !(_store.HasAddress(output) && IsWide(_entities.IdOf(_store.AddressOf(output))));
    }

    private bool IsWide(uint cluster)
    {
        if (_wide.TryGetValue(cluster, out var wide)) return wide;
        long count = 0;
        foreach (var member in _entities.Page(cluster, _bounds.Fan + 1))
        {
            count += _store.OutputsOf(member).Take(_bounds.Fan + 1).Count();
            if (count > _bounds.Fan) break;
        }

        return _wide[cluster] = count > _bounds.Fan;
    }

    /// <summary>Depth-first over the transactions that both searches allow, to paths of exactly that many hops.</summary>
    private void Extend(long[] path, int left, HashSet<long> goals, HashSet<uint> from, HashSet<uint> to, List<long[]> found)
    {
        if (found.Count >= 50 * _bounds.Limit || Spender(path[^1]) is not { } id) return;
        if (path.Length > 1 && !MayPass(_store.MakerOf(path[^1]).Id, path[^1])) return;
        if (!_backward.TryGetValue(id, out var distance) || distance > left) return;
        var t = _store.Find(id);
        for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++)
        {
            if (left == 1)
            {
                if (goals.Contains(o)) found.Add([.. path, o]);
            }
            else if (!_store.HasAddress(o) || (!from.Contains(_store.AddressOf(o)) && !to.Contains(_store.AddressOf(o))))
            {
                Extend([.. path, o], left - 1, goals, from, to, found);
            }
        }
    }

    private MoneyPath Describe(long[] outputs)
    {
        var last = _store.MakerOf(outputs[^1]);
        return new(outputs, outputs.Min(_store.ValueOf), Reach(TaintMethod.Fifo), Reach(TaintMethod.Haircut));

        long Reach(TaintMethod method)
        {
            var answer = Flow.Trace(_store, new()
            {
                Seeds = [_store.PointOf(outputs[0])], Method = method, Until = _store.HeightOf(last.Id), Hops = outputs.Length - 1, Fast = true,
            });
            return answer.Rows.Where(r => r.Output == outputs[^1]).Sum(r => r.Tainted);
        }
    }
}
