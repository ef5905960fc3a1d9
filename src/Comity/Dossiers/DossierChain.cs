namespace Comity.Dossiers;

public sealed partial class Dossier
{
    /// <summary>Where a side that writes now stands: its number, what it knows, which rejections it must name (R16, R17). Null while its own chain is forked or has gaps.</summary>
    public ChainPlace? PlaceFor(Side side)
    {
        var own = LastOf(side);
        if (_waiting.Values.Any(s => SideOf(s) == side) || own >= 0 && Current.State.Of(side).Fork == ForkWord.Open) return null;
        var prev = own < 0 ? null : _nodes[own].Statement;
        var seen = Newest(side.Other(), prev);
        var place = new ChainPlace((prev?.Seq ?? 0) + 1, prev?.Id, seen, []);
        return place with { Out = Unnamed(place) };
    }

    /// <summary>The state in which a side that writes now would be judged.</summary>
    public DossierState? StateFor(Side side) => PlaceFor(side) is { } place ? RunAt(place).State : null;

    private FoldRun RunAt(ChainPlace place)
    {
        var past = PastAt(place);
        return new(this, past, OutsIn(past, place.Out));
    }

    private PastSet PastAt(ChainPlace place)
    {
        var past = new PastSet(_size);
        foreach (var id in place.Prev is { } prev ? place.Seen.Append(prev) : place.Seen)
        {
            past.Add(_places[id]);
            past.AddAll(_nodes[_places[id]].Past);
        }

        return past;
    }

    private int LastOf(Side side)
    {
        var last = -1;
        for (var i = 0; i < _nodes.Length; i++)
            if (_nodes[i].By == side && (last < 0 || _nodes[i].Statement.Seq > _nodes[last].Statement.Seq)) last = i;
        return last;
    }

    /// <summary>The newest validated statements of a side, one for each branch; never older than what the former own statement saw.</summary>
    private List<Digest> Newest(Side side, Statement? prev)
    {
        var validated = new List<int>();
        for (var i = 0; i < _nodes.Length; i++)
            if (_nodes[i].By == side && (VerdictOn(_nodes[i].Statement) is { Rejected: false } || prev is not null && prev.Seen.Contains(_nodes[i].Statement.Id))) validated.Add(i);
        return [.. validated.Where(i => !validated.Exists(j => _nodes[j].Past[i])).Select(i => _nodes[i].Statement.Id).Order()];
    }

    private List<Digest> Unnamed(ChainPlace place)
    {
        var past = PastAt(place);
        var named = OutsIn(past, []);
        var unnamed = new List<Digest>();
        for (var i = 0; i < _nodes.Length; i++)
            if (past[i] && !named[i] && IsRejected(_nodes[i].Statement)) unnamed.Add(_nodes[i].Statement.Id);
        unnamed.Sort();
        return unnamed;
    }

    /// <summary>True if a side may act upon the statement: it is its own, or it has validated it.</summary>
    internal bool IsKnownTo(Side side, Statement statement) =>
        !IsRejected(statement) && _places.ContainsKey(statement.Id) && (SideOf(statement) == side || VerdictOn(statement) is { Rejected: false });

    internal long? LatestBefore(Statement statement)
    {
        var past = PastBefore(statement);
        long? latest = null;
        for (var i = 0; i < _nodes.Length; i++)
            if (past[i] && (latest is null || _nodes[i].Statement.At > latest)) latest = _nodes[i].Statement.At;
        return latest;
    }

    /// <summary>True if it names a statement that is rejected or gone, whether or not its author could know (R17).</summary>
    internal bool ReVoid(Statement statement)
    {
        var before = RunBefore(statement);
        return statement.Re.Any(id => _places.TryGetValue(id, out var place) && (before.IsGone(place) || Current.IsGone(place)));
    }

    /// <summary>The rules of the chain: sides, number, former, seen, out (R4, R16, R17); a number or identity used twice in one past (R7).</summary>
    internal Refusal? ChainRefusal(Statement statement)
    {
        if (SideOf(statement) is not { } by) return Chain("Its office belongs to neither side.");
        if (statement.Sides is { } sides && sides != Sides) return Chain("The dossier was opened between other sides.");
        if (Sides!.Holding(statement.To) != by.Other()) return new(RefusalCode.Audience, "Its addressee is not an office of the other side.");
        if (_nodes.Length > 0 && _nodes[0].Statement.Dossier != statement.Dossier) return Chain("It belongs to another dossier.");
        var past = PastBefore(statement);
        if (statement.Sides is null && past.Count() == 0) return Chain("The first statement of a dossier opens it.");
        return FormerRefusal(statement, by) ?? SeenRefusal(statement, by) ?? OutRefusal(statement, by, past) ?? PastRefusal(statement, past);
    }

    private static Refusal Chain(string message) => new(RefusalCode.Chain, message);

    private Refusal? FormerRefusal(Statement statement, Side by)
    {
        if (statement.Prev is not { } id) return null;
        var former = _nodes[_places[id]];
        if (former.By != by) return Chain("\"prev\" is a statement of the other side.");
        return former.Statement.Seq + 1 == statement.Seq ? null : Chain($"Its number is {statement.Seq}, after {former.Statement.Seq}.");
    }

    private Refusal? SeenRefusal(Statement statement, Side by)
    {
        var seen = statement.Seen.Where(_places.ContainsKey).Select(id => _places[id]).ToList();
        if (seen.Exists(i => _nodes[i].By != by.Other())) return Chain("\"seen\" names a statement that is not of the other side.");
        if (seen.Exists(i => seen.Exists(j => _nodes[j].Past[i]))) return Chain("\"seen\" names more than the newest.");
        var former = statement.Prev is { } prev ? _nodes[_places[prev]].Statement.Seen : [];
        foreach (var id in former)
            if (_places.TryGetValue(id, out var old) && !seen.Exists(i => i == old || _nodes[i].Past[old])) return Chain("\"seen\" is older than that of the former statement.");
        return null;
    }

    private Refusal? OutRefusal(Statement statement, Side by, in PastSet past)
    {
        var named = OutsIn(past, []);
        foreach (var id in statement.Out)
        {
            if (!_places.TryGetValue(id, out var place) || !past[place]) return Chain("\"out\" names a statement that is not in its past.");
            if (named[place]) return Chain("\"out\" names a rejection that its past names already.");
            var verdict = VerdictOn(_nodes[place].Statement);
            if (verdict is { Rejected: false } || verdict is null && _nodes[place].By == by) return Chain("\"out\" names a statement that was not rejected.");
            if (statement.Seen.Contains(id)) return Chain("\"seen\" names a statement as validated that \"out\" names as rejected.");
        }

        return statement.Seen.Any(id => _places.TryGetValue(id, out var seen) && named[seen]) ? Chain("\"seen\" names a statement that is rejected.") : null;
    }

    private Refusal? PastRefusal(Statement statement, in PastSet past)
    {
        for (var i = 0; i < _nodes.Length; i++)
            if (past[i] && _nodes[i].Statement.Jti == statement.Jti) return new(RefusalCode.Replay, "The act was sealed before.");
        foreach (var id in statement.Re)
            if (!_places.TryGetValue(id, out var place) || !past[place]) return Chain("\"re\" names a statement that it did not know.");
        return null;
    }
}
