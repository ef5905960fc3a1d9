using System.Text.Json;
using Comity.Law;
using Comity.Node.Law;

namespace Comity.Node.Tests.Law;

/// <summary>The other commands of the law, run as a program runs them.</summary>
public sealed class LawCommandTests
{
    [Theory]
    [InlineData("2026-10-31T02:00:00+00:00", "dl.eu.10.4", "--start", "2026-10-30T17:10", "--zone", "Europe/Lisbon", "--state", "PT")]
    [InlineData("2026-10-31T03:00:00+01:00", "dl.eu.10.4", "--start", "2026-10-30T17:10Z", "--zone", "Europe/Paris")]
    [InlineData("2026-12-02T23:59:59+00:00", "dl.eu.10.3", "--start", "2026-11-21T10:00", "--state", "PT")]
    [InlineData("2026-12-04T23:59:59+00:00", "dl.eu.10.3", "--start", "2026-11-21T10:00", "--state", "PT", "--pause", "2026-11-24T10:00/2026-11-26T09:00", "--pause", "2026-11-25T10:00/2026-11-27T09:00")]
    [InlineData("2026-11-23T10:00:00+00:00", "dl.eu.10.2", "--start", "2026-11-21T10:00", "--state", "PT", "--released", "2026-11-23T10:00")]
    [InlineData("2027-02-19T23:59:59+00:00", "dl.eupr.60", "--start", "2026-11-21T10:00", "--state", "PT", "--prolonged", "2027-01-04T10:00")]
    [InlineData("2026-12-24T12:00:00+01:00", "dl.7.7", "--start", "2026-11-21T10:00", "--state", "RS", "--stated", "2026-12-24T12:00")]
    [InlineData(null, "dl.29.3", "--start", "2026-11-21T10:00", "--zone", "Europe/Dublin", "--state", "IE")]
    [InlineData(null, "dl.eu.10.3", "--start", "2026-11-21T10:00", "--state", "PT", "--pause", "2026-11-24T10:00/")]
    [InlineData(null, "dl.eu.16", "--start", "2026-11-21T10:00", "--zone", "Europe/Dublin", "--state", "IE")]
    public async Task A_deadline_has_a_date_with_an_offset_or_null_and_every_step(string? due, params string[] words)
    {
        var json = await LawProgram.Json(["deadline", .. words]);
        Assert.Equal(due, json.GetProperty("due").GetString());
        Assert.Equal(words[0], json.GetProperty("rule").GetProperty("id").GetString());
        Assert.NotEmpty(json.GetProperty("steps").EnumerateArray());
    }

    [Fact]
    public async Task A_missing_calendar_is_said()
    {
        var json = await LawProgram.Json("deadline", "dl.eu.10.3", "--start", "2026-11-21T10:00", "--zone", "Europe/Dublin", "--state", "IE");
        Assert.True(json.GetProperty("calendarMissing").GetBoolean());
        Assert.Equal("2026-12-01T23:59:59+00:00", json.GetProperty("due").GetString());
    }

    [Fact]
    [Trait("Provision", "eu-2023-1543/17/9")]
    public async Task A_deadline_says_whose_calendar_decides()
    {
        var json = await LawProgram.Json("deadline", "dl.eu.17", "--start", "2026-11-21T10:00", "--state", "FR");
        Assert.Equal("issuing State", json.GetProperty("rule").GetProperty("calendarOf").GetString());
    }

    [Theory]
    [InlineData("time limit", "dl.29.7.min", "deadline", "dl.1", "--start", "2026-11-21T10:00", "--state", "PT")]
    [InlineData("time zone", "Europe/Lisbon", "deadline", "dl.eu.10.4", "--start", "2026-11-21T10:00", "--zone", "Lisbon")]
    [InlineData("time zone", "Europe/Lisbon", "deadline", "dl.eu.10.4", "--start", "2026-11-21T10:00")]
    [InlineData("time", "with an offset", "deadline", "dl.eu.10.4", "--start", "2026-10-25T01:30", "--state", "PT")]
    [InlineData("time", "skip it", "deadline", "dl.eu.10.4", "--start", "2026-03-29T01:30", "--state", "PT")]
    [InlineData("time", "2026-10-30T17:10", "deadline", "dl.eu.10.4", "--start", "yesterday", "--state", "PT")]
    [InlineData("country", "AD, AE", "deadline", "dl.eu.10.4", "--start", "2026-11-21T10:00", "--state", "XX")]
    [InlineData("pause", "FROM/TO", "deadline", "dl.eu.10.4", "--start", "2026-11-21T10:00", "--state", "PT", "--pause", "2026-11-21T10:00")]
    [InlineData("pause", "not before", "deadline", "dl.eu.10.4", "--start", "2026-11-21T10:00", "--state", "PT", "--pause", "2026-11-21T10:00/2026-11-21T09:00")]
    [InlineData("release", "none", "deadline", "dl.eu.10.4", "--start", "2026-11-21T10:00", "--state", "PT", "--released", "2026-11-21T10:00")]
    [InlineData("prolongation", "none", "deadline", "dl.eu.10.4", "--start", "2026-11-21T10:00", "--state", "PT", "--prolonged", "2026-11-21T10:00")]
    [InlineData("treaty", "ETS185, ETS189", "status", "--treaty", "ETS1")]
    [InlineData("channel", "ch.185.29", "requires", "ch.1", "--from", "RS", "--to", "JP")]
    [InlineData("circumstance", "emergency, urgent", "requires", "ch.185.29", "--from", "RS", "--to", "JP", "--if", "hurry")]
    [InlineData("channel", "ch.185.29", "grounds", "ch.1", "--from", "RS", "--to", "JP")]
    [InlineData("supposition", "IE:ETS185:2026-12-01", "whatif", "--from", "RS", "--to", "IE", "--data", "traffic")]
    [InlineData("supposition", "COUNTRY:TREATY:DAY", "whatif", "--from", "RS", "--to", "IE", "--data", "traffic", "--ratify", "IE")]
    [InlineData("supposition", "COUNTRY:TREATY:ARTICLE:DAY", "whatif", "--from", "RS", "--to", "IE", "--data", "traffic", "--declare", "IE")]
    public async Task Wrong_words_end_with_2_and_one_line_that_names_the_valid_ones(string what, string valid, params string[] words)
    {
        var (code, output, error) = await LawProgram.Run([.. words, "--json"]);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"Unknown {what} '", error, StringComparison.Ordinal);
        Assert.Contains(valid, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("Valid: ETS185, ETS189", "IE:ETS9:2026-12-01")]
    [InlineData("Valid: AD, AE", "ZZ:ETS185:2026-12-01")]
    [InlineData("Japan has consented", "JP:ETS185:2026-12-01")]
    public async Task What_a_treaty_does_not_allow_cannot_be_supposed(string says, string supposition)
    {
        var (code, output, error) = await LawProgram.Run("whatif", "--ratify", supposition, "--from", "RS", "--to", "IE", "--data", "traffic", "--json");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
    }

    [Fact]
    [Trait("Provision", "ets-185/36/4")]
    public async Task What_if_has_the_output_of_routes_and_says_that_it_is_hypothetical()
    {
        string[] question = ["--from", "RS", "--to", "IE", "--data", "traffic", "--on", "2027-04-01", "--channel", "ch.185.29"];
        var real = await LawProgram.Json(["routes", .. question]);
        var supposed = await LawProgram.Json(["whatif", "--ratify", "IE:ETS185:2026-12-01", "--ratify", "IE:ETS189:2026-12-01", .. question]);
        Assert.False(real.GetProperty("routes")[0].GetProperty("open").GetBoolean());
        Assert.True(supposed.GetProperty("routes")[0].GetProperty("open").GetBoolean());
        Assert.True(supposed.GetProperty("hypothetical").GetBoolean());
        Assert.Equal("""["IE:ETS185:2026-12-01","IE:ETS189:2026-12-01"]""", supposed.GetProperty("suppositions").GetRawText());
        Assert.Equal(real.EnumerateObject().Select(member => member.Name), supposed.EnumerateObject().Select(member => member.Name).Except(["hypothetical", "suppositions"]));
        var (_, table, _) = await LawProgram.Run(["whatif", "--ratify", "IE:ETS185:2026-12-01", .. question]);
        Assert.Contains("HYPOTHETICAL", table, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Provision", "ets-185/29/4")]
    public async Task What_if_adds_and_withdraws_declarations()
    {
        string[] question = ["--from", "RS", "--data", "traffic", "--offence", "off.any", "--on", "2027-04-01", "--channel", "ch.185.29"];
        static string Grounds(JsonElement json) => json.GetProperty("routes")[0].GetProperty("grounds").GetRawText();
        Assert.Contains("rg.29-dual-criminality", Grounds(await LawProgram.Json(["routes", "--to", "JP", .. question])), StringComparison.Ordinal);
        Assert.DoesNotContain("rg.29-dual-criminality", Grounds(await LawProgram.Json(["whatif", "--withdraw", "JP:ETS185:29.4:2027-01-01", "--to", "JP", .. question])), StringComparison.Ordinal);
        Assert.Contains("rg.29-dual-criminality", Grounds(await LawProgram.Json(["whatif", "--declare", "NL:ETS185:29.4:2027-01-01", "--to", "NL", .. question])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_the_standing_of_a_State_on_a_day_with_its_declarations()
    {
        var before = (await LawProgram.Json("status", "--treaty", "ETS185", "--country", "JP", "--on", "2012-10-31")).GetProperty("treaties")[0].GetProperty("standings")[0];
        Assert.Equal(("consented", "2012-07-03", "2012-11-01"), (before.GetProperty("standing").GetString(), before.GetProperty("deposited").GetString(), before.GetProperty("boundFrom").GetString()));
        Assert.Empty(before.GetProperty("declarations").EnumerateArray());
        var after = (await LawProgram.Json("status", "--treaty", "ETS185", "--country", "JP", "--on", "2012-11-01")).GetProperty("treaties")[0].GetProperty("standings")[0];
        Assert.Equal("bound", after.GetProperty("standing").GetString());
        Assert.Contains(after.GetProperty("declarations").EnumerateArray(), one => one.GetProperty("article").GetString() == "29.4");
        var all = await LawProgram.Json("status", "--on", "2026-11-21");
        var second = all.GetProperty("treaties").EnumerateArray().Single(treaty => treaty.GetProperty("treaty").GetString() == "CETS224");
        Assert.Equal((false, 0), (second.GetProperty("inForce").GetBoolean(), second.GetProperty("bound").GetInt32()));
    }

    [Fact]
    [Trait("Provision", "cets-224/8/3/b")]
    public async Task Requires_says_what_a_request_must_have_and_who_may_see_it()
    {
        var elements = (await LawProgram.Json("requires", "ch.224.8", "--from", "RS", "--to", "JP", "--on", "2026-11-21")).GetProperty("elements").EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!);
        Assert.True(elements["el.8.facts"].GetProperty("required").GetBoolean());
        Assert.Equal("""["requested-authority"]""", elements["el.8.facts"].GetProperty("visibleTo").GetRawText());
        Assert.False(elements["el.8.additional"].GetProperty("required").GetBoolean());
        var urgent = (await LawProgram.Json("requires", "ch.185.25", "--from", "RS", "--to", "JP", "--if", "urgent")).GetProperty("elements").EnumerateArray();
        Assert.True(urgent.Single(one => one.GetProperty("id").GetString() == "el.mla.urgency").GetProperty("required").GetBoolean());
    }

    [Fact]
    [Trait("Provision", "ets-185/29/5")]
    public async Task Grounds_says_which_apply_and_which_fall_away()
    {
        var json = await LawProgram.Json("grounds", "ch.185.29", "--from", "RS", "--to", "JP", "--offence", "off.185.2", "--on", "2026-11-21");
        Assert.True(json.GetProperty("closedList").GetBoolean());
        Assert.Equal(["rg.political", "rg.essential-interests"], json.GetProperty("grounds").EnumerateArray().Select(ground => ground.GetProperty("id").GetString()));
        var away = Assert.Single(json.GetProperty("fallAway").EnumerateArray());
        Assert.Equal("rg.29-dual-criminality", away.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Every_command_prints_a_table_and_its_help()
    {
        string[][] lines =
        [
            ["deadline", "dl.eu.10.4", "--start", "2026-10-30T17:10", "--state", "PT"],
            ["status"], ["status", "--country", "JP"],
            ["requires", "ch.185.29", "--from", "RS", "--to", "JP"],
            ["grounds", "ch.185.29", "--from", "RS", "--to", "JP"],
            ["routes", "--from", "RS", "--to", "JP", "--data", "traffic", "--channel", "ch.185.25"],
        ];
        foreach (var line in lines)
        {
            var (code, output, error) = await LawProgram.Run(line);
            Assert.Equal((0, ""), (code, error));
            Assert.Contains("Law release", output, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', output);
            (code, output, _) = await LawProgram.Run(line[0], "--help");
            Assert.Equal(0, code);
            Assert.Contains("--json", output, StringComparison.Ordinal);
        }
    }
}

/// <summary>A hypothetical release decides nothing real: every place that could keep or name one refuses it.</summary>
public sealed class HypotheticalReleaseTests
{
    private readonly LawRelease _supposed = LawFolder.Load(LawFolder.Beside).Suppose([Supposition.Parse("IE:ETS185:2026-12-01")]);

    [Fact]
    public void No_shelf_takes_it()
    {
        Assert.Throws<InvalidOperationException>(() => new LawShelf(_supposed));
        var shelf = LawShelf.Load();
        Assert.Throws<InvalidOperationException>(() => shelf.Add(_supposed));
    }

    [Fact]
    public void It_has_no_name_for_a_statement_and_no_bytes_for_a_bundle()
    {
        Assert.Throws<InvalidOperationException>(() => _supposed.Digest);
        Assert.Throws<InvalidOperationException>(_supposed.Pack);
    }

    [Fact]
    public async Task No_database_keeps_it()
    {
        using var folder = new TestFolder();
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var database = Database.Create(folder.At("comity.db"), Tables.All);
        await using var writer = new Writer(database, new Node.Ledger.LedgerWriter(new Comity.Ledger.LogKey("test.localhost/ledger", key), TimeProvider.System, System.Security.Cryptography.RandomNumberGenerator.Fill));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.RunAsync(t => LawTables.Keep(t, _supposed, DateTimeOffset.UnixEpoch)));
        using var sql = database.Read();
        Assert.Equal(0, sql.Scalar<long>("SELECT count(*) FROM law_release"));
    }
}
