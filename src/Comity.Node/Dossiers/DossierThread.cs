using System.Text.Json;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;
using Comity.Node.Trust;
using Microsoft.Data.Sqlite;
using Fold = Comity.Dossiers.DossierView;
using FoldBadge = Comity.Dossiers.Badge;
using Statement = Comity.Dossiers.Statement;

namespace Comity.Node.Dossiers;

/// <summary>The signed acts of a dossier as cards, in the order of what knew what; an act whose past is not all here comes last.</summary>
internal sealed class DossierThread(SqliteConnection sql, DossierFile file, Fold fold, PartyBook book, LawDesk law, StatementChecks checks)
{
    internal IReadOnlyList<StatementCard> Cards()
    {
        var entries = fold.Timeline.ToDictionary(e => e.Statement.Id);
        var order = fold.Timeline.Select(e => e.Statement.Id).Concat(file.Fold.Waiting.Select(w => w.Id));
        return [.. order.Select(id => Card(file.Find(id)!, entries.GetValueOrDefault(id)))];
    }

    /// <summary>What the request that an act belongs to is called.</summary>
    internal string NounOf(Statement statement)
    {
        var at = statement;
        for (var step = 0; step < 8 && at.Channel is null && at.Re.Count > 0 && file.Fold.Find(at.Re[0]) is { } next; step++) at = next;
        return ChannelWords.Noun(law.Find(at.Law), at.Channel ?? "");
    }

    private StatementCard Card(StoredStatement stored, TimelineEntry? entry)
    {
        var (claims, release) = (stored.Claims, law.Find(stored.Claims.Law));
        return new(
            stored.Id.ToString(), DateTimeOffset.FromUnixTimeSeconds(stored.T), ActNames.Title(claims.Type, NounOf(claims), claims.Terms),
            book.SideOf(Exchange.Peers.OrganisationOf(claims.Issuer)), book.OfficeOf(claims.Issuer), Marks(claims, entry),
            ActSays.Of(stored, file.Fold, release), ElementLines.Of(stored, release), Against(stored, release), SignaturesOf(stored, entry), stored.Entry,
            Ladder.Of(sql, stored, book), Slim: claims.Type is ActType.Acknowledgement or ActType.HandOver,
            TheirReference: stored.Ours ? null : DossierRows.Said(stored, Disclosures.Reference));
    }

    private static List<Mark> Marks(Statement claims, TimelineEntry? entry)
    {
        var marks = (entry?.Badges ?? []).Select(Mark).ToList();
        if (claims.Terms.Conditions.Count > 0) marks.Add(new(Tone.Law, "condition attached", "lock"));
        if (entry is null) marks.Add(new(Tone.Time, "held: its past is not all here", "hourglass"));
        return marks;
    }

    private static Mark Mark(FoldBadge badge) => badge switch
    {
        FoldBadge.Emergency => new(Tone.Life, "emergency", "alert-triangle"),
        FoldBadge.AgainstFindings => new(Tone.Time, "against the data", "flag"),
        FoldBadge.ApprovedAlone => new(Tone.Time, "approved by one person alone", "user"),
        FoldBadge.Overtaken => new(Tone.Line, "overtaken by a withdrawal"),
        FoldBadge.WithoutSight => new(Tone.Time, "without sight of a later addition"),
        FoldBadge.Quarantined => new(Tone.Time, "may not be opened", "hand-stop"),
        FoldBadge.Overdue => new(Tone.Time, "overdue", "clock-x"),
        FoldBadge.Pending => new(Tone.Line, "not yet checked by the other side", "hourglass"),
        FoldBadge.Rejected => new(Tone.Life, "rejected, without effect", "x"),
        FoldBadge.Gone => new(Tone.Line, "without effect: rests on a rejected act", "x"),
        FoldBadge.Forked => new(Tone.Life, "two versions exist", "alert-triangle"),
        FoldBadge.Tainted => new(Tone.Life, "a key behind it was revoked", "alert-triangle"),
        _ => new(Tone.Law, "confidential", "lock"),
    };

    /// <summary>"Verified" only for what was computed here and holds; a rejection by the other side stands above it.</summary>
    private Signatures SignaturesOf(StoredStatement stored, TimelineEntry? entry)
    {
        if (stored.Verdict is { Rejected: true } verdict)
            return new(SealState.Bad, $"rejected by {book.Signer(verdict.By)}: {verdict.Reason?.Word()}", stored.Ours ? null : stored.Why);
        var proof = checks.Of(sql, stored);
        if (proof.Fault is { } fault) return new(SealState.Bad, "not verified", fault);
        if (entry?.Status == StatementStatus.Forked) return new(SealState.Bad, $"sealed by {proof.Signer}, but two versions exist");
        var note = $"{proof.Persons.Count} of {proof.Demanded} {(proof.Demanded == 1 ? "approval" : "approvals")}{(proof.Exercise ? ", exercise key" : "")}";
        return new(SealState.Verified, $"verified: {proof.Signer}", note);
    }

    private static List<AgainstLine> Against(StoredStatement stored, LawRelease? release) => [.. stored.Claims.Terms.Against.Select(finding =>
    {
        var words = FindingWords.Of(finding, release);
        return new AgainstLine(words.Text, words.Provision, Reason(stored, finding));
    })];

    /// <summary>The officer's reason: one text for all findings, or one for each under its name.</summary>
    private static string Reason(StoredStatement stored, Finding finding)
    {
        if (stored.Sealed.Find(Disclosures.AgainstReason) is not { } value) return "The reason was withheld from this office.";
        if (value.ValueKind != JsonValueKind.Object) return ElementLines.Words(value);
        return value.TryGetProperty(finding.ToString(), out var own) || value.TryGetProperty(finding.About, out own) ? ElementLines.Words(own) : "No reason was given.";
    }
}
