using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Tests.Trust;

/// <summary>The vectors of spec/trust.md and spec/receipt.md: another implementation can read the same file.</summary>
/// <remarks>Signatures are random, so the file is made once and then only read. COMITY_WRITE_VECTORS=1 makes it anew, with new keys.</remarks>
[Trait("Spec", "trust/R27")]
public sealed class PublishedVectorTests
{
    private static readonly string File = Path.Combine(Root(), "spec", "vectors", "trust.json");
    private static readonly Lazy<JsonElement> All = new(Read);

    [Fact]
    [Trait("Spec", "trust/R11")]
    public void The_statement_is_read_and_its_challenge_is_the_one_stated()
    {
        var vector = All.Value.GetProperty("statement");
        var act = SdJwt.Parse(Text(vector, "text"), SdJwtProfile.Statement, "it");
        act.Verify(VerificationKey.FromJwk(vector.GetProperty("seal"), "it"), "it");
        Assert.Equal(Text(vector, "id"), act.Id.ToString());
        Assert.Equal(Text(vector, "challenge"), ApprovalChallenge.Of(act.Claims).ToString());
        Assert.Equal(Text(vector, "shown"), act.Shown.ToString());
        Assert.Equal(Text(vector, "less_shown"), SdJwt.Parse(Text(vector, "less"), SdJwtProfile.Statement, "it").Shown.ToString());
        foreach (var disclosed in vector.GetProperty("disclosed").EnumerateObject()) Assert.True(JsonElement.DeepEquals(disclosed.Value, act.Find(disclosed.Name)!.Value));
    }

    [Fact]
    public void The_hostile_statements_are_refused_with_the_word_stated()
    {
        foreach (var vector in All.Value.GetProperty("refused").EnumerateArray())
            Exercise.Refused(RefusalWords.Parse(Text(vector, "code"))!.Value, () => SdJwt.Parse(Text(vector, "text"), SdJwtProfile.Statement, Text(vector, "why")));
    }

    [Fact]
    public void The_office_is_judged_and_the_act_is_approved()
    {
        var vector = All.Value.GetProperty("judgement");
        var at = DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("at").GetInt64());
        var anchor = new PinnedAnchor(EntityId.Parse(Text(vector, "anchor")), PublicJwk.Parse(vector.GetProperty("root"), "it"));
        var material = TrustMaterial.Parse(vector.GetProperty("material"));
        var standing = Federation.Judge(anchor).Judge(EntityId.Parse(Text(vector, "office")), [], at, material);
        Assert.Equal((Text(vector, "party"), Text(vector, "authority")), (standing.Party, standing.Authority.ToString()));
        Assert.Equal(vector.GetProperty("roles").EnumerateArray().Select(r => r.GetString()!), standing.Roles);
        Assert.Equal(Text(vector, "trust"), material.Digest.ToString());
        var act = SdJwt.Parse(Text(All.Value.GetProperty("statement"), "text"), SdJwtProfile.Statement, "it");
        standing.VerifySeal(act);
        Assert.Equal(2, ApprovalCheck.Check(act, ApprovalDemand.Emergency, standing.Officers, material, at).Count);
        Receipt.Verify(Receipt.Parse(Text(All.Value.GetProperty("receipt"), "text")), standing);
        Assert.Equal(Text(All.Value.GetProperty("receipt"), "jti"), Receipt.Parse(Text(All.Value.GetProperty("receipt"), "text")).Content.Number.ToString());
    }

    [Fact]
    [Trait("Spec", "rfc9421/2.5")]
    public void The_request_verifies()
    {
        var vector = All.Value.GetProperty("request");
        Assert.True(ContentDigest.TryParse(Text(vector, "content-digest"), out var body) && body == Digest.Of(Text(vector, "body")));
        var signature = HttpSignature.Parse(Text(vector, "signature-input"), Text(vector, "signature"));
        signature.Verify(Text(vector, "method"), new(Text(vector, "target")), body, VerificationKey.FromJwk(vector.GetProperty("key"), "it"), signature.Created);
    }

    private static JsonElement Read()
    {
        if (Environment.GetEnvironmentVariable("COMITY_WRITE_VECTORS") is not null) Write();
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        return document.RootElement.Clone();
    }

    private static void Write()
    {
        var (act, officers) = Exercise.Approved(Exercise.Draft(), 0, 1);
        var less = act.With(["reference"]);
        var cast = new Federation();
        var material = cast.Material().With(officers.Texts);
        var receipt = new Receipt
        {
            Issuer = Exercise.Contact, Audience = EntityId.Parse("http://jp.localhost:7002/offices/poc"), Dossier = Digest.Of("dossier"), Of = Digest.Of("statement"), Rung = Rung.Validated,
            At = Exercise.Noon, Shown = act.Shown, Trust = material.Digest, Log = new("rs.localhost/ledger", 42, Digest.Of("leaf")),
        };
        var target = new Uri("http://jp.localhost:7002/exchange/objects/1");
        var request = HttpSignature.Sign("PUT", target, Digest.Of("body"), Exercise.Noon, Federation.RequestKey, Exercise.Random(1));
        var vectors = new JsonObject
        {
            ["statement"] = new JsonObject
            {
                ["seal"] = Exercise.Seal.Public.Jwk.ToJson(), ["text"] = act.Text, ["id"] = act.Id.ToString(), ["challenge"] = ApprovalChallenge.Of(act.Claims).ToString(), ["shown"] = act.Shown.ToString(),
                ["disclosed"] = new JsonObject(Exercise.Elements.Select(e => new KeyValuePair<string, JsonNode?>(e.Key, e.Value?.DeepClone()))), ["less"] = less.Text, ["less_shown"] = less.Shown.ToString(),
            },
            ["refused"] = new JsonArray(
                Refused("header", "another type", Jws.Sign("JWT", [], Exercise.Seal).Text + "~"),
                Refused("malformed", "a disclosure twice", act.Text + act.Disclosures[0].Text + "~"),
                Refused("malformed", "a disclosure that is not signed", act.SignedPart + "~" + Disclosure.Of("reference", "x", Exercise.Random(2)).Text + "~"),
                Refused("malformed", "a key binding", act.Text + Jws.Sign("kb+jwt", [], Exercise.Seal).Text),
                Refused("malformed", "padding in the signature", act.SignedPart + "=~")),
            ["judgement"] = new JsonObject
            {
                ["anchor"] = Federation.Anchor.ToString(), ["root"] = Federation.Root.Public.Jwk.ToJson(), ["office"] = Exercise.Contact.ToString(), ["at"] = Exercise.Noon.ToUnixTimeSeconds(),
                ["material"] = material.ToJson(), ["trust"] = material.Digest.ToString(), ["authority"] = Exercise.Serbia.ToString(), ["party"] = "RS", ["roles"] = new JsonArray(Federation.Role),
            },
            ["receipt"] = new JsonObject { ["text"] = receipt.Sign(Federation.ReceiptKey), ["jti"] = receipt.Number.ToString() },
            ["request"] = new JsonObject
            {
                ["key"] = Federation.RequestKey.Public.Jwk.ToJson(), ["method"] = "PUT", ["target"] = target.AbsoluteUri, ["body"] = "body", ["content-digest"] = ContentDigest.Of(Digest.Of("body")),
                ["signature-input"] = request.InputHeader, ["signature"] = request.SignatureHeader,
            },
        };
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        var options = new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        System.IO.File.WriteAllText(File, vectors.ToJsonString(options) + "\n");
    }

    private static JsonObject Refused(string code, string why, string text) => new() { ["code"] = code, ["why"] = why, ["text"] = text };

    private static string Text(JsonElement value, string name) => value.GetProperty(name).GetString()!;

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (System.IO.File.Exists(Path.Combine(at.FullName, "Comity.slnx"))) return at.FullName;
        throw new InvalidOperationException("The repository's root is not above the test program.");
    }
}
