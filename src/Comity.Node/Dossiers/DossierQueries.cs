using System.Globalization;
using Comity.Dossiers;
using Comity.Node.Desk;
using Comity.Node.Exchange;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Look;
using Comity.Node.Trust;
using Microsoft.Data.Sqlite;
using Fold = Comity.Dossiers.DossierView;
using Side = Comity.Dossiers.Side;

namespace Comity.Node.Dossiers;

/// <summary>Reads dossiers for the signed-in officer's office. All offices of an organisation share its dossiers, as they share one chain (R16); who may write which act is a matter of roles.</summary>
internal sealed class DossierQueries(NodeCore node, LawDesk law, CurrentOfficer officer, ReceiptDesk receipts, Courier courier, StatementChecks checks)
{
    private const int PageSize = 50;

    /// <param name="find">A reference, a digest or a party; the empty string finds all.</param>
    /// <param name="show">The filter: open, all, to-us, from-us, complete.</param>
    /// <param name="after">Where the former page ended, or null.</param>
    /// <param name="stop">Ends the reading.</param>
    internal Task<DossierList> ListAsync(string find, string show, string? after, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        using var sql = node.Database.Read();
        var book = new PartyBook(sql, node.Settings);
        var search = new DossierSearch(find, book, node.Settings.Url);
        var from = int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var skipped) ? skipped : 0;
        var rows = new RowReader(book, law.Current).Read(sql, $"{search.Where(show)} ORDER BY updated DESC, id LIMIT {PageSize + 1} OFFSET {from}", search.Values);
        var more = rows.Count > PageSize ? string.Create(CultureInfo.InvariantCulture, $"q={Uri.EscapeDataString(find)}&show={Uri.EscapeDataString(show)}&after={from + PageSize}") : null;
        return Task.FromResult(new DossierList(node.Now, find, search.Filters(sql, show), [.. rows.Take(PageSize).Select(r => r.Row)], more));
    }

    /// <summary>Null when there is no such dossier here. The first opening by the addressee gives a read receipt.</summary>
    internal async Task<DossierView?> FindAsync(string dossier, CancellationToken stop = default)
    {
        if (!Digest.TryParse(dossier, null, out var id)) return null;
        await NoteReadingAsync(id);
        stop.ThrowIfCancellationRequested();
        using var sql = node.Database.Read();
        var file = DossierFile.Load(sql, id);
        return file.Fold.Count == 0 ? null : View(sql, file);
    }

    /// <summary>Null when there is no such statement in the dossier.</summary>
    internal Task<ProofView?> ProofAsync(string dossier, string statement, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        using var sql = node.Database.Read();
        var found = Digest.TryParse(dossier, null, out var id) && Digest.TryParse(statement, null, out var which) && DossierTables.Find(sql, which) is { } stored && stored.Claims.Dossier == id
            ? new ProofReader(node, law, checks).Read(sql, stored)
            : null;
        return Task.FromResult(found);
    }

    /// <summary>Gives the read receipt for what is addressed to this officer's own office; a second reading gives nothing new.</summary>
    private async Task NoteReadingAsync(Digest dossier)
    {
        var unread = Unread(dossier, officer.OfficeId);
        if (unread.Count == 0) return;
        await node.Writer.RunAsync(t =>
        {
            foreach (var statement in unread.Select(id => DossierTables.Find(t.Sql, id)).OfType<StoredStatement>()) receipts.Read(t, statement);
            t.AfterCommit(courier.Wake);
        });
    }

    private List<Digest> Unread(Digest dossier, string office)
    {
        using var sql = node.Database.Read();
        return [.. DossierTables.Unread(sql, dossier).Where(id => DossierTables.Find(sql, id)?.Claims.To == office)];
    }

    private DossierView View(SqliteConnection sql, DossierFile file)
    {
        var (now, answers, book) = (node.Now, law.Remember(), new PartyBook(sql, node.Settings));
        var fold = Fold.Of(file.Fold, answers, now.ToUnixTimeSeconds());
        var ours = file.SideOf(node.Settings.Url);
        var linked = LinkedDossier.Of(sql, file.Id, answers, now.ToUnixTimeSeconds());
        var acts = new ActSituation(file, fold, ours, node.Settings, Office(), answers, law, linked, now.ToUnixTimeSeconds());
        var clocks = PageClocks.Of(fold, acts.IsDomestic, linked);
        var row = new RowReader(book, law.Current).Read(sql, "id = $1", file.Id)[0].Row;
        return new(
            row.Dossier, now, row.Reference, row.TheirReference, row.Title, row.From, row.To, [.. PageSafeguards.BasisOf(fold, law).Select(b => b.Provision)],
            State(fold, ours), [.. PageWarnings.Of(sql, file, fold, ours, book), .. clocks?.WarningAt(now) is { } warning ? new[] { warning } : []],
            new DossierThread(sql, file, fold, book, law, checks).Cards(), $"as {(ours == Side.Asking ? "asking" : "asked")} side", OpenActs.Of(acts), ClosedActs.Of(acts),
            [.. fold.Due.Select(d => Limit(d, fold))], clocks?.Shown, Evidence.EvidenceRows.Of(sql, file.Id), PageSafeguards.BasisOf(fold, law),
            PageSafeguards.Of(file, fold, law, answers), [.. linked.Select(l => l.Row(book, law, node.Settings.Url))], new LawDrift(sql, file, law, checks).View(), WaitingDrafts.Uploading(sql, officer.Get().Office, file.Id));
    }

    private OfficeSetting Office() => node.Settings.Offices.First(o => o.Name == officer.Get().Office);

    /// <summary>One mark for a single request; named ones where there are several.</summary>
    private List<Mark> State(Fold fold, Side ours) => [.. fold.Requests.Select(r =>
    {
        var mark = StatusWords.Of(r, ours, fold.State.Complete);
        return fold.Requests.Count == 1 ? mark : mark with { Text = $"{ActNames.Capital(ChannelWords.Noun(law.Find(r.State.Law), r.State.Channel))}: {mark.Text.ToLowerInvariant()}" };
    })];

    private Look.TimeLimit Limit(DueDate due, Fold fold)
    {
        var request = fold.State.Request(due.On);
        return LimitWords.Of(due, request?.Channel ?? "", request is null ? law.Current : law.Find(request.Law));
    }
}
