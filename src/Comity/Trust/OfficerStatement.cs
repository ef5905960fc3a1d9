using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>An authority's word that one person may approve certain acts of one office with one passkey (rule R13).</summary>
/// <remarks>Travels in the <see cref="TrustMaterial"/> beside the act and stands in no directory. Name and title are disclosures; the person's number is random.</remarks>
public sealed record OfficerStatement
{
    /// <summary>Longest validity.</summary>
    public static readonly TimeSpan LongestValidity = TimeSpan.FromDays(90);

    private const int MostActs = 64, MostOrigins = 8;

    /// <summary>The authority that issued it.</summary>
    public required EntityId Authority { get; init; }

    /// <summary>The person, as a random text: one per person and office.</summary>
    public required string Subject { get; init; }

    /// <summary>The office for which the person approves.</summary>
    public required EntityId Office { get; init; }

    /// <summary>The act types that the person may approve.</summary>
    public required IReadOnlyList<string> May { get; init; }

    /// <summary>The passkey's public key.</summary>
    public required PublicJwk Key { get; init; }

    /// <summary>The relying party id of the passkey: the node's host.</summary>
    public required string RpId { get; init; }

    /// <summary>The web origins on which approvals are given; each lies on <see cref="RpId"/> or below it.</summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>True if the passkey cannot leave its device.</summary>
    public required bool Bound { get; init; }

    /// <summary>The statement's own number: 16 random bytes as text.</summary>
    public required string Number { get; init; }

    /// <summary>From when it holds.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Until when it holds, exclusive; at most 90 days after <see cref="Issued"/>.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>True if the passkey is held by a demonstration; good only under an exercise anchor.</summary>
    public bool Exercise { get; init; }

    /// <summary>Signs with the authority's officer key. Name and title become disclosures.</summary>
    public SdJwt Issue(string? name, string? title, SigningKey officerKey, RandomFill random)
    {
        var disclosed = new List<KeyValuePair<string, JsonNode?>>();
        if (name is not null) disclosed.Add(new("name", name));
        if (title is not null) disclosed.Add(new("title", title));
        return SdJwtDraft.Make(ToClaims(), disclosed, random).Seal(SdJwtProfile.Officer, officerKey);
    }

    /// <summary>Reads the claims of a statement; its signature is checked by <see cref="OfficerAuthority.Admit"/>.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>.</exception>
    public static OfficerStatement Read(SdJwt sealedStatement)
    {
        const string What = "The officer statement";
        var claims = new ClaimReader(sealedStatement.Claims, What);
        claims.Only("iss", "sub", "office", "may", "cnf", "rpid", "origins", "bound", "jti", "iat", "exp", "exercise", "_sd", "_sd_alg");
        var (issued, expires) = claims.Validity(LongestValidity);
        var cnf = claims.Object("cnf");
        cnf.Only("jwk");
        var rpId = claims.Text("rpid", 253);
        var origins = claims.Texts("origins", MostOrigins);
        if (!origins.All(origin => LiesOn(origin, rpId))) throw claims.Wrong("origins", "holds one that is not an origin on the relying party's host");
        if (claims.Bytes("jti", 16).Length != 16) throw claims.Wrong("jti", "is not 16 bytes");
        var statement = new OfficerStatement
        {
            Authority = claims.Entity("iss"),
            Subject = claims.Text("sub", 128),
            Office = claims.Entity("office"),
            May = claims.Texts("may", MostActs),
            Key = PublicJwk.Parse(cnf.Member("jwk"), What + ": the passkey"),
            RpId = rpId,
            Origins = origins,
            Bound = claims.Flag("bound"),
            Number = claims.Text("jti"),
            Issued = issued,
            Expires = expires,
            Exercise = claims.OptionalFlag("exercise"),
        };
        return statement.Office.IsBelow(statement.Authority) ? statement : throw claims.Wrong("office", "does not lie below the issuer");
    }

    private JsonObject ToClaims()
    {
        var claims = new JsonObject
        {
            ["iss"] = Authority.ToString(), ["sub"] = Subject, ["office"] = Office.ToString(), ["may"] = JsonText.List(May),
            ["cnf"] = new JsonObject { ["jwk"] = Key.ToJson() }, ["rpid"] = RpId, ["origins"] = JsonText.List(Origins), ["bound"] = Bound,
            ["jti"] = Number, ["iat"] = Issued.ToUnixTimeSeconds(), ["exp"] = Expires.ToUnixTimeSeconds(),
        };
        return Exercise ? claims.With("exercise", true) : claims;
    }

    private static bool LiesOn(string origin, string rpId) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin
        && (uri.Host == rpId || uri.Host.EndsWith("." + rpId, StringComparison.Ordinal));
}
