using Comity.Dossiers;
using Comity.Trust;

namespace Comity.Proof;

/// <summary>Step 5: each side's chain from 1 to the stated heads, nothing seen that is not there, nothing overlooked that was known.</summary>
internal sealed class ChainCheck(BundleContents contents, IReadOnlyList<ProvenStatement> statements, Dossier dossier)
{
    internal List<BundleNote> Notes { get; } = [];

    internal void Run()
    {
        if (dossier.Sides is not { } sides) throw Fault(BundleNames.Cover, "R4", "The statement that opens the dossier is missing.");
        foreach (var s in statements) CheckPlace(s, sides);
        CheckClosed();
        foreach (var side in Enum.GetValues<Side>()) CheckHeads(side);
        foreach (var s in statements) CheckOuts(s);
        CheckSight();
        NoteDoubles();
    }

    private void CheckPlace(ProvenStatement s, SidePair sides)
    {
        if (s.Claims.Dossier != contents.Cover.Content.Dossier) throw Fault(s.Bundled.File, "R4", "It belongs to another dossier.");
        if (s.Claims.Sides is { } stated && stated != sides) throw Fault(s.Bundled.File, "R4", "It opens the dossier between other sides.");
        if (dossier.SideOf(s.Claims) is not { } side || sides[side] != s.Standing.Authority.ToString())
            throw Fault(s.Bundled.File, "R4", $"{s.Claims.Issuer} belongs to {s.Standing.Authority}, which is neither side.");
        if (s.Claims.Prev is not { } prev || !contents.Statements.TryGetValue(prev, out var former)) return; // its absence is found below
        if (dossier.SideOf(former.Claims) != side || former.Claims.Seq + 1 != s.Claims.Seq) throw Fault(s.Bundled.File, "R16", "It does not follow the former statement of its side.");
    }

    private void CheckClosed()
    {
        if (dossier.Missing() is not [var missing, ..]) return;
        var who = dossier.Waiting.First(s => s.Prev == missing || s.Seen.Contains(missing));
        throw Fault(BundleNames.Statement(missing), "R16", $"It is missing, and {BundleNames.Statement(who.Id)} follows or has seen it.");
    }

    private void CheckHeads(Side side)
    {
        var own = statements.Where(s => dossier.SideOf(s.Claims) == side).ToList();
        var followed = own.Select(s => s.Claims.Prev).OfType<Digest>().ToHashSet();
        var heads = own.Select(s => s.Claims.Id).Where(id => !followed.Contains(id)).Order();
        if (!heads.SequenceEqual(contents.Cover.Content.HeadsOf(side))) throw Fault(BundleNames.Cover, "R16", $"The chain of the {side.Word()} side does not end where the cover says.");
    }

    /// <summary>Each rejection that a statement names is borne out by a receipt, unless the side that names it is the one that gave it.</summary>
    private void CheckOuts(ProvenStatement s)
    {
        foreach (var id in s.Claims.Out)
        {
            if (!contents.Statements.TryGetValue(id, out var named)) throw Fault(s.Bundled.File, "R17", $"It names {id} as rejected, which is not in the bundle.");
            var verdict = dossier.VerdictOn(named.Claims);
            if (verdict is { Rejected: true }) continue;
            if (verdict is not null || dossier.SideOf(named.Claims) == dossier.SideOf(s.Claims)) throw new BundleFaultException(s.Bundled.File, "step 7, R17", $"It names {id} as rejected, and no receipt says so.");
            Notes.Add(new(BundleNoteKind.Pending, s.Bundled.File, $"It says that {id} was rejected; the receipt is not in the bundle."));
        }
    }

    /// <summary>R19: what a side had validated before it logged a statement, that statement must know.</summary>
    private void CheckSight()
    {
        foreach (var s in statements.Where(s => s.OwnEntry is not null))
            foreach (var t in statements.Where(t => t.Verdict is { Receipt.Says.Rung: Rung.Validated } && dossier.SideOf(t.Claims) != dossier.SideOf(s.Claims)))
                if (t.Verdict!.Giver.Node.LedgerOrigin == s.Standing.Node.LedgerOrigin && t.Verdict.Index < s.OwnEntry && !dossier.Knew(s.Claims.Id, t.Claims.Id))
                    throw Fault(s.Bundled.File, "R19", $"Its side had validated {t.Claims.Id} before, and it does not know it.");
    }

    private void NoteDoubles()
    {
        foreach (var place in statements.GroupBy(s => (dossier.SideOf(s.Claims), s.Claims.Seq)).Where(g => g.Count() > 1)) Contested(place, "has the number of another statement of its side");
        foreach (var act in statements.GroupBy(s => s.Claims.Jti).Where(g => g.Count() > 1)) Contested(act, "is an act that was sealed twice");
    }

    private void Contested(IEnumerable<ProvenStatement> doubles, string why)
    {
        foreach (var s in doubles) Notes.Add(new(BundleNoteKind.Contested, s.Bundled.File, $"It {why}."));
    }

    private static BundleFaultException Fault(string file, string rule, string message) => new(file, "step 5, " + rule, message);
}
