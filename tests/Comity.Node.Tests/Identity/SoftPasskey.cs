using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Comity.Node.Tests.Identity;

/// <summary>A passkey in software, as a browser answers for it; for tests only.</summary>
internal sealed class SoftPasskey(string origin) : IDisposable
{
    private const byte PresentAndVerified = 0x05, Attested = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private string _user = "";

    private string Host => new Uri(origin).Host;

    /// <summary>Answers a creation: the JSON of <c>credential.toJSON()</c>.</summary>
    internal string Create(JsonNode options)
    {
        _user = options["user"]!["id"]!.GetValue<string>();
        var attestation = new CborWriter(CborConformanceMode.Ctap2Canonical, convertIndefiniteLengthEncodings: true);
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString([.. Header(PresentAndVerified | Attested), .. new byte[16], 0, 16, .. _id, .. Cose()]);
        attestation.WriteEndMap();
        return Credential(new() { ["clientDataJSON"] = Text(Client("webauthn.create", options)), ["attestationObject"] = Text(attestation.Encode()), ["transports"] = new JsonArray("internal") });
    }

    /// <summary>Answers a sign-in.</summary>
    internal string Assert(JsonNode options)
    {
        var (client, data) = (Client("webauthn.get", options), Header(PresentAndVerified));
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new() { ["clientDataJSON"] = Text(client), ["authenticatorData"] = Text(data), ["signature"] = Text(signature), ["userHandle"] = _user });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Header(byte flags) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(Host)), flags, 0, 0, 0, 0];

    private byte[] Cose()
    {
        var q = _key.ExportParameters(false).Q;
        return [.. Convert.FromHexString("A5010203262001215820"), .. q.X!, .. Convert.FromHexString("225820"), .. q.Y!];
    }

    private byte[] Client(string type, JsonNode options) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type, ["challenge"] = options["challenge"]!.GetValue<string>(), ["origin"] = origin, ["crossOrigin"] = false,
    }.ToJsonString());

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Text(_id), ["rawId"] = Text(_id), ["type"] = "public-key", ["response"] = response, ["clientExtensionResults"] = new JsonObject(), ["authenticatorAttachment"] = "platform",
    }.ToJsonString();

    private static string Text(byte[] bytes) => Base64UrlText.Encode(bytes);
}
