using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>A signed JSON object in compact form (RFC 7515), with the one header that we allow: <c>alg</c>, <c>typ</c>, <c>kid</c> (rule R2).</summary>
/// <remarks>Keeps the text as received. A parsed one is well-formed but proves nothing before <see cref="Verify"/>.</remarks>
public sealed class Jws
{
    private const int LongestHeader = 1024;
    private readonly byte[] _input, _signature;

    private Jws(string text, Header header, JsonElement payload, byte[] input, byte[] signature)
    {
        (Text, Type, Kid, Payload) = (text, header.Typ, header.Kid, payload);
        (_input, _signature, Id) = (input, signature, Digest.Of(input));
    }

    /// <summary>The compact form as received.</summary>
    public string Text { get; }

    /// <summary>The header's <c>typ</c>.</summary>
    public string Type { get; }

    /// <summary>The thumbprint of the key that is said to have signed.</summary>
    public string Kid { get; }

    /// <summary>The signed object.</summary>
    public JsonElement Payload { get; }

    /// <summary>SHA-256 of the signing input, so that a second signature over the same content is the same document (rule R3).</summary>
    public Digest Id { get; }

    /// <summary>The type that a text claims to be, to sort mixed documents.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/> or <see cref="RefusalCode.Header"/>.</exception>
    public static string TypeOf(string text, string what) => Header.Read(text[..Math.Max(0, text.IndexOf('.', StringComparison.Ordinal))], null, what).Typ;

    /// <summary>Reads the compact form; the type is checked before anything else is.</summary>
    /// <param name="text">The compact form, at most 1 MiB.</param>
    /// <param name="type">The only <c>typ</c> accepted. RFC 8725 section 3.11.</param>
    /// <param name="what">What it is, for the refusal.</param>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/> or <see cref="RefusalCode.Header"/>.</exception>
    public static Jws Parse(string text, string type, string what)
    {
        if (text.Length > StrictJson.LongestBody) throw new RefusedException(RefusalCode.Malformed, $"{what} is longer than {StrictJson.LongestBody} characters.");
        int first = text.IndexOf('.', StringComparison.Ordinal), last = text.LastIndexOf('.');
        if (first < 0 || first == last || text.AsSpan(first + 1, last - first - 1).Contains('.')) throw new RefusedException(RefusalCode.Malformed, $"{what} does not have three parts.");
        var header = Header.Read(text[..first], type, what);
        var payload = StrictJson.ParseObject(Base64UrlText.Decode(text.AsSpan(first + 1, last - first - 1), $"{what}: the payload"), $"{what}: the payload");
        var signature = Base64UrlText.Decode(text.AsSpan(last + 1), $"{what}: the signature");
        if (signature.Length != SigningKey.SignatureSize) throw new RefusedException(RefusalCode.Malformed, $"{what}: the signature has {signature.Length} bytes, not {SigningKey.SignatureSize}.");
        return new(text, header, payload, Encoding.ASCII.GetBytes(text[..last]), signature);
    }

    /// <summary>Signs <paramref name="payload"/> as <paramref name="type"/>.</summary>
    public static Jws Sign(string type, JsonObject payload, SigningKey key)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = type, ["kid"] = key.Kid };
        var input = $"{Base64UrlText.Encode(JsonText.Bytes(header))}.{Base64UrlText.Encode(JsonText.Bytes(payload))}";
        return Parse($"{input}.{Base64UrlText.Encode(key.Sign(Encoding.ASCII.GetBytes(input)))}", type, type); // we send only what we would accept
    }

    /// <summary>True if <paramref name="key"/> is the one named and made the signature.</summary>
    public bool IsSignedBy(VerificationKey key) => key.Kid == Kid && key.Verifies(_input, _signature);

    /// <summary>Checks the signature.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>.</exception>
    public void Verify(VerificationKey key, string what)
    {
        if (!IsSignedBy(key)) throw new RefusedException(RefusalCode.Seal, $"{what}: the signature does not hold under key {key.Kid}.");
    }

    private sealed record Header(string Typ, string Kid)
    {
        // A new algorithm is a new entry here and a new kind of key, never a guess from the header.
        private static readonly FrozenSet<string> Algorithms = FrozenSet.Create("ES256");

        internal static Header Read(string part, string? expected, string what)
        {
            what += ": the header";
            if (part.Length > LongestHeader) throw Refused(what, $"is longer than {LongestHeader} characters");
            var header = StrictJson.ParseObject(Base64UrlText.Decode(part, what), what);
            var typ = Member(header, "typ", what);
            if (expected is not null && typ != expected) throw Refused(what, $"has the type {typ} where {expected} is expected");
            if (header.GetPropertyCount() != 3) throw Refused(what, "has other members than alg, typ, kid");
            if (!Algorithms.Contains(Member(header, "alg", what))) throw Refused(what, "names an algorithm other than ES256");
            var kid = Member(header, "kid", what);
            return Digest.TryParse(kid, null, out _) ? new(typ, kid) : throw Refused(what, "has a kid that is no RFC 7638 thumbprint");
        }

        private static string Member(JsonElement header, string name, string what) =>
            header.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Refused(what, $"has no {name}");

        private static RefusedException Refused(string what, string why) => new(RefusalCode.Header, $"{what} {why}.");
    }
}
