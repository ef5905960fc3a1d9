using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>What can be revoked.</summary>
public enum RevokedKind
{
    /// <summary>An organisation or office; its id is the entity id.</summary>
    Entity,

    /// <summary>A key; its id is the thumbprint.</summary>
    Key,

    /// <summary>A trust mark; its id is <see cref="TrustMaterial.DigestOf"/> of the mark.</summary>
    Mark,

    /// <summary>An officer statement; its id is <see cref="SdJwt.Id"/>.</summary>
    Officer,
}

/// <summary>One entry of a status list.</summary>
/// <param name="Kind">What was revoked.</param>
/// <param name="Id">Which one.</param>
/// <param name="RevokedAt">When the issuer wrote it down.</param>
/// <param name="Since">From when it is not to be relied on; may lie earlier.</param>
/// <param name="Reason"><c>unspecified</c>, <c>compromised</c> or <c>superseded</c>. OpenID Federation 1.0 section 8.7.</param>
public sealed record Revocation(RevokedKind Kind, string Id, DateTimeOffset RevokedAt, DateTimeOffset Since, string Reason)
{
    private static readonly string[] Kinds = ["entity", "key", "mark", "officer"], Reasons = ["unspecified", "compromised", "superseded"];

    internal JsonObject ToJson() => new()
    {
        ["kind"] = Kinds[(int)Kind], ["id"] = Id, ["revoked_at"] = RevokedAt.ToUnixTimeSeconds(), ["since"] = Since.ToUnixTimeSeconds(), ["reason"] = Reason,
    };

    internal static Revocation Read(JsonElement value)
    {
        var claims = new ClaimReader(value, "A revocation");
        claims.Only("kind", "id", "revoked_at", "since", "reason");
        var kind = Array.IndexOf(Kinds, claims.Text("kind"));
        if (kind < 0) throw claims.Wrong("kind", "is not one of " + string.Join(", ", Kinds));
        var reason = claims.Text("reason");
        if (!Reasons.Contains(reason)) throw claims.Wrong("reason", "is not one of " + string.Join(", ", Reasons));
        DateTimeOffset at = claims.Time("revoked_at"), since = claims.Time("since");
        return since <= at ? new((RevokedKind)kind, claims.Text("id", 512), at, since, reason) : throw claims.Wrong("since", "lies after revoked_at");
    }
}

/// <summary>Everything that a superior ever revoked, in one signed document of at most 24 hours, so that no query tells it who looks at whom (rule R31).</summary>
public sealed record StatusList
{
    /// <summary>Longest validity, and the greatest age at which it counts as fresh.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromHours(24);

    /// <summary>The greatest age at which it may carry an emergency act, with a mark on the desk.</summary>
    public static readonly TimeSpan EmergencyFreshness = TimeSpan.FromHours(72);

    private const int MostEntries = 4096;

    /// <summary>The superior.</summary>
    public required EntityId Issuer { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Until when it holds, exclusive.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Its number; only grows.</summary>
    public required long Number { get; init; }

    /// <summary>All revocations up to now, none taken back.</summary>
    public required IReadOnlyList<Revocation> Entries { get; init; }

    /// <summary>The next list: one number up, with <paramref name="more"/> added.</summary>
    public StatusList Next(DateTimeOffset now, params IEnumerable<Revocation> more) =>
        this with { Issued = now, Expires = now + Freshness, Number = Number + 1, Entries = [.. Entries, .. more] };

    /// <summary>Signs with one of the superior's federation keys.</summary>
    public string Sign(SigningKey key)
    {
        var claims = new JsonObject { ["iss"] = Issuer.ToString() }.Times(Issued, Expires);
        claims["n"] = Number;
        claims["entries"] = JsonText.List(Entries.Select(e => (JsonNode)e.ToJson()));
        return Jws.Sign(FederationDocument.StatusType, claims, key).Text;
    }

    /// <summary>Reads a status list.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/> or <see cref="RefusalCode.Header"/>.</exception>
    public static Attested<StatusList> Parse(string text)
    {
        var document = Jws.Parse(text, FederationDocument.StatusType, "The status list");
        var claims = new ClaimReader(document.Payload, "The status list");
        claims.Only("iss", "iat", "exp", "n", "entries");
        var (issued, expires) = claims.Validity(Freshness);
        var list = new StatusList
        {
            Issuer = claims.Entity("iss"), Issued = issued, Expires = expires, Number = claims.Whole("n"),
            Entries = [.. claims.Items("entries", MostEntries).Select(Revocation.Read)],
        };
        return new(list, document);
    }
}
