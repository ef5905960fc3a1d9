using Comity.Ledger;

namespace Comity.Tests.Ledger;

[Trait("Spec", "rfc6962/2.1")]
public sealed class MerkleTreeTests
{
    internal static readonly Digest[] Leaves = [.. Enumerable.Range(0, 300).Select(i => MerkleHash.Leaf(BitConverter.GetBytes(i)))];

    /// <summary>The tree exactly as RFC 6962 writes it down, to hold the fast one against.</summary>
    private static Digest Plain(ReadOnlySpan<Digest> leaves)
    {
        if (leaves.Length == 0) return Digest.Of([]);
        if (leaves.Length == 1) return leaves[0];
        var split = 1;
        while (split * 2 < leaves.Length) split *= 2;
        return Digest.Of([1, .. Plain(leaves[..split]).ToArray(), .. Plain(leaves[split..]).ToArray()]);
    }

    [Fact]
    public void Hashes_of_the_well_known_small_trees()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", MerkleTree.Root([]).ToHex());
        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", MerkleTree.Root([MerkleHash.Leaf([])]).ToHex());
        Assert.Equal(
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            MerkleTree.Root([MerkleHash.Leaf([]), MerkleHash.Leaf([0])]).ToHex());
    }

    [Fact]
    public void Every_small_tree_has_the_root_of_the_plain_definition()
    {
        var range = new CompactRange();
        for (var size = 0; size <= Leaves.Length; size++)
        {
            var plain = Plain(Leaves.AsSpan(0, size));
            Assert.Equal(plain, range.Root);
            Assert.Equal(plain, MerkleTree.Root(size, MerkleTree.Over(Leaves)));
            if (size < Leaves.Length) range.Append(Leaves[size]);
        }
    }

    [Fact]
    public void A_leaf_of_any_length_is_hashed_with_its_prefix() => Prop.ForAll<byte[], int>((entry, repeat) =>
    {
        byte[] data = [.. Enumerable.Repeat(entry, repeat % 50 is var n && n > 0 ? n : 1).SelectMany(part => part)];
        return MerkleHash.Leaf(data) == Digest.Of([0, .. data]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_leaf_can_not_pass_as_a_node()
    {
        byte[] children = [.. Leaves[0].ToArray(), .. Leaves[1].ToArray()];
        Assert.NotEqual(MerkleHash.Node(Leaves[0], Leaves[1]), MerkleHash.Leaf(children));
    }

    [Fact]
    public void Both_node_hashes_agree()
    {
        var hash = new byte[32];
        MerkleHash.Node(Leaves[0].ToArray(), Leaves[1].ToArray(), hash);
        Assert.Equal(MerkleHash.Node(Leaves[0], Leaves[1]), new Digest(hash));
    }

    [Fact]
    public void A_compact_range_is_stored_and_copied_without_loss()
    {
        var range = new CompactRange();
        foreach (var leaf in Leaves)
        {
            range.Append(leaf);
            var read = CompactRange.FromBytes(range.ToBytes());
            var loaded = CompactRange.Load(range.Size, MerkleTree.Over(Leaves));
            var copy = range.Copy();
            Assert.Equal((range.Size, range.Root), (read.Size, read.Root));
            Assert.Equal(range.Root, loaded.Root);
            copy.Append(Leaves[0]);
            Assert.NotEqual(copy.Size, range.Size);
            Assert.Equal(read.Root, range.Root);
        }
    }

    [Fact]
    public void A_damaged_compact_range_is_named() => Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            return CompactRange.FromBytes(bytes).ToBytes().SequenceEqual(bytes);
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_leaves_matters() => Prop.ForAll<byte, byte>((a, b) =>
    {
        var swapped = Leaves.ToArray();
        (swapped[a], swapped[b]) = (swapped[b], swapped[a]);
        return (a == b) == (MerkleTree.Root(swapped) == MerkleTree.Root(Leaves));
    }).QuickCheckThrowOnFailure();
}
