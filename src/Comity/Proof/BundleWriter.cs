using System.Text;
using Comity.Dossiers;
using Comity.Trust;

namespace Comity.Proof;

/// <summary>Gathers what proves a dossier and seals it into one file. Every part is added as it was received; nothing is written anew.</summary>
public sealed class BundleWriter
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, Statement> _statements = [];

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

    /// <summary>Adds what joins two checkpoints of a log.</summary>
    public void Add(LogJoint joint)
    {
        var text = joint.ToString();
        Put(BundleNames.Joint(Digest.Of(text)), text);
    }

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
        var cover = new BundleCover
        {
            Exporter = exporter, Dossier = dossier, At = at, AskingHeads = Heads(sides, Side.Asking), AskedHeads = Heads(sides, Side.Asked),
            Files = [.. _files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new BundleFile(f.Key, f.Value.Length, Digest.Of(f.Value.Span)))],
        };
        return BundleArchive.Write(new Dictionary<string, ReadOnlyMemory<byte>>(_files) { [BundleNames.Cover] = Encoding.UTF8.GetBytes(cover.Sign(seal)) });
    }

    private List<Digest> Heads(SidePair sides, Side side)
    {
        var own = _statements.Values.Where(s => sides.Holding(s.Issuer) == side).ToList();
        var followed = own.Select(s => s.Prev).OfType<Digest>().ToHashSet();
        return [.. own.Select(s => s.Id).Where(id => !followed.Contains(id)).Order()];
    }

    private void Put(string name, string text) => _files[name] = Encoding.UTF8.GetBytes(text);
}
