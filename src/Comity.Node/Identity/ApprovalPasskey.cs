using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Node.Identity;

/// <summary>A passkey made for approvals: its name at the authenticator, its public key, and whether it stays on one device.</summary>
internal sealed record ApprovalPasskey(byte[] Credential, PublicJwk Key, bool Bound)
{
    private const string What = "The new passkey";
    private const int Longest = 64 << 10, KeySize = 77, HeaderSize = 55;
    private const byte Present = 0x01, Verified = 0x04, BackupEligible = 0x08, Attested = 0x40, Extended = 0x80;

    /// <summary>COSE: EC2, ES256, P-256, x of 32 bytes; then y of 32 bytes. RFC 9053 section 2.1; one spelling only.</summary>
    private static readonly byte[] BeforeX = Convert.FromHexString("A5010203262001215820"), BeforeY = Convert.FromHexString("225820");

    /// <summary>What the browser is asked for. The user handle is another than that of sign-in, so that neither passkey replaces the other (R15).</summary>
    internal static string Options(string organisation, string host, string name, byte[] user, byte[] challenge) => new JsonObject
    {
        ["rp"] = new JsonObject { ["id"] = host, ["name"] = organisation },
        ["user"] = new JsonObject { ["id"] = Base64UrlText.Encode(user), ["name"] = name + " (approves acts)", ["displayName"] = name + " (approves acts)" },
        ["challenge"] = Base64UrlText.Encode(challenge),
        ["pubKeyCredParams"] = new JsonArray(new JsonObject { ["type"] = "public-key", ["alg"] = -7 }),
        ["timeout"] = 300_000,
        ["excludeCredentials"] = new JsonArray(),
        ["authenticatorSelection"] = new JsonObject { ["residentKey"] = "discouraged", ["userVerification"] = "required" },
        ["attestation"] = "none",
    }.ToJsonString();

    /// <summary>Reads the browser's answer. Web Authentication Level 2, section 7.1, without attestation.</summary>
    /// <exception cref="RefusedException">It answers something else, or the key is no ES256 key in its one spelling.</exception>
    internal static ApprovalPasskey Read(string json, ReadOnlySpan<byte> challenge, string origin, string host)
    {
        if (json.Length > Longest) throw Wrong("is too long");
        var response = Member(StrictJson.ParseObject(Encoding.UTF8.GetBytes(json), What), "response", JsonValueKind.Object);
        CheckClient(Bytes(response, "clientDataJSON"), challenge, origin);
        return ReadData(AuthenticatorData(Bytes(response, "attestationObject")), host);
    }

    private static void CheckClient(byte[] clientData, ReadOnlySpan<byte> challenge, string origin)
    {
        var client = StrictJson.ParseObject(clientData, What);
        if (Text(client, "type") != "webauthn.create") throw Wrong("is not a new one");
        if (!CryptographicOperations.FixedTimeEquals(Base64UrlText.Decode(Text(client, "challenge"), What), challenge)) throw Wrong("answers another challenge");
        if (Text(client, "origin") != origin) throw Wrong("was made on another page");
        if (client.TryGetProperty("crossOrigin", out var cross) && cross.ValueKind != JsonValueKind.False) throw Wrong("was made in a frame");
    }

    private static byte[] AuthenticatorData(byte[] attestation)
    {
        try
        {
            var reader = new CborReader(attestation, CborConformanceMode.Ctap2Canonical);
            byte[]? data = null;
            reader.ReadStartMap();
            while (reader.PeekState() != CborReaderState.EndMap)
            {
                if (reader.ReadTextString() == "authData") data = reader.ReadByteString();
                else reader.SkipValue();
            }

            return data ?? throw Wrong("lacks authData");
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            throw Wrong("is not CBOR as CTAP2 writes it");
        }
    }

    private static ApprovalPasskey ReadData(byte[] data, string host)
    {
        if (data.Length < HeaderSize) throw Wrong("is too short");
        if (!data.AsSpan(0, 32).SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(host)))) throw Wrong("is for another host");
        var flags = data[32];
        if ((flags & (Present | Verified | Attested)) != (Present | Verified | Attested)) throw Wrong("was made without the person being verified");
        var length = (data[53] << 8) | data[54];
        var end = HeaderSize + length + KeySize;
        if (length is 0 or > 1023 || data.Length < end || (data.Length > end && (flags & Extended) == 0)) throw Wrong("has a key of another form");
        return new(data[HeaderSize..(HeaderSize + length)], ReadKey(data.AsSpan(HeaderSize + length, KeySize)), (flags & BackupEligible) == 0);
    }

    private static PublicJwk ReadKey(ReadOnlySpan<byte> cose)
    {
        if (!cose.StartsWith(BeforeX) || !cose[42..45].SequenceEqual(BeforeY)) throw Wrong("is not an ES256 key in its one spelling");
        var point = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = cose[10..42].ToArray(), Y = cose[45..77].ToArray() } };
        try
        {
            using var key = ECDsa.Create(point);
            return PublicJwk.Of(point);
        }
        catch (CryptographicException)
        {
            throw Wrong("is not on P-256");
        }
    }

    private static byte[] Bytes(JsonElement of, string name) => Base64UrlText.Decode(Text(of, name), What);

    private static string Text(JsonElement of, string name) => Member(of, name, JsonValueKind.String).GetString()!;

    private static JsonElement Member(JsonElement of, string name, JsonValueKind kind) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw Wrong($"lacks {name}");

    private static RefusedException Wrong(string why) => new(RefusalCode.Approval, $"{What} {why}.");
}
