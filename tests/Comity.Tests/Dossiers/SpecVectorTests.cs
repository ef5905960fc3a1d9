using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Dossiers;

namespace Comity.Tests.Dossiers;

/// <summary>The vectors of spec/statement.md. COMITY_WRITE_VECTORS=1 writes them anew, for a reviewer to compare.</summary>
[Trait("Spec", "statement/vectors")]
public sealed class SpecVectorTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string File()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "spec"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("No folder spec above the test program."), "spec", "statement-vectors.json");
    }

    private static JsonNode Vectors()
    {
        if (Environment.GetEnvironmentVariable("COMITY_WRITE_VECTORS") == "1") System.IO.File.WriteAllText(File(), Written().ToJsonString(Indented) + "\n");
        return JsonNode.Parse(System.IO.File.ReadAllText(File()))!;
    }

    private static Statement Parse(JsonNode payload, Digest id) => Statement.Parse(StrictJson.ParseObject(Encoding.UTF8.GetBytes(payload.ToJsonString()), "vector"), id);

    [Fact]
    public void Payloads_are_read_or_refused_as_the_page_says()
    {
        foreach (var vector in Vectors()["payloads"]!.AsArray())
        {
            string? refused = null;
            try
            {
                Parse(vector!["payload"]!, Digest.Of("vector"));
            }
            catch (RefusedException refusal)
            {
                refused = refusal.Code.Word();
            }

            Assert.True((string?)vector!["refused"] == refused, $"{vector["name"]}: {refused ?? "read"}");
        }
    }

    [Fact]
    public void The_dossier_folds_to_the_lines_of_the_page()
    {
        var dossier = Vectors()["dossier"]!;
        var statements = dossier["statements"]!.AsArray().Select(s => Parse(s!["payload"]!, Digest.Parse((string)s["id"]!))).ToList();
        var verdicts = dossier["verdicts"]!.AsArray().Select(v =>
            new Verdict(Digest.Parse((string)v!["of"]!), (string)v["by"]!, (string?)v["reason"] is { } word ? RefusalWords.Parse(word) : null, (long)v["at"]!));
        var state = StateText.Of(Dossier.Of(statements, verdicts).State);
        Assert.Equal(dossier["state"]!.AsArray().Select(l => (string)l!), state.TrimEnd().Split(Environment.NewLine));
    }

    private static JsonObject Written()
    {
        var world = new World(new Dice(2026));
        var payloads = new Dictionary<Digest, JsonObject>();
        world.Drafted = (statement, draft, place) => payloads[statement.Id] = StatementTests.Payload(draft, place, statement.At);
        var request = world.Open(terms: Terms.None with { Categories = ["traffic"], Offences = ["off.185.2"], Urgency = Urgency.Urgent, Treaty = TreatyOfPair.None }).Id;
        world.Sync();
        world.Write(Side.Asked, ActType.PreservationEffected, [request], Terms.None with { Until = World.Noon + (60 * 86_400) });
        world.Sync();
        var mla = world.Write(Side.Asking, ActType.Request, [request], Terms.None with { Categories = ["traffic"], Offences = ["off.185.2"], Treaty = TreatyOfPair.None }).Id;
        world.Sync();
        var grant = world.Write(Side.Asked, ActType.GrantedOnCondition, [mla], Terms.None with { Conditions = [new("use", ConditionKind.UseLimit, "sg.use-limit")] }).Id;
        world.Write(Side.Asking, ActType.Supplement, [mla]);
        world.Sync();
        world.Write(Side.Asking, ActType.ConditionAccepted, [grant], Terms.None with { Answers = ["use"] });
        world.Sync();
        var delivery = world.Write(Side.Asked, ActType.Delivery, [.. world.Everything.State.Request(mla)!.NamedByDelivery()]).Id;
        var late = world.Write(Side.Asking, ActType.Withdrawal, [mla]).Id;
        world.Sync();
        _ = (delivery, late);
        return new()
        {
            ["payloads"] = Payloads(payloads[request]),
            ["dossier"] = new JsonObject
            {
                ["statements"] = new JsonArray([.. world.Written.Select(s => new JsonObject { ["id"] = s.Id.ToString(), ["payload"] = payloads[s.Id].DeepClone() })]),
                ["verdicts"] = new JsonArray([.. world.Verdicts.Select(v => new JsonObject { ["of"] = v.Of.ToString(), ["by"] = v.By, ["reason"] = v.Reason?.Word(), ["at"] = v.At })]),
                ["state"] = new JsonArray([.. StateText.Of(world.Everything.State).TrimEnd().Split(Environment.NewLine).Select(l => JsonValue.Create(l))]),
            },
        };
    }

    private static JsonArray Payloads(JsonObject opening)
    {
        JsonObject Vector(string name, string? refused, Action<JsonObject> change)
        {
            var payload = opening.DeepClone().AsObject();
            change(payload);
            return new() { ["name"] = name, ["refused"] = refused, ["payload"] = payload };
        }

        return
        [
            Vector("an opening request", null, _ => { }),
            Vector("an unknown claim", "malformed", p => p["cnf"] = new JsonObject()),
            Vector("free text in terms", "malformed", p => p["terms"]!["note"] = "please hurry"),
            Vector("a member of another act's terms", "malformed", p => p["terms"]!["held"] = true),
            Vector("opened by an office that did not make the id", "malformed", p => p["iss"] = World.Serbia + "/offices/ca"),
            Vector("a side below the other", "malformed", p => p["sides"] = new JsonArray(World.Serbia, World.Serbia + "/offices/poc")),
            Vector("an addressee that is not in aud", "malformed", p => p["aud"] = new JsonArray(World.Japan + "/offices/ca")),
            Vector("an entity id with a trailing slash", "malformed", p => p["to"] = World.Japan + "/offices/poc/"),
            Vector("a former statement at number 1", "malformed", p => p["prev"] = Digest.Of("x").ToString()),
            Vector("no channel", "malformed", p => p.Remove("channel")),
            Vector("a jti of 15 bytes", "malformed", p => p["jti"] = Base64UrlText.Encode(new byte[15])),
        ];
    }
}
