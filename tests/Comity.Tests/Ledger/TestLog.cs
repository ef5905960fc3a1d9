using System.Security.Cryptography;
using Comity.Ledger;

namespace Comity.Tests.Ledger;

/// <summary>A small log with its key, for tests.</summary>
internal sealed class TestLog
{
    internal const string Origin = "rs.localhost:7001/ledger";

    private readonly List<LedgerEntry> _entries = [];

    internal TestLog(int entries, int seed = 1)
    {
        Key = new(Origin, Signer);
        var random = Fuzzing.Seeded(seed);
        for (var i = 0; i < entries; i++) _entries.Add(LedgerEntry.Create(EntryKind.Verdict, i, random, EntryField.Of("of", Digest.Of($"{i}"))));
    }

    internal ECDsa Signer { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal LogKey Key { get; }

    internal SubtreeHash Subtrees => MerkleTree.Over([.. _entries.Select(entry => entry.LeafHash)]);

    internal LedgerEntry this[int index] => _entries[index];

    internal Checkpoint Head(long size) => new(Origin, size, MerkleTree.Root(size, Subtrees));

    internal SignedNote Signed(long size) => Key.Sign(Head(size), null);

    internal TlogProof Proof(int index, long size) => TlogProof.Of(_entries[index], index, InclusionProof.Build(index, size, Subtrees), Signed(size));

    internal AddCheckpoint Add(long old, long size) => new(old, ConsistencyProof.Build(old, size, Subtrees), Signed(size));
}
