using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Trust;

namespace Comity.Node.Dossiers;

/// <summary>A prepared act with the approvals given so far.</summary>
internal sealed record PendingAct(PreparedAct Act, IReadOnlyList<GivenApproval> Approvals)
{
    /// <summary>The clear part.</summary>
    internal JsonElement Claims => Act.Draft.Claims;

    internal bool IsApprovedBy(string subject) => Approvals.Any(a => a.Subject == subject);

    internal bool HasEnough => Approvals.Count >= Act.Demand.Persons;

    internal ApprovedAct Approved() => new(
        Act, [.. Approvals.Select(a => a.Approval)], [.. Approvals.Select(a => SdJwt.Parse(a.Officer, SdJwtProfile.Officer, "The officer statement"))]);
}

/// <summary>An approval as stored beside a pending act.</summary>
/// <param name="Subject">The person's number.</param>
/// <param name="Officer">The officer statement.</param>
internal sealed record GivenApproval(string Subject, string Officer, byte[] AuthenticatorData, byte[] ClientData, byte[] Signature, DateTimeOffset At)
{
    internal Approval Approval => new(SdJwt.Parse(Officer, SdJwtProfile.Officer, "The officer statement").Id, new(AuthenticatorData, ClientData, Signature), At);
}

/// <summary>Writes pending acts into a draft's row and reads them back; salts and digests stay as they were.</summary>
internal static class PreparedActs
{
    private sealed record Stored(string Office, JsonObject Claims, string[] Disclosures, string[] Private, int Persons, long LongestAge, GivenApproval[] Approvals);

    internal static string Write(IEnumerable<PendingAct> acts) => JsonSerializer.Serialize(acts.Select(a => new Stored(
        a.Act.Office, JsonObject.Create(a.Claims)!, [.. a.Act.Draft.Disclosures], [.. a.Act.Private], a.Act.Demand.Persons, (long)a.Act.Demand.LongestAge.TotalSeconds, [.. a.Approvals])));

    internal static IReadOnlyList<PendingAct> Read(string? json) => json is null ? [] : [.. JsonSerializer.Deserialize<Stored[]>(json)!.Select(Read)];

    private static PendingAct Read(Stored s)
    {
        using var claims = JsonDocument.Parse(s.Claims.ToJsonString());
        return new(
            new(s.Office, new SdJwtDraft(claims.RootElement.Clone(), s.Disclosures), s.Private.ToHashSet(StringComparer.Ordinal), new(s.Persons, TimeSpan.FromSeconds(s.LongestAge))), s.Approvals);
    }
}
