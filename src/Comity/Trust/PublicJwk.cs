using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>A public P-256 key as a JSON Web Key, in one spelling only. RFC 7517, RFC 7518 section 6.2.1.</summary>
/// <remarks>A value: two with equal coordinates are equal. The point is checked to lie on the curve when a <see cref="VerificationKey"/> is made of it.</remarks>
public sealed class PublicJwk : IEquatable<PublicJwk>
{
    private const int CoordinateSize = 32;
    private readonly byte[] _x, _y;

    private PublicJwk(byte[] x, byte[] y)
    {
        (_x, _y) = (x, y);
        // RFC 7638 section 3: required members only, sorted, no white space.
        Kid = Digest.Of($$"""{"crv":"P-256","kty":"EC","x":"{{Base64UrlText.Encode(x)}}","y":"{{Base64UrlText.Encode(y)}}"}""").ToString();
    }

    /// <summary>The thumbprint that names the key everywhere, 43 characters. RFC 7638.</summary>
    public string Kid { get; }

    /// <summary>Takes the public point of <paramref name="parameters"/>.</summary>
    /// <exception cref="ArgumentException">The point does not have two coordinates of 32 bytes.</exception>
    public static PublicJwk Of(ECParameters parameters) =>
        parameters.Q is { X: { Length: CoordinateSize } x, Y: { Length: CoordinateSize } y }
            ? new(x, y) : throw new ArgumentException("Not a public key on P-256.", nameof(parameters));

    /// <summary>Reads a key that a peer sent: <c>kty</c>, <c>crv</c>, <c>x</c>, <c>y</c>, and if stated the right <c>kid</c>, <c>alg</c> and <c>use</c>; nothing else.</summary>
    /// <param name="jwk">The JSON object.</param>
    /// <param name="what">What it is, for the refusal.</param>
    /// <param name="use"><c>sig</c> or <c>enc</c>.</param>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>.</exception>
    public static PublicJwk Parse(JsonElement jwk, string what, string use = "sig")
    {
        new ClaimReader(jwk, what).Only("kty", "crv", "x", "y", "kid", "use", "alg");
        return Read(jwk, what, use);
    }

    internal static PublicJwk Read(JsonElement jwk, string what, string use)
    {
        var claims = new ClaimReader(jwk, what);
        if (claims.Text("kty") != "EC" || claims.Text("crv") != "P-256") throw claims.Wrong("crv", "is not P-256");
        if (claims.OptionalText("use") is { } stated && stated != use) throw claims.Wrong("use", $"is not {use}");
        if (claims.OptionalText("alg") is { } alg && alg != (use == "sig" ? "ES256" : "ECDH-ES")) throw claims.Wrong("alg", "does not fit the key");
        byte[] x = claims.Bytes("x", CoordinateSize), y = claims.Bytes("y", CoordinateSize);
        if (x.Length != CoordinateSize || y.Length != CoordinateSize) throw claims.Wrong("x", "and y are not 32 bytes each");
        var key = new PublicJwk(x, y);
        return (claims.OptionalText("kid") ?? key.Kid) == key.Kid ? key : throw claims.Wrong("kid", "is not the key's RFC 7638 thumbprint");
    }

    /// <summary>The JSON object, with <c>kid</c>; <paramref name="use"/> is written if given.</summary>
    public JsonObject ToJson(string? use = null) =>
        new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlText.Encode(_x), ["y"] = Base64UrlText.Encode(_y), ["kid"] = Kid }
            .With("use", use);

    /// <summary>The point, for the platform's own key types (<c>ECDsa</c>, <c>ECDiffieHellman</c>).</summary>
    public ECParameters ToParameters() => new() { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = [.. _x], Y = [.. _y] } };

    /// <inheritdoc/>
    public bool Equals(PublicJwk? other) => other is not null && _x.AsSpan().SequenceEqual(other._x) && _y.AsSpan().SequenceEqual(other._y);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicJwk);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_x);

    /// <inheritdoc/>
    public override string ToString() => Kid;
}
