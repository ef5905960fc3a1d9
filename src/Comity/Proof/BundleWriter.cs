using System.Text;
using Comity.Dossiers;
using Comity.Ledger;
using Comity.Trust;

namespace Comity.Proof;

/// <summary>Gathers what proves a dossier and seals it into one file. Every part is added as it was received; nothing is written anew.</summary>
public sealed class BundleWriter
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, Statement> _statements = [];
    private readonly List<LogJoint> _joints = [];

    /// <summary>Adds a statement with the disclosures that the reader may see.</summary>
    public void Add(SdJwt statement)
    {
        Put(BundleNames.Statement(statement.Id), statement.Text);
        _statements[statement.Id] = Statement.Parse(statement.Claims, statement.Id);
    }

    /// <summary>Adds a receipt with the proof of the entry that it points to.</summary>
    /// <exception cref="RefusedException">It is no receipt.</exception>
    public void AddReceipt(string receipt, string proof)
    {
        var number = Receipt.Parse(receipt).Content.Number;
        Put(BundleNames.Receipt(number), receipt);
        Put(BundleNames.Proof(number), proof);
    }

    /// <summary>Adds the proof that the author's ledger records a statement.</summary>
    public void AddEntry(Digest statement, string proof) => Put(BundleNames.Proof(statement), proof);

    /// <summary>Adds federation documents and officer statements; names of persons stay out.</summary>
    public void Add(TrustMaterial papers)
    {
        foreach (var text in papers.Texts) Put(BundleNames.Paper(TrustMaterial.DigestOf(text)), text.IndexOf('~', StringComparison.Ordinal) is >= 0 and var end ? text[..(end + 1)] : text);
    }

    /// <summary>Offers what joins two checkpoints of a log; it is taken if the bundle's proofs need it.</summary>
    public void Add(LogJoint joint) => _joints.Add(joint);

    /// <summary>Adds a packed law release.</summary>
    public void AddLaw(byte[] packed) => _files[BundleNames.Law(Digest.Of(packed))] = packed;

    /// <summary>Adds the plaintext of a package's manifest.</summary>
    public void AddManifest(Digest package, byte[] manifest) => _files[BundleNames.Manifest(package)] = manifest;

    /// <summary>Signs the cover and writes the archive.</summary>
    /// <param name="exporter">The exporting office.</param>
    /// <param name="sides">The dossier's sides.</param>
    /// <param name="dossier">The dossier.</param>
    /// <param name="at">Time B.</param>
    /// <param name="seal">The exporter's seal key.</param>
    public byte[] Seal(EntityId exporter, SidePair sides, Digest dossier, DateTimeOffset at, SigningKey seal)
    {
        PutJoints();
        var cover = new BundleCover
        {
            Exporter = exporter, Dossier = dossier, At = at, AskingHeads = Heads(sides, Side.Asking), AskedHeads = Heads(sides, Side.Asked),
            Files = [.. _files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new BundleFile(f.Key, f.Value.Length, Digest.Of(f.Value.Span)))],
        };
        return BundleArchive.Write(new Dictionary<string, ReadOnlyMemory<byte>>(_files) { [BundleNames.Cover] = Encoding.UTF8.GetBytes(cover.Sign(seal)) });
    }

    /// <summary>Of the joints offered, those between neighbouring checkpoints of one log.</summary>
    private void PutJoints()
    {
        var proofs = _files.Where(f => f.Key.StartsWith(BundleNames.Proofs, StringComparison.Ordinal)).Select(f => Checkpoint.Parse(TlogProof.Parse(f.Value.Span).Note.Text));
        foreach (var log in proofs.GroupBy(c => c.Origin).Select(g => (Origin: g.Key, Sizes: g.Select(c => c.Size).Distinct().Order().ToList())))
            foreach (var (from, to) in log.Sizes.Zip(log.Sizes.Skip(1)))
                if (_joints.Find(j => j.Origin == log.Origin && j.From == from && j.To == to)?.ToString() is { } text) Put(BundleNames.Joint(Digest.Of(text)), text);
    }

    private List<Digest> Heads(SidePair sides, Side side)
    {
        var own = _statements.Values.Where(s => sides.Holding(s.Issuer) == side).ToList();
        var followed = own.Select(s => s.Prev).OfType<Digest>().ToHashSet();
        return [.. own.Select(s => s.Id).Where(id => !followed.Contains(id)).Order()];
    }

    private void Put(string name, string text) => _files[name] = Encoding.UTF8.GetBytes(text);
}
