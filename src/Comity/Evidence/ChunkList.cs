using Comity.Ledger;

namespace Comity.Evidence;

/// <summary>Shows without the key that a header or a chunk belongs to an object: its place and the path to the object root.</summary>
/// <param name="Leaf">0 for the header, 1 for chunk 0, and so on.</param>
/// <param name="Leaves">Leaves of the object: its chunks and the header.</param>
/// <param name="Path">Inclusion proof, RFC 6962 section 2.1.1.</param>
public sealed record ChunkProof(long Leaf, long Leaves, IReadOnlyList<Digest> Path)
{
    /// <summary>True if these sealed bytes stand at this place of the object.</summary>
    public bool Holds(ReadOnlySpan<byte> piece, Digest objectRoot) => InclusionProof.Holds(MerkleHash.Leaf(piece), Leaf, Leaves, Path, objectRoot);
}

/// <summary>The leaf hashes of an object, header first: by them a receiver checks each piece as it arrives, without the key, and asks again for what is damaged.</summary>
public sealed class ChunkList
{
    /// <summary>Most leaves read. Our own limit: an object of 16 TiB with chunks of 1 MiB has 2^24 chunks.</summary>
    public const int MostLeaves = (1 << 24) + 1;

    private readonly IReadOnlyList<Digest> _leaves;

    private ChunkList(IReadOnlyList<Digest> leaves, Digest root) => (_leaves, Root) = (leaves, root);

    /// <summary>The object root.</summary>
    public Digest Root { get; }

    /// <summary>Leaves of the object: its chunks and the header.</summary>
    public int Leaves => _leaves.Count;

    /// <summary>Hashes a sealed object, with no key needed.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not a sealed object, or cut within a chunk's tag.</exception>
    public static async Task<ChunkList> OfAsync(Stream sealedObject, CancellationToken stop = default)
    {
        var header = await ObjectReader.ReadHeaderAsync(sealedObject, stop).ConfigureAwait(false);
        var leaves = new List<Digest> { MerkleHash.Leaf(header.ToBytes()) };
        var chunk = new byte[header.ChunkSize + ObjectLayout.TagSize];
        var size = (long)SealedHeader.Size;
        for (var read = chunk.Length; read == chunk.Length; size += read)
        {
            read = await sealedObject.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
            if (read > 0) leaves.Add(MerkleHash.Leaf(chunk.AsSpan(0, read)));
        }

        _ = ObjectLayout.OfSealed(header, size);
        return new(leaves, MerkleTree.Root(leaves));
    }

    /// <summary>Reads a list that a peer sent for an object that a statement names.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not whole hashes, too many, or not of this object.</exception>
    public static ChunkList Read(ReadOnlySpan<byte> bytes, Digest objectRoot)
    {
        if (bytes.Length % Digest.Size != 0 || bytes.Length / Digest.Size is < 2 or > MostLeaves)
            throw new RefusedException(RefusalCode.Malformed, $"{bytes.Length} bytes are not a chunk list.");
        var leaves = new Digest[bytes.Length / Digest.Size];
        for (var i = 0; i < leaves.Length; i++) leaves[i] = new(bytes.Slice(i * Digest.Size, Digest.Size));
        return MerkleTree.Root(leaves) == objectRoot
            ? new(leaves, objectRoot)
            : throw new RefusedException(RefusalCode.Malformed, $"The chunk list is not that of object {objectRoot}.");
    }

    /// <summary>The hashes one after the other, 32 bytes each.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_leaves.Count * Digest.Size];
        for (var i = 0; i < _leaves.Count; i++) _leaves[i].CopyTo(bytes.AsSpan(i * Digest.Size));
        return bytes;
    }

    /// <summary>Checks a piece that arrived: leaf 0 is the header, leaf 1 is chunk 0.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>, naming the piece.</exception>
    public void Check(int leaf, ReadOnlySpan<byte> piece)
    {
        if (leaf < 0 || leaf >= _leaves.Count || MerkleHash.Leaf(piece) != _leaves[leaf])
            throw new RefusedException(RefusalCode.Seal, $"{(leaf == 0 ? "The header" : $"Chunk {leaf - 1}")} is not that of object {Root}.");
    }

    /// <summary>The proof for one piece.</summary>
    public ChunkProof Proof(int leaf) => new(leaf, _leaves.Count, InclusionProof.Build(leaf, _leaves.Count, MerkleTree.Over(_leaves)));
}
