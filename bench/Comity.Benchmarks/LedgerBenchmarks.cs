using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Comity.Ledger;

namespace Comity.Benchmarks;

/// <summary>What does a tree node cost over plain SHA-256 of the same 65 bytes, and does it allocate?</summary>
[MemoryDiagnoser]
public class MerkleHashBenchmarks
{
    private readonly byte[] _left = new byte[32], _right = new byte[32], _hash = new byte[32], _joined = new byte[65];
    private Digest _digest;

    /// <summary>The machine's own limit.</summary>
    [Benchmark(Baseline = true)]
    public void PlainSha256() => SHA256.HashData(_joined, _hash);

    /// <summary>Over buffers.</summary>
    [Benchmark]
    public void Node() => MerkleHash.Node(_left, _right, _hash);

    /// <summary>Over values.</summary>
    [Benchmark]
    public Digest NodeOfDigests() => _digest = MerkleHash.Node(_digest, _digest);
}

/// <summary>How long does it take to check a ledger of a million entries from their leaf hashes (fsck), and to store a group of 100 as tiles?</summary>
[MemoryDiagnoser]
public class LedgerGrowthBenchmarks
{
    private const int Million = 1_000_000;
    private readonly Digest[] _leaves = new Digest[Million];
    private readonly byte[] _edge = new byte[Tile.FullWidth * Digest.Size];

    /// <summary>Leaf hashes of their own.</summary>
    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < Million; i++) _leaves[i] = MerkleHash.Leaf(BitConverter.GetBytes(i));
    }

    /// <summary>Budget: 1 million under 3 s.</summary>
    [Benchmark]
    public Digest RootOfAMillion() => MerkleTree.Root(_leaves);

    /// <summary>Budget: 20,000 appends/s in groups, of which this is the hashing.</summary>
    [Benchmark]
    public int GroupOf100()
    {
        var range = new CompactRange();
        foreach (var leaf in _leaves.AsSpan(0, 100)) range.Append(leaf);
        _ = range.Root;
        return TreeTiles.Append(999_900, _leaves[..100], _ => _edge).Count;
    }
}

/// <summary>How long does a proof take in a tree of 10 million entries kept as tiles in memory? Budget: under 1 ms.</summary>
[MemoryDiagnoser]
public class LedgerProofBenchmarks
{
    private const long Size = 10_000_000;
    private readonly Dictionary<(int, long), byte[]> _tiles = [];
    private readonly Digest _leaf = MerkleHash.Leaf([1]);
    private IReadOnlyList<Digest> _path = [];
    private Digest _root;
    private long _index;

    /// <summary>Ten million equal leaves, in groups of a full tile of tiles.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var group = Enumerable.Repeat(_leaf, 1 << 16).ToList();
        for (var size = 0L; size < Size;)
        {
            var taken = (int)Math.Min(group.Count, Size - size);
            foreach (var content in TreeTiles.Append(size, group[..taken], Read)) _tiles[(content.Tile.Level, content.Tile.Index)] = content.Hashes;
            size += taken;
        }

        _root = MerkleTree.Root(Size, TreeTiles.Subtrees(Size, Read));
        _path = InclusionProof.Build(123_456, Size, TreeTiles.Subtrees(Size, Read));
    }

    /// <summary>Inclusion, a new reader for each proof.</summary>
    [Benchmark]
    public int Inclusion() => InclusionProof.Build(_index = (_index + 7_654_321) % Size, Size, TreeTiles.Subtrees(Size, Read)).Count;

    /// <summary>Consistency with a checkpoint some time ago.</summary>
    [Benchmark]
    public int Consistency() => ConsistencyProof.Build(9_876_543, Size, TreeTiles.Subtrees(Size, Read)).Count;

    /// <summary>What the receiver of a proof pays, without the signature.</summary>
    [Benchmark]
    public bool Verify() => InclusionProof.Holds(_leaf, 123_456, Size, _path, _root);

    private ReadOnlyMemory<byte> Read(Tile tile) => _tiles[(tile.Level, tile.Index)];
}
