using Comity.Node.Dossiers;
using Comity.Node.Identity;
using Comity.Node.Ledger;

namespace Comity.Node;

/// <summary>Every capability's tables, in the order in which they are made.</summary>
internal static class Tables
{
    internal static readonly IReadOnlyList<Migration> All =
    [
        LedgerTables.Schema,
        OfficerTables.Schema,
        DossierTables.Schema,
    ];
}
