using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>What an entity says about itself, signed by its own federation key. OpenID Federation 1.0 section 3.</summary>
public sealed record EntityConfiguration
{
    /// <summary>Who speaks.</summary>
    public required EntityId Entity { get; init; }

    /// <summary>From when it holds.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Until when it holds, exclusive.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Its federation keys: they sign federation documents and nothing else (rule R28). An anchor's list holds the root key and the operational keys (rule R33).</summary>
    public required IReadOnlyList<PublicJwk> Keys { get; init; }

    /// <summary>Its superiors (<c>authority_hints</c>); none for an anchor.</summary>
    public IReadOnlyList<EntityId> Superiors { get; init; } = [];

    /// <summary>What it says of itself.</summary>
    public required EntityMetadata Metadata { get; init; }

    /// <summary>Trust marks as compact texts; they may also travel on their own.</summary>
    public IReadOnlyList<string> TrustMarks { get; init; } = [];

    /// <summary>Signs.</summary>
    /// <param name="key">One of <see cref="Keys"/>; the root key for an anchor.</param>
    public string Sign(SigningKey key)
    {
        var claims = new JsonObject { ["iss"] = Entity.ToString(), ["sub"] = Entity.ToString() }.Times(Issued, Expires);
        claims["jwks"] = FederationDocument.KeySet(Keys);
        if (Superiors.Count > 0) claims["authority_hints"] = JsonText.List(Superiors.Select(s => s.ToString()));
        claims["metadata"] = Metadata.ToJson();
        if (TrustMarks.Count > 0) claims["trust_marks"] = JsonText.List(TrustMarks.Select(Listed));
        return Jws.Sign(FederationDocument.StatementType, claims, key).Text;
    }

    /// <summary>Reads a configuration. Whoever uses it checks the signature against keys that a superior, or the pin, vouches for.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/> or <see cref="RefusalCode.Header"/>.</exception>
    public static Attested<EntityConfiguration> Parse(string text)
    {
        var document = Jws.Parse(text, FederationDocument.StatementType, What);
        return new(Read(document.Payload), document);
    }

    private const string What = "The entity configuration";

    internal static EntityConfiguration Read(JsonElement payload)
    {
        var claims = new ClaimReader(payload, What);
        claims.Never("crit", "metadata_policy", "metadata_policy_crit", "constraints");
        var entity = claims.Entity("iss");
        if (claims.Entity("sub") != entity) throw claims.Wrong("sub", "is not the issuer");
        var (issued, expires) = claims.Validity(FederationDocument.LongestValidity);
        var keys = FederationDocument.ReadKeySet(claims.Member("jwks"), What + ": jwks");
        var metadata = EntityMetadata.Read(claims.Member("metadata"));
        var all = metadata.AllKeys.Concat(keys).ToList();
        if (all.Distinct().Count() != all.Count) throw claims.Wrong("metadata", "gives one key two uses"); // rule R28
        return new()
        {
            Entity = entity,
            Issued = issued,
            Expires = expires,
            Keys = keys,
            Superiors = claims.Has("authority_hints") ? [.. claims.Texts("authority_hints", 8).Select(t => EntityId.TryParse(t, null, out var id) ? id : throw claims.Wrong("authority_hints", "holds one that is no entity id"))] : [],
            Metadata = metadata,
            TrustMarks = claims.Has("trust_marks") ? [.. claims.Items("trust_marks", 32).Select(m => new ClaimReader(m, What + ": a trust mark").Text("trust_mark", 16384))] : [],
        };
    }

    private static JsonNode Listed(string mark) => new JsonObject { ["trust_mark_type"] = TrustMark.Parse(mark).Content.Type, ["trust_mark"] = mark };
}
