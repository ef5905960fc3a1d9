namespace Comity.Tracing;

/// <summary>Which transactions join addresses: the rule of common input, the guards, and what officers took out or put in.</summary>
internal sealed class ClusterEdges(ChainStore store, ClusterDecisions decisions, TagStore tags)
{
    /// <summary>Joins what the transaction's inputs join.</summary>
    internal void Apply(Transaction t, Labels labels, ClusterColumns clusters)
    {
        if (t.Inputs < 2 || !Joins(t, labels, strict: false)) return;
        var hub = ChainStore.DataOutput;
        for (var i = 0; i < t.Inputs; i++)
        {
            var address = Provable(t, i);
            if (address >= ChainStore.NoAddress) continue;
            if (hub >= ChainStore.NoAddress) hub = address;
            else clusters.Union(hub, address);
        }
    }

    /// <summary>The addresses that a transaction joins: the first with each other.</summary>
    internal IEnumerable<uint> Joined(Transaction t, bool strict)
    {
        if (t.Inputs < 2 || !Joins(t, store.LabelsOf(t.Id), strict)) yield break;
        for (var i = 0; i < t.Inputs; i++)
        {
            var address = Provable(t, i);
            if (address < ChainStore.NoAddress) yield return address;
        }
    }

    private uint Provable(Transaction t, int input)
    {
        if (store.SourceOf(t.FirstInput + input) is not { } source) return ChainStore.DataOutput;
        var address = store.AddressOf(source);
        if (address >= ChainStore.NoAddress || !Identity.Proves(store.KindOf(address))) return ChainStore.DataOutput;
        return decisions.HasLinks && decisions.ExcludesLink(store.IdOf(t.Id), store.TextOf(address)) ? ChainStore.DataOutput : address;
    }

    private bool Joins(Transaction t, Labels labels, bool strict)
    {
        if (strict && (labels & Labels.PayJoin) != 0) return false;
        var tagged = (labels & LabelRules.PayoutLike) != 0 && InputTagged(t);
        var withheld = labels.Guarded(tagged).Withheld();
        if (decisions.None) return !withheld;
        var id = store.IdOf(t.Id);
        return !decisions.Excludes(id) && (!withheld || decisions.Includes(id));
    }

    private bool InputTagged(Transaction t)
    {
        if (!tags.HasExchanges) return false;
        for (var i = 0; i < t.Inputs; i++)
            if (store.SourceOf(t.FirstInput + i) is { } source && store.HasAddress(source) && tags.IsExchange(store.TextOf(store.AddressOf(source)))) return true;
        return false;
    }

    /// <summary>What is known of a transaction after the guards.</summary>
    internal Labels Effective(Transaction t)
    {
        var labels = store.LabelsOf(t.Id);
        return labels.Guarded((labels & LabelRules.PayoutLike) != 0 && InputTagged(t));
    }
}
