using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Comity.Trust;

/// <summary>What a passkey returns when a person consents. WebAuthn Level 2 section 7.2.</summary>
/// <param name="AuthenticatorData">Hash of the relying party id, flags, counter.</param>
/// <param name="ClientDataJson">What the browser says it asked for, as bytes.</param>
/// <param name="Signature">ES256 in DER over authenticator data ‖ SHA-256(client data).</param>
public sealed record PasskeyAssertion(byte[] AuthenticatorData, byte[] ClientDataJson, byte[] Signature)
{
    internal const int LongestAuthenticatorData = 1024, LongestClientData = 4096, LongestSignature = 80;

    private const int FlagsAt = 32, PlainLength = 37;

    [Flags]
    private enum State : byte
    {
        Present = 0x01,
        Verified = 0x04,
        BackupEligible = 0x08,
        BackedUp = 0x10,
        CredentialAttached = 0x40,
        Extended = 0x80,
    }

    /// <summary>Checks everything of rule R14 that the assertion itself shows.</summary>
    /// <param name="challenge">The act's challenge (<see cref="ApprovalChallenge"/>).</param>
    /// <param name="rpId">The relying party id that the officer statement names.</param>
    /// <param name="origins">The origins that the officer statement names.</param>
    /// <param name="key">The passkey.</param>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Approval"/>, or <see cref="RefusalCode.Malformed"/>.</exception>
    public void Verify(Digest challenge, string rpId, IReadOnlyList<string> origins, VerificationKey key)
    {
        CheckClientData(challenge, origins);
        CheckAuthenticatorData(rpId);
        if (!key.VerifiesDer([.. AuthenticatorData, .. SHA256.HashData(ClientDataJson)], Signature)) throw Refused("the signature does not hold");
    }

    private void CheckClientData(Digest challenge, IReadOnlyList<string> origins)
    {
        const string What = "The approval's client data";
        if (ClientDataJson.Length > LongestClientData) throw new RefusedException(RefusalCode.Malformed, $"{What} is longer than {LongestClientData} bytes.");
        var client = new ClaimReader(StrictJson.ParseObject(ClientDataJson, What), What);
        if (client.Text("type") != "webauthn.get") throw Refused("the client data is not of an assertion");
        if (client.Text("challenge") != challenge.ToString()) throw Refused("it was given for another act");
        if (!origins.Contains(client.Text("origin"))) throw Refused("it was given on a page that the officer statement does not name");
        if (client.OptionalFlag("crossOrigin") || client.Has("topOrigin")) throw Refused("it was given inside another site's page");
    }

    private void CheckAuthenticatorData(string rpId)
    {
        if (AuthenticatorData.Length is < PlainLength or > LongestAuthenticatorData) throw new RefusedException(RefusalCode.Malformed, "The approval's authenticator data has a wrong length.");
        if (!AuthenticatorData.AsSpan(0, FlagsAt).SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(rpId)))) throw Refused("it was given to another relying party");
        var state = (State)AuthenticatorData[FlagsAt];
        if ((state & (State.Present | State.Verified)) != (State.Present | State.Verified)) throw Refused("the authenticator did not verify the person");
        if ((state & (State.BackupEligible | State.BackedUp)) == State.BackedUp) throw Refused("the authenticator contradicts itself about backup");
        if (state.HasFlag(State.CredentialAttached)) throw Refused("the authenticator data is of a registration");
        if (!state.HasFlag(State.Extended) && AuthenticatorData.Length != PlainLength) throw Refused("the authenticator data has a tail");
    }

    private static RefusedException Refused(string why) => new(RefusalCode.Approval, $"The approval is refused: {why}.");
}
