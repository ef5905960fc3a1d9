namespace Comity.Trust;

/// <summary>What a judge found out about who speaks for an authority's officers at time T.</summary>
/// <param name="Authority">The authority.</param>
/// <param name="Keys">Its officer-statement keys that hold at T.</param>
/// <param name="Exercise">True if the anchor is one of an exercise.</param>
/// <param name="Revoked">Ids of officer statements that the authority revoked with effect at or before T.</param>
public sealed record OfficerAuthority(EntityId Authority, IReadOnlyList<VerificationKey> Keys, bool Exercise, IReadOnlySet<Digest> Revoked)
{
    internal KeyRing Ring { get; init; } = new();

    /// <summary>Checks that <paramref name="statement"/> holds at <paramref name="at"/> and returns what it says.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Approval"/>, or <see cref="RefusalCode.Malformed"/>.</exception>
    public OfficerStatement Admit(SdJwt statement, DateTimeOffset at)
    {
        var officer = OfficerStatement.Read(statement);
        if (officer.Authority != Authority) throw Refused("was issued by another authority");
        if (!Keys.Any(statement.IsSignedBy)) throw Refused("is not signed by one of its authority's officer keys");
        if (at < officer.Issued || at >= officer.Expires) throw Refused("does not hold at that time");
        if (officer.Exercise && !Exercise) throw Refused("is one of an exercise, and the anchor is not");
        if (Revoked.Contains(statement.Id)) throw Refused("was revoked");
        return officer;
    }

    private static RefusedException Refused(string why) => new(RefusalCode.Approval, $"The officer statement {why}.");
}
