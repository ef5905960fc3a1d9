using Comity.Node.Desk;
using Comity.Node.Look;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Dossiers;

/// <summary>Where the desk and the dossier ask the drafts of the office, and packages of the evidence store.</summary>
internal static class WaitingDrafts
{
    /// <summary>Drafts of an office, and acts that wait for one of its officers.</summary>
    internal static IReadOnlyList<DraftRow> Of(SqliteConnection sql, string office) => [];

    /// <summary>The draft delivery of an office for which files are being collected in a dossier, or null.</summary>
    internal static string? Uploading(SqliteConnection sql, string office, Digest dossier) => null;

    /// <summary>The packages delivered in a dossier.</summary>
    internal static IReadOnlyList<PackageRow> Packages(SqliteConnection sql, Digest dossier) => [];
}
