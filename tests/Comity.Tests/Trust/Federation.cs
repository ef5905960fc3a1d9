using Comity.Trust;

namespace Comity.Tests.Trust;

/// <summary>A small federation: an anchor, Serbia with its contact point, and whatever a test changes in it.</summary>
internal sealed class Federation
{
    internal static readonly EntityId Anchor = EntityId.Parse("http://secretariat.localhost:7000");
    internal static readonly SigningKey Root = SigningKey.Create(), Operational = SigningKey.Create(), SerbiaKey = SigningKey.Create(), ContactKey = SigningKey.Create();
    internal static readonly SigningKey ReceiptKey = SigningKey.Create(), EncryptionKey = SigningKey.Create(), RequestKey = SigningKey.Create(), LedgerKey = SigningKey.Create();
    internal static readonly string Role = "poc-24-7";

    private static readonly DateTimeOffset From = Exercise.Noon.AddDays(-10), Until = Exercise.Noon.AddDays(10);

    internal EntityConfiguration AnchorConfiguration { get; set; } = new()
    {
        Entity = Anchor, Issued = From, Expires = Until, Keys = [Root.Public.Jwk, Operational.Public.Jwk], Metadata = new() { OrganizationName = "Secretariat", Exercise = true },
    };

    internal SubordinateStatement AboutSerbia { get; set; } = new()
    {
        Issuer = Anchor, Subject = Exercise.Serbia, Issued = From, Expires = Until, Keys = [SerbiaKey.Public.Jwk], Party = "RS", Name = "Republic of Serbia",
        Naming = new([Exercise.Host], []),
    };

    internal SubordinateStatement AboutContact { get; set; } = new()
    {
        Issuer = Exercise.Serbia, Subject = Exercise.Contact, Issued = From, Expires = Until, Keys = [ContactKey.Public.Jwk],
    };

    internal EntityConfiguration SerbiaConfiguration { get; set; } = new()
    {
        Entity = Exercise.Serbia, Issued = From, Expires = Until, Keys = [SerbiaKey.Public.Jwk], Superiors = [Anchor],
        Metadata = new()
        {
            OrganizationName = "Ministry",
            Node = new(new("http://rs.localhost:7001/exchange"), [Exercise.Host], [RequestKey.Public.Jwk], "rs.localhost/ledger", LedgerKey.Public.Jwk),
            OfficerKeys = [new(Exercise.OfficerKey.Public.Jwk, Until)],
        },
    };

    internal EntityConfiguration ContactConfiguration { get; set; } = new()
    {
        Entity = Exercise.Contact, Issued = From, Expires = Until, Keys = [ContactKey.Public.Jwk], Superiors = [Exercise.Serbia],
        Metadata = new()
        {
            Office = new("24/7 contact point", [Role], [new(Exercise.Seal.Public.Jwk, Until)], [new(ReceiptKey.Public.Jwk, Until)], [new(EncryptionKey.Public.Jwk, Until)]),
        },
    };

    internal TrustMarkDelegation Delegation { get; set; } = new()
    {
        Owner = Anchor, Delegate = Exercise.Serbia, Type = TrustMark.TypeOf(Anchor, Role), Issued = From, Expires = Until,
    };

    internal TrustMark Mark { get; set; } = new()
    {
        Issuer = Exercise.Serbia, Subject = Exercise.Contact, Type = TrustMark.TypeOf(Anchor, Role), Issued = From, Expires = Until,
    };

    internal StatusList AnchorStatus { get; set; } = new() { Issuer = Anchor, Issued = Exercise.Noon.AddHours(-1), Expires = Exercise.Noon.AddHours(20), Number = 7, Entries = [] };

    internal StatusList SerbiaStatus { get; set; } = new() { Issuer = Exercise.Serbia, Issued = Exercise.Noon.AddHours(-2), Expires = Exercise.Noon.AddHours(20), Number = 3, Entries = [] };

    /// <summary>The keys that sign, so that a test can let somebody else do it.</summary>
    internal SigningKey SignsAnchor { get; set; } = Root;

    internal SigningKey SignsAboutSerbia { get; set; } = Operational;

    internal SigningKey SignsMark { get; set; } = SerbiaKey;

    internal SigningKey SignsDelegation { get; set; } = Operational;

    internal List<string> More { get; } = [];

    internal string SignedMark() => (Mark with { Delegation = Mark.Issuer == Anchor ? null : Delegation.Sign(SignsDelegation) }).Sign(SignsMark);

    internal TrustMaterial Material() => TrustMaterial.Of(
    [
        AnchorConfiguration.Sign(SignsAnchor), AboutSerbia.Sign(SignsAboutSerbia), AboutContact.Sign(SerbiaKey), SerbiaConfiguration.Sign(SerbiaKey), ContactConfiguration.Sign(ContactKey),
        SignedMark(), AnchorStatus.Sign(Operational), SerbiaStatus.Sign(SerbiaKey), .. More,
    ]);

    internal static TrustJudge Judge(params PinnedAnchor[] anchors) => new(anchors.Length > 0 ? anchors : [Pin], new());

    internal static PinnedAnchor Pin { get; } = new(Anchor, Root.Public.Jwk);

    internal OfficeStanding Standing(DateTimeOffset? at = null, TimeSpan? oldest = null, string? role = null) =>
        Judge().Judge(Exercise.Contact, role is null ? [] : [role], at ?? Exercise.Noon, Material(), oldest);
}
