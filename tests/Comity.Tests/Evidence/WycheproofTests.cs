using System.Security.Cryptography;
using System.Text.Json;
using Comity.Tests.Ledger;

namespace Comity.Tests.Evidence;

/// <summary>The platform's primitives as we use them, against the good and hostile cases of Project Wycheproof.</summary>
[Trait("Spec", "wycheproof")]
public sealed class WycheproofTests
{
    private static IEnumerable<(JsonElement Group, JsonElement Test)> Cases(string file) =>
        from g in OutsideVectors.Json(Path.Combine(OutsideVectors.Folder("wycheproof"), file)).GetProperty("testGroups").EnumerateArray()
        from t in g.GetProperty("tests").EnumerateArray()
        select (g, t);

    private static byte[] Hex(JsonElement of, string name) => Convert.FromHexString(of.GetProperty(name).GetString()!);

    private static string Verdict(JsonElement test) => test.GetProperty("result").GetString()!;

    [Fact]
    public void AES_256_GCM()
    {
        var count = 0;
        foreach (var (group, test) in Cases("aes_gcm_test.json"))
        {
            if (group.GetProperty("keySize").GetInt32() != 256 || group.GetProperty("ivSize").GetInt32() != 96) continue;
            using var gcm = new AesGcm(Hex(test, "key"), 16);
            byte[] text = Hex(test, "ct"), plain = new byte[text.Length];
            var opened = true;
            try
            {
                gcm.Decrypt(Hex(test, "iv"), text, Hex(test, "tag"), plain, Hex(test, "aad"));
            }
            catch (AuthenticationTagMismatchException)
            {
                opened = false;
            }

            Assert.Equal(Verdict(test) == "valid", opened && plain.AsSpan().SequenceEqual(Hex(test, "msg")));
            count++;
        }

        Assert.True(count > 50);
    }

    [Fact]
    public void HKDF_SHA256()
    {
        foreach (var (_, test) in Cases("hkdf_sha256_test.json"))
        {
            byte[]? derived = null;
            try
            {
                derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, Hex(test, "ikm"), test.GetProperty("size").GetInt32(), Hex(test, "salt"), Hex(test, "info"));
            }
            catch (ArgumentOutOfRangeException)
            {
                // more output than HKDF can give
            }

            Assert.Equal(Verdict(test) == "valid", derived is not null && derived.AsSpan().SequenceEqual(Hex(test, "okm")));
        }
    }

    [Fact]
    public void ECDH_P256()
    {
        foreach (var (_, test) in Cases("ecdh_secp256r1_test.json"))
        {
            byte[]? shared = null;
            try
            {
                var d = Hex(test, "private");
                using var own = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = [.. new byte[Math.Max(0, 32 - d.Length)], .. d.Skip(Math.Max(0, d.Length - 32))] });
                using var other = ECDiffieHellman.Create();
                other.ImportSubjectPublicKeyInfo(Hex(test, "public"), out _);
                shared = own.DeriveRawSecretAgreement(other.PublicKey);
            }
            catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or ArgumentException)
            {
                // a point off the curve, another curve, a broken encoding
            }

            if (Verdict(test) == "valid") Assert.Equal(Hex(test, "shared"), shared);
            if (Verdict(test) == "invalid" && shared is not null) Assert.Equal(Hex(test, "shared"), shared); // only the encoding was odd; our envelopes carry coordinates, not DER
        }
    }
}
