using System.Globalization;
using Comity.Ledger;
using Comity.Node.Desk;
using Comity.Node.Look;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Ledger;

/// <summary>Reads the node's own log.</summary>
internal sealed class LogQueries(NodeCore node)
{
    private const int PageSize = 50, CheckpointsShown = 12;

    /// <param name="kind">A kind of entry, or "all".</param>
    /// <param name="before">Entries below this index, or null for the newest.</param>
    /// <param name="stop">Ends the reading.</param>
    internal Task<LogView> ShowAsync(string kind, long? before, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        using var sql = node.Database.Read();
        var rows = LedgerTables.Newest(sql, kind == "all" ? null : kind, before ?? long.MaxValue, PageSize + 1);
        var more = rows.Count > PageSize ? string.Create(CultureInfo.InvariantCulture, $"kind={Uri.EscapeDataString(kind)}&before={rows[PageSize - 1].Index}") : null;
        return Task.FromResult(new LogView(
            node.Now, node.LogKey.Origin, LogStrip.Of(sql, node), [.. LedgerTables.Checkpoints(sql, CheckpointsShown).Select(c => Row(sql, c))], Kinds(sql, kind),
            [.. rows.Take(PageSize).Select(r => Row(sql, r))], node.Log.Last, more));
    }

    private static List<Filter> Kinds(SqliteConnection sql, string kind)
    {
        var counts = LedgerTables.Kinds(sql);
        return [new("all", "All", counts.Sum(c => c.Count), kind == "all"), .. counts.Select(c => new Filter(c.Kind, EntryWords.Kind(c.Kind), c.Count, c.Kind == kind))];
    }

    private static CheckpointRow Row(SqliteConnection sql, StoredCheckpoint c) =>
        new(c.Size, c.Root.ToHex(), DateTimeOffset.FromUnixTimeSeconds(c.At), LedgerTables.WitnessesOf(sql, c.Size));

    private static EntryRow Row(SqliteConnection sql, LogRow row)
    {
        var entry = row.Record is null ? null : LedgerEntry.Read(row.Salt!, row.Record);
        var (dossier, reference) = entry?.DigestOf("of") is { } of ? LedgerTables.DossierOf(sql, of) : default;
        return new(row.Index, EntryWords.Kind(row.Kind), DateTimeOffset.FromUnixTimeSeconds(row.At), EntryWords.What(entry), dossier, reference, MerkleHash.Leaf(row.Leaf).ToHex());
    }
}
