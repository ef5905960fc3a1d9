namespace Comity.Tracing;

/// <summary>One link of a peel chain: a transaction that pays a little away and carries the rest on.</summary>
/// <param name="Hop">From 1.</param>
/// <param name="Transaction">The transaction.</param>
/// <param name="Peel">The output paid away.</param>
/// <param name="Rest">The output carried on.</param>
/// <param name="Rule">How the rest was told from the payment.</param>
/// <param name="Confidence">0 to 100.</param>
public sealed record PeelLink(int Hop, uint Transaction, long Peel, long Rest, string Rule, int Confidence);

/// <summary>A peel chain and why it ends.</summary>
/// <param name="Links">Its links; three at least make a chain.</param>
/// <param name="End">The output at the end.</param>
/// <param name="Stopped"><c>unspent</c>, <c>withheld</c>, <c>merged</c>, <c>tagged</c>, <c>ambiguous</c>, <c>shape</c> or <c>bound</c>.</param>
public sealed record PeelChain(IReadOnlyList<PeelLink> Links, long End, string Stopped)
{
    private const int LeastLinks = 3;

    /// <summary>Whether it is long enough to be called one.</summary>
    public bool IsChain => Links.Count >= LeastLinks;

    /// <summary>Follows the chain from an output.</summary>
    /// <param name="store">The store.</param>
    /// <param name="from">The output to begin with.</param>
    /// <param name="until">Last block that counts, or null.</param>
    /// <param name="most">Most links.</param>
    public static PeelChain Follow(ChainStore store, long from, long? until = null, int most = 1000)
    {
        var walk = new Walk(store, until);
        return walk.From(from, most);
    }

    private sealed class Walk(ChainStore store, long? until)
    {
        private readonly ChangeAnalysis _change = ChangeAnalysis.Of(store, until);
        private readonly Entities _entities = new(store);
        private readonly long _end = until is { } h ? store.EndOfBlock(h) : store.TransactionEnd;
        private readonly HashSet<long> _chain = [];

        internal PeelChain From(long output, int most)
        {
            var links = new List<PeelLink>();
            _chain.Add(output);
            while (true)
            {
                if (links.Count == most) return new(links, output, "bound");
                if (store.HasAddress(output) && _entities.Tags.Of(store.TextOf(store.AddressOf(output))).Count > 0 && links.Count > 0) return new(links, output, "tagged");
                if (store.SpenderBefore(output, _end) is not (< ChainStore.Overwritten and var spender)) return new(links, output, "unspent");
                if (Obstacle(spender) is { } reason) return new(links, output, reason);
                if (Next(spender) is not { } next) return new(links, output, "ambiguous");
                var (peel, rest) = (_change.Outputs[1 - next.Place], _change.Outputs[next.Place]);
                links.Add(new(links.Count + 1, spender, peel, rest, next.Rule, next.Confidence));
                _chain.Add(rest);
                output = rest;
            }
        }

        private string? Obstacle(uint spender)
        {
            if (_entities.IsWithheld(spender)) return "withheld";
            var t = store.Find(spender);
            for (var i = 0; i < t.Inputs; i++)
                if (store.SourceOf(t.FirstInput + i) is not { } source || !_chain.Contains(source)) return "merged";
            return !_change.Look(spender) || _change.Outputs.Count != 2 ? "shape" : null;
        }

        private (int Place, string Rule, int Confidence)? Next(uint spender)
        {
            if (_change.Decide() is { } decision) return (decision.Place, decision.Rule, MeasuredErrors.ConfidenceOf(decision.Rule));
            var alike = Enumerable.Range(0, 2).Where(i => Alike(spender, _change.Outputs[i])).ToList();
            return alike.Count == 1 ? (alike[0], "same-shape", MeasuredErrors.ConfidenceOf("same-shape")) : null;
        }

        /// <summary>Whether the spender of an output has the same shape: input kind, version, locktime class, RBF, one in and two out.</summary>
        private bool Alike(uint one, long output)
        {
            if (store.SpenderBefore(output, _end) is not (< ChainStore.Overwritten and var other)) return false;
            const TransactionFlags Habits = TransactionFlags.VersionMask | TransactionFlags.LockMask | TransactionFlags.ReplaceByFee;
            var (a, b) = (store.Find(one), store.Find(other));
            return (store.FlagsOf(one) & Habits) == (store.FlagsOf(other) & Habits) && b is { Inputs: 1, Outputs: 2 } && KindOf(a) == KindOf(b);
        }

        private ScriptKind KindOf(Transaction t) => store.SourceOf(t.FirstInput) is { } s ? store.KindOf(store.AddressOf(s)) : ScriptKind.None;
    }
}
