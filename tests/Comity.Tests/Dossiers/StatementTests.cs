using System.Text;
using System.Text.Json.Nodes;
using Comity.Dossiers;

namespace Comity.Tests.Dossiers;

/// <summary>The permanent claims on the wire: what is written is read back, and nothing else is read.</summary>
[Trait("Spec", "statement/R5")]
public sealed class StatementTests
{
    private static readonly Digest Id = Digest.Of("id");

    private static StatementDraft Opening() => StatementDraft.Opening(
        World.Office(Side.Asking), World.Office(Side.Asked), World.Pair, ActType.Request, "ch.185.29", World.Release,
        Terms.None with { Categories = ["traffic"], Offences = ["off.185.2"], Urgency = Urgency.Emergency, Treaty = TreatyOfPair.None, Path = "rt.27.9.a", Established = "JP", Confidential = true }, new Dice(2).Fill);

    internal static JsonObject Payload(StatementDraft draft, ChainPlace place, long at = World.Noon)
    {
        var payload = draft.Payload(place, at, []);
        payload["_sd_alg"] = "sha-256";
        payload["_sd"] = new JsonArray();
        return payload;
    }

    private static Statement Parse(JsonNode payload) => Statement.Parse(StrictJson.ParseObject(Encoding.UTF8.GetBytes(payload.ToJsonString()), "payload"), Id);

    private static void Malformed(Action<JsonObject> change)
    {
        var payload = Payload(Opening(), ChainPlace.First);
        change(payload);
        Assert.Equal(RefusalCode.Malformed, Assert.Throws<RefusedException>(() => Parse(payload)).Code);
    }

    internal static string Text(Statement statement) => System.Text.Json.JsonSerializer.Serialize(statement with { Id = Id });

    [Fact]
    public void An_opening_is_read_back_as_it_was_drafted()
    {
        var draft = Opening();
        Assert.Equal(Text(draft.At(ChainPlace.First, World.Noon, Id)), Text(Parse(Payload(draft, ChainPlace.First))));
    }

    [Fact]
    public void Every_act_of_a_run_is_read_back_as_it_was_drafted() => Prop.ForAll<int>(seed =>
    {
        var world = new World(new Dice(seed));
        world.Open();
        for (var i = 0; i < 40; i++) world.Step(10);
        foreach (var side in Enum.GetValues<Side>().Where(s => world.Views[(int)s].Count > 0))
            foreach (var act in world.Open(side))
            {
                var (draft, place) = (world.Draft(side, act), world.Views[(int)side].PlaceFor(side)!);
                Assert.Equal(Text(draft.At(place, World.Noon, Id)), Text(Parse(Payload(draft, place))));
            }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void An_unknown_claim_or_member_of_terms_is_malformed()
    {
        Malformed(p => p["cnf"] = new JsonObject());
        Malformed(p => p["terms"]!["note"] = "call me");
        Malformed(p => p["terms"]!["outcome"] = "gone");
        Malformed(p => p["terms"]!["categories"] = new JsonArray("John Smith"));
        Malformed(p => p["terms"]!["path"] = "by courier to the minister");
        Malformed(p => p["terms"]!["established"] = "Japan");
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("to")]
    [InlineData("aud")]
    [InlineData("dossier")]
    [InlineData("open")]
    [InlineData("sides")]
    [InlineData("jti")]
    [InlineData("iat")]
    [InlineData("seq")]
    [InlineData("prev")]
    [InlineData("seen")]
    [InlineData("out")]
    [InlineData("type")]
    [InlineData("channel")]
    [InlineData("re")]
    [InlineData("law")]
    [InlineData("terms")]
    [InlineData("approvals")]
    [InlineData("_sd")]
    [InlineData("_sd_alg")]
    public void Every_claim_of_an_opening_is_needed(string claim) => Malformed(p => p.Remove(claim));

    [Fact]
    [Trait("Spec", "statement/R4")]
    public void Nobody_else_can_open_the_dossier()
    {
        Malformed(p => p["open"] = Base64UrlText.Encode(new byte[16]));
        Malformed(p => p["iss"] = World.Serbia + "/offices/ca");
        Malformed(p => p["sides"] = new JsonArray(World.Serbia));
        Malformed(p => p["sides"] = new JsonArray(World.Serbia, World.Serbia + "/offices/poc"));
        Malformed(p => p["sides"] = new JsonArray(World.Japan, World.Serbia));
        Malformed(p => p["sides"] = new JsonArray("http://fr.localhost", World.Japan));
    }

    [Fact]
    public void Claims_out_of_their_form_are_malformed()
    {
        Malformed(p => p["iss"] = World.Serbia + "/offices/poc/");
        Malformed(p => p["jti"] = "short");
        Malformed(p => p["iat"] = -1);
        Malformed(p => p["seq"] = 0);
        Malformed(p => p["seen"] = new JsonArray(Id.ToString(), Id.ToString()));
        Malformed(p => p["prev"] = Id.ToString());
        Malformed(p => p["aud"] = new JsonArray(World.Office(Side.Asking)));
        Malformed(p => p["channel"] = "anything");
        Malformed(p => p["type"] = "grant");
        Malformed(p => p["type"] = "granted");
        Malformed(p => p["terms"] = new JsonArray());
    }

    [Theory]
    [InlineData("el.29.offence", ActType.Request, true)]
    [InlineData("el.29.offence", ActType.Granted, false)]
    [InlineData("words", ActType.Withdrawal, true)]
    [InlineData("terms", ActType.Request, false)]
    [InlineData("file.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ActType.Delivery, true)]
    [InlineData("file.AAAA", ActType.Delivery, false)]
    [InlineData("el.<b>", ActType.Request, false)]
    [Trait("Spec", "statement/R6")]
    public void Disclosures_have_names_from_a_table(string name, ActType type, bool allowed) => Assert.Equal(allowed, Disclosures.Allows(type, name));

    [Fact]
    public void Words_of_the_wire_are_hyphenated_and_read_back()
    {
        Assert.Equal("granted-on-condition", ActType.GrantedOnCondition.Word());
        Assert.All(Enum.GetValues<ActType>(), t => Assert.Equal(t, Words.Parse<ActType>(t.Word())));
        Assert.Null(Words.Parse<ActType>("Granted"));
    }
}
