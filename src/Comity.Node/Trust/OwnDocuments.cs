using System.Collections.Concurrent;
using Comity.Trust;

namespace Comity.Node.Trust;

/// <summary>What this node says about itself and vouches for: signed when asked, kept for an hour, never longer valid than needed.</summary>
internal sealed class OwnDocuments(NodeCore node, EncryptionKeys encryption)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1), Validity = TimeSpan.FromDays(7), MarkValidity = TimeSpan.FromDays(30);

    /// <summary>Documents are dated back by what clocks may differ (R34), so that a peer whose clock is behind still finds them valid.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(120);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Made, string Text)> _made = [];

    private EntityId Entity { get; } = EntityId.Parse(node.Settings.Url);

    private SigningKey Federation => node.Folder.Key(NodeKeys.Federation);

    private DateTimeOffset Issued => node.Now - Skew;

    /// <summary>The entity configuration of the organisation; of an anchor signed by its root key (R33).</summary>
    internal string Configuration() => Made("configuration", () => node.Settings.Kind == NodeKind.Anchor ? AnchorConfiguration() : MemberConfiguration());

    internal string OfficeConfiguration(OfficeSetting office) => Made("office " + office.Name, () => new EntityConfiguration
    {
        Entity = OfficeId(office),
        Issued = Issued,
        Expires = Issued + Validity,
        Keys = [OfficeKey(office).Public.Jwk],
        Superiors = [Entity],
        Metadata = new() { OrganizationName = office.Title, Office = OfficeMetadata(office) },
        TrustMarks = [],
    }.Sign(OfficeKey(office)));

    /// <summary>Our statement about an office of ours.</summary>
    internal string OfficeStatement(OfficeSetting office) => Made("statement " + office.Name, () => new SubordinateStatement
    {
        Issuer = Entity,
        Subject = OfficeId(office),
        Issued = Issued,
        Expires = Issued + Validity,
        Keys = [OfficeKey(office).Public.Jwk],
        Name = null,
    }.Sign(Federation));

    /// <summary>The marks that we give an office of ours by delegation of the anchor (R29). A role without a delegation is not marked.</summary>
    internal IReadOnlyList<string> Marks(OfficeSetting office, IReadOnlyDictionary<string, string> delegations) =>
        [.. office.Roles.Where(delegations.ContainsKey).Select(role => Made($"mark {office.Name} {role}", () => Mark(office, role, delegations[role])))];

    /// <summary>Everything that this node ever revoked (R31); signed anew every hour, good for a day.</summary>
    internal string Status() => Made("status", () => new StatusList
    {
        Issuer = Entity, Issued = Issued, Expires = Issued + StatusList.Freshness, Number = node.Now.ToUnixTimeSeconds(), Entries = [],
    }.Sign(Federation));

    private string Mark(OfficeSetting office, string role, string delegation) => new TrustMark
    {
        Issuer = Entity,
        Subject = OfficeId(office),
        Type = TrustMark.TypeOf(EntityId.Parse(node.Settings.Anchor!.Id), role),
        Issued = Issued,
        Expires = Issued + MarkValidity,
        Delegation = delegation,
    }.Sign(Federation);

    private string AnchorConfiguration()
    {
        var root = node.Folder.Key(NodeKeys.Root);
        return new EntityConfiguration
        {
            Entity = Entity,
            Issued = Issued,
            Expires = Issued + Validity,
            Keys = [root.Public.Jwk, Federation.Public.Jwk],
            Metadata = Metadata() with { Exercise = node.Settings.Exercise },
        }.Sign(root);
    }

    private string MemberConfiguration() => new EntityConfiguration
    {
        Entity = Entity,
        Issued = Issued,
        Expires = Issued + Validity,
        Keys = [Federation.Public.Jwk],
        Superiors = node.Settings.Anchor is { } anchor ? [EntityId.Parse(anchor.Id)] : [],
        Metadata = Metadata() with { OfficerKeys = [new(node.Folder.Key(NodeKeys.Officers).Public.Jwk, Issued + Validity)] },
    }.Sign(Federation);

    private EntityMetadata Metadata() => new()
    {
        OrganizationName = node.Settings.Title,
        FetchEndpoint = new Uri($"{node.Settings.Url}/federation/fetch"),
        Node = new(
            new Uri($"{node.Settings.Url}/exchange"), [node.Settings.Host], [node.Folder.Key(NodeKeys.Node).Public.Jwk], node.LogKey.Origin,
            node.Folder.Key(NodeKeys.Ledger).Public.Jwk),
    };

    private OfficeMetadata OfficeMetadata(OfficeSetting office) => new(
        office.Title,
        office.Roles,
        [new(node.Folder.Key(NodeKeys.Seal(office.Name)).Public.Jwk, Issued + Validity)],
        [new(node.Folder.Key(NodeKeys.Receipt(office.Name)).Public.Jwk, Issued + Validity)],
        encryption.Published(office.Name)) { TwoAtFirstContact = office.TwoAtFirstContact };

    private SigningKey OfficeKey(OfficeSetting office) => node.Folder.Key(NodeKeys.OfficeFederation(office.Name));

    private EntityId OfficeId(OfficeSetting office) => Entity.Below("offices/" + office.Name);

    private string Made(string name, Func<string> sign)
    {
        if (_made.TryGetValue(name, out var made) && node.Now - made.Made < Kept) return made.Text;
        var text = sign();
        _made[name] = (node.Now, text);
        return text;
    }
}
