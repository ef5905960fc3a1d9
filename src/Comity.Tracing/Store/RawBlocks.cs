namespace Comity.Tracing;

/// <summary>Reads blocks of the best chain again from the files that they came from.</summary>
internal sealed class RawBlocks(ChainStore store)
{
    private readonly SourceList _sources = new(store.Folder);
    private readonly Dictionary<long, Block> _blocks = [];

    /// <summary>The block at a height, checked against the store.</summary>
    /// <exception cref="TracingException">The file has moved or changed.</exception>
    internal Block At(long height)
    {
        if (_blocks.TryGetValue(height, out var known)) return known;
        var place = store.PlaceOf(height - store.BaseHeight);
        var path = _sources.PathOf(place.File);
        if (!File.Exists(path)) throw new TracingException($"the block file {path} is gone: exhibits quote it");
        using var file = new BlockFile(path);
        var block = new Block();
        BlockParser.Parse(file.Block(place), store.Network, block);
        if (block.Header.Id != store.HeaderAt(height).Id) throw new TracingException($"{path} has changed since it was ingested");
        return _blocks[height] = block;
    }

    /// <summary>A transaction without witness.</summary>
    internal byte[] Raw(uint transaction) => At(store.HeightOf(transaction)).Raw(store.PositionOf(transaction));

    /// <summary>The way from a transaction to the Merkle root of its block.</summary>
    internal List<Hash256> Proof(uint transaction)
    {
        var block = At(store.HeightOf(transaction));
        return MerkleTree.Proof(block.Ids.AsSpan(0, 32 * block.Count).ToArray(), block.Count, store.PositionOf(transaction));
    }
}
