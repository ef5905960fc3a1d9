namespace Comity.Tracing;

/// <summary>What a store holds.</summary>
/// <param name="Network">The chain's name.</param>
/// <param name="Blocks">Blocks of the best chain.</param>
/// <param name="Transactions">Their transactions, coinbases included.</param>
/// <param name="Scripts">Distinct output scripts of every kind.</param>
/// <param name="Addresses">Distinct identities; data and unknown forms have none.</param>
/// <param name="Clusters">Clusters by common input, singletons included.</param>
/// <param name="Inputs">Inputs without those of coinbases.</param>
/// <param name="Outputs">Outputs.</param>
/// <param name="UnresolvedInputs">Inputs that spend what lies before the first block.</param>
/// <param name="SideBlocks">Blocks that lead to the chain but are not on the best one.</param>
/// <param name="DetachedBlocks">Blocks without a path to the chain's first.</param>
/// <param name="BaseHeight">Height of the first block.</param>
/// <param name="TipHeight">Height of the last block, -1 in an empty store.</param>
/// <param name="Tip">Id of the last block, or empty.</param>
/// <param name="Verified">Whether every block was checked from raw bytes.</param>
public sealed record StoreStatus(
    string Network, long Blocks, long Transactions, long Scripts, long Addresses, long Clusters, long Inputs, long Outputs, long UnresolvedInputs,
    long SideBlocks, long DetachedBlocks, long BaseHeight, long TipHeight, string Tip, bool Verified)
{
    /// <summary>Counts a store.</summary>
    public static StoreStatus Of(ChainStore store)
    {
        var (side, detached) = new HeaderTree(store.Columns.Tree, store.Network).OffChain();
        return new(
            store.Network.Name, store.Blocks, store.Transactions, store.Scripts, store.Addresses, new ClusterColumns(store.Columns).Count(),
            store.Inputs, store.Outputs, store.Columns.InMissing.Rows, side, detached, store.BaseHeight, store.TipHeight,
            store.Blocks == 0 ? "" : store.HeaderAt(store.TipHeight).Id.ToString(), !store.Settings.Unverified);
    }
}
