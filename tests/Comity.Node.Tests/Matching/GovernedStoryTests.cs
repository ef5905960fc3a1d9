using System.Text.Json;

namespace Comity.Node.Tests.Matching;

/// <summary>The whole way of a list and of a private query by the commands, as offices walk it.</summary>
public sealed class GovernedStoryTests : IDisposable
{
    private const string Terms = """
        {"id":"drawn-shapes","version":1,"owner":"Hotline of Testland","purpose":"Finding known drawings","basis":{"instrument":"CETS 201","article":"20","state":"RS"},
         "scheme":"Test scheme","categories":{"A":"A drawing of waves"},"from":1700000000,"until":4000000000,"conditions":"Two reviewers per hit","threshold":31,"unknownQualityIsLow":false}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string At(string name) => _folder.At(name);

    private string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    private async Task<string> Listed()
    {
        MatchRun.Draw(At("listed.png"), 3);
        MatchRun.Draw(At("other.png"), 9);
        var hashed = (await MatchRun.Json("hash", At("listed.png")))[0];
        return Write("list.csv", $"pdq,quality,sha256,category\n{hashed.GetProperty("pdq").GetString()},{hashed.GetProperty("quality").GetInt32()},{hashed.GetProperty("sha256").GetString()},A\n");
    }

    [Fact]
    public async Task A_sealed_list_opens_with_two_custodians_and_a_hit_waits_for_two_reviewers()
    {
        MatchRun.NeedsDecoder();
        await Seal();
        string[] search = ["search", "--sealed", At("list.sealed"), "--scan", At("listed.png"), At("other.png"), "--log", At("log"), "--officer", "asker", "--purpose", "case 1", "--case", At("case")];
        var one = await MatchRun.Of([.. search, "--share", At("share1")]);
        Assert.Equal(1, one.Code);
        Assert.Contains("2 custodians are needed, 1 are here", one.Error, StringComparison.Ordinal);

        var found = await MatchRun.Json([.. search, "--share", At("share1"), At("share3")]);
        var hit = Assert.Single(found.GetProperty("hits").EnumerateArray());
        Assert.Equal(("exact+perceptual", "A", "possible"), (hit.GetProperty("agreement").GetString(), hit.GetProperty("category").GetString(), hit.GetProperty("status").GetString()));
        var number = $"{hit.GetProperty("hit").GetInt32()}";
        await Review(number);
        await Report(number);
        await Verify(number);
    }

    [Fact]
    public async Task A_provider_learns_which_of_its_hashes_are_listed_and_the_holder_keeps_a_quota()
    {
        MatchRun.NeedsDecoder();
        var list = await Listed();
        await MatchRun.Json("list", "key", "--out", At("holder"));
        Assert.Equal(1, (await MatchRun.Json("query", "members", "--hashes", list, "--name", "drawn-shapes/1", "--signer", At("holder"), "--out", At("members"))).GetProperty("entries").GetInt32());
        var own = Write("own.json", (await MatchRun.Of("hash", At("other.png"), At("listed.png"), "--json")).Output);
        string[] set = ["--members", At("members"), "--holder", At("holder.pub")];
        await MatchRun.Json(["query", "ask", .. set, "--hashes", own, "--out", At("request")]);
        Assert.DoesNotContain((await MatchRun.Json("hash", At("listed.png")))[0].GetProperty("sha256").GetString()!, File.ReadAllText(At("request")), StringComparison.Ordinal);

        string[] answer = ["query", "answer", "--key", At("members.key"), "--request", At("request"), "--client", "provider", "--log", At("log"), "--officer", "holder 1", "--out", At("answer"), "--per-day", "3"];
        await MatchRun.Json(answer);
        var finished = await MatchRun.Json(["query", "finish", .. set, "--secret", At("request.secret"), "--answer", At("answer")]);
        Assert.Equal((2, "[1]"), (finished.GetProperty("asked").GetInt32(), finished.GetProperty("listed").GetRawText()));

        var again = await MatchRun.Of(answer);
        Assert.Equal(1, again.Code);
        Assert.Contains("quota of 3 a day", again.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await MatchRun.Json("log", "verify", At("log"))).GetProperty("records").GetInt32());
        File.WriteAllText(At("answer"), File.ReadAllText(At("answer")).Replace("\"proof\":\"", "\"proof\":\"0", StringComparison.Ordinal));
        Assert.Equal(1, (await MatchRun.Of(["query", "finish", .. set, "--secret", At("request.secret"), "--answer", At("answer")])).Code);
    }

    private async Task Seal()
    {
        var list = await Listed();
        for (var n = 1; n <= 3; n++) await MatchRun.Json("list", "key", "--out", At($"key{n}"));
        await MatchRun.Json("list", "seal", "--terms", Write("terms.json", Terms), "--hashes", list, "--k", "2", "--out", At("list.sealed"), "--envelopes", At("envelopes"), "--log", At("log"), "--officer", "owner",
            "--custodian", $"One={At("key1.pub")}", $"Two={At("key2.pub")}", $"Three={At("key3.pub")}");
        Assert.Equal("Hotline of Testland", (await MatchRun.Json("list", "show", At("list.sealed"))).GetProperty("owner").GetString());
        Assert.DoesNotContain((await MatchRun.Json("hash", At("listed.png")))[0].GetProperty("pdq").GetString()!, File.ReadAllText(At("list.sealed")), StringComparison.Ordinal);
        foreach (var n in new[] { 1, 3 })
            await MatchRun.Json("list", "share", At("list.sealed"), "--envelope", At($"envelopes/custodian-{n}.jwe"), "--key", At($"key{n}"), "--out", At($"share{n}"));
        Assert.Equal(1, (await MatchRun.Of("list", "share", At("list.sealed"), "--envelope", At("envelopes/custodian-2.jwe"), "--key", At("key1"), "--out", At("stolen"))).Code);
    }

    private async Task Review(string hit)
    {
        string[] Decide(string officer) => ["review", "decide", "--log", At("log"), "--officer", officer, "--hit", hit, "--decision", "confirm", "--reason", "same drawing"];
        Assert.Contains("by the officer who asked", (await MatchRun.Of(Decide("asker"))).Error, StringComparison.Ordinal);
        Assert.Equal("possible", (await MatchRun.Json(Decide("r1"))).GetProperty("status").GetString());
        Assert.Contains("second one by the same officer", (await MatchRun.Of(Decide("r1"))).Error, StringComparison.Ordinal);
        var early = await MatchRun.Of("report", "draft", "--log", At("log"), "--officer", "asker", "--hit", hit, "--to", "hotline", "--facts", Write("facts.json", "{}"), "--out", At("draft"));
        Assert.Contains("two different reviewers", early.Error, StringComparison.Ordinal);
        Assert.Equal("confirmed", (await MatchRun.Json(Decide("r2"))).GetProperty("status").GetString());
        Assert.Contains("somebody else must go on", (await MatchRun.Of([.. Decide("r1"), "--limit", "1"])).Error, StringComparison.Ordinal);
        Assert.Equal("confirmed", (await MatchRun.Json("review", "show", "--log", At("log"))).GetProperty("hits")[0].GetProperty("status").GetString());
    }

    private async Task Report(string hit)
    {
        string[] draft = ["report", "draft", "--log", At("log"), "--officer", "asker", "--hit", hit, "--to", "hotline", "--out", At("draft"), "--facts"];
        Assert.Contains("facts that we know", (await MatchRun.Of([.. draft, Write("wrong.json", """{"gossip":1}""")])).Error, StringComparison.Ordinal);
        var made = await MatchRun.Json([.. draft, Write("facts.json", """{"account":"user-7","incidentAt":"2026-11-01T10:00:00+01:00"}""")]);
        Assert.Equal(("test", 45), (made.GetProperty("environment").GetString(), made.GetProperty("completeness").GetInt32()));
        Assert.True(File.Exists(At("draft/draft.xml")));
        Assert.Equal(1, (await MatchRun.Of("report", "false-match", "--log", At("log"), "--officer", "asker", "--hit", hit, "--to", "owner")).Code);
    }

    private async Task Verify(string hit)
    {
        var verified = await MatchRun.Json("log", "verify", At("log"));
        Assert.Equal((true, 1), (verified.GetProperty("holds").GetBoolean(), verified.GetProperty("confirmed").GetInt32()));
        Assert.True((await MatchRun.Json("log", "opened", At("log"), "--case", At($"case/hit-{hit}.json"))).GetProperty("asked").GetBoolean());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At($"case/hit-{hit}.json")));
        var head = verified.GetProperty("head").GetString()!;
        File.WriteAllLines(At("cut"), File.ReadAllLines(At("log")).SkipLast(1));
        Assert.Equal(0, (await MatchRun.Of("log", "verify", At("cut"))).Code);
        Assert.Contains("ends at", (await MatchRun.Of("log", "verify", At("cut"), "--head", head)).Error, StringComparison.Ordinal);
        File.WriteAllText(At("log"), File.ReadAllText(At("log")).Replace("same drawing", "other drawing", StringComparison.Ordinal));
        Assert.Contains("not bound to the lines before it", (await MatchRun.Of("log", "verify", At("log"))).Error, StringComparison.Ordinal);
    }
}
