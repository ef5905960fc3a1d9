using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Tests.Trust;

[Trait("Spec", "trust/R2")]
public sealed class KeyTests
{
    private static readonly byte[] Data = "data"u8.ToArray();

    private static JsonElement Json(string json) => StrictJson.Parse(Encoding.UTF8.GetBytes(json), "test");

    [Fact]
    public void A_key_comes_back_from_PKCS8_SPKI_and_JWK()
    {
        using var key = SigningKey.Create();
        using var again = SigningKey.FromPkcs8(key.ToPkcs8());
        var signature = again.Sign(Data);
        Assert.True(VerificationKey.FromSpki(key.Public.ToSpki()).Verifies(Data, signature));
        Assert.True(VerificationKey.FromJwk(Json(key.Public.Jwk.ToJson("sig").ToJsonString()), "key").Verifies(Data, signature));
        Assert.Equal(key.Public.Jwk, again.Public.Jwk);
    }

    [Fact]
    [Trait("Spec", "rfc7638/3")]
    public void The_kid_is_the_thumbprint_of_the_four_required_members()
    {
        var jwk = Exercise.Seal.Public.Jwk.ToJson();
        var canonical = Jcs.Canonicalize(Json(jwk.ToJsonString()), "kid");
        Assert.Equal(Digest.Of(canonical).ToString(), Exercise.Seal.Kid);
    }

    [Theory]
    [InlineData("d", "\"AAAA\"")]
    [InlineData("x5c", "[]")]
    [InlineData("kid", "\"other\"")]
    [InlineData("use", "\"enc\"")]
    [InlineData("alg", "\"none\"")]
    [InlineData("kty", "\"RSA\"")]
    [InlineData("crv", "\"P-384\"")]
    [InlineData("x", "\"AA\"")]
    [InlineData("y", "1")]
    public void A_JWK_with_another_spelling_or_a_private_part_is_refused(string member, string value)
    {
        var jwk = Exercise.Seal.Public.Jwk.ToJson("sig");
        jwk[member] = JsonNode.Parse(value);
        Exercise.Refused(RefusalCode.Malformed, () => VerificationKey.FromJwk(Json(jwk.ToJsonString()), "key"));
    }

    [Fact]
    public void A_point_off_the_curve_is_refused()
    {
        var jwk = Exercise.Seal.Public.Jwk.ToJson();
        jwk.Remove("kid");
        jwk["y"] = Base64UrlText.Encode(new byte[32]);
        Exercise.Refused(RefusalCode.Malformed, () => VerificationKey.FromJwk(Json(jwk.ToJsonString()), "key"));
    }

    [Fact]
    [Trait("Spec", "trust/R14")]
    public void A_DER_signature_has_one_spelling()
    {
        var der = Exercise.Seal.SignDer(Data);
        var key = Exercise.Seal.Public;
        Assert.True(key.VerifiesDer(Data, der));
        Assert.False(key.VerifiesDer(Data, [.. der, 0]));
        Assert.False(key.VerifiesDer(Data, [0x30, 0x81, der[1], .. der[2..]])); // length in long form
        Assert.False(key.VerifiesDer(Data, [0x30, (byte)(der[1] + 1), 0x02, (byte)(der[3] + 1), 0x00, .. der[4..]])); // a needless zero
        Assert.False(key.VerifiesDer(Data, Exercise.Seal.Sign(Data)));
        Assert.False(key.VerifiesDer(Data, []));
    }

    [Fact]
    public void A_kept_key_serves_many_threads() =>
        Parallel.For(0, 400, i =>
        {
            var data = BitConverter.GetBytes(i);
            Assert.True(Exercise.Seal.Public.Verifies(data, Exercise.Seal.Sign(data)));
        });

    [Theory]
    [InlineData("http://rs.localhost:7001/")]
    [InlineData("http://RS.localhost:7001")]
    [InlineData("http://rs.localhost:80")]
    [InlineData("http://rs.localhost/a/../b")]
    [InlineData("http://user@rs.localhost")]
    [InlineData("http://rs.localhost?x")]
    [InlineData("http://rs.localhost#x")]
    [InlineData("ftp://rs.localhost")]
    [InlineData("rs.localhost")]
    [InlineData("")]
    public void An_entity_id_has_one_spelling(string text) => Assert.False(EntityId.TryParse(text, null, out _));

    [Fact]
    public void An_office_lies_below_its_own_authority_only()
    {
        Assert.True(Exercise.Contact.IsBelow(Exercise.Serbia));
        Assert.False(Exercise.Contact.IsBelow(EntityId.Parse("http://rs.localhost:700")));
        Assert.False(Exercise.Serbia.IsBelow(Exercise.Serbia));
    }
}
