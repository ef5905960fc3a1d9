using System.Globalization;
using System.Text.Json;
using Comity.Dossiers;
using Comity.Node.Desk;
using Comity.Node.Law;
using Comity.Node.Look;
using Comity.Node.Trust;
using Microsoft.Data.Sqlite;
using Fold = Comity.Dossiers.DossierView;
using ShownLimit = Comity.Node.Look.TimeLimit;
using Side = Comity.Dossiers.Side;

namespace Comity.Node.Dossiers;

/// <summary>The desk's row for each dossier: written with whatever changes the dossier, so that a desk never has to fold.</summary>
internal static class DossierRows
{
    private const int LongestSummary = 240;

    /// <summary>Writes the row anew from the journal and tells open pages after the commit.</summary>
    internal static void Refresh(Transaction t, NodeCore node, LawDesk law, Digest dossier)
    {
        var file = DossierFile.Load(t.Sql, dossier);
        if (file.Fold.Count == 0) return;
        Write(t.Sql, node, law, file);
        DossierLinks.Write(t.Sql, file);
        var topic = dossier.ToString();
        t.AfterCommit(() =>
        {
            node.Live.Changed("desk");
            node.Live.Changed(topic);
        });
    }

    private static void Write(SqliteConnection sql, NodeCore node, LawDesk law, DossierFile file)
    {
        var fold = Fold.Of(file.Fold, law.Remember(), node.Now.ToUnixTimeSeconds());
        var (opening, side) = (file.Statements[0], file.SideOf(node.Settings.Url));
        var newest = fold.Requests.Count > 0 ? fold.Requests[^1] : null; // none: the other side rejected the opening act
        var (channel, terms, release) = (newest?.State.Channel ?? opening.Claims.Channel!, newest?.State.Terms ?? opening.Claims.Terms, law.Find(opening.Claims.Law));
        var status = newest is null ? new Mark(Tone.Life, "Rejected") : StatusWords.Of(newest, side, fold.State.Complete);
        var (due, seal) = (Next(fold, law), SealOf(file, new(sql, node.Settings)));
        sql.Run("""
            INSERT INTO dossier(id, reference, theirs, title, summary, asking, asked, channel, kinds, categories, opened, updated, status, tone,
              due, due_label, due_source, due_provision, waits_for_us, emergency, complete, seal_state, seal_text, seal_note)
            VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
            ON CONFLICT(id) DO UPDATE SET theirs = coalesce($3, theirs), channel = $8, kinds = $9, categories = $10, updated = $12, status = $13, tone = $14,
              due = $15, due_label = $16, due_source = $17, due_provision = $18, waits_for_us = $19, emergency = $20, complete = $21,
              seal_state = $22, seal_text = $23, seal_note = $24
            """,
            file.Id, Reference(sql, node, opening), Theirs(file, side), Said(opening, Disclosures.Title) ?? ChannelWords.Procedure(release, channel).Text,
            Summary(opening), file.Sides.Asking, file.Sides.Asked, channel,
            string.Join(',', fold.Requests.Select(r => r.State.Channel).Append(channel).Select(c => ChannelWords.KindOf(release, c)).Distinct()), string.Join(',', terms.Categories),
            opening.T, node.Now, status.Text, status.Tone.ToString(), due?.At, due?.Label, due?.Source, due?.Provision,
            WaitsFor(fold, side), fold.Requests.Any(r => r.State.Terms.Urgency == Urgency.Emergency && r.WaitsFor is not null), fold.State.Complete,
            seal.State.ToString(), seal.Text, seal.Note);
    }

    private static bool WaitsFor(Fold fold, Side side) => fold.State.Of(side).Owes.Count > 0 || fold.Requests.Any(r => r.WaitsFor == side);

    /// <summary>The next date that a desk counts down to, or else the law's word of urgency. A shortest time is none, nor is a promise while a later request keeps it running (ETS 185 art. 29(7)).</summary>
    private static ShownLimit? Next(Fold fold, LawDesk law)
    {
        var next = fold.Due.FirstOrDefault(d => d.At is not null && Counts(d, fold)) ?? fold.Due.FirstOrDefault(d => d.Semantics == Comity.Dossiers.LimitSemantics.Qualitative);
        if (next is null) return null;
        var request = fold.State.Request(next.On);
        return LimitWords.Of(next, request?.Channel ?? "", request is null ? null : law.Find(request.Law));
    }

    private static bool Counts(DueDate due, Fold fold) => !(due.Kind == DueKind.Law && due.Semantics == Comity.Dossiers.LimitSemantics.Min)
        && fold.State.Request(due.On) is not { Preservation.PendingRequests.Count: > 0 };

    /// <summary>The newest statement's seal. It was verified when it was stored; pages of the dossier verify it again.</summary>
    private static Signatures SealOf(DossierFile file, PartyBook book)
    {
        var newest = file.Statements[^1];
        var (signer, addressee) = (book.Signer(newest.Claims.Issuer), book.Signer(newest.Claims.To));
        var log = string.Create(CultureInfo.InvariantCulture, $"log {newest.Entry}");
        return newest.Verdict switch
        {
            null => new(SealState.Waiting, signer, $"not yet checked by {addressee}"),
            { Rejected: true } => new(SealState.Bad, $"rejected by {addressee}", newest.Why ?? newest.Verdict.Reason?.Word()),
            _ => new(SealState.Verified, signer, newest.Ours ? $"{log}, checked by {addressee}" : log),
        };
    }

    /// <summary>Our own number for a dossier: the one that our opening act told the other side, or the next one.</summary>
    private static string Reference(SqliteConnection sql, NodeCore node, StoredStatement opening) =>
        sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", opening.Claims.Dossier)
        ?? (opening.Ours ? Said(opening, Disclosures.Reference) : null)
        ?? NextReference(sql, node);

    /// <summary>Takes the next number: year, State or provider, and a running number. A number once taken is not given again, also if its draft is discarded.</summary>
    internal static string NextReference(SqliteConnection sql, NodeCore node)
    {
        var number = sql.Scalar<long>("INSERT INTO reference_counter VALUES($1, 1) ON CONFLICT(year) DO UPDATE SET last = last + 1 RETURNING last", node.Now.Year);
        var prefix = node.Settings.Kind == NodeKind.Authority ? node.Settings.Party : "PR";
        return string.Create(CultureInfo.InvariantCulture, $"{node.Now.Year}-{prefix}-{number:00000}");
    }

    /// <summary>The other side's number, if it told us.</summary>
    private static string? Theirs(DossierFile file, Side ours) => file.Statements.Where(s => file.Fold.SideOf(s.Claims) == ours.Other())
        .Select(s => Said(s, Disclosures.Reference)).LastOrDefault(r => r is not null);

    /// <summary>What it is about, in the author's first words.</summary>
    private static string Summary(StoredStatement opening)
    {
        var text = Said(opening, Disclosures.Text)
            ?? opening.Sealed.Disclosures.Where(d => d.Name.EndsWith(".facts", StringComparison.Ordinal) || d.Name.EndsWith(".offence", StringComparison.Ordinal))
                .Select(d => Said(opening, d.Name)).FirstOrDefault(t => t is not null) ?? "";
        return text.Length <= LongestSummary ? text : text[..LongestSummary] + "…";
    }

    /// <summary>The text disclosed under a name, or null.</summary>
    internal static string? Said(StoredStatement statement, string name) =>
        statement.Sealed.Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
