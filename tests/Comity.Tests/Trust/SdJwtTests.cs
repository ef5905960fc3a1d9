using System.Text;
using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Tests.Trust;

[Trait("Spec", "trust/R6")]
public sealed class SdJwtTests
{
    private static readonly SdJwt Sealed = Exercise.Draft().Seal(SdJwtProfile.Statement, Exercise.Seal);

    private static SdJwt Parse(string text) => SdJwt.Parse(text, SdJwtProfile.Statement, "The statement");

    private static void Malformed(string text) => Exercise.Refused(RefusalCode.Malformed, () => Parse(text));

    private static string Encoded(string json) => Base64UrlText.Encode(Encoding.UTF8.GetBytes(json));

    /// <summary>A statement that signs whatever it is given, as a hostile author would.</summary>
    private static string Hostile(Action<JsonObject> change, params string[] disclosures)
    {
        var random = Exercise.Random(9);
        var digests = disclosures.Distinct().Select(d => Digest.Of(d)).ToList();
        while (digests.Count < 16) digests.Add(new(random.Bytes(32)));
        digests.Sort();
        var claims = Exercise.Claims();
        claims["_sd_alg"] = "sha-256";
        claims["_sd"] = new JsonArray([.. digests.Select(d => (JsonNode)d.ToString())]);
        change(claims);
        return Jws.Sign(SdJwtProfile.Statement.Type, claims, Exercise.Seal).Text + "~" + string.Concat(disclosures.Select(d => d + "~"));
    }

    private const string Salt = "AAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public void What_was_sealed_comes_back_byte_for_byte()
    {
        var read = Parse(Sealed.Text);
        read.Verify(Exercise.Seal.Public, "it");
        Assert.Equal(Sealed.Text, read.Text);
        Assert.Equal(Sealed.Id, read.Id);
        Assert.Equal("KT-7/26", read.Find("reference")!.Value.GetString());
        Assert.Equal(13, read.Undisclosed);
    }

    [Fact]
    [Trait("Spec", "trust/R3")]
    public void Showing_less_changes_neither_id_nor_seal()
    {
        var less = Parse(Sealed.With(["reference", "absent"]).Text);
        less.Verify(Exercise.Seal.Public, "it");
        Assert.Equal(Sealed.Id, less.Id);
        Assert.Single(less.Disclosures);
        Assert.Null(less.Find("el.29.offence"));
        Assert.NotEqual(Sealed.Shown, less.Shown);
    }

    [Fact]
    public void What_was_shown_does_not_depend_on_order()
    {
        var turned = Sealed.SignedPart + "~" + string.Concat(Sealed.Disclosures.Reverse().Select(d => d.Text + "~"));
        Assert.Equal(Sealed.Shown, Parse(turned).Shown);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(15, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 24)]
    [InlineData(25, 32)]
    [Trait("Attack", "element count")]
    public void The_number_of_digests_tells_only_a_bracket_of_eight(int disclosures, int entries)
    {
        var elements = Enumerable.Range(0, disclosures).Select(i => new KeyValuePair<string, JsonNode?>($"el.{i}", i));
        var draft = SdJwtDraft.Make(Exercise.Claims(), elements, Exercise.Random(1));
        Assert.Equal(entries, draft.Claims.GetProperty("_sd").GetArrayLength());
        Assert.Equal(disclosures, draft.Seal(SdJwtProfile.Statement, Exercise.Seal).Disclosures.Count);
    }

    [Fact]
    public void The_draft_can_be_stored_and_sealed_later()
    {
        var draft = Exercise.Draft();
        var stored = new SdJwtDraft(draft.Claims, draft.Disclosures);
        Assert.Equal(ApprovalChallenge.Of(draft.Claims), ApprovalChallenge.Of(stored.Claims));
        Assert.Equal(3, stored.With("seq", 2).Seal(SdJwtProfile.Statement, Exercise.Seal).Disclosures.Count);
    }

    [Fact]
    [Trait("Attack", "disclosure swap")]
    public void A_disclosure_that_is_not_signed_is_refused() =>
        Malformed(Sealed.SignedPart + "~" + Disclosure.Of("reference", "other", Exercise.Random(1)).Text + "~");

    [Fact]
    [Trait("Attack", "duplicate digest")]
    public void A_disclosure_given_twice_is_refused() => Malformed(Sealed.Text + Sealed.Disclosures[0].Text + "~");

    [Fact]
    public void One_name_disclosed_twice_is_refused() =>
        Malformed(Hostile(_ => { }, Encoded($"""["{Salt}","a",1]"""), Encoded($"""["{Salt}","a",2]""")));

    [Theory]
    [InlineData("""["SALT","type","withdrawal"]""")]
    [InlineData("""["SALT","iat",1]""")]
    [InlineData("""["SALT","_sd",[]]""")]
    [InlineData("""["SALT","_sd_alg","sha-512"]""")]
    [InlineData("""["SALT","...","x"]""")]
    [InlineData("""["SALT","cnf",{}]""")]
    [InlineData("""["SALT","an array element"]""")]
    [InlineData("""["SALT","a",{"_sd":["x"]}]""")]
    [InlineData("""["SALT","a",[{"...":"x"}]]""")]
    [InlineData("""["SALT","a",[[{"b":{"_sd":[]}}]]]""")]
    [InlineData("""["AAAA","a",1]""")]
    [InlineData("""[1,"a",1]""")]
    [InlineData("""["SALT",1,1]""")]
    [InlineData("""["SALT","a",1,2]""")]
    [InlineData("""["SALT","a",{"b":1,"b":2}]""")]
    [InlineData("""["SALT","a",1.5]""")]
    [InlineData("""{"a":1}""")]
    [Trait("Attack", "recursive digest")]
    public void A_signed_disclosure_out_of_profile_is_refused(string json) =>
        Malformed(Hostile(_ => { }, Encoded(json.Replace("SALT", Salt, StringComparison.Ordinal))));

    [Fact]
    public void A_nested_digest_list_among_the_permanent_claims_is_refused()
    {
        Malformed(Hostile(c => c["terms"]!["_sd"] = new JsonArray()));
        Malformed(Hostile(c => c["seen"] = new JsonArray(new JsonObject { ["..."] = "x" })));
        Malformed(Hostile(c => c["..."] = "x"));
    }

    [Fact]
    [Trait("Spec", "trust/R7")]
    public void Key_binding_is_refused()
    {
        Malformed(Hostile(c => c["cnf"] = new JsonObject { ["jwk"] = Exercise.Seal.Public.Jwk.ToJson() }));
        Malformed(Sealed.Text + Jws.Sign("kb+jwt", [], Exercise.Seal).Text);
    }

    [Fact]
    public void The_digest_list_must_be_sorted_distinct_and_filled()
    {
        Malformed(Hostile(c => c["_sd"] = new JsonArray([.. c["_sd"]!.AsArray().Reverse().Select(d => d!.DeepClone())])));
        Malformed(Hostile(c => c["_sd"]!.AsArray()[1] = c["_sd"]!.AsArray()[0]!.DeepClone()));
        Malformed(Hostile(c => c["_sd"]!.AsArray().RemoveAt(0)));
        Malformed(Hostile(c => c["_sd"] = new JsonArray()));
        Malformed(Hostile(c => c.Remove("_sd")));
        Malformed(Hostile(c => c["_sd_alg"] = "sha-512"));
        Malformed(Hostile(c => c.Remove("_sd_alg")));
    }

    [Fact]
    public void A_plain_JWS_or_one_of_another_kind_is_refused()
    {
        Malformed(Sealed.SignedPart);
        Exercise.Refused(RefusalCode.Header, () => SdJwt.Parse(Sealed.Text, SdJwtProfile.Officer, "it"));
    }

    [Fact]
    public void More_than_a_mebibyte_is_refused() => Malformed(Sealed.Text + new string('A', SdJwt.Longest) + "~");
}
