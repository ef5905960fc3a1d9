using Comity.Law;
using Comity.Node.Desk;
using Comity.Node.Law;
using Comity.Node.Look;
using Comity.Node.Trust;
using Microsoft.Data.Sqlite;
using ShownLimit = Comity.Node.Look.TimeLimit;

namespace Comity.Node.Dossiers;

/// <summary>A dossier's row as stored, beside what a page shows of it.</summary>
internal sealed record StoredRow(DossierRow Row, string Summary, bool WaitsForUs, bool Emergency);

/// <summary>Reads desk rows. Hand-written conditions only: nothing that a person typed becomes SQL.</summary>
internal sealed class RowReader(PartyBook book, LawRelease law)
{
    private const string Columns = """
        id, reference, theirs, title, summary, asking, asked, channel, categories, status, tone, due, due_label, due_source, due_provision,
        waits_for_us, emergency, seal_state, seal_text, seal_note
        """;

    internal List<StoredRow> Read(SqliteConnection sql, string where, params ReadOnlySpan<object?> values) =>
        sql.Query($"SELECT {Columns} FROM dossier WHERE {where}", Row, values);

    private StoredRow Row(SqliteDataReader r) => new(
        new(new Digest(r.Bytes(0)).ToString(), r.GetString(1), r.Text(2), r.GetString(3), ChannelWords.Procedure(law, r.GetString(7)), book.SideOf(r.GetString(5)),
            book.SideOf(r.GetString(6)), ChannelWords.Categories(law, r.GetString(8).Split(',', StringSplitOptions.RemoveEmptyEntries)),
            new(Enum.Parse<Tone>(r.GetString(10)), r.GetString(9)), Limit(r), new(Enum.Parse<SealState>(r.GetString(17)), r.GetString(18), r.Text(19))),
        r.GetString(4), r.GetInt64(15) != 0, r.GetInt64(16) != 0);

    private static ShownLimit? Limit(SqliteDataReader r) =>
        r.Text(12) is { } label ? new(label, r.Number(11) is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null, r.GetString(13), r.Text(14)) : null;
}
