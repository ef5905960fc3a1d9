using System.Globalization;
using Comity.Dossiers;
using Comity.Node.Desk;
using Comity.Node.Law;
using Comity.Node.Look;
using Microsoft.Data.Sqlite;
using Side = Comity.Dossiers.Side;

namespace Comity.Node.Dossiers;

/// <summary>The desk's row for each dossier: written with whatever changes the dossier, so that a desk never has to fold.</summary>
internal static class DossierRows
{
    /// <summary>Writes the row anew from the journal and tells open pages after the commit.</summary>
    internal static void Refresh(Transaction t, NodeCore node, LawDesk law, Digest dossier)
    {
        var file = DossierFile.Load(t.Sql, dossier);
        var state = file.State;
        var request = state.Requests[^1];
        var opening = file.Statements[0];
        var side = file.SideOf(node.Settings.Url);
        var (status, tone) = StatusWords.Of(request, state.Complete);
        var due = DueDates.Next(file, law, node.Now);
        t.Sql.Run("""
            INSERT INTO dossier VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            ON CONFLICT(id) DO UPDATE SET theirs = coalesce($3, theirs), channel = $7, categories = $8, updated = $10, status = $11, tone = $12,
              due = $13, due_label = $14, due_source = $15, due_provision = $16, waits_for_us = $17, emergency = $18, complete = $19
            """,
            dossier, Reference(t, node, opening), Theirs(file, side), Said(opening, "title") ?? Title(law, request), file.Sides.Asking, file.Sides.Asked,
            request.Channel, string.Join(',', request.Terms.Categories), opening.T, node.Now, status, tone.ToString(),
            due?.At, due?.Label, due?.Source, due?.Provision, state.Of(side).Owes.Count > 0, request.Terms.Urgency == Urgency.Emergency, state.Complete);
        var topic = dossier.ToString();
        t.AfterCommit(() =>
        {
            node.Live.Changed("desk");
            node.Live.Changed(topic);
        });
    }

    /// <summary>Our own number for a dossier: the one that our opening act told the other side, or the next one.</summary>
    private static string Reference(Transaction t, NodeCore node, StoredStatement opening) =>
        t.Sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", opening.Claims.Dossier)
        ?? (opening.Ours ? Said(opening, Disclosures.Reference) : null)
        ?? NextReference(t, node);

    /// <summary>Takes the next number: year, State or provider, and a running number. A number once taken is not given again, also if its draft is discarded.</summary>
    internal static string NextReference(Transaction t, NodeCore node)
    {
        var number = t.Sql.Scalar<long>("INSERT INTO reference_counter VALUES($1, 1) ON CONFLICT(year) DO UPDATE SET last = last + 1 RETURNING last", node.Now.Year);
        var prefix = node.Settings.Kind == NodeKind.Authority ? node.Settings.Party : "PR";
        return string.Create(CultureInfo.InvariantCulture, $"{node.Now.Year}-{prefix}-{number:00000}");
    }

    /// <summary>The other side's number, if it told us.</summary>
    private static string? Theirs(DossierFile file, Side ours) => file.Statements.Where(s => file.Fold.SideOf(s.Claims) == ours.Other())
        .Select(s => Said(s, "reference")).LastOrDefault(r => r is not null);

    private static string Title(LawDesk law, RequestState request) => law.Find(request.Law)?.FindChannel(request.Channel)?.Title ?? request.Channel;

    /// <summary>The text disclosed under a name, or null.</summary>
    internal static string? Said(StoredStatement statement, string name) =>
        statement.Sealed.Find(name) is { ValueKind: System.Text.Json.JsonValueKind.String } value ? value.GetString() : null;
}

/// <summary>The state of a dossier in a few words.</summary>
internal static class StatusWords
{
    internal static (string Text, Tone Tone) Of(RequestState request, bool complete) => request switch
    {
        { Withdrawn: true } => ("Withdrawn", Tone.Plain),
        _ when complete => ("Completed", Tone.Plain),
        { Deliveries.Count: > 0 } => ("Delivered", Tone.Proof),
        { Questions: [.., { State: QuestionWord.Open }] } => ("Clarification asked", Tone.Act),
        { Preservation.State: PreservationWord.Kept } => ("Preserved", Tone.Proof),
        { Preservation.State: PreservationWord.Ended or PreservationWord.EndedYetOwed } => ("Preservation ended", Tone.Time),
        { Decision: Decision.Granted, ConditionsSettled: false } => ("Granted, condition open", Tone.Law),
        { Decision: Decision.Granted } => ("Granted", Tone.Proof),
        { Decision: Decision.Refused } => ("Refused", Tone.Line),
        { Decision: Decision.Outcome, DecisionTerms.Outcome: { } word } => (OutcomeText(word), Tone.Line),
        { Decision: Decision.Postponed } => ("Postponed", Tone.Time),
        _ => ("Awaits an answer", Tone.Plain),
    };

    internal static string OutcomeText(OutcomeWord word) => word switch
    {
        OutcomeWord.NothingHeld => "Nothing held",
        OutcomeWord.Gone => "Data are gone",
        OutcomeWord.Expired => "Expired before the request",
        OutcomeWord.OtherHolder => "Another entity holds it",
        OutcomeWord.SentOn => "Sent on",
        _ => "Partly done",
    };
}

/// <summary>A date that the desk counts down to.</summary>
internal sealed record DueDate(DateTimeOffset At, string Label, string Source, string? Provision);

/// <summary>The next date of a dossier.</summary>
internal static class DueDates
{
    internal static DueDate? Next(DossierFile file, LawDesk law, DateTimeOffset now) => file.State.Requests
        .Where(r => r.Preservation is { State: PreservationWord.Kept, Until: not null, PendingRequests.Count: 0 })
        .Select(r => new DueDate(DateTimeOffset.FromUnixTimeSeconds(r.Preservation.Until!.Value), "Preservation lapses", "as stated", "ets-185/29/7"))
        .OrderBy(d => d.At).FirstOrDefault();
}
