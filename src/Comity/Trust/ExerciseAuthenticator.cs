using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>A passkey in software for exercises: makes the assertion that a real authenticator would, checked by the same verifier.</summary>
/// <remarks>Its officer statement says <c>exercise</c>, so it counts only under an exercise anchor.</remarks>
public static class ExerciseAuthenticator
{
    private const byte PresentAndVerified = 0x05;

    /// <summary>Consents to <paramref name="challenge"/> on <paramref name="origin"/>.</summary>
    public static PasskeyAssertion Assert(SigningKey key, string rpId, string origin, Digest challenge)
    {
        var client = JsonText.Bytes(new JsonObject { ["type"] = "webauthn.get", ["challenge"] = challenge.ToString(), ["origin"] = origin, ["crossOrigin"] = false });
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(rpId), data);
        data[32] = PresentAndVerified;
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), 0); // synced passkeys count zero, and nobody reads it
        return new(data, client, key.SignDer([.. data, .. SHA256.HashData(client)]));
    }
}
