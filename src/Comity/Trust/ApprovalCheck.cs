using System.Text.Json;

namespace Comity.Trust;

/// <summary>How many persons an act needs, and how old their consent may be (rule R12).</summary>
/// <param name="Persons">Number of different persons.</param>
/// <param name="LongestAge">Longest time from consent to sealing.</param>
public sealed record ApprovalDemand(int Persons, TimeSpan LongestAge)
{
    /// <summary>One person, within 72 hours.</summary>
    public static ApprovalDemand Ordinary { get; } = new(1, TimeSpan.FromHours(72));

    /// <summary>Two persons, within 4 hours.</summary>
    public static ApprovalDemand Emergency { get; } = new(2, TimeSpan.FromHours(4));

    /// <summary>Two persons, within 72 hours: a first contact where the receiving office asks for it.</summary>
    public static ApprovalDemand FirstContact { get; } = new(2, TimeSpan.FromHours(72));

    /// <summary>What an act asks for by itself.</summary>
    public static ApprovalDemand Of(bool emergency) => emergency ? Emergency : Ordinary;
}

/// <summary>Checks the approvals of an act (rules R11 to R14). Everybody who holds the act can do it, offline.</summary>
public static class ApprovalCheck
{
    /// <summary>How far the author's own clocks may disagree.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(120);

    /// <summary>Checks every approval and returns the officer statements of the persons who consented.</summary>
    /// <param name="act">The sealed act.</param>
    /// <param name="demand">How many persons, how fresh.</param>
    /// <param name="authority">Who speaks for the office's officers at <paramref name="at"/>.</param>
    /// <param name="material">Holds the officer statements.</param>
    /// <param name="at">T: the receiver's arrival time.</param>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Approval"/>, or <see cref="RefusalCode.Malformed"/>.</exception>
    public static IReadOnlyList<OfficerStatement> Check(SdJwt act, ApprovalDemand demand, OfficerAuthority authority, TrustMaterial material, DateTimeOffset at) =>
        Check(act.Claims, demand, authority, material, at);

    /// <summary>The same for the permanent claims of an act that is about to be sealed.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Approval"/>, or <see cref="RefusalCode.Malformed"/>.</exception>
    public static IReadOnlyList<OfficerStatement> Check(JsonElement payload, ApprovalDemand demand, OfficerAuthority authority, TrustMaterial material, DateTimeOffset at)
    {
        var act = new ClaimReader(payload, "The act");
        EntityId office = act.Entity("iss");
        var (type, sealedAt, challenge) = (act.Text("type"), act.Time("iat"), ApprovalChallenge.Of(payload));
        var persons = new List<OfficerStatement>();
        foreach (var approval in Approval.Read(payload))
        {
            if (approval.At > sealedAt + Skew || sealedAt - approval.At > demand.LongestAge) throw Refused($"was not given in the {demand.LongestAge.TotalHours:0} hours before the sealing");
            var signed = material.FindOfficer(approval.Officer) ?? throw Refused("names an officer statement that is not enclosed");
            var officer = authority.Admit(signed, at);
            if (officer.Office != office) throw Refused("is of an officer of another office");
            if (!officer.May.Contains(type)) throw Refused($"is of an officer who may not approve '{type}'");
            if (persons.Any(p => p.Subject == officer.Subject || p.Key.Equals(officer.Key))) throw Refused("is the second of one person or one passkey");
            approval.Assertion.Verify(challenge, officer.RpId, officer.Origins, authority.Ring.Of(officer.Key));
            persons.Add(officer);
        }

        return persons.Count >= demand.Persons ? persons : throw new RefusedException(RefusalCode.Approval, $"The act needs {demand.Persons} approvals and has {persons.Count}.");
    }

    private static RefusedException Refused(string why) => new(RefusalCode.Approval, $"An approval {why}.");
}
