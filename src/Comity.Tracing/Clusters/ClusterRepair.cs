namespace Comity.Tracing;

/// <summary>Builds clusters anew from the edges that stand: all of them, or only those of some addresses.</summary>
/// <remarks>Because a cluster's id is its smallest address and edges are applied in chain order, repairing a part gives exactly what
/// building everything from the start would give.</remarks>
internal sealed class ClusterRepair(ChainStore store, ClusterEdges edges)
{
    private readonly ClusterColumns _clusters = new(store.Columns);

    /// <summary>Splits these addresses, which must be whole clusters, and joins them again.</summary>
    internal void Rebuild(IEnumerable<uint> addresses)
    {
        var members = addresses.ToList();
        var spenders = new SortedSet<uint>();
        foreach (var address in members)
        {
            _clusters.Reset(address);
            foreach (var output in store.OutputsOf(address))
            {
                Count(address, output);
                if (store.SpenderOf(output) is < ChainStore.Overwritten and var spender) spenders.Add(spender);
            }
        }

        foreach (var id in spenders) edges.Apply(store.Find(id), store.LabelsOf(id), _clusters);
    }

    /// <summary>Builds all clusters.</summary>
    internal void RebuildAll()
    {
        var c = store.Columns;
        for (var a = c.AddressKind.First; a < c.AddressKind.Next; a++) _clusters.Reset((uint)a);
        for (var output = c.OutValue.First; output < c.OutValue.Next; output++)
            if (store.HasAddress(output)) Count(store.AddressOf(output), output);
        for (var id = c.TxId.First; id < c.TxId.Next; id++) edges.Apply(store.Find((uint)id), store.LabelsOf((uint)id), _clusters);
    }

    private void Count(uint address, long output)
    {
        var value = store.ValueOf(output);
        _clusters.Receive(address, value);
        if (store.SpenderOf(output) != ChainStore.Unspent) _clusters.Adjust(address, -value);
    }
}
