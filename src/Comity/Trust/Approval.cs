using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>One person's consent to an act: a passkey's assertion over the act's challenge (rules R12 and R15a).</summary>
/// <param name="Officer">Id of the officer statement that names the passkey.</param>
/// <param name="Assertion">What the authenticator returned.</param>
/// <param name="At">When it was given, by the author's node; whole seconds.</param>
public sealed record Approval(Digest Officer, PasskeyAssertion Assertion, DateTimeOffset At)
{
    /// <summary>Most approvals on one act. Our limit.</summary>
    public const int Most = 8;

    private const string Kind = "webauthn";

    /// <summary>The approvals of an act, in the order that rule R12 asks for.</summary>
    public static JsonArray ToJson(IEnumerable<Approval> approvals) => JsonText.List(approvals.OrderBy(a => a.Officer).Select(a => (JsonNode)a.ToJson()));

    /// <summary>Reads the claim <c>approvals</c> of an act; sorted by officer statement, none twice.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>.</exception>
    public static IReadOnlyList<Approval> Read(JsonElement payload)
    {
        var claims = new ClaimReader(payload, "The act");
        var approvals = claims.Items("approvals", Most).Select(Parse).ToList();
        for (var i = 1; i < approvals.Count; i++)
            if (approvals[i - 1].Officer.CompareTo(approvals[i].Officer) >= 0) throw claims.Wrong("approvals", "are not sorted by officer, or name one twice");
        return approvals;
    }

    private static Approval Parse(JsonElement value)
    {
        var claims = new ClaimReader(value, "The approval");
        claims.Only("kind", "officer", "authenticatorData", "clientDataJSON", "signature", "at");
        if (claims.Text("kind") != Kind) throw claims.Wrong("kind", $"is not {Kind}");
        var assertion = new PasskeyAssertion(
            claims.Bytes("authenticatorData", PasskeyAssertion.LongestAuthenticatorData),
            claims.Bytes("clientDataJSON", PasskeyAssertion.LongestClientData),
            claims.Bytes("signature", PasskeyAssertion.LongestSignature));
        return new(claims.Hash("officer"), assertion, claims.Time("at"));
    }

    private JsonObject ToJson() => new()
    {
        ["kind"] = Kind,
        ["officer"] = Officer.ToString(),
        ["authenticatorData"] = Base64UrlText.Encode(Assertion.AuthenticatorData),
        ["clientDataJSON"] = Base64UrlText.Encode(Assertion.ClientDataJson),
        ["signature"] = Base64UrlText.Encode(Assertion.Signature),
        ["at"] = At.ToUnixTimeSeconds(),
    };
}
