namespace Comity.Tracing;

/// <summary>What is known of an entity at the level of common input.</summary>
/// <param name="Id">The cluster's id: its smallest address.</param>
/// <param name="Size">Number of addresses.</param>
/// <param name="Received">Satoshis ever received.</param>
/// <param name="Balance">Satoshis held now.</param>
/// <param name="Tags">Tags of members; only a definer's speaks for the cluster.</param>
/// <param name="Conflicts">Pairs of those that contradict each other.</param>
public sealed record EntityProfile(uint Id, long Size, long Received, long Balance, IReadOnlyList<MemberTag> Tags, IReadOnlyList<(Tag First, Tag Second)> Conflicts);

/// <summary>A tag of a member of a cluster.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="SpeaksForCluster">Whether it says to define the cluster; else it is a tag of a member only.</param>
public sealed record MemberTag(Tag Tag, bool SpeaksForCluster);

/// <summary>An edge on the way from one address to another: why they count as one owner.</summary>
/// <param name="Transaction">The transaction that joins them.</param>
/// <param name="From">One address.</param>
/// <param name="To">The other.</param>
/// <param name="Rule">The heuristic: <c>common-input</c>, with <c>payjoin?</c> where suspected, <c>by-decision</c> where an officer put it in.</param>
/// <param name="Confidence">0 to 100.</param>
public sealed record ClusterEdge(uint Transaction, uint From, uint To, string Rule, int Confidence);

/// <summary>Asks a store about clusters, and records decisions about them.</summary>
public sealed class Entities
{
    private readonly ChainStore _store;
    private readonly ClusterColumns _clusters;
    private readonly ClusterEdges _edges;
    private readonly ClusterDecisions _decisions;
    private readonly TagStore _tags;

    /// <summary>Reads the decisions and tags of a store.</summary>
    public Entities(ChainStore store)
    {
        _store = store;
        _clusters = new(store.Columns);
        _decisions = ClusterDecisions.Load(store.Folder);
        _tags = TagStore.Load(store.Folder);
        _edges = _decisions.Edges(store, _tags);
    }

    /// <summary>The tags that were read.</summary>
    public TagStore Tags => _tags;

    /// <summary>The cluster of an address.</summary>
    public uint IdOf(uint address) => _clusters.Find(address);

    /// <summary>Profile of the cluster of an address; takes the same time at any size, but for tags, which are searched from their side.</summary>
    public EntityProfile Profile(uint address)
    {
        var id = _clusters.Find(address);
        var tags = TagsOf(id);
        return new(id, _clusters.SizeOf(id), _clusters.ReceivedOf(id), _clusters.BalanceOf(id), tags, [.. TagConflict.Among([.. tags.Select(t => t.Tag)])]);
    }

    private List<MemberTag> TagsOf(uint id)
    {
        _tagsByCluster ??= _tags.All.Where(t => t.Address is not null)
            .Select(t => (Tag: t, Address: _store.FindAddress(t.Address!))).Where(t => t.Address is not null)
            .ToLookup(t => _clusters.Find(t.Address!.Value), t => t.Tag);
        return [.. _tagsByCluster[id].OrderByDescending(t => t.Level).Select(t => new MemberTag(t, t.IsClusterDefiner))];
    }

    private ILookup<uint, Tag>? _tagsByCluster;

    /// <summary>Members of the cluster of an address, in its own order, from a member on.</summary>
    /// <param name="from">The member to begin with: any for the first page, then <see cref="After"/> of the last one shown.</param>
    /// <param name="count">Members on a page.</param>
    public IReadOnlyList<uint> Page(uint from, int count)
    {
        var page = new List<uint>(count);
        foreach (var member in _clusters.Members(from))
        {
            if (page.Count == count) break;
            page.Add(member);
        }

        return page;
    }

    /// <summary>The member after one, or null at the end of a walk that began with the cluster's id.</summary>
    public uint? After(uint member)
    {
        var next = _clusters.NextOf(member);
        return next == _clusters.Find(member) ? null : next;
    }

    /// <summary>Members of the cluster without edges of PayJoin suspects.</summary>
    /// <param name="address">Any address of it.</param>
    /// <param name="most">Largest cluster to take apart for this.</param>
    /// <exception cref="TracingException">The cluster is larger.</exception>
    public IReadOnlyList<uint> StrictMembers(uint address, int most = 1_000_000)
    {
        if (_clusters.SizeOf(_clusters.Find(address)) > most) throw new TracingException($"the cluster has more than {most} addresses: too many to take apart");
        var graph = Graph(address, strict: true);
        var seen = new HashSet<uint> { address };
        var queue = new Queue<uint>(seen);
        while (queue.TryDequeue(out var at))
            foreach (var (_, hub, other) in graph[at])
                foreach (var next in new[] { hub, other })
                    if (seen.Add(next)) queue.Enqueue(next);
        return [.. seen.Order()];
    }

    private ILookup<uint, (uint Transaction, uint Hub, uint Other)> Graph(uint address, bool strict) =>
        SpendersOf(_clusters.Members(address)).SelectMany(t => EdgesOf(t, strict)).SelectMany(e => new[] { (Key: e.Hub, e), (Key: e.Other, e) }).ToLookup(x => x.Key, x => x.e);

    private SortedSet<uint> SpendersOf(IEnumerable<uint> members)
    {
        var spenders = new SortedSet<uint>();
        foreach (var member in members)
            foreach (var output in _store.OutputsOf(member))
                if (_store.SpenderOf(output) is < ChainStore.Overwritten and var spender) spenders.Add(spender);
        return spenders;
    }

    private IEnumerable<(uint Transaction, uint Hub, uint Other)> EdgesOf(uint transaction, bool strict)
    {
        var joined = _edges.Joined(_store.Find(transaction), strict).ToList();
        return joined.Skip(1).Where(a => a != joined[0]).Distinct().Select(a => (transaction, joined[0], a));
    }

    /// <summary>Why two addresses count as one owner: the shortest way over live edges, the earlier transaction first; null if they do not.</summary>
    public IReadOnlyList<ClusterEdge>? Explain(uint a, uint b)
    {
        if (_clusters.Find(a) != _clusters.Find(b)) return null;
        var graph = Graph(a, strict: false);
        var from = new Dictionary<uint, (uint Before, uint Transaction)> { [a] = (a, 0) };
        var queue = new Queue<uint>([a]);
        while (!from.ContainsKey(b) && queue.TryDequeue(out var at))
            foreach (var e in graph[at].OrderBy(e => e.Transaction))
            {
                var next = e.Hub == at ? e.Other : e.Hub;
                if (from.TryAdd(next, (at, e.Transaction))) queue.Enqueue(next);
            }

        var path = new List<ClusterEdge>();
        for (var at = b; at != a; at = from[at].Before) path.Add(Edge(from[at].Transaction, from[at].Before, at));
        path.Reverse();
        return path;
    }

    private ClusterEdge Edge(uint transaction, uint from, uint to)
    {
        var labels = _edges.Effective(_store.Find(transaction));
        if (labels.Withheld()) return new(transaction, from, to, "by-decision", 50);
        return (labels & Labels.PayJoin) != 0 ? new(transaction, from, to, "common-input payjoin?", 50) : new(transaction, from, to, "common-input", 100);
    }

    /// <summary>Labels of a transaction after the guards, with the confidence of each.</summary>
    public IReadOnlyList<(string Label, int Confidence)> LabelsOf(uint transaction) => LabelConfidence.Of(_store, transaction, _edges.Effective(_store.Find(transaction)));

    /// <summary>Whether a transaction's inputs are left unmerged.</summary>
    public bool IsWithheld(uint transaction) => _edges.Effective(_store.Find(transaction)).Withheld() && !_decisions.Includes(_store.IdOf(transaction));

    /// <summary>Every live edge of the cluster of an address, in chain order.</summary>
    public IEnumerable<ClusterEdge> EdgesOf(uint address) =>
        SpendersOf(_clusters.Members(address)).SelectMany(t => EdgesOf(t, strict: false)).Select(e => Edge(e.Transaction, e.Hub, e.Other));

    /// <summary>What officers decided about transactions that spend from the cluster of an address, oldest first.</summary>
    public IEnumerable<ClusterDecision> DecisionsOn(uint address)
    {
        var id = _clusters.Find(address);
        return _decisions.All.Where(d => _store.Find(d.Transaction) is { } t && Enumerable.Range(0, t.Inputs)
            .Any(i => _store.SourceOf(t.FirstInput + i) is { } source && _store.HasAddress(source) && _clusters.Find(_store.AddressOf(source)) == id));
    }

    /// <summary>Records a decision and rebuilds the clusters that it concerns, and only those.</summary>
    /// <exception cref="TracingException">The transaction is not in the store, or there is no reason.</exception>
    public static void Decide(string folder, ClusterDecision decision)
    {
        using var ingest = Ingest.Open(folder);
        ingest.Decide(decision);
    }
}
