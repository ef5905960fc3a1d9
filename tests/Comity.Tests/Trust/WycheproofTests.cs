using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Tests.Trust;

/// <summary>Google's hostile signatures and keys. Each file counts what it ran, so that a renamed member cannot make it pass empty.</summary>
public sealed class WycheproofTests
{
    [Fact]
    [Trait("Spec", "rfc7518/3.4")]
    public void ECDSA_signatures_r_s()
    {
        var (valid, invalid) = (0, 0);
        foreach (var group in Vectors.Wycheproof("ecdsa_secp256r1_sha256_p1363").GetProperty("testGroups").EnumerateArray())
        {
            var key = VerificationKey.FromSpki(Convert.FromHexString(Text(group, "publicKeyDer")));
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var good = Text(test, "result") == "valid";
                _ = good ? valid++ : invalid++;
                Assert.True(good == key.Verifies(Convert.FromHexString(Text(test, "msg")), Convert.FromHexString(Text(test, "sig"))), test.ToString());
            }
        }

        Assert.True(valid > 50 && invalid > 50, $"{valid} valid and {invalid} invalid cases were run.");
    }

    [Fact]
    [Trait("Spec", "trust/R2")]
    public void JWS_with_a_header_that_is_not_ours_are_refused_and_ES256_signatures_judged_right()
    {
        var (read, judged) = (0, 0);
        foreach (var group in Vectors.Wycheproof("json_web_signature").GetProperty("testGroups").EnumerateArray())
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var jws = test.GetProperty("jws").ValueKind == JsonValueKind.String ? Text(test, "jws") : test.GetProperty("jws").GetRawText();
                Assert.Throws<RefusedException>(() => Jws.Parse(jws, "comity-receipt+jwt", "it")); // none has a type
                read++;
                if (!group.TryGetProperty("public", out var key) || !key.TryGetProperty("crv", out var curve) || curve.GetString() != "P-256") continue;
                Assert.True((Text(test, "result") == "valid") == Holds(jws, key), test.ToString());
                judged++;
            }

        Assert.True(read > 300 && judged > 30, $"{read} read, {judged} judged");
    }

    [Fact]
    [Trait("Spec", "trust/R2")]
    public void Keys_of_another_kind_and_damaged_keys_are_refused()
    {
        var refused = 0;
        foreach (var group in Vectors.Wycheproof("json_web_key").GetProperty("testGroups").EnumerateArray())
            if (group.TryGetProperty("public", out var set))
                foreach (var key in set.GetProperty("keys").EnumerateArray())
                {
                    Assert.Throws<RefusedException>(() => VerificationKey.FromJwk(WithoutKid(key), "key"));
                    refused++;
                }

        Assert.True(refused > 10, $"{refused} refused");
    }

    /// <summary>The vectors name keys freely; ours are named by their thumbprint.</summary>
    private static JsonElement WithoutKid(JsonElement key)
    {
        var copy = JsonObject.Create(key)!;
        copy.Remove("kid");
        return StrictJson.Parse(Encoding.UTF8.GetBytes(copy.ToJsonString()), "key");
    }

    /// <summary>What <see cref="Jws"/> does after the header was accepted.</summary>
    private static bool Holds(string jws, JsonElement jwk)
    {
        try
        {
            var parts = jws.Split('.');
            return parts.Length == 3 && Base64UrlText.TryDecode(parts[2], out var signature)
                && VerificationKey.FromJwk(WithoutKid(jwk), "key").Verifies(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature);
        }
        catch (RefusedException)
        {
            return false; // a key for another use
        }
    }

    private static string Text(JsonElement value, string name) => value.GetProperty(name).GetString()!;
}
