namespace Comity.Dossiers;

/// <summary>What a statement is, seen from all statements and verdicts at hand (R22).</summary>
public enum StatementStatus
{
    /// <summary>Something in its past is not here.</summary>
    Waiting,

    /// <summary>No verdict yet: it counts, marked.</summary>
    Pending,

    /// <summary>The addressee validated it.</summary>
    Validated,

    /// <summary>The addressee rejected it.</summary>
    Rejected,

    /// <summary>It names a statement that is rejected or gone.</summary>
    Gone,

    /// <summary>Its side wrote two for one place, from here on or earlier (R21).</summary>
    Forked,
}

/// <summary>A dossier: a set of statements and verdicts, indexed by what knew what. The order in which they came has no influence (R22).</summary>
public sealed partial class Dossier
{
    private readonly Dictionary<Digest, int> _places;
    private readonly int _size; // of every set of places
    private readonly Node[] _nodes; // timeline: each after all of its past
    private readonly Dictionary<Digest, List<Verdict>> _verdicts;
    private readonly Dictionary<Digest, Statement> _waiting;
    private readonly PastSet _everything;
    private readonly PastSet _rejected;

    /// <summary>One statement whose past is here, with what follows from its place.</summary>
    private sealed class Node
    {
        internal required Statement Statement { get; init; }

        /// <summary>Null if its office is of neither side; such an act has no effect.</summary>
        internal required Side? By { get; init; }

        internal required PastSet Past { get; init; }

        /// <summary>Place of what <c>re</c> names first; -1 if none.</summary>
        internal required int Target { get; init; }

        /// <summary>Place of the request that it belongs to; -1 if none.</summary>
        internal required int Request { get; init; }

        internal required int[] Re { get; init; }

        internal ActType Type => Statement.Type;
    }

    private Dossier(IEnumerable<Statement> statements, IEnumerable<Verdict> verdicts)
    {
        _verdicts = [];
        foreach (var verdict in verdicts)
        {
            if (!_verdicts.TryGetValue(verdict.Of, out var list)) _verdicts[verdict.Of] = list = [];
            if (!list.Contains(verdict)) list.Add(verdict);
        }

        _waiting = [];
        foreach (var statement in statements) _waiting.TryAdd(statement.Id, statement);
        Sides = _waiting.Values.Where(s => s.Sides is not null).Order(Timeline.ByTime).FirstOrDefault()?.Sides;
        _places = new(_waiting.Count);
        _nodes = new Node[_waiting.Count];
        _size = _waiting.Count;
        Array.Resize(ref _nodes, Place());
        (_everything, _rejected) = (new(_size), new(_size));
        for (var i = 0; i < _nodes.Length; i++)
        {
            _everything.Add(i);
            if (IsRejected(_nodes[i].Statement)) _rejected.Add(i);
            Mark(_rejected, _nodes[i].Statement.Out);
        }
    }

    /// <summary>Indexes a set of statements and verdicts.</summary>
    public static Dossier Of(IEnumerable<Statement> statements, IEnumerable<Verdict> verdicts) => new(statements, verdicts);

    /// <summary>The two sides, from the opening statement; null while that is not here.</summary>
    public SidePair? Sides { get; }

    /// <summary>The statements whose past is here: each after all of its past, otherwise by time.</summary>
    public IEnumerable<Statement> Statements => _nodes.Select(n => n.Statement);

    /// <summary>Number of statements whose past is here.</summary>
    public int Count => _nodes.Length;

    /// <summary>Statements whose past is not all here.</summary>
    public IReadOnlyCollection<Statement> Waiting => _waiting.Values;

    /// <summary>A statement by id, also one that waits; null if it is not here.</summary>
    public Statement? Find(Digest id) => _places.TryGetValue(id, out var place) ? _nodes[place].Statement : _waiting.GetValueOrDefault(id);

    /// <summary>Ids named as past that are not here, of the statements that wait and of <paramref name="alsoFor"/>.</summary>
    public IReadOnlyList<Digest> Missing(Statement? alsoFor = null)
    {
        var named = _waiting.Values.SelectMany(PastOf);
        if (alsoFor is not null) named = named.Concat(PastOf(alsoFor));
        return [.. named.Where(id => Find(id) is null).Distinct().Order()];
    }

    /// <summary>The addressee's verdict; null while there is none. After two different ones the validating one is shown and <see cref="HasTwoVerdicts"/> is true.</summary>
    public Verdict? VerdictOn(Statement statement)
    {
        Verdict? found = null;
        if (_verdicts.TryGetValue(statement.Id, out var list))
            foreach (var verdict in list)
                if (verdict.By == statement.To && (found is null || Earlier(verdict, found))) found = verdict;
        return found;
    }

    /// <summary>True if the addressee gave a validating and a rejecting verdict, which is equivocation (R21).</summary>
    public bool HasTwoVerdicts(Statement statement) =>
        _verdicts.TryGetValue(statement.Id, out var list) && list.Exists(v => v.By == statement.To && v.Rejected) && list.Exists(v => v.By == statement.To && !v.Rejected);

    /// <summary>True if <paramref name="later"/> knew <paramref name="earlier"/>: it lies in its past.</summary>
    public bool Knew(Digest later, Digest earlier) => _places.TryGetValue(later, out var l) && _places.TryGetValue(earlier, out var e) && _nodes[l].Past[e];

    /// <summary>Another dossier with these added.</summary>
    public Dossier With(IEnumerable<Statement> statements, IEnumerable<Verdict> verdicts) =>
        Of(Statements.Concat(_waiting.Values).Concat(statements), _verdicts.Values.SelectMany(v => v).Concat(verdicts));

    /// <summary>Another dossier with this statement added.</summary>
    public Dossier With(Statement statement) => With([statement], []);

    /// <summary>Another dossier with this verdict added.</summary>
    public Dossier With(Verdict verdict) => With([], [verdict]);

    /// <summary>The side of a statement's author; null if its office is of neither.</summary>
    public Side? SideOf(Statement statement) => Sides?.Holding(statement.Issuer);

    /// <summary>What the statement is now.</summary>
    public StatementStatus StatusOf(Statement statement)
    {
        if (!_places.TryGetValue(statement.Id, out var place)) return StatementStatus.Waiting;
        if (_rejected[place]) return StatementStatus.Rejected;
        var run = Current;
        if (run.IsGone(place)) return StatementStatus.Gone;
        if (run.IsForked(place)) return StatementStatus.Forked;
        return VerdictOn(statement) is null ? StatementStatus.Pending : StatementStatus.Validated;
    }

    /// <summary>The state from all statements and verdicts here.</summary>
    public DossierState State => Current.State;

    private FoldRun Current => field ??= new(this, _everything, _rejected);

    /// <summary>The state of the past of a statement, as its author and its addressee must both see it: verdicts count only where an <c>out</c> names them (R17).</summary>
    public DossierState StateBefore(Statement statement) => RunBefore(statement).State;

    private FoldRun RunBefore(Statement statement)
    {
        var past = PastBefore(statement);
        return new(this, past, OutsIn(past, statement.Out));
    }

    private PastSet PastBefore(Statement statement)
    {
        if (_places.TryGetValue(statement.Id, out var own)) return _nodes[own].Past;
        var past = new PastSet(_size);
        foreach (var id in PastOf(statement))
        {
            if (!_places.TryGetValue(id, out var place)) continue;
            past.Add(place);
            past.AddAll(_nodes[place].Past);
        }

        return past;
    }

    private PastSet OutsIn(in PastSet past, IReadOnlyList<Digest> own)
    {
        var rejected = new PastSet(_size);
        for (var i = 0; i < _nodes.Length; i++)
            if (past[i]) Mark(rejected, _nodes[i].Statement.Out);
        Mark(rejected, own);
        return rejected;
    }

    /// <summary>An <c>out</c> that a verdict contradicts marks nothing: otherwise a side could make its state forget an act by a false one, at the price of one rejection.</summary>
    private void Mark(in PastSet set, IReadOnlyList<Digest> ids)
    {
        foreach (var id in ids)
            if (_places.TryGetValue(id, out var place) && VerdictOn(_nodes[place].Statement) is not { Rejected: false }) set.Add(place);
    }

    private bool IsRejected(Statement statement) => VerdictOn(statement) is { Rejected: true };

    /// <summary>Both kinds of edge; of a statement rejected as past-missing only the chain's own, because its <c>seen</c> may point nowhere.</summary>
    private IEnumerable<Digest> PastOf(Statement statement)
    {
        if (statement.Prev is { } prev) yield return prev;
        if (VerdictOn(statement) is { Reason: RefusalCode.PastMissing }) yield break;
        foreach (var seen in statement.Seen) yield return seen;
    }

    private static bool Earlier(Verdict a, Verdict b) => a.Rejected != b.Rejected ? !a.Rejected : a.At != b.At ? a.At < b.At : a.Reason < b.Reason;

    /// <summary>Moves every statement whose past is placed from waiting into the timeline; returns how many.</summary>
    private int Place()
    {
        var open = new Dictionary<Digest, int>(_waiting.Count);
        var followers = new Dictionary<Digest, List<Statement>>(_waiting.Count);
        var ready = new SortedSet<Statement>(Timeline.ByTime);
        foreach (var statement in _waiting.Values)
        {
            var needs = 0;
            foreach (var id in PastOf(statement).Distinct())
            {
                needs++;
                if (!followers.TryGetValue(id, out var list)) followers[id] = list = [];
                list.Add(statement);
            }

            open[statement.Id] = needs;
            if (needs == 0) ready.Add(statement);
        }

        var count = 0;
        while (ready.Min is { } next)
        {
            ready.Remove(next);
            _waiting.Remove(next.Id);
            _places[next.Id] = count;
            _nodes[count++] = NodeOf(next);
            if (!followers.TryGetValue(next.Id, out var list)) continue;
            foreach (var follower in list)
                if (--open[follower.Id] == 0) ready.Add(follower);
        }

        return count;
    }

    private Node NodeOf(Statement statement)
    {
        var past = new PastSet(_size);
        foreach (var id in PastOf(statement))
        {
            past.Add(_places[id]);
            past.AddAll(_nodes[_places[id]].Past);
        }

        var re = new int[statement.Re.Count];
        for (var i = 0; i < re.Length; i++) re[i] = _places.TryGetValue(statement.Re[i], out var place) && past[place] ? place : -1;
        var target = re.Length > 0 ? re[0] : -1;
        return new()
        {
            Statement = statement, By = SideOf(statement), Past = past, Re = re, Target = target,
            Request = statement.Type.Opens() ? _places[statement.Id] : target >= 0 ? _nodes[target].Request : -1,
        };
    }
}

/// <summary>The order in which people read a dossier: by what knew what, then by the authors' times, then by id so that it is one order.</summary>
internal static class Timeline
{
    internal static readonly IComparer<Statement> ByTime = Comparer<Statement>.Create((a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At) : a.Seq != b.Seq ? a.Seq.CompareTo(b.Seq) : a.Id.CompareTo(b.Id));
}
