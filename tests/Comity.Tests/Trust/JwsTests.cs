using System.Text;
using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Tests.Trust;

[Trait("Spec", "trust/R2")]
public sealed class JwsTests
{
    private const string Type = "comity-receipt+jwt";
    private static readonly Jws Signed = Jws.Sign(Type, new JsonObject { ["iss"] = "x" }, Exercise.Seal);

    private static string Header(string json) =>
        string.Concat(Base64UrlText.Encode(Encoding.UTF8.GetBytes(json)), Signed.Text.AsSpan(Signed.Text.IndexOf('.', StringComparison.Ordinal)));

    [Fact]
    public void What_was_signed_verifies_and_keeps_its_bytes()
    {
        var read = Jws.Parse(Signed.Text, Type, "it");
        read.Verify(Exercise.Seal.Public, "it");
        Assert.Equal(Signed.Text, read.Text);
    }

    [Theory]
    [InlineData("""{"alg":"ES256","typ":"JWT","kid":"K"}""")]
    [InlineData("""{"alg":"ES256","kid":"K"}""")]
    [InlineData("""{"alg":"none","typ":"T","kid":"K"}""")]
    [InlineData("""{"alg":"HS256","typ":"T","kid":"K"}""")]
    [InlineData("""{"alg":"es256","typ":"T","kid":"K"}""")]
    [InlineData("""{"alg":"ES256","typ":"T"}""")]
    [InlineData("""{"alg":"ES256","typ":"T","kid":"short"}""")]
    [InlineData("""{"alg":"ES256","typ":"T","kid":"K","crit":["b64"],"b64":false}""")]
    [InlineData("""{"alg":"ES256","typ":"T","kid":"K","jwk":{}}""")]
    [InlineData("""{"alg":"ES256","typ":"T","kid":"K","jku":"http://x"}""")]
    [InlineData("""{"alg":"ES256","typ":"T","kid":"K","x5c":[]}""")]
    [InlineData("""{"alg":"ES256","typ":"T","kid":"K","trust_chain":[]}""")]
    public void Any_other_header_is_refused(string json)
    {
        var header = json.Replace("\"K\"", $"\"{Exercise.Seal.Kid}\"", StringComparison.Ordinal).Replace("\"T\"", $"\"{Type}\"", StringComparison.Ordinal);
        Exercise.Refused(RefusalCode.Header, () => Jws.Parse(Header(header), Type, "it"));
    }

    [Fact]
    public void The_type_is_checked_before_the_payload_is_read() =>
        Exercise.Refused(RefusalCode.Header, () => Jws.Parse(Signed.Text.Split('.')[0] + ".!!.!!", "comity-bundle+jwt", "it"));

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    public void Text_without_three_parts_is_malformed(string text) => Exercise.Refused(RefusalCode.Malformed, () => Jws.Parse(text, Type, "it"));

    [Fact]
    [Trait("Attack", "second signature or re-encoding")]
    public void A_second_signature_over_the_same_content_is_the_same_document()
    {
        var input = Signed.Text[..Signed.Text.LastIndexOf('.')];
        var again = Jws.Parse($"{input}.{Base64UrlText.Encode(Exercise.Seal.Sign(Encoding.ASCII.GetBytes(input)))}", Type, "it");
        again.Verify(Exercise.Seal.Public, "it");
        Assert.NotEqual(Signed.Text, again.Text);
        Assert.Equal(Signed.Id, again.Id);
    }

    [Fact]
    public void A_signature_in_another_encoding_is_malformed()
    {
        Exercise.Refused(RefusalCode.Malformed, () => Jws.Parse(Signed.Text + "=", Type, "it"));
        var input = Signed.Text[..(Signed.Text.LastIndexOf('.') + 1)];
        var der = Exercise.Seal.SignDer(Encoding.ASCII.GetBytes(input[..^1]));
        Exercise.Refused(RefusalCode.Malformed, () => Jws.Parse(input + Base64UrlText.Encode(der), Type, "it"));
    }

    [Fact]
    public void Another_key_or_another_byte_breaks_the_seal()
    {
        // Signed by the right key, but naming another: whose document it is must not be a matter of trying keys.
        var header = Base64UrlText.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"ES256","typ":"{{Type}}","kid":"{{Exercise.OfficerKey.Kid}}"}"""));
        var input = $"{header}.{Signed.Text.Split('.')[1]}";
        var misnamed = Jws.Parse($"{input}.{Base64UrlText.Encode(Exercise.Seal.Sign(Encoding.ASCII.GetBytes(input)))}", Type, "it");
        Exercise.Refused(RefusalCode.Seal, () => misnamed.Verify(Exercise.Seal.Public, "it"));
        Exercise.Refused(RefusalCode.Seal, () => Signed.Verify(Exercise.OfficerKey.Public, "it"));
        var parts = Signed.Text.Split('.');
        var other = $"{parts[0]}.{Base64UrlText.Encode("""{"iss":"y"}"""u8)}.{parts[2]}";
        Exercise.Refused(RefusalCode.Seal, () => Jws.Parse(other, Type, "it").Verify(Exercise.Seal.Public, "it"));
    }
}
