using System.Security.Cryptography;
using Comity.Ledger;
using Comity.Trust;

namespace Comity.Proof;

/// <summary>Step 6: entries stand in their logs, checkpoints are the logs' and cosigned, and checkpoints of one log belong to one history.</summary>
internal sealed class LedgerCheck(KnownKeys keys, BundlePolicy policy) : IDisposable
{
    private readonly Dictionary<(string Origin, PublicJwk Key), (ECDsa Key, LogKey Log)> _logs = [];
    private readonly Dictionary<string, SortedDictionary<long, (Checkpoint Head, string File)>> _heads = new(StringComparer.Ordinal);
    private readonly List<(ECDsa Key, CosignerKey Cosigner)> _witnesses = [];

    internal List<BundleNote> Notes { get; } = [];

    /// <summary>Verifies that the log of <paramref name="node"/> holds the entry shown in the proof, and notes how a witness saw it.</summary>
    internal ProvenEntry Verify(string file, TlogProof proof, NodeMetadata node)
    {
        var proven = BundleContents.At(file, "step 6, R36 R38", () => proof.Verify(LogOf(node)));
        Keep(file, proven.Checkpoint);
        CheckWitness(file, proof, proven);
        return proven;
    }

    /// <summary>Checkpoints of one log are joined by consistency proofs, each of which is needed.</summary>
    internal void Join(IReadOnlyList<(string File, LogJoint Joint)> joints)
    {
        var left = joints.ToList();
        foreach (var heads in _heads.Values)
        {
            var row = heads.Values.ToList();
            for (var i = 1; i < row.Count; i++) Join(row[i - 1].Head, row[i], left);
        }

        if (left.Count > 0) throw new BundleFaultException(left[0].File, "step 6, R38", "It joins no two neighbouring checkpoints of the bundle.");
    }

    public void Dispose()
    {
        foreach (var (key, _) in _logs.Values) key.Dispose();
        foreach (var (key, _) in _witnesses) key.Dispose();
    }

    private void Join(Checkpoint from, (Checkpoint Head, string File) to, List<(string File, LogJoint Joint)> left)
    {
        var found = left.FindIndex(j => j.Joint.Origin == from.Origin && j.Joint.From == from.Size && j.Joint.To == to.Head.Size);
        if (found < 0)
        {
            Unwitnessed(to.File, $"Nothing joins its checkpoint of {from.Origin} with {to.Head.Size} entries to that with {from.Size}.");
            return;
        }

        var (file, joint) = left[found];
        if (!joint.Holds(from, to.Head)) throw new BundleFaultException(file, "step 6, R38", $"The log {from.Origin} with {to.Head.Size} entries does not begin with that of {from.Size}.");
        left.RemoveAt(found);
    }

    private void Keep(string file, Checkpoint head)
    {
        if (!_heads.TryGetValue(head.Origin, out var heads)) _heads[head.Origin] = heads = [];
        if (!heads.TryAdd(head.Size, (head, file)) && heads[head.Size].Head != head)
            throw new BundleFaultException(file, "step 6, R38", $"The log {head.Origin} has two roots for {head.Size} entries; the other stands in {heads[head.Size].File}.");
    }

    private void CheckWitness(string file, TlogProof proof, ProvenEntry proven)
    {
        if (_witnesses.Count == 0) ImportWitnesses();
        var seen = _witnesses.Select(w => w.Cosigner.SeenAt(proof.Note)).OfType<long>().DefaultIfEmpty(-1).Min();
        if (seen < 0) Unwitnessed(file, "No witness has cosigned its checkpoint.");
        else if (seen - proven.Entry.At > 86_400) Notes.Add(new(BundleNoteKind.WeakTime, file, $"The witness saw it {(seen - proven.Entry.At) / 3600} hours after the time stated in it."));
        else if (proven.Entry.At - seen > 120) Notes.Add(new(BundleNoteKind.WeakTime, file, "The time stated in it is later than that at which the witness saw it."));
    }

    private void Unwitnessed(string file, string message)
    {
        if (!policy.AllowUnwitnessed) throw new BundleFaultException(file, "step 6, R42", $"Unwitnessed: {message}");
        Notes.Add(new(BundleNoteKind.Unwitnessed, file, message));
    }

    private LogKey LogOf(NodeMetadata node)
    {
        if (_logs.TryGetValue((node.LedgerOrigin, node.LedgerKey), out var known)) return known.Log;
        var key = Import(node.LedgerKey);
        return (_logs[(node.LedgerOrigin, node.LedgerKey)] = (key, new(node.LedgerOrigin, key))).Log;
    }

    private void ImportWitnesses()
    {
        foreach (var (name, jwk) in keys.Witnesses)
        {
            var key = BundleContents.At(BundleNames.Cover, "step 6, R40", () => Import(jwk));
            _witnesses.Add((key, new(name, key)));
        }
    }

    private static ECDsa Import(PublicJwk jwk)
    {
        try
        {
            return ECDsa.Create(jwk.ToParameters());
        }
        catch (CryptographicException)
        {
            throw new RefusedException(RefusalCode.Malformed, $"The key {jwk.Kid} is not a point on P-256.");
        }
    }
}
