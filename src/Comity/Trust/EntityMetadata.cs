using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>What an entity says about itself, by entity type. Types that are not ours are passed over.</summary>
public sealed record EntityMetadata
{
    /// <summary>The organisation's name, for display (<c>federation_entity.organization_name</c>).</summary>
    public string? OrganizationName { get; init; }

    /// <summary>Where subordinate statements are fetched (<c>federation_entity.federation_fetch_endpoint</c>).</summary>
    public Uri? FetchEndpoint { get; init; }

    /// <summary>The node (<c>comity_node</c>).</summary>
    public NodeMetadata? Node { get; init; }

    /// <summary>Keys that sign statements about officers (<c>comity_authority.officer_jwks</c>). Null if the entity is no authority.</summary>
    public IReadOnlyList<DatedKey>? OfficerKeys { get; init; }

    /// <summary>The office (<c>comity_office</c>).</summary>
    public OfficeMetadata? Office { get; init; }

    /// <summary>Whether the anchor is one of an exercise (<c>comity_anchor.exercise</c>). Null if the entity is no anchor.</summary>
    public bool? Exercise { get; init; }

    /// <summary>Every key that it names, whatever for.</summary>
    internal IEnumerable<PublicJwk> AllKeys =>
    [
        .. Node is null ? [] : Node.RequestKeys.Append(Node.LedgerKey), .. (OfficerKeys ?? []).Select(k => k.Jwk),
        .. Office is null ? [] : Office.SealKeys.Concat(Office.ReceiptKeys).Concat(Office.EncryptionKeys).Select(k => k.Jwk),
    ];

    internal JsonObject ToJson()
    {
        var metadata = new JsonObject();
        if (OrganizationName is not null || FetchEndpoint is not null)
            metadata["federation_entity"] = new JsonObject().With("organization_name", OrganizationName).With("federation_fetch_endpoint", FetchEndpoint?.AbsoluteUri);
        metadata.With("comity_node", Node?.ToJson()).With("comity_office", Office?.ToJson());
        if (OfficerKeys is not null) metadata["comity_authority"] = new JsonObject { ["officer_jwks"] = FederationDocument.KeySet(OfficerKeys, "sig") };
        return Exercise is { } exercise ? metadata.With("comity_anchor", new JsonObject { ["exercise"] = exercise }) : metadata;
    }

    internal static EntityMetadata Read(JsonElement value)
    {
        var metadata = new ClaimReader(value, "The metadata");
        ClaimReader? federation = metadata.Has("federation_entity") ? metadata.Object("federation_entity") : null;
        ClaimReader? authority = metadata.Has("comity_authority") ? metadata.Object("comity_authority") : null;
        return new()
        {
            OrganizationName = federation?.OptionalText("organization_name", 256),
            FetchEndpoint = Uri.TryCreate(federation?.OptionalText("federation_fetch_endpoint"), UriKind.Absolute, out var fetch) ? fetch : null,
            Node = metadata.Has("comity_node") ? NodeMetadata.Read(metadata.Object("comity_node")) : null,
            // A `party` here is passed over: it counts from the anchor only (rule R29).
            OfficerKeys = authority is { } a ? FederationDocument.ReadDatedKeySet(a.Member("officer_jwks"), "comity_authority: officer_jwks", "sig") : null,
            Office = metadata.Has("comity_office") ? OfficeMetadata.Read(metadata.Object("comity_office")) : null,
            Exercise = metadata.Has("comity_anchor") ? metadata.Object("comity_anchor").Flag("exercise") : null,
        };
    }
}
