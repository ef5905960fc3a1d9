using Comity.Dossiers;
using Comity.Law;
using Comity.Trust;

namespace Comity.Proof;

/// <summary>Step 8: every admission judged once more, from the release that the act names. A difference is a warning: the receiver's verdict stands.</summary>
internal sealed class LawAudit(BundleContents contents, IReadOnlyList<ProvenStatement> statements, Dossier dossier)
{
    internal List<BundleNote> Notes { get; } = [];

    internal void Run()
    {
        var named = statements.Select(s => s.Claims.Law).ToHashSet();
        if (named.FirstOrDefault(l => !contents.Laws.ContainsKey(l)) is var missing && missing != default)
            throw new BundleFaultException(BundleNames.Law(missing), "step 8, R10", "A statement was checked against this release, and it is missing.");
        if (contents.Laws.Keys.FirstOrDefault(l => !named.Contains(l)) is var extra && extra != default)
            throw new BundleFaultException(BundleNames.Law(extra), "step 8, files", "No statement names this release.");
        var law = new ReleaseView(contents.Laws.GetValueOrDefault, PartyOf);
        foreach (var s in statements.Where(s => s.Verdict?.Receipt.Says.Rung != Rung.Rejected)) Check(s, law);
    }

    private void Check(ProvenStatement s, ReleaseView law)
    {
        var shown = s.Bundled.Text.Disclosures.Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        var facts = new FindingFacts(shown, s.Standing.Roles, dossier.Sides!, law.View);
        // Of elements that are left out here nobody can say any more that they were missing then.
        IReadOnlyList<Finding> Find(DossierState past) => [.. Findings.Of(s.Claims, past, facts).Where(f => s.AsShown == true || f.Kind != FindingKind.MissingElement)];
        if (Admission.Check(dossier, s.Claims, s.T.ToUnixTimeSeconds(), Find) is not { } refusal) return;
        if (refusal.Code is RefusalCode.Chain or RefusalCode.Audience) throw new BundleFaultException(s.Bundled.File, "step 5, R16 R17", refusal.Message);
        Notes.Add(new(BundleNoteKind.Law, s.Bundled.File, $"{refusal.Code.Word()}: {refusal.Message}"));
    }

    /// <summary>The State for which a side spoke, by the chain of whoever wrote for it.</summary>
    private CountryCode? PartyOf(string entity)
    {
        var parties = statements.Select(s => s.Standing).Concat(statements.Select(s => s.Verdict?.Giver).OfType<OfficeStanding>());
        return parties.FirstOrDefault(p => p.Authority.ToString() == entity)?.Party is { } party ? CountryCode.Parse(party) : null;
    }
}
