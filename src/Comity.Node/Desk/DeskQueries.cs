using System.Globalization;
using Comity.Node.Dossiers;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Look;
using Comity.Node.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Desk;

/// <summary>Reads the desk of the signed-in officer's office. Only stored rows are read: nothing is folded here.</summary>
internal sealed class DeskQueries(NodeCore node, LawDesk law, CurrentOfficer officer)
{
    private const int PageSize = 100;

    private static readonly (string Show, string Text, string Sql)[] Ways =
    [
        ("all", "All", "1"),
        ("to-us", "To us", "asked = $1"),
        ("from-us", "From us", "asking = $1"),
        ("preservation", "Preservation", "instr(kinds, 'preservation') > 0"),
        ("mutual-assistance", "Mutual assistance", "instr(kinds, 'mutual-assistance') > 0"),
        ("orders", "Domestic orders", "instr(kinds, 'order') > 0"),
    ];

    private const string ToApprove = "to-approve";

    /// <param name="show">The filter: all, to-us, from-us, to-approve, preservation, mutual-assistance, orders.</param>
    /// <param name="after">Where the former page ended, or null.</param>
    /// <param name="stop">Ends the reading.</param>
    internal Task<DeskView> ShowAsync(string show, string? after, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        using var sql = node.Database.Read();
        var (now, office) = (node.Now, node.Settings.Offices.First(o => o.Name == officer.Get().Office));
        var reader = new RowReader(new(sql, node.Settings), law.Current);
        var waiting = WaitingDrafts.Of(sql, office.Name);
        var from = int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var skipped) ? skipped : 0;
        var rows = show == ToApprove ? [] : Rows(sql, reader, show, from);
        return Task.FromResult(new DeskView(
            now, $"{office.Title}, {node.Settings.Title}", Tally(sql, now, waiting), [.. Emergencies(sql, reader)], Ruler(sql, now), Filters(sql, show, waiting),
            Groups(rows.Take(PageSize), now), show == ToApprove ? [.. waiting.Where(w => w.ToApprove)] : waiting, More(show, from, rows.Count)));
    }

    private List<StoredRow> Rows(SqliteConnection sql, RowReader reader, string show, int from) => reader.Read(
        sql, $"complete = 0 AND {Way(show).Sql} ORDER BY due IS NULL, due, waits_for_us DESC, updated DESC, id LIMIT {PageSize + 1} OFFSET {from}", node.Settings.Url);

    private static (string Show, string Text, string Sql) Way(string show) => Array.Find(Ways, w => w.Show == show) is { Show: not null } way ? way : Ways[0];

    private static string? More(string show, int from, int found) =>
        found > PageSize ? string.Create(CultureInfo.InvariantCulture, $"show={Way(show).Show}&after={from + PageSize}") : null;

    private static DeskTally Tally(SqliteConnection sql, DateTimeOffset now, IReadOnlyList<DraftRow> waiting)
    {
        int Count(string where, params ReadOnlySpan<object?> values) => (int)sql.Scalar<long>($"SELECT count(*) FROM dossier WHERE complete = 0 AND {where}", values);
        return new(Count("emergency = 1"), Count("due < $1", now), Count("due >= $1 AND due < $2", now, now.AddDays(1)), waiting.Count(w => w.ToApprove), Count("1"));
    }

    private List<Filter> Filters(SqliteConnection sql, string show, IReadOnlyList<DraftRow> waiting)
    {
        var filters = Ways.Select(w => new Filter(w.Show, w.Text, (int)sql.Scalar<long>($"SELECT count(*) FROM dossier WHERE complete = 0 AND {w.Sql}", node.Settings.Url),
            show != ToApprove && Way(show).Show == w.Show)).ToList();
        filters.Insert(3, new(ToApprove, "To approve", waiting.Count(w => w.ToApprove), show == ToApprove));
        return filters;
    }

    /// <summary>Open emergencies: those that wait for us first, then the shortest time.</summary>
    private static IEnumerable<Emergency> Emergencies(SqliteConnection sql, RowReader reader) =>
        from stored in reader.Read(sql, "complete = 0 AND emergency = 1 ORDER BY waits_for_us DESC, due IS NULL, due, opened")
        let row = stored.Row
        select new Emergency(
            row.Dossier, row.Reference, row.Title, row.From, row.To, row.Procedure, stored.Summary.Length > 0 ? stored.Summary : row.Status.Text, row.Limit?.At,
            [row.Limit is { At: { } at } limit ? $"{limit.Label}, {Shown.Exact(at)}" : $"The law sets no number: {row.Limit?.Source ?? "at once"}"], stored.WaitsForUs ? "Act now" : null);

    private static List<RulerMark> Ruler(SqliteConnection sql, DateTimeOffset now) => sql.Query(
        "SELECT due, reference, emergency FROM dossier WHERE complete = 0 AND due >= $1 AND due < $2 ORDER BY due LIMIT 24",
        r => new RulerMark(DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(0)), r.GetString(1), r.GetInt64(2) != 0), now, now.AddDays(1));

    private static IReadOnlyList<DeskGroup> Groups(IEnumerable<StoredRow> rows, DateTimeOffset now) =>
        [.. rows.Select(r => r.Row).GroupBy(r => Heading(r.Limit?.At, now)).OrderBy(g => g.Key.Order).Select(g => new DeskGroup(g.Key.Title, [.. g]))];

    private static (int Order, string Title) Heading(DateTimeOffset? at, DateTimeOffset now) => at switch
    {
        null => (4, "No limit"),
        _ when at < now => (0, "Overdue"),
        _ when at < now.AddDays(1) => (1, "Next 24 hours"),
        _ when at < now.AddDays(7) => (2, "This week"),
        _ => (3, "Later"),
    };
}
