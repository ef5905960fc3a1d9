using Comity.Dossiers;
using Comity.Node.Desk;
using Comity.Node.Look;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Dossiers;

/// <summary>Where the desk and the dossier ask the drafts of the office, and packages of the evidence store.</summary>
internal static class WaitingDrafts
{
    /// <summary>Drafts of an office, and acts that wait for one of its officers.</summary>
    internal static IReadOnlyList<DraftRow> Of(SqliteConnection sql, string office) =>
        [.. DraftTables.Open(sql, office).Select(d => new DraftRow(d.Id, Title(d), Note(sql, d), d.Updated, State(d), ToApprove: d.Acts is not null))];

    /// <summary>The draft delivery of an office for which files are being collected in a dossier, or null.</summary>
    internal static string? Uploading(SqliteConnection sql, string office, Digest dossier) =>
        DraftTables.Open(sql, office).Find(d => d.Type == ActType.Delivery && d.Dossier == dossier)?.Id;

    private static string Title(Draft d) => d[DraftForm.Title] is { Length: > 0 } title ? title : ActNames.Title(d.Type, "request");

    private static string Note(SqliteConnection sql, Draft d) => d.Dossier is { } dossier
        ? $"{ActNames.Title(d.Type, "request")} in {sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", dossier)}"
        : $"{ActNames.Title(d.Type, "request")}, {d[Disclosures.Reference]}";

    private static Mark State(Draft d) => PreparedActs.Read(d.Acts) is { Count: > 0 } acts
        ? acts[0].Approvals.Count > 0 ? new(Tone.Time, "Awaits a second approval", "signature") : new(Tone.Act, "Ready to approve", "signature")
        : new(Tone.Plain, "Draft");
}
