using Comity.Dossiers;
using Comity.Node.Exchange;
using Comity.Node.Law;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Dossiers;

/// <summary>Whether an act is a first contact between two organisations, and how many persons it needs then (R12): two, where the receiving office asks for it.</summary>
/// <remarks>An author who may count on an earlier contact is never refused for want of one: what the author counts, the addressee counts too.</remarks>
internal static class FirstContacts
{
    /// <summary>The demand on an act of ours. An earlier contact is a statement of either side that the other validated.</summary>
    internal static ApprovalDemand ToWrite(SqliteConnection sql, string to, Terms terms) =>
        Of(terms, () => TrustTables.AsksForTwo(sql, to) && !HaveMet(sql, Peers.OrganisationOf(to), "s.verdict = 'validated'"));

    /// <summary>The demand on an act that arrived. An earlier contact is also a statement of ours that the peer did not reject: it may know of its own verdict before we do.</summary>
    internal static ApprovalDemand ToReceive(SqliteConnection sql, string peer, Terms terms, OfficeSetting office) =>
        Of(terms, () => office.TwoAtFirstContact && !HaveMet(sql, peer, "(s.verdict = 'validated' OR (s.ours = 1 AND s.verdict IS NULL))"));

    private static ApprovalDemand Of(Terms terms, Func<bool> isFirst) =>
        LawDesk.DemandOf(terms) is { Persons: 1 } ordinary ? isFirst() ? ApprovalDemand.FirstContact : ordinary : ApprovalDemand.Emergency;

    private static bool HaveMet(SqliteConnection sql, string peer, string counts) => sql.Scalar<long>(
        $"SELECT EXISTS(SELECT 1 FROM dossier d JOIN statement s ON s.dossier = d.id WHERE (d.asking = $1 OR d.asked = $1) AND {counts})", peer) != 0;
}
