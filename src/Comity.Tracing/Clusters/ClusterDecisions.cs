namespace Comity.Tracing;

/// <summary>What an officer decided about a transaction's merge.</summary>
public enum ClusterAction
{
    /// <summary>The transaction, or one address of it, joins nobody.</summary>
    Exclude,

    /// <summary>A withheld transaction joins its inputs after all.</summary>
    Include,

    /// <summary>An earlier decision is taken back.</summary>
    Withdraw,
}

/// <summary>One line of the log of decisions; lines are never changed, only followed by others.</summary>
/// <param name="Action">What was decided.</param>
/// <param name="Transaction">About which transaction.</param>
/// <param name="Address">About one address of it only, or null.</param>
/// <param name="Reason">Why; must not be empty.</param>
/// <param name="Officer">By whom.</param>
/// <param name="Time">When, UTC, seconds since 1970.</param>
public sealed record ClusterDecision(ClusterAction Action, Hash256 Transaction, string? Address, string Reason, string Officer, long Time);

/// <summary>The decisions of a store and what stands after all of them.</summary>
public sealed class ClusterDecisions
{
    private const string FileName = "decisions.jsonl";
    private readonly List<ClusterDecision> _all = [];
    private readonly HashSet<Hash256> _excluded = [], _included = [];
    private readonly HashSet<(Hash256, string)> _links = [];

    private ClusterDecisions() { }

    /// <summary>Every line, oldest first.</summary>
    public IReadOnlyList<ClusterDecision> All => _all;

    /// <summary>Reads the log of a store.</summary>
    /// <exception cref="TracingException">A line is damaged.</exception>
    public static ClusterDecisions Load(string folder)
    {
        var decisions = new ClusterDecisions();
        foreach (var line in JsonLines.Read(Path.Combine(folder, FileName)))
        {
            if (!Enum.TryParse<ClusterAction>(line.Text("action"), ignoreCase: true, out var action) || !Hash256.TryParse(line.Text("txid"), null, out var id))
                throw new TracingException("the log of decisions is damaged");
            decisions.Take(new(action, id, line.TextOrNull("address"), line.Text("reason"), line.Text("officer"), line.GetProperty("time").GetInt64()));
        }

        return decisions;
    }

    private void Take(ClusterDecision d)
    {
        _all.Add(d);
        if (d.Address is { } address)
        {
            if (d.Action == ClusterAction.Exclude) _links.Add((d.Transaction, address));
            else _links.Remove((d.Transaction, address));
            return;
        }

        _excluded.Remove(d.Transaction);
        _included.Remove(d.Transaction);
        if (d.Action == ClusterAction.Exclude) _excluded.Add(d.Transaction);
        if (d.Action == ClusterAction.Include) _included.Add(d.Transaction);
    }

    internal void Append(string folder, ClusterDecision d)
    {
        if (string.IsNullOrWhiteSpace(d.Reason)) throw new TracingException("a decision needs a reason");
        Take(d);
        JsonLines.Append(Path.Combine(folder, FileName), [json =>
        {
            json.WriteString("action", d.Action.ToString());
            json.WriteString("txid", d.Transaction.ToString());
            if (d.Address is not null) json.WriteString("address", d.Address);
            json.WriteString("reason", d.Reason);
            json.WriteString("officer", d.Officer);
            json.WriteNumber("time", d.Time);
        }]);
    }

    internal bool Excludes(Hash256 transaction) => _excluded.Contains(transaction);

    internal bool Includes(Hash256 transaction) => _included.Contains(transaction);

    internal bool ExcludesLink(Hash256 transaction, string address) => _links.Contains((transaction, address));

    /// <summary>Whether nothing was ever decided, so that nobody need ask.</summary>
    internal bool None => _excluded.Count == 0 && _included.Count == 0 && _links.Count == 0;

    internal bool HasLinks => _links.Count > 0;

    internal ClusterEdges Edges(ChainStore store, TagStore tags) => new(store, this, tags);
}
