using Comity.Node.Dossiers;
using Comity.Node.Evidence;
using Comity.Node.Exchange;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Ledger;
using Comity.Node.Trust;

namespace Comity.Node;

/// <summary>Every capability's tables, in the order in which they are made.</summary>
internal static class Tables
{
    internal static readonly IReadOnlyList<Migration> All =
    [
        LedgerTables.Schema,
        LawTables.Schema,
        WitnessTables.Schema,
        OfficerTables.Schema,
        TrustTables.Schema,
        DossierTables.Schema,
        DraftTables.Schema,
        ExchangeTables.Schema,
        EvidenceTables.Schema,
        Proof.ProofTables.Schema,
        TrustTables.FirstContact,
        PairAnswers.Schema,
    ];
}
