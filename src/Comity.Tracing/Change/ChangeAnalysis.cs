namespace Comity.Tracing;

/// <summary>Applies change heuristics as of a height.</summary>
public sealed class ChangeAnalysis
{
    private const int MostOutputs = 10;
    private readonly ChainStore _store;
    private readonly Func<uint, uint> _clusterOf;
    private readonly ClusterEdges _edges;
    private readonly long _end, _endOutput, _roundUnit;
    private readonly List<long> _outputs = [];
    private Transaction _t;
    private long[] _inputs = [];
    private bool _known;

    internal ChangeAnalysis(ChainStore store, ClusterEdges edges, Func<uint, uint> clusterOf, long end, int roundDigits = 6)
    {
        (_store, _edges, _clusterOf, _end) = (store, edges, clusterOf, end);
        _endOutput = end >= store.TransactionEnd ? long.MaxValue : store.Find((uint)end).FirstOutput;
        _roundUnit = (long)Math.Pow(10, roundDigits);
    }

    /// <summary>Heuristics over the clusters and decisions of a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="until">Last block that counts: later spends do not; null is the tip.</param>
    /// <param name="roundDigits">Zeros that make an amount round, 3 to 8.</param>
    public static ChangeAnalysis Of(ChainStore store, long? until = null, int roundDigits = 6)
    {
        if (roundDigits is < 3 or > 8) throw new TracingException("round amounts are those with 3 to 8 zeros");
        var edges = ClusterDecisions.Load(store.Folder).Edges(store, TagStore.Load(store.Folder));
        var end = until is { } h ? store.EndOfBlock(h) : store.TransactionEnd;
        return new(store, edges, ClusterView.At(store, edges, end), end, roundDigits);
    }

    /// <summary>Spendable outputs of the transaction looked at.</summary>
    public IReadOnlyList<long> Outputs => _outputs;

    /// <summary>Looks at a transaction; false if change is not a question there: a coinbase, a mix, one output or more than ten.</summary>
    public bool Look(uint transaction)
    {
        _t = _store.Find(transaction);
        _outputs.Clear();
        if (_t.Inputs == 0 || _t.Outputs > 4 * MostOutputs) return false;
        for (var o = _t.FirstOutput; o < _t.FirstOutput + _t.Outputs; o++)
            if (_store.AddressOf(o) != ChainStore.DataOutput) _outputs.Add(o);
        if (_outputs.Count is < 2 or > MostOutputs || _edges.Effective(_t).Withheld()) return false;
        _known = true;
        _inputs = new long[_t.Inputs];
        for (var i = 0; i < _t.Inputs; i++) _known &= (_inputs[i] = _store.SourceOf(_t.FirstInput + i) ?? -1) >= 0;
        return true;
    }

    /// <summary>The outputs that a heuristic cannot rule out, or null where it abstains.</summary>
    public OutputSet? Candidates(ChangeRule rule) => rule switch
    {
        ChangeRule.Reuse => NoneIsNull(Where(o => _store.HasAddress(o) && IsInput(_store.AddressOf(o)))),
        ChangeRule.Fresh => Where(IsFresh),
        ChangeRule.Optimal => _inputs.Length < 2 || !_known ? null : Where(o => _store.ValueOf(o) < SmallestInput()),
        ChangeRule.Type => Type(),
        ChangeRule.Round => Round(_roundUnit),
        ChangeRule.LockTime => Spender(s => (_store.FlagsOf(s) & TransactionFlags.LockMask) == (_store.FlagsOf(_t.Id) & TransactionFlags.LockMask)),
        ChangeRule.VersionRbf => Spender(s => Habits(s) == Habits(_t.Id)),
        ChangeRule.FeeRate => FeeRate(_t) is { } rate ? Spender(s => FeeRate(_store.Find(s)) == rate) : null,
        ChangeRule.Peel => Peel(),
        ChangeRule.Cluster => Cluster(),
        ChangeRule.NotReusedLater => Where(o => !_store.HasAddress(o) || NewestOf(_store.AddressOf(o)) == o),
        _ => throw new System.Diagnostics.UnreachableException($"rule {rule}"),
    };

    /// <summary>Candidates that say something: null also where the set is all outputs.</summary>
    public OutputSet? Informative(ChangeRule rule) => Candidates(rule) is { IsAll: false } set ? set : null;

    /// <summary>Outputs that are spent: with this, heuristics over the future stop keeping every unspent output.</summary>
    public OutputSet SpentOnly() => Where(o => SpenderOf(o) is not null);

    /// <summary>What every heuristic given agrees on; null if all abstain.</summary>
    public OutputSet? Intersection(params ReadOnlySpan<ChangeRule> rules)
    {
        OutputSet? all = null;
        foreach (var rule in rules)
            if (Informative(rule) is { } set) all = all?.And(set) ?? set;
        return all;
    }

    /// <summary>The preset for wallets that use a new address for change once: exactly one output left, or none.</summary>
    public OutputSet OneTimeChange()
    {
        var left = new OutputSet((1u << _outputs.Count) - 1, _outputs.Count);
        if (Type() is { } type) left = left.And(type);
        if (Round(1_000) is { } round) left = left.And(round);
        if (_known) left = left.And(Where(o => _store.ValueOf(o) < SmallestInput()));
        return left.And(Candidates(ChangeRule.Fresh)!.Value).And(Candidates(ChangeRule.NotReusedLater)!.Value).Unique();
    }

    /// <summary>The decision: what is near certain first (reuse, cluster), else the preset.</summary>
    public (int Place, string Rule)? Decide()
    {
        if (Informative(ChangeRule.Reuse)?.Only is { } reused) return (reused, "reuse");
        if (Informative(ChangeRule.Cluster)?.Only is { } own) return (own, "cluster");
        return OneTimeChange().Only is { } once ? (once, "one-time-change") : null;
    }

    private static OutputSet? NoneIsNull(OutputSet set) => set.Bits == 0 ? null : set;

    private OutputSet Where(Func<long, bool> holds)
    {
        uint bits = 0;
        for (var i = 0; i < _outputs.Count; i++)
            if (holds(_outputs[i])) bits |= 1u << i;
        return new(bits, _outputs.Count);
    }

    private uint? SpenderOf(long output) => _store.SpenderBefore(output, _end) is < ChainStore.Overwritten and var s ? s : null;

    private OutputSet? Spender(Func<uint, bool> alike) => Where(o => SpenderOf(o) is not { } s || alike(s));

    private bool IsInput(uint address) => _inputs.Any(i => i >= 0 && _store.AddressOf(i) == address);

    private bool IsFresh(long output) => _store.HasAddress(output) && _store.PreviousOf(output) is null
        && _outputs.Count(o => _store.AddressOf(o) == _store.AddressOf(output)) == 1;

    private long SmallestInput() => _inputs.Min(_store.ValueOf);

    private OutputSet? Type()
    {
        if (!_known) return null;
        var kind = _store.KindOf(_store.AddressOf(_inputs[0]));
        if (_inputs.Any(i => _store.KindOf(_store.AddressOf(i)) != kind)) return null;
        return Where(o => _store.KindOf(_store.AddressOf(o)) == kind);
    }

    private OutputSet? Round(long unit)
    {
        var set = Where(o => _store.ValueOf(o) % unit != 0);
        return set.IsAll ? null : set;
    }

    private TransactionFlags Habits(uint transaction) => _store.FlagsOf(transaction) & (TransactionFlags.VersionMask | TransactionFlags.ReplaceByFee);

    private long? FeeRate(Transaction t)
    {
        long fee = 0;
        for (var i = 0; i < t.Inputs; i++)
        {
            if (_store.SourceOf(t.FirstInput + i) is not { } source) return null;
            fee += _store.ValueOf(source);
        }

        for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++) fee -= _store.ValueOf(o);
        return 1000 * fee / _store.VirtualSizeOf(t.Id);
    }

    private static bool IsPeelShape(Transaction t) => t is { Inputs: 1, Outputs: 2 };

    private OutputSet? Peel()
    {
        if (!IsPeelShape(_t)) return null;
        var parent = _known && IsPeelShape(_store.MakerOf(_inputs[0]));
        var child = _outputs.Any(o => SpenderOf(o) is { } s && IsPeelShape(_store.Find(s)));
        return parent || child ? Spender(s => IsPeelShape(_store.Find(s))) : null;
    }

    private OutputSet? Cluster()
    {
        var own = _inputs.FirstOrDefault(i => i >= 0 && _store.HasAddress(i), -1);
        if (own < 0) return null;
        var cluster = _clusterOf(_store.AddressOf(own));
        return NoneIsNull(Where(o => _store.HasAddress(o) && !IsInput(_store.AddressOf(o)) && _clusterOf(_store.AddressOf(o)) == cluster));
    }

    private long NewestOf(uint address)
    {
        foreach (var output in _store.OutputsOf(address))
            if (output < _endOutput) return output;
        return -1;
    }
}

/// <summary>Clusters by common input as of a height.</summary>
internal static class ClusterView
{
    /// <summary>The cluster of each address: from the columns at the tip, else built for that height.</summary>
    internal static Func<uint, uint> At(ChainStore store, ClusterEdges edges, long endTransaction)
    {
        if (endTransaction >= store.TransactionEnd) return new ClusterColumns(store.Columns).Find;
        var first = (uint)store.Settings.FirstAddress;
        var sets = new UnionFind(store.Addresses);
        for (long id = store.FirstTransaction; id < endTransaction; id++)
        {
            uint? hub = null;
            foreach (var address in edges.Joined(store.Find((uint)id), strict: false))
            {
                if (hub is { } h) sets.Union(h - first, address - first);
                else hub = address;
            }
        }

        return address => sets.Find(address - first) + first;
    }
}
