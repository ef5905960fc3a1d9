using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>What a superior says about one directly below it: its keys, and if the superior is the anchor, which State it speaks for. OpenID Federation 1.0 section 3.</summary>
public sealed record SubordinateStatement
{
    /// <summary>The superior.</summary>
    public required EntityId Issuer { get; init; }

    /// <summary>The one below.</summary>
    public required EntityId Subject { get; init; }

    /// <summary>From when it holds.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Until when it holds, exclusive.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The subject's federation keys.</summary>
    public required IReadOnlyList<PublicJwk> Keys { get; init; }

    /// <summary>The State that the subject speaks for, ISO 3166-1 alpha-2; null for a provider or an office. Counts from the anchor only (rule R29).</summary>
    public string? Party { get; init; }

    /// <summary>What the superior calls the subject, for display.</summary>
    public string? Name { get; init; }

    /// <summary>The hosts on which the subject and all below it may lie. Null: the subject's own host only, which is stricter than the standard.</summary>
    public NamingConstraints? Naming { get; init; }

    /// <summary>Signs with one of the superior's federation keys; for the anchor an operational one, never the root.</summary>
    public string Sign(SigningKey key)
    {
        var claims = new JsonObject { ["iss"] = Issuer.ToString(), ["sub"] = Subject.ToString() }.Times(Issued, Expires);
        claims["jwks"] = FederationDocument.KeySet(Keys);
        if (Party is not null || Name is not null) claims["metadata"] = new JsonObject { ["comity_authority"] = new JsonObject().With("party", Party).With("name", Name) };
        if (Naming is not null) claims["constraints"] = new JsonObject { ["naming_constraints"] = Naming.ToJson() };
        return Jws.Sign(FederationDocument.StatementType, claims, key).Text;
    }

    /// <summary>Reads a statement. Claims that would change its meaning and that we do not know (<c>crit</c>, <c>metadata_policy</c>, other constraints) are refused, not passed over.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/> or <see cref="RefusalCode.Header"/>.</exception>
    public static Attested<SubordinateStatement> Parse(string text)
    {
        var document = Jws.Parse(text, FederationDocument.StatementType, What);
        return new(Read(document.Payload), document);
    }

    private const string What = "The subordinate statement";

    internal static SubordinateStatement Read(JsonElement payload)
    {
        var claims = new ClaimReader(payload, What);
        claims.Never("crit", "metadata_policy", "metadata_policy_crit", "authority_hints");
        EntityId issuer = claims.Entity("iss"), subject = claims.Entity("sub");
        if (issuer == subject) throw claims.Wrong("sub", "is the issuer");
        var (issued, expires) = claims.Validity(FederationDocument.LongestValidity);
        var (party, name) = claims.Has("metadata") ? ReadMetadata(claims.Object("metadata")) : (null, null);
        return new()
        {
            Issuer = issuer,
            Subject = subject,
            Issued = issued,
            Expires = expires,
            Keys = FederationDocument.ReadKeySet(claims.Member("jwks"), What + ": jwks"),
            Party = party,
            Name = name,
            Naming = claims.Has("constraints") ? ReadConstraints(claims.Object("constraints")) : null,
        };
    }

    private static (string? Party, string? Name) ReadMetadata(ClaimReader metadata)
    {
        metadata.Only("comity_authority");
        var authority = metadata.Object("comity_authority");
        authority.Only("party", "name");
        var party = authority.OptionalText("party", 2);
        if (party is not null && (party.Length != 2 || !party.All(char.IsAsciiLetterUpper))) throw authority.Wrong("party", "is not a country code of two capital letters");
        return (party, authority.OptionalText("name", 256));
    }

    private static NamingConstraints ReadConstraints(ClaimReader constraints)
    {
        constraints.Only("naming_constraints");
        return NamingConstraints.Read(constraints.Object("naming_constraints"));
    }
}
