using Comity.Trust;

namespace Comity.Tests.Trust;

[Trait("Spec", "rfc9421/2.5")]
public sealed class HttpSignatureTests
{
    private static readonly Uri Target = new("http://jp.localhost:7002/exchange/proofs?of=x%20y");
    private static readonly Digest Body = Digest.Of("body");

    private static HttpSignature Sign(Digest? body) => HttpSignature.Sign("PUT", Target, body, Exercise.Noon, Federation.RequestKey, Exercise.Random(1));

    private static HttpSignature Received(Digest? body)
    {
        var sent = Sign(body);
        return HttpSignature.Parse(sent.InputHeader, sent.SignatureHeader);
    }

    [Fact]
    public void The_input_is_written_in_one_spelling() =>
        Assert.Equal(
            $"""comity=("@method" "@target-uri" "content-digest");created=1795262400;keyid="{Federation.RequestKey.Kid}";nonce="{Sign(Body).Nonce}";tag="comity" """.TrimEnd(),
            Sign(Body).InputHeader);

    [Fact]
    public void What_was_sent_verifies()
    {
        Received(Body).Verify("PUT", Target, Body, Federation.RequestKey.Public, Exercise.Noon.AddSeconds(120));
        Received(null).Verify("PUT", Target, null, Federation.RequestKey.Public, Exercise.Noon.AddSeconds(-30));
        Assert.Equal(Federation.RequestKey.Kid, Received(null).KeyId);
    }

    [Fact]
    public void Another_method_address_body_or_key_is_refused()
    {
        static void Refused(Digest? body, Action<HttpSignature> verify) => Exercise.Refused(RefusalCode.Seal, () => verify(Received(body)));
        Refused(Body, s => s.Verify("POST", Target, Body, Federation.RequestKey.Public, Exercise.Noon));
        Refused(Body, s => s.Verify("PUT", new("http://jp.localhost:7002/exchange/proofs?of=x%20z"), Body, Federation.RequestKey.Public, Exercise.Noon));
        Refused(Body, s => s.Verify("PUT", Target, Digest.Of("other"), Federation.RequestKey.Public, Exercise.Noon));
        Refused(Body, s => s.Verify("PUT", Target, null, Federation.RequestKey.Public, Exercise.Noon));
        Refused(null, s => s.Verify("PUT", Target, Body, Federation.RequestKey.Public, Exercise.Noon));
        Refused(Body, s => s.Verify("PUT", Target, Body, Exercise.Seal.Public, Exercise.Noon));
    }

    [Fact]
    public void A_request_lives_two_minutes()
    {
        Exercise.Refused(RefusalCode.Clock, () => Received(Body).Verify("PUT", Target, Body, Federation.RequestKey.Public, Exercise.Noon.AddSeconds(121)));
        Exercise.Refused(RefusalCode.Clock, () => Received(Body).Verify("PUT", Target, Body, Federation.RequestKey.Public, Exercise.Noon.AddSeconds(-31)));
    }

    [Fact]
    public void Any_other_spelling_is_malformed()
    {
        var sent = Sign(Body);
        foreach (var input in new[]
        {
            null, "", sent.InputHeader + " ", sent.InputHeader + ";expires=1", sent.InputHeader.Replace("comity=", "sig1=", StringComparison.Ordinal),
            sent.InputHeader.Replace("\"@method\" ", "", StringComparison.Ordinal), sent.InputHeader.Replace("created=", "created=0", StringComparison.Ordinal),
            sent.InputHeader.Replace("created=1795262400", "created=99999999999999999999", StringComparison.Ordinal), sent.InputHeader + "\n", sent.InputHeader + ", " + sent.InputHeader,
        })
            Exercise.Refused(RefusalCode.Malformed, () => HttpSignature.Parse(input, sent.SignatureHeader));
        foreach (var signature in new[] { null, "", "comity=:", "comity=::", "comity=:AA==:", sent.SignatureHeader[..^1], sent.SignatureHeader.Replace("==:", "=:", StringComparison.Ordinal) })
            Exercise.Refused(RefusalCode.Malformed, () => HttpSignature.Parse(sent.InputHeader, signature));
    }

    [Fact]
    [Trait("Spec", "rfc9530/2")]
    public void A_content_digest_has_one_spelling()
    {
        Assert.Equal("sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", ContentDigest.Of(Digest.Of("")));
        Assert.True(ContentDigest.TryParse(ContentDigest.Of(Body), out var read) && read == Body);
        foreach (var other in new[] { null, "", "sha-256=:", "sha-256=::", "sha-256=:AAAA:", ContentDigest.Of(Body) + " ", "sha-256=: " + ContentDigest.Of(Body)[9..], "sha-512=:AAAA:" })
            Assert.False(ContentDigest.TryParse(other, out _));
    }
}
