using Comity.Ledger;

namespace Comity.Tests.Ledger;

[Trait("Spec", "rfc6962/2.1")]
public sealed class MerkleProofTests
{
    private const int Largest = 70;
    private static readonly Digest[] Leaves = MerkleTreeTests.Leaves;
    private static readonly SubtreeHash Subtrees = MerkleTree.Over(Leaves);
    private static readonly Digest[] Roots = [.. Enumerable.Range(0, Largest + 1).Select(size => MerkleTree.Root(size, Subtrees))];

    private static Digest Flip(Digest digest, int bit)
    {
        var bytes = digest.ToArray();
        bytes[bit / 8 % 32] ^= (byte)(1 << (bit % 8));
        return new(bytes);
    }

    [Fact]
    public void Each_leaf_of_each_tree_is_proven_at_its_index_only()
    {
        for (var size = 1; size <= Largest; size++)
            for (var index = 0; index < size; index++)
            {
                var path = InclusionProof.Build(index, size, Subtrees);
                for (var at = -1; at <= size; at++)
                    Assert.Equal(at == index, InclusionProof.Holds(Leaves[index], at, size, path, Roots[size]));
            }
    }

    [Fact]
    public void Each_tree_is_proven_to_extend_each_smaller_one()
    {
        for (var to = 1; to <= Largest; to++)
            for (var from = 1; from <= to; from++)
            {
                var path = ConsistencyProof.Build(from, to, Subtrees);
                Assert.True(ConsistencyProof.Holds(from, Roots[from], to, Roots[to], path));
                if (from == to) continue;
                Assert.False(ConsistencyProof.Holds(from, Roots[to], to, Roots[from], path));
                Assert.False(ConsistencyProof.Holds(to, Roots[to], from, Roots[from], path));
            }
    }

    [Fact]
    public void Any_flipped_bit_of_an_inclusion_proof_fails() => Prop.ForAll<byte, byte, int>((s, i, bit) =>
    {
        var size = 1 + (s % Largest);
        var index = i % size;
        var path = InclusionProof.Build(index, size, Subtrees).ToList();
        if (InclusionProof.Holds(Flip(Leaves[index], bit & 255), index, size, path, Roots[size])) return false;
        if (InclusionProof.Holds(Leaves[index], index, size, path, Flip(Roots[size], bit & 255))) return false;
        return Enumerable.Range(0, path.Count).All(at =>
        {
            List<Digest> bad = [.. path];
            bad[at] = Flip(bad[at], bit & 255);
            return !InclusionProof.Holds(Leaves[index], index, size, bad, Roots[size]);
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_flipped_bit_of_a_consistency_proof_fails() => Prop.ForAll<byte, byte, int>((s, i, bit) =>
    {
        var to = 1 + (s % Largest);
        var from = 1 + (i % to);
        var path = ConsistencyProof.Build(from, to, Subtrees);
        return Enumerable.Range(0, path.Count).All(at =>
        {
            List<Digest> bad = [.. path];
            bad[at] = Flip(bad[at], bit & 255);
            return !ConsistencyProof.Holds(from, Roots[from], to, Roots[to], bad);
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_longer_or_shorter_path_proves_nothing() => Prop.ForAll<byte, byte>((s, i) =>
    {
        var size = 1 + (s % Largest);
        var index = i % size;
        var path = InclusionProof.Build(index, size, Subtrees);
        return !InclusionProof.Holds(Leaves[index], index, size, [.. path, Roots[size]], Roots[size])
            && (path.Count == 0 || !InclusionProof.Holds(Leaves[index], index, size, [.. path.Skip(1)], Roots[size]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_proves_from_the_empty_tree() =>
        Assert.False(ConsistencyProof.Holds(0, MerkleHash.Empty, 5, Roots[5], []));

    [Fact]
    public void Huge_sizes_neither_overflow_nor_hang()
    {
        var path = Enumerable.Repeat(Leaves[0], 63).ToList();
        Assert.False(InclusionProof.Holds(Leaves[0], long.MaxValue - 1, long.MaxValue, path, Roots[5]));
        Assert.False(ConsistencyProof.Holds(long.MaxValue - 1, Roots[4], long.MaxValue, Roots[5], path));
    }

    [Fact]
    public void Published_inclusion_proofs_get_the_published_verdict()
    {
        var files = Directory.GetFiles(OutsideVectors.Folder("merkle/testdata/inclusion"), "*.json", SearchOption.AllDirectories);
        Assert.True(files.Length > 90);
        foreach (var file in files)
        {
            var vector = OutsideVectors.Json(file);
            var holds = vector.GetProperty("leafIdx").TryGetInt64(out var index) && vector.GetProperty("treeSize").TryGetInt64(out var size)
                && Hashes(vector, "proof") is { } path && Hash(vector, "leafHash") is { } leaf && Hash(vector, "root") is { } root
                && InclusionProof.Holds(leaf, index, size, path, root);
            Assert.True(holds != vector.GetProperty("wantErr").GetBoolean(), file);
        }
    }

    [Fact]
    public void Published_consistency_proofs_get_the_published_verdict()
    {
        var files = Directory.GetFiles(OutsideVectors.Folder("merkle/testdata/consistency"), "*.json", SearchOption.AllDirectories);
        Assert.True(files.Length > 90);
        foreach (var file in files)
        {
            var vector = OutsideVectors.Json(file);
            if (Hash(vector, "root1") is null && !vector.GetProperty("wantErr").GetBoolean()) continue; // "don't care" as a root: can not be written here
            var holds = vector.GetProperty("size1").TryGetInt64(out var from) && vector.GetProperty("size2").TryGetInt64(out var to)
                && Hashes(vector, "proof") is { } path && Hash(vector, "root1") is { } first && Hash(vector, "root2") is { } second
                && ConsistencyProof.Holds(from, first, to, second, path);
            Assert.True(holds != vector.GetProperty("wantErr").GetBoolean(), file);
        }
    }

    private static Digest? Hash(System.Text.Json.JsonElement vector, string name) =>
        vector.GetProperty(name).ValueKind == System.Text.Json.JsonValueKind.String && vector.GetProperty(name).GetBytesFromBase64() is { Length: 32 } bytes ? new Digest(bytes) : null;

    private static List<Digest>? Hashes(System.Text.Json.JsonElement vector, string name)
    {
        var list = vector.GetProperty(name);
        if (list.ValueKind == System.Text.Json.JsonValueKind.Null) return [];
        var all = list.EnumerateArray().Select(item => item.GetBytesFromBase64()).ToList();
        return all.TrueForAll(hash => hash.Length == 32) ? all.ConvertAll(hash => new Digest(hash)) : null;
    }
}
