using Comity.Trust;

namespace Comity.Proof;

/// <summary>What superiors revoked, as known when the bundle was made and, if the reader has newer lists, by now (R31, R32).</summary>
internal sealed class StatusCheck(BundleContents contents, StandingCheck standings, IReadOnlyList<ProvenStatement> statements, KnownKeys keys, BundlePolicy policy)
{
    internal IEnumerable<BundleNote> Notes()
    {
        var newest = keys.Newest(contents.Trust.Status.Concat(Later()));
        return Old(newest).Concat(Tainted([.. newest.SelectMany(l => l.Content.Entries)]));
    }

    private List<Attested<StatusList>> Later()
    {
        var later = policy.LaterStatus.Select(text => BundleContents.At("the status file", "step 3, R31", () => StatusList.Parse(text))).ToList();
        return later.Find(l => !keys.IsAuthentic(l)) is { } foreign
            ? throw new BundleFaultException("the status file", "step 3, R31", $"A list of {foreign.Content.Issuer} is not signed by a key that the bundle's papers give it.") : later;
    }

    private IEnumerable<BundleNote> Old(IReadOnlyList<Attested<StatusList>> newest)
    {
        var at = contents.Cover.Content.At;
        foreach (var issuer in standings.Standings.SelectMany(s => s.Status).Select(s => s.Issuer).Distinct())
            if (newest.FirstOrDefault(l => l.Content.Issuer == issuer) is not { } list || at - list.Content.Issued > StatusList.Freshness)
                yield return new(BundleNoteKind.OldStatus, BundleNames.Cover, $"The newest status list of {issuer} was older than a day when the bundle was made.");
    }

    private IEnumerable<BundleNote> Tainted(IReadOnlyList<Revocation> revoked)
    {
        foreach (var s in statements.Where(s => s.Verdict?.Receipt.Says.Rung != Rung.Rejected))
        {
            var officers = Approval.Read(s.Bundled.Text.Claims).Select(a => a.Officer);
            foreach (var r in s.Standing.TaintedBy(revoked, officers)) yield return Note(s.Bundled.File, r);
            if (s.Verdict is { } verdict)
                foreach (var r in verdict.Giver.TaintedBy(revoked)) yield return Note(verdict.Receipt.File, r);
        }
    }

    private static BundleNote Note(string file, Revocation r) => new(BundleNoteKind.Tainted, file, $"{r.Kind} {r.Id} was revoked with effect from {r.Since:u} ({r.Reason}).");
}
