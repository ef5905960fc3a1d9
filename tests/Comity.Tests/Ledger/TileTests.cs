using Comity.Ledger;

namespace Comity.Tests.Ledger;

[Trait("Spec", "c2sp/tlog-tiles")]
public sealed class TileTests
{
    /// <summary>A store of tiles in memory; counts its reads.</summary>
    private sealed class Tiles
    {
        private readonly Dictionary<(int, long), byte[]> _tiles = [];

        internal int Reads { get; private set; }

        internal void Store(IEnumerable<TileContent> changed)
        {
            foreach (var content in changed) _tiles[(content.Tile.Level, content.Tile.Index)] = content.Hashes;
        }

        internal ReadOnlyMemory<byte> Read(Tile tile)
        {
            Reads++;
            return _tiles[(tile.Level, tile.Index)];
        }
    }

    private static readonly Digest[] Leaves = [.. Enumerable.Range(0, 70_000).Select(i => MerkleHash.Leaf(BitConverter.GetBytes(i)))];

    private static Tiles Grown(params int[] sizes)
    {
        var (tiles, size) = (new Tiles(), 0);
        foreach (var next in sizes)
        {
            tiles.Store(TreeTiles.Append(size, Leaves[size..next], tiles.Read));
            size = next;
        }

        return tiles;
    }

    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(2, 0, 1, "tile/2/000.p/1")]
    [InlineData(1, 1000, 255, "tile/1/x001/000.p/255")]
    public void Paths_are_those_of_the_specification(int level, long index, int width, string path)
    {
        Assert.Equal(path, new Tile(level, index, width).Path);
        Assert.True(Tile.TryParse(path, out var tile));
        Assert.Equal(new(level, index, width), tile);
    }

    [Theory]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/1234")]
    [InlineData("tile/0/001/002")]
    [InlineData("tile/00/001")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000/")]
    [InlineData("tile/9/000")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/entries/000")]
    [InlineData("")]
    public void Other_paths_are_none(string path) => Assert.False(Tile.TryParse(path, out _));

    [Fact]
    public void Any_text_is_a_path_or_none() => Prop.ForAll<string>(text =>
        text is null || !Tile.TryParse("tile/0/" + text, out var tile) || tile.Path == "tile/0/" + text).QuickCheckThrowOnFailure();

    [Fact]
    public void The_tiles_of_70000_leaves_are_those_of_the_specification()
    {
        var partial = Tile.Partial(70_000).Select(tile => tile.Path);
        Assert.Equal(["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"], partial);
        Assert.Equal(["tile/1/000.p/1"], Tile.Partial(256).Select(tile => tile.Path));
        var tiles = Grown(70_000);
        Assert.Equal(112 * 32, tiles.Read(new(0, 273, 112)).Length);
        Assert.Equal(17 * 32, tiles.Read(new(1, 1, 17)).Length);
        Assert.Equal(8192, tiles.Read(new(1, 0, 256)).Length);
        Assert.Equal(MerkleTree.Root(Leaves[..65536]), new Digest(tiles.Read(new(2, 0, 1)).Span));
    }

    [Fact]
    public void Growth_in_any_steps_gives_the_same_tiles()
    {
        var whole = Grown(70_000);
        foreach (var steps in (int[][])[[1, 2, 255, 256, 257, 70_000], [65_535, 65_536, 65_537, 70_000], [.. Enumerable.Range(1, 700).Select(i => i * 100)]])
        {
            var tiles = Grown(steps);
            foreach (var tile in Tile.Partial(70_000).Concat([new(0, 0, 256), new(0, 255, 256), new(1, 0, 256)]))
                Assert.True(whole.Read(tile).Span.SequenceEqual(tiles.Read(tile).Span), tile.Path);
        }
    }

    [Fact]
    public void Proofs_from_tiles_are_the_proofs_from_leaves_and_need_few_reads()
    {
        const int Size = 66_000;
        var tiles = Grown(30, 300, 3_000, 70_000);
        var root = MerkleTree.Root(Leaves[..Size]);
        Assert.Equal(root, MerkleTree.Root(Size, TreeTiles.Subtrees(Size, tiles.Read)));
        foreach (var index in (int[])[0, 255, 256, 40_000, 65_535, 65_536, 65_999])
        {
            var before = tiles.Reads;
            var path = InclusionProof.Build(index, Size, TreeTiles.Subtrees(Size, tiles.Read));
            Assert.True(InclusionProof.Holds(Leaves[index], index, Size, path, root));
            Assert.True(tiles.Reads - before <= 5, $"{tiles.Reads - before} reads");
        }

        foreach (var from in (int[])[1, 256, 257, 40_000, 65_536, 65_999])
        {
            var path = ConsistencyProof.Build(from, Size, TreeTiles.Subtrees(Size, tiles.Read));
            Assert.True(ConsistencyProof.Holds(from, MerkleTree.Root(Leaves[..from]), Size, root, path));
        }
    }

    [Fact]
    public void A_tile_cut_short_is_named()
    {
        var subtrees = TreeTiles.Subtrees(300, tile => new byte[31]);
        Assert.Contains("tile/0/000", Assert.Throws<InvalidDataException>(() => InclusionProof.Build(5, 300, subtrees)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bundles_carry_leaves_and_nothing_else()
    {
        byte[][] leaves = [[1, .. Leaves[0].ToArray()], [1, .. Leaves[1].ToArray()]];
        Assert.Equal(leaves, EntryBundle.Read(EntryBundle.Write(leaves)));
        Assert.Equal("tile/entries/x001/067.p/2", EntryBundle.Path(1067, 2));
        Assert.True(EntryBundle.TryParse("tile/entries/x001/067.p/2", out var index, out var width));
        Assert.Equal((1067, 2), (index, width));
        Assert.Throws<RefusedException>(() => EntryBundle.Read([]));
        Assert.Throws<RefusedException>(() => EntryBundle.Read(EntryBundle.Write(leaves).AsSpan(1)));
    }
}
