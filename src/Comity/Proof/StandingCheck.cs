using Comity.Dossiers;
using Comity.Ledger;
using Comity.Trust;

namespace Comity.Proof;

/// <summary>A statement proven: the time T of its verdict, or of its own entry while there is none, and who its author was then.</summary>
/// <param name="Bundled">The statement.</param>
/// <param name="T">The time that it is judged by (R27).</param>
/// <param name="Standing">Who its author's office was at T.</param>
/// <param name="OwnEntry">Index of the author's own entry in its log; null if no proof of it is in the bundle.</param>
/// <param name="Verdict">The addressee's verdict; null while there is none.</param>
/// <param name="AsShown">The disclosures in the bundle are those that the receipt says were shown; null without a receipt that says.</param>
internal sealed record ProvenStatement(BundledStatement Bundled, DateTimeOffset T, OfficeStanding Standing, long? OwnEntry, ProvenVerdict? Verdict, bool? AsShown)
{
    internal Statement Claims => Bundled.Claims;
}

/// <summary>A validating or rejecting receipt and the entry behind it.</summary>
internal sealed record ProvenVerdict(BundledReceipt Receipt, long Index, DateTimeOffset T, OfficeStanding Giver);

/// <summary>Steps 3, 4, 6 and 7: who signed, in which role, with whose consent, and which ledger entries say when.</summary>
internal sealed class StandingCheck(BundleContents contents, IReadOnlyList<PinnedAnchor> anchors, LedgerCheck ledger, KeyRing ring)
{
    private readonly TrustJudge _judge = new(anchors, ring);
    private readonly Dictionary<(string Office, DateTimeOffset At, bool Emergency), OfficeStanding> _standings = [];
    private readonly HashSet<Digest> _proofsUsed = [];

    internal IEnumerable<OfficeStanding> Standings => _standings.Values;

    /// <summary>Who an office was at a time.</summary>
    internal OfficeStanding Judge(string file, string office, DateTimeOffset at, bool emergency = false)
    {
        if (_standings.TryGetValue((office, at, emergency), out var known)) return known;
        var standing = BundleContents.At(file, "step 3, R27", () => EntityId.TryParse(office, null, out var id)
            ? _judge.Judge(id, [], at, contents.Trust.At(at), emergency ? StatusList.EmergencyFreshness : null)
            : throw new RefusedException(RefusalCode.Malformed, $"'{office}' is not an entity id."));
        return _standings[(office, at, emergency)] = standing;
    }

    /// <summary>Proves every receipt, then every statement.</summary>
    internal List<ProvenStatement> Prove()
    {
        var verdicts = contents.Receipts.Select(Prove).OfType<ProvenVerdict>().ToLookup(v => v.Receipt.Says.Of);
        var proven = contents.Statements.Values.Select(s => Prove(s, OneOf(verdicts[s.Id]))).ToList();
        if (contents.Proofs.Keys.FirstOrDefault(p => !_proofsUsed.Contains(p)) is var left && left != default)
            throw new BundleFaultException(BundleNames.Proof(left), "step 6, files", "It proves the entry of no statement or receipt of the bundle.");
        return proven;
    }

    /// <summary>A receipt: its signature at its time, its entry; a verdict if it is one.</summary>
    private ProvenVerdict? Prove(BundledReceipt receipt)
    {
        var says = receipt.Says;
        CheckPlace(receipt);
        var giver = Judge(receipt.File, says.Issuer.ToString(), says.At);
        BundleContents.At(receipt.File, "step 7, R25", () => Receipt.Verify(receipt.Signed, giver));
        var file = BundleNames.Proof(says.Number);
        var entry = ledger.Verify(file, ProofOf(says.Number, file), giver.Node);
        Require(says.Log.Origin == giver.Node.LedgerOrigin, receipt.File, "It points into another log than its giver's.");
        Require(entry.Index == says.Log.Index && entry.Entry.LeafHash == says.Log.Leaf, file, "It proves another entry than the receipt points to.");
        Require(entry.Entry.DigestOf("of") == says.Of, file, "Its entry is about something else than the receipt.");
        if (says.Rung is not (Rung.Validated or Rung.Rejected)) return null;
        var word = says.Reason?.Word() ?? Receipt.WordOf(Rung.Validated);
        Require(entry.Entry.Kind == EntryKind.Verdict && entry.Entry.Text("verdict") == word, file, $"Its entry does not record the verdict {word}.");
        Require(says.Shown is null || entry.Entry.DigestOf("shown") == says.Shown, file, "Its entry records that something else was shown.");
        return new(receipt, entry.Index, TimeOf(file, entry.Entry), giver);
    }

    /// <summary>What a receipt is about must be in the bundle, written by whom it answers and addressed to who gives it.</summary>
    private void CheckPlace(BundledReceipt receipt)
    {
        var says = receipt.Says;
        Require(says.Dossier == contents.Cover.Content.Dossier, receipt.File, "It belongs to another dossier.");
        var about = says.Rung is Rung.Delivered or Rung.Acknowledged
            ? contents.Statements.Values.Where(s => s.Claims.Type == ActType.Delivery && s.Claims.Terms.Package == says.Of)
            : contents.Statements.Values.Where(s => s.Id == says.Of);
        Require(about.Any(s => s.Claims.To == says.Issuer.ToString() && s.Claims.Issuer == says.Audience.ToString()), receipt.File,
            "It is about no statement or package of the bundle, or not between its author and its addressee.");
    }

    private static ProvenVerdict? OneOf(IEnumerable<ProvenVerdict> verdicts)
    {
        var all = verdicts.ToList();
        return all.Count < 2 ? all.FirstOrDefault() : throw new BundleFaultException(all[1].Receipt.File, "step 7, R17", $"There are two verdicts on one statement; the other is {all[0].Receipt.File}.");
    }

    private ProvenStatement Prove(BundledStatement s, ProvenVerdict? verdict)
    {
        var own = contents.Proofs.ContainsKey(s.Id) ? OwnEntry(s) : null;
        if (verdict is null && own is null) throw new BundleFaultException(s.File, "step 6, R36", "No receipt and no entry of its author's ledger proves when it was there.");
        var t = verdict?.T ?? TimeOf(BundleNames.Proof(s.Id), own!.Entry);
        var emergency = s.Claims.Terms.Urgency == Urgency.Emergency;
        var standing = Judge(s.File, s.Claims.Issuer, t, emergency);
        BundleContents.At(s.File, "step 3, R3", () => standing.VerifySeal(s.Text));
        bool? asShown = verdict?.Receipt.Says.Shown is { } shown ? shown == s.Text.Shown : null;
        if (verdict?.Receipt.Says.Rung != Rung.Rejected) CheckAuthor(s, standing, t);
        return new(s, t, standing, own?.Index, verdict, asShown);
    }

    private ProvenEntry OwnEntry(BundledStatement s)
    {
        var file = BundleNames.Proof(s.Id);
        var proof = ProofOf(s.Id, file);
        var claimed = BundleContents.At(file, "step 6, R36", () => LedgerEntry.FromExtra(proof.Extra ?? []));
        Require(claimed.Kind == EntryKind.StatementOut && claimed.DigestOf("of") == s.Id, file, "Its entry does not record that statement.");
        return ledger.Verify(file, proof, Judge(s.File, s.Claims.Issuer, TimeOf(file, claimed), s.Claims.Terms.Urgency == Urgency.Emergency).Node);
    }

    /// <summary>Role, disclosures and approvals, as the receiver checked them.</summary>
    private void CheckAuthor(BundledStatement s, OfficeStanding standing, DateTimeOffset t)
    {
        Require(standing.Roles.Count > 0, s.File, "step 3, R29", $"{s.Claims.Issuer} held no role.");
        BundleContents.At(s.File, "step 2, R6", () => Disclosures.Check(s.Claims.Type, s.Text.Disclosures.Select(d => d.Name)));
        BundleContents.At(s.File, "step 4, R12 R14", () =>
        {
            var material = contents.Trust.At(t, Approval.Read(s.Text.Claims).Select(a => a.Officer));
            ApprovalCheck.Check(s.Text, ApprovalDemand.Of(s.Claims.Terms.Urgency == Urgency.Emergency), standing.Officers, material, t);
        });
    }

    private TlogProof ProofOf(Digest of, string file)
    {
        _proofsUsed.Add(of);
        return contents.Proofs.TryGetValue(of, out var proof) ? proof : throw new BundleFaultException(file, "step 6, R25", "It is missing.");
    }

    private static DateTimeOffset TimeOf(string file, LedgerEntry entry) =>
        entry.At <= 253402300799 // 9999-12-31T23:59:59Z
            ? DateTimeOffset.FromUnixTimeSeconds(entry.At) : throw new BundleFaultException(file, "step 6, R36", "Its time lies after the year 9999.");

    private static void Require(bool holds, string file, string message) => Require(holds, file, "step 7, R25", message);

    private static void Require(bool holds, string file, string rule, string message)
    {
        if (!holds) throw new BundleFaultException(file, rule, message);
    }
}
