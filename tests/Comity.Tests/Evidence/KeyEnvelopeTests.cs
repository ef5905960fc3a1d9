using System.Security.Cryptography;
using System.Text;
using Comity.Evidence;
using Comity.Ledger;
using Comity.Tests.Ledger;

namespace Comity.Tests.Evidence;

[Trait("Spec", "evidence/R45")]
public sealed class KeyEnvelopeTests
{
    private static readonly ECDiffieHellman Recipient = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private static readonly string KeyId = Digest.Of("key").ToString();
    private static readonly Digest Object = Digest.Of("object");

    internal static KeyEnvelope Sample()
    {
        using var key = ContentKey.Create(Fuzzing.Seeded(4));
        return KeyEnvelope.Wrap(key, Recipient.PublicKey, KeyId, Object, Fuzzing.Seeded(5));
    }

    /// <summary>Two content keys are one if they derive the same.</summary>
    private static bool Same(ContentKey a, ContentKey b)
    {
        var vault = new VaultKey(new byte[32]);
        return vault.Wrap(a, Object, Fuzzing.Seeded(1)).AsSpan().SequenceEqual(vault.Wrap(b, Object, Fuzzing.Seeded(1)));
    }

    [Fact]
    [Trait("Spec", "rfc7518/C")]
    public void The_agreement_of_RFC_7518_appendix_C_gives_its_key()
    {
        var z = Convert.FromHexString("9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4");
        using var alice = Key("gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps", "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");
        using var bob = Key("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck", "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
        Assert.Equal(z, alice.DeriveRawSecretAgreement(bob.PublicKey));
        Assert.Equal(z, bob.DeriveRawSecretAgreement(alice.PublicKey));
        Assert.Equal("VqqN6vgjbSBcIijNcacQGg", Base64UrlText.Encode(ConcatKdf.Derive(z, "A128GCM", "Alice"u8, "Bob"u8, 16)));
    }

    private static ECDiffieHellman Key(string x, string y, string d) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new() { X = Base64UrlText.Decode(x, "x"), Y = Base64UrlText.Decode(y, "y") },
        D = Base64UrlText.Decode(d, "d"),
    });

    [Fact]
    public void A_key_comes_back_and_can_be_wrapped_for_the_next_hop()
    {
        using var key = ContentKey.Create(Fuzzing.Seeded(4));
        var envelope = KeyEnvelope.Parse(Sample().Text);
        Assert.Equal((KeyId, Object), (envelope.KeyId, envelope.ObjectRoot));
        using var opened = envelope.Open(Recipient, Object);
        Assert.True(Same(key, opened));

        using var next = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var again = KeyEnvelope.Wrap(opened, next.PublicKey, KeyId, Object, Fuzzing.Seeded(6)).Open(next, Object);
        Assert.True(Same(key, again));
    }

    [Fact]
    public void The_header_is_exactly_the_one_of_the_specification()
    {
        var header = Encoding.UTF8.GetString(Base64UrlText.Decode(Sample().Text.Split('.')[0], "header"));
        Assert.StartsWith($$"""{"alg":"ECDH-ES","enc":"A256GCM","typ":"comity-key+jwe","kid":"{{KeyId}}","obj":"{{Object}}","epk":{"kty":"EC","crv":"P-256","x":""", header, StringComparison.Ordinal);
    }

    [Fact]
    public void An_envelope_for_another_object_or_another_key_says_so()
    {
        Assert.Contains("is for object", Assert.Throws<RefusedException>(() => Sample().Open(Recipient, MerkleHash.Empty)).Message, StringComparison.Ordinal);
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.Contains("another key", Assert.Throws<RefusedException>(() => Sample().Open(other, Object)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_changed_character_is_refused()
    {
        var text = Sample().Text;
        for (var at = 0; at < text.Length; at++)
            foreach (var c in "Aa0-_.=")
            {
                if (text[at] == c) continue;
                var bad = $"{text[..at]}{c}{text[(at + 1)..]}";
                Assert.Throws<RefusedException>(() => KeyEnvelope.Parse(bad).Open(Recipient, Object));
            }
    }

    [Theory]
    [InlineData("\"ECDH-ES\"", "\"ECDH-ES+A128KW\"")]
    [InlineData("\"A256GCM\"", "\"A128GCM\"")]
    [InlineData("comity-key+jwe", "JWE")]
    [InlineData("\"epk\":", "\"zip\":\"DEF\",\"epk\":")]
    [InlineData("\"kid\":", "\"crit\":[\"kid\"],\"kid\":")]
    [InlineData("\"P-256\"", "\"P-384\"")]
    [InlineData("\"kty\":\"EC\"", "\"kty\":\"EC\",\"d\":\"AAAA\"")]
    [InlineData("\"epk\":{", "\"epk\":{\"x\":\"\",")]
    [InlineData("\"kid\":\"", "\"kid\":\"x")]
    public void Another_header_is_refused(string part, string instead)
    {
        var parts = Sample().Text.Split('.');
        var header = Encoding.UTF8.GetString(Base64UrlText.Decode(parts[0], "header"));
        Assert.Contains(part, header, StringComparison.Ordinal);
        parts[0] = Base64UrlText.Encode(Encoding.UTF8.GetBytes(header.Replace(part, instead, StringComparison.Ordinal)));
        Assert.Throws<RefusedException>(() => KeyEnvelope.Parse(string.Join('.', parts)));
    }

    [Fact]
    public void A_point_off_the_curve_is_refused()
    {
        var parts = Sample().Text.Split('.');
        var header = Encoding.UTF8.GetString(Base64UrlText.Decode(parts[0], "header"));
        var x = header.IndexOf("\"x\":\"", StringComparison.Ordinal) + 5;
        parts[0] = Base64UrlText.Encode(Encoding.UTF8.GetBytes($"{header[..x]}{Base64UrlText.Encode(new byte[32])}{header[(x + 43)..]}"));
        Assert.Equal(RefusalCode.Seal, Assert.Throws<RefusedException>(() => KeyEnvelope.Parse(string.Join('.', parts)).Open(Recipient, Object)).Code);
    }

    [Fact]
    [Trait("Spec", "evidence/R48")]
    public void The_vault_keeps_a_key_for_its_object_only()
    {
        using var key = ContentKey.Create(Fuzzing.Seeded(4));
        using var vault = new VaultKey(SHA256.HashData([1]));
        using var other = new VaultKey(SHA256.HashData([2]));
        var wrapped = vault.Wrap(key, Object, Fuzzing.Seeded(1));
        Assert.True(Same(key, vault.Unwrap(wrapped, Object)));
        Assert.Throws<InvalidDataException>(() => vault.Unwrap(wrapped, MerkleHash.Empty));
        Assert.Throws<InvalidDataException>(() => other.Unwrap(wrapped, Object));
        Assert.Throws<InvalidDataException>(() => vault.Unwrap(wrapped.AsSpan(1), Object));
    }
}
