using Comity.Dossiers;
using Comity.Trust;

namespace Comity.Proof;

/// <summary>Judges a bundle from its bytes and pinned anchors alone: no clock, no network, no store (spec/bundle.md).</summary>
public static class BundleVerifier
{
    /// <summary>Verifies a bundle. Never throws for what the bytes hold: the first thing that does not hold stands in the report, with its place.</summary>
    /// <param name="bundle">The archive.</param>
    /// <param name="anchors">The pinned anchors; a chain to one suffices.</param>
    /// <param name="policy">How the reader wants it judged; by default strictly.</param>
    public static BundleReport Verify(ReadOnlyMemory<byte> bundle, IReadOnlyList<PinnedAnchor> anchors, BundlePolicy? policy = null)
    {
        BundleContents? contents = null;
        try
        {
            contents = BundleContents.Read(bundle);
            return Verify(contents, anchors, policy ?? new());
        }
        catch (BundleFaultException e)
        {
            return new() { Verdict = BundleVerdict.Invalid, Failure = e.Failure, Cover = contents?.Cover.Content, Statements = contents?.Statements.Count ?? 0, Receipts = contents?.Receipts.Count ?? 0 };
        }
    }

    private static BundleReport Verify(BundleContents contents, IReadOnlyList<PinnedAnchor> anchors, BundlePolicy policy)
    {
        var ring = new KeyRing();
        var keys = BundleContents.At(BundleNames.Cover, "step 3, R33", () => new KnownKeys(contents.Trust, anchors, ring));
        using var ledger = new LedgerCheck(keys, policy);
        var standing = new StandingCheck(contents, anchors, ledger, ring);
        var exporter = CheckCover(contents, standing);
        var statements = standing.Prove();
        ledger.Join(contents.Joints);

        var dossier = Dossier.Of(statements.Select(s => s.Claims), statements.Select(s => s.Verdict).OfType<ProvenVerdict>().Select(VerdictOf));
        var chains = new ChainCheck(contents, statements, dossier);
        chains.Run();
        CheckExporter(contents, exporter, dossier);
        var law = new LawAudit(contents, statements, dossier);
        law.Run();
        new EvidenceCheck(contents, statements).Run();

        List<BundleNote> notes = [.. Withheld(statements), .. FirstContactCheck.Notes(statements), .. chains.Notes, .. ledger.Notes, .. law.Notes, .. new StatusCheck(contents, standing, statements, keys, policy).Notes()];
        return new()
        {
            Verdict = notes.Count == 0 ? BundleVerdict.Valid : BundleVerdict.ValidWithNotes,
            Notes = notes, Cover = contents.Cover.Content, ExporterName = exporter.AuthorityName,
            Statements = statements.Count, Receipts = contents.Receipts.Count, Undisclosed = statements.Sum(s => s.Bundled.Text.Undisclosed), State = StateOf(dossier),
        };
    }

    private static OfficeStanding CheckCover(BundleContents contents, StandingCheck standing)
    {
        var cover = contents.Cover;
        var exporter = standing.Judge(BundleNames.Cover, cover.Content.Exporter.ToString(), cover.Content.At);
        BundleContents.At(BundleNames.Cover, "step 1, cover", () => exporter.VerifySeal(cover.Document));
        return exporter;
    }

    private static void CheckExporter(BundleContents contents, OfficeStanding exporter, Dossier dossier)
    {
        var sides = dossier.Sides!;
        if (sides.Holding(contents.Cover.Content.Exporter.ToString()) is not { } side || sides[side] != exporter.Authority.ToString())
            throw new BundleFaultException(BundleNames.Cover, "step 1, cover", "The exporter is an office of neither side.");
    }

    private static Verdict VerdictOf(ProvenVerdict v) => new(v.Receipt.Says.Of, v.Receipt.Says.Issuer.ToString(), v.Receipt.Says.Reason, v.Receipt.Says.At.ToUnixTimeSeconds());

    private static IEnumerable<BundleNote> Withheld(List<ProvenStatement> statements)
    {
        foreach (var s in statements)
        {
            if (s.AsShown == false && s.Verdict!.Receipt.Says.Reason is null) yield return new(BundleNoteKind.Withheld, s.Bundled.File, "It does not show here what its receiver was shown.");
            if (s.Verdict is null) yield return new(BundleNoteKind.Pending, s.Bundled.File, "No verdict of its addressee is at hand.");
        }
    }

    /// <summary>The state with statements named by side and number, which a reader can find in the timeline.</summary>
    private static string[] StateOf(Dossier dossier)
    {
        var names = dossier.Statements.ToDictionary(s => s.Id, s => $"{dossier.SideOf(s)!.Value.Word()}/{s.Seq}");
        return StateText.Of(dossier.State, id => names.GetValueOrDefault(id) ?? id.ToString()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
