using Comity.Dossiers;
using Microsoft.Data.Sqlite;
using Statement = Comity.Dossiers.Statement;

namespace Comity.Node.Dossiers;

/// <summary>A dossier as this node holds it: the statements as stored, and the fold over them.</summary>
internal sealed class DossierFile
{
    private DossierFile(Digest id, IReadOnlyList<StoredStatement> statements)
    {
        (Id, Statements) = (id, statements);
        Fold = Dossier.Of(statements.Select(s => s.Claims), statements.Select(s => s.Verdict).OfType<Verdict>());
    }

    internal Digest Id { get; }

    /// <summary>In the order in which this node stored them.</summary>
    internal IReadOnlyList<StoredStatement> Statements { get; }

    internal Dossier Fold { get; }

    internal DossierState State => Fold.State;

    /// <summary>The two sides; a stored dossier has its opening statement.</summary>
    internal SidePair Sides => Fold.Sides ?? throw new InvalidOperationException($"Dossier {Id} lacks its opening statement.");

    /// <summary>Empty if there is no such dossier here.</summary>
    internal static DossierFile Load(SqliteConnection sql, Digest id) => new(id, DossierTables.Of(sql, id));

    internal StoredStatement? Find(Digest statement) => Statements.FirstOrDefault(s => s.Id == statement);

    /// <summary>Which side this node's organisation is.</summary>
    internal Side SideOf(string entity) => Sides.Asking == entity ? Side.Asking : Side.Asked;
}
