namespace Comity.Tracing;

/// <summary>Changes of clusters that come from people, not from blocks: decisions about merges, and tags that tell a payout from a mix.</summary>
internal sealed class ClusterChanges(ChainStore store, ClusterEdges edges, TagStore tags)
{
    /// <summary>Records a decision about a merge and rebuilds the clusters that it concerns.</summary>
    internal void Decide(ClusterDecisions decisions, ClusterDecision decision)
    {
        var t = store.Find(decision.Transaction) ?? throw new TracingException($"the store has no transaction {decision.Transaction}");
        if (t.Inputs < 2) throw new TracingException($"transaction {decision.Transaction} joins nothing: it has {t.Inputs} inputs");
        store.Columns.Begin();
        var touched = Members(t);
        decisions.Append(store.Folder, decision);
        new ClusterRepair(store, edges).Rebuild(touched);
        store.Columns.Commit();
    }

    /// <summary>Takes a pack of tags; where an exchange is tagged, its payouts no longer count as mixes.</summary>
    internal (int New, int Duplicates) Add(TagPack pack)
    {
        var counts = tags.Add(pack.Tags);
        var touched = new HashSet<uint>();
        foreach (var tag in pack.Tags.Where(t => t.Address is not null && tags.IsExchange(t.Address)))
            if (store.FindAddress(tag.Address!) is { } address)
                foreach (var output in store.OutputsOf(address))
                    if (store.SpenderOf(output) is < ChainStore.Overwritten and var spender && (store.LabelsOf(spender) & LabelRules.PayoutLike) != 0)
                        touched.UnionWith(Members(store.Find(spender)));
        if (touched.Count == 0) return counts;
        store.Columns.Begin();
        new ClusterRepair(store, edges).Rebuild(touched);
        store.Columns.Commit();
        return counts;
    }

    private HashSet<uint> Members(Transaction t)
    {
        var clusters = new ClusterColumns(store.Columns);
        var members = new HashSet<uint>();
        for (var i = 0; i < t.Inputs; i++)
            if (store.SourceOf(t.FirstInput + i) is { } source && store.HasAddress(source) && !members.Contains(store.AddressOf(source)))
                members.UnionWith(clusters.Members(store.AddressOf(source)));
        return members;
    }
}
