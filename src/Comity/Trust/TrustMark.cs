using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>A signed word that an office has a role. OpenID Federation 1.0 section 7.</summary>
public sealed record TrustMark
{
    /// <summary>Who issued it: the anchor, or an authority to which the anchor delegated.</summary>
    public required EntityId Issuer { get; init; }

    /// <summary>The office.</summary>
    public required EntityId Subject { get; init; }

    /// <summary>The mark type: a URL below the anchor, <see cref="TypeOf"/>.</summary>
    public required string Type { get; init; }

    /// <summary>From when it holds.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Until when it holds, exclusive.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The anchor's delegation as a compact text, if the issuer is not the anchor. Section 7.2.1.</summary>
    public string? Delegation { get; init; }

    /// <summary>The mark type of a role under an anchor: <c>ANCHOR/marks/ROLE</c>.</summary>
    public static string TypeOf(EntityId anchor, string role) => $"{anchor}/marks/{role}";

    /// <summary>The role of a mark type under <paramref name="anchor"/>, or null.</summary>
    public static string? RoleOf(EntityId anchor, string type)
    {
        var prefix = TypeOf(anchor, "");
        if (!type.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var role = type[prefix.Length..];
        return role.Length is > 0 and <= 64 && role.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? role : null;
    }

    /// <summary>Signs with one of the issuer's federation keys.</summary>
    public string Sign(SigningKey key)
    {
        var claims = new JsonObject { ["iss"] = Issuer.ToString(), ["sub"] = Subject.ToString(), ["trust_mark_type"] = Type }.Times(Issued, Expires).With("delegation", Delegation);
        return Jws.Sign(FederationDocument.MarkType, claims, key).Text;
    }

    /// <summary>Reads a mark.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/> or <see cref="RefusalCode.Header"/>.</exception>
    public static Attested<TrustMark> Parse(string text)
    {
        var document = Jws.Parse(text, FederationDocument.MarkType, "The trust mark");
        var claims = new ClaimReader(document.Payload, "The trust mark");
        claims.Never("crit");
        var (issued, expires) = claims.Validity(FederationDocument.LongestValidity);
        var mark = new TrustMark
        {
            Issuer = claims.Entity("iss"), Subject = claims.Entity("sub"), Type = claims.Text("trust_mark_type"), Issued = issued, Expires = expires,
            Delegation = claims.OptionalText("delegation", 8192),
        };
        return new(mark, document);
    }
}

/// <summary>The anchor's word that an authority may issue marks of one type, to offices below itself only (rule R29). OpenID Federation 1.0 section 7.2.1.</summary>
public sealed record TrustMarkDelegation
{
    /// <summary>The anchor, owner of the mark type.</summary>
    public required EntityId Owner { get; init; }

    /// <summary>The authority.</summary>
    public required EntityId Delegate { get; init; }

    /// <summary>The mark type.</summary>
    public required string Type { get; init; }

    /// <summary>From when it holds.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Until when it holds, exclusive.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Signs with an operational key of the anchor.</summary>
    public string Sign(SigningKey key)
    {
        var claims = new JsonObject { ["iss"] = Owner.ToString(), ["sub"] = Delegate.ToString(), ["trust_mark_type"] = Type }.Times(Issued, Expires);
        return Jws.Sign(FederationDocument.DelegationType, claims, key).Text;
    }

    /// <summary>Reads a delegation.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/> or <see cref="RefusalCode.Header"/>.</exception>
    public static Attested<TrustMarkDelegation> Parse(string text)
    {
        var document = Jws.Parse(text, FederationDocument.DelegationType, "The delegation");
        var claims = new ClaimReader(document.Payload, "The delegation");
        claims.Never("crit");
        var (issued, expires) = claims.Validity(FederationDocument.LongestValidity);
        return new(new() { Owner = claims.Entity("iss"), Delegate = claims.Entity("sub"), Type = claims.Text("trust_mark_type"), Issued = issued, Expires = expires }, document);
    }
}
