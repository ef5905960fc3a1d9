using Comity.Dossiers;
using Comity.Node.Law;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Dossiers;

/// <summary>What was computed about a stored statement. A fault is null where the check held.</summary>
/// <param name="Standing">Who the author's office was at that time; null if the chain of trust does not hold.</param>
/// <param name="Chain">The chain of trust from the office to the pinned anchor.</param>
/// <param name="Seal">The office's seal.</param>
/// <param name="Approval">The persons' approvals.</param>
/// <param name="Persons">Who approved.</param>
/// <param name="Demanded">How many had to.</param>
internal sealed record StatementProof(
    OfficeStanding? Standing, string? Chain, string? Seal, string? Approval, IReadOnlyList<OfficerStatement> Persons, int Demanded)
{
    internal string? Fault => Chain ?? Seal ?? Approval;

    /// <summary>True if the approvals were given with keys that the demo holds.</summary>
    internal bool Exercise => Persons.Any(p => p.Exercise);

    /// <summary>"RS 24/7 point of contact": the party as the anchor vouched for it, the office as it called itself.</summary>
    internal string Signer => Standing is null ? "" : $"{Standing.Party ?? Standing.AuthorityName} {Standing.OfficeName}";
}

/// <summary>Verifies stored statements anew, from the papers kept with them, at the time that they are judged by. Never fetches (R27).</summary>
internal sealed class StatementChecks(TrustDesk trust)
{
    internal StatementProof Of(SqliteConnection sql, StoredStatement statement)
    {
        var demand = LawDesk.DemandOf(statement.Claims.Terms);
        var at = DateTimeOffset.FromUnixTimeSeconds(statement.T);
        var material = TrustTables.Material(sql, statement.Material);
        OfficeStanding? standing = null;
        var chain = Fault(() => standing = trust.Judge(statement.Claims.Issuer, at, material, statement.Claims.Terms.Urgency == Urgency.Emergency));
        if (standing is null) return new(null, chain, null, null, [], demand.Persons);
        IReadOnlyList<OfficerStatement> persons = [];
        var seal = Fault(() => standing.VerifySeal(statement.Sealed));
        var approval = Fault(() => persons = ApprovalCheck.Check(statement.Sealed, demand, standing.Officers, material, at));
        return new(standing, null, seal, approval, persons, demand.Persons);
    }

    private static string? Fault(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (Exception e) when (e is RefusedException or StatusStaleException)
        {
            return e.Message;
        }
    }
}
