using Comity.Trust;

namespace Comity.Proof;

/// <summary>Step 4 for a first contact (R12): a bundle holds one dossier, so whether two organisations had met before in another one it cannot tell. What it can tell is noted.</summary>
internal static class FirstContactCheck
{
    /// <summary>A note for an act by one person, validated by an office that asks for two at a first contact, with no earlier contact in the bundle.</summary>
    internal static IEnumerable<BundleNote> Notes(IReadOnlyList<ProvenStatement> statements)
    {
        var validated = statements.Where(s => s.Verdict is { } verdict && verdict.Receipt.Says.Rung == Rung.Validated).ToList();
        foreach (var s in validated)
            if (s.Verdict!.Giver.TwoAtFirstContact && Approval.Read(s.Bundled.Text.Claims).Count < ApprovalDemand.FirstContact.Persons && !validated.Exists(earlier => earlier.T < s.T))
                yield return new(BundleNoteKind.FirstContact, s.Bundled.File,
                    "One person approved it, and its addressee asks for two at a first contact. Whether the two organisations had met before in another dossier is not in this bundle.");
    }
}
