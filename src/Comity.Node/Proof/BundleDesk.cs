using Comity.Dossiers;
using Comity.Ledger;
using Comity.Node.Dossiers;
using Comity.Node.Evidence;
using Comity.Node.Exchange;
using Comity.Node.Identity;
using Comity.Node.Trust;
using Comity.Proof;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Proof;

/// <summary>Has the head of this node's log cosigned now, if the witness can be reached.</summary>
internal delegate Task CosignNow(CancellationToken stop);

/// <summary>A bundle to hand over, with the name of its file.</summary>
internal sealed record ExportedBundle(byte[] Bytes, string Name);

/// <summary>Exports a dossier as a proof bundle: what the other side was shown, who signed it, and proofs under cosigned checkpoints (section 9).</summary>
internal sealed class BundleDesk(NodeCore node, OwnTrust own, PeerProofs peers, PackageCheck packages, CosignNow cosign)
{
    /// <summary>Null if there is no such dossier here. The export is a ledger entry, made before the bundle is.</summary>
    internal async Task<ExportedBundle?> ExportAsync(Digest dossier, Officer officer, CancellationToken stop)
    {
        if (Load(dossier).Statements.Count == 0) return null;
        var office = node.Settings.OfficeId(officer.Office);
        await node.Writer.RunAsync(t =>
        {
            t.Append(EntryKind.Export, EntryField.Of("of", dossier), EntryField.Word("what", "bundle"), EntryField.Of("office", Digest.Of(office)), EntryField.Of("officer", Digest.Of(officer.Id)));
            t.SignLog();
        });
        await cosign(stop);
        await RefreshAsync(dossier, stop);
        return Collect(dossier, officer.Office, await ManifestsAsync(dossier, stop));
    }

    private DossierFile Load(Digest dossier)
    {
        using var sql = node.Database.Read();
        return DossierFile.Load(sql, dossier);
    }

    private async Task RefreshAsync(Digest dossier, CancellationToken stop)
    {
        List<StoredReceipt> theirs;
        using (var sql = node.Database.Read()) theirs = [.. Receipts(sql, DossierFile.Load(sql, dossier)).Where(r => !r.Ours)];
        foreach (var peer in theirs.GroupBy(r => Peers.OrganisationOf(Receipt.Parse(r.Jwt).Content.Issuer.ToString()))) await peers.TryRefreshAsync(peer.Key, [.. peer], stop);
    }

    /// <summary>Receipts on the dossier's statements and on the packages that they deliver.</summary>
    private static IEnumerable<StoredReceipt> Receipts(SqliteConnection sql, DossierFile file)
    {
        var packages = file.Statements.Select(s => s.Claims.Terms.Package).OfType<Digest>().Distinct().SelectMany(p => DossierTables.Receipts(sql, p));
        return DossierTables.ReceiptsIn(sql, file.Id).Concat(packages.Where(r => Receipt.Parse(r.Jwt).Content.Dossier == file.Id)).DistinctBy(r => r.Jti);
    }

    /// <summary>The manifests of packages that were delivered to us and opened; of the others the plaintext is not at hand.</summary>
    private async Task<List<(Digest Package, byte[] Manifest)>> ManifestsAsync(Digest dossier, CancellationToken stop)
    {
        List<Package> opened;
        using (var sql = node.Database.Read()) opened = [.. EvidenceTables.Of(sql, dossier).Where(p => p is { Ours: false, Opened: not null, Fault: null }).DistinctBy(p => p.Root)];
        var manifests = new List<(Digest, byte[])>();
        foreach (var package in opened) manifests.Add((package.Root, (await packages.ManifestAsync(packages.Read(package), stop)).ToBytes()));
        return manifests;
    }

    private ExportedBundle Collect(Digest dossier, string office, List<(Digest Package, byte[] Manifest)> manifests)
    {
        using var sql = node.Database.Read();
        var file = DossierFile.Load(sql, dossier);
        var proofs = new OwnProofs(sql, node.LogKey.Origin);
        var bundle = new BundleWriter();
        foreach (var statement in file.Statements) Add(sql, bundle, proofs, statement);
        foreach (var receipt in Receipts(sql, file)) Add(sql, bundle, proofs, receipt);
        foreach (var joint in proofs.Joints()) bundle.Add(joint);
        foreach (var release in file.Statements.Select(s => s.Claims.Law).Distinct())
            if (node.Law.Find(release) is { } law) bundle.AddLaw(law.Pack());
        foreach (var (package, manifest) in manifests) bundle.AddManifest(package, manifest);
        AddPapers(sql, bundle, file, office);
        var exporter = EntityId.Parse(node.Settings.OfficeId(office));
        var bytes = bundle.Seal(exporter, file.Sides, dossier, node.Now, node.Folder.Key(NodeKeys.Seal(office)));
        return new(bytes, $"comity-{sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", dossier) ?? dossier.ToString()}.zip");
    }

    private static void Add(SqliteConnection sql, BundleWriter bundle, OwnProofs proofs, StoredStatement s)
    {
        bundle.Add(s.Ours ? DossierTables.Presented(sql, s) : s.Sealed); // what the other side does not see, a link to another dossier, goes into no bundle
        bundle.Add(TrustTables.Material(sql, s.Material));
        if (s.Ours && proofs.Of(s.Entry) is { } proof) bundle.AddEntry(s.Id, proof);
    }

    private static void Add(SqliteConnection sql, BundleWriter bundle, OwnProofs proofs, StoredReceipt r)
    {
        var says = Receipt.Parse(r.Jwt).Content;
        bundle.AddReceipt(r.Jwt, r.Ours ? proofs.Of(says.Log.Index) ?? r.Proof : r.Proof);
        bundle.Add(ProofTables.Material(sql, r.Jti));
        if (!r.Ours)
            foreach (var joint in ProofTables.Joints(sql, says.Log.Origin)) bundle.Add(joint);
    }

    /// <summary>What the exporter is judged by now, and the other side's newest status lists.</summary>
    private void AddPapers(SqliteConnection sql, BundleWriter bundle, DossierFile file, string office)
    {
        bundle.Add(own.For(office));
        var others = file.Statements.Where(s => !s.Ours).Select(s => s.Claims.Issuer).Concat(file.Statements.Where(s => s.Ours).Select(s => s.Claims.To));
        foreach (var other in others.Distinct()) bundle.Add(TrustTables.OfficeMaterial(sql, other));
    }
}
