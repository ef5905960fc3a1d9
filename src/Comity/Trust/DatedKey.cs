using System.Text.Json;

namespace Comity.Trust;

/// <summary>A key of an office and until when it is used.</summary>
/// <param name="Jwk">The key.</param>
/// <param name="Expires">First instant at which it does not hold any more.</param>
public sealed record DatedKey(PublicJwk Jwk, DateTimeOffset Expires)
{
    internal static DatedKey Parse(JsonElement jwk, string what, string use)
    {
        var claims = new ClaimReader(jwk, what);
        claims.Only("kty", "crv", "x", "y", "kid", "use", "alg", "exp");
        return new(PublicJwk.Read(jwk, what, use), claims.Time("exp"));
    }
}
