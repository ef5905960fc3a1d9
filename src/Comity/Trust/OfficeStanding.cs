namespace Comity.Trust;

/// <summary>An anchor whose root key was pinned by ceremony (rule R33).</summary>
/// <param name="Id">The anchor.</param>
/// <param name="RootKey">Its root key, which signs nothing but the anchor's entity configuration.</param>
public sealed record PinnedAnchor(EntityId Id, PublicJwk RootKey);

/// <summary>Which status list of a superior was judged by, and how old it was.</summary>
/// <param name="Issuer">The superior.</param>
/// <param name="Number">The list's number.</param>
/// <param name="Age">Its age at T.</param>
public sealed record StatusUsed(EntityId Issuer, long Number, TimeSpan Age)
{
    /// <summary>True if it was older than 24 hours and carried an emergency act: the desk marks it.</summary>
    public bool Old => Age > StatusList.Freshness;
}

/// <summary>Who an office was at time T: the answer of <see cref="TrustJudge"/>, from signed material alone.</summary>
public sealed record OfficeStanding
{
    /// <summary>The office.</summary>
    public required EntityId Office { get; init; }

    /// <summary>T.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The organisation that vouches for it: the side of a dossier.</summary>
    public required EntityId Authority { get; init; }

    /// <summary>The anchor under which the chain was found.</summary>
    public required EntityId Anchor { get; init; }

    /// <summary>The State that it speaks for, ISO 3166-1 alpha-2; null for a provider.</summary>
    public required string? Party { get; init; }

    /// <summary>True if the anchor is one of an exercise.</summary>
    public required bool Exercise { get; init; }

    /// <summary>The roles that marks gave it at T, sorted.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>What the office calls itself.</summary>
    public required string OfficeName { get; init; }

    /// <summary>True if it asked at T that two persons approve what an organisation sends it first (rule R12).</summary>
    public bool TwoAtFirstContact { get; init; }

    /// <summary>What the anchor calls the organisation, or the organisation itself if the anchor does not say.</summary>
    public required string AuthorityName { get; init; }

    /// <summary>Keys that seal statements, hold at T and are not revoked.</summary>
    public required IReadOnlyList<DatedKey> SealKeys { get; init; }

    /// <summary>Keys that sign receipts, hold at T and are not revoked.</summary>
    public required IReadOnlyList<DatedKey> ReceiptKeys { get; init; }

    /// <summary>Keys to which evidence is sealed, hold at T and are not revoked; the last to expire comes first (rule R47).</summary>
    public required IReadOnlyList<DatedKey> EncryptionKeys { get; init; }

    /// <summary>Who speaks for its officers.</summary>
    public required OfficerAuthority Officers { get; init; }

    /// <summary>The node of the organisation.</summary>
    public required NodeMetadata Node { get; init; }

    /// <summary>The status lists judged by.</summary>
    public required IReadOnlyList<StatusUsed> Status { get; init; }

    /// <summary>The documents that the judgement rests on, to be kept with the act; officer statements are added by the caller.</summary>
    public required TrustMaterial Used { get; init; }

    /// <summary>Ids of the entities, keys and marks that the judgement rests on.</summary>
    public required IReadOnlySet<string> RestsOn { get; init; }

    internal KeyRing Ring { get; init; } = new();

    /// <summary>Checks that the office holds one of <paramref name="roles"/>.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Role"/>.</exception>
    public void RequireRole(params IEnumerable<string> roles)
    {
        var wanted = roles.ToList();
        if (!wanted.Any(Roles.Contains)) throw new RefusedException(RefusalCode.Role, $"{Office} does not hold the role {string.Join(" or ", wanted)} at {At:u}.");
    }

    /// <summary>Checks that the office sealed <paramref name="statement"/>.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>.</exception>
    public void VerifySeal(SdJwt statement) => statement.Verify(KeyNamed(SealKeys, statement.Kid, "seal"), "The statement");

    /// <summary>Checks that the office signed <paramref name="document"/> with a seal key: a bundle, for instance.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>.</exception>
    public void VerifySeal(Jws document) => document.Verify(KeyNamed(SealKeys, document.Kid, "seal"), "The document");

    /// <summary>The revocations that taint what was judged here: of something it rests on, with effect at or before T. Later ones change nothing (rule R32).</summary>
    /// <param name="later">What superiors revoked, as known by now.</param>
    /// <param name="officers">Ids of the officer statements that the act's approvals named.</param>
    public IReadOnlyList<Revocation> TaintedBy(IEnumerable<Revocation> later, params IEnumerable<Digest> officers)
    {
        var restsOn = RestsOn.Concat(officers.Select(o => o.ToString())).ToHashSet(StringComparer.Ordinal);
        return [.. later.Where(r => r.Since <= At && restsOn.Contains(r.Id))];
    }

    internal VerificationKey ReceiptKey(string kid) => KeyNamed(ReceiptKeys, kid, "receipt");

    private VerificationKey KeyNamed(IReadOnlyList<DatedKey> keys, string kid, string use) =>
        keys.FirstOrDefault(k => k.Jwk.Kid == kid) is { } key ? Ring.Of(key.Jwk) : throw new RefusedException(RefusalCode.Seal, $"{kid} is not a {use} key of {Office} at {At:u}.");
}
