using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Comity.Node.Atlas;
using Comity.Node.Law;

namespace Comity.Node.Tests.Atlas;

/// <summary>The law over HTTP, as a program without sign-in asks it.</summary>
public sealed class LawApiTests(AtlasNode node) : IClassFixture<AtlasNode>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_of_the_description_answers_and_as_its_schema_says()
    {
        var document = await node.JsonAsync("/api/openapi.json");
        Assert.StartsWith("3.", document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        var paths = document["paths"]!.AsObject();
        Assert.Equal(
            ["countries", "countries/{code}", "deadline/{limit}", "declarations", "grounds/{channel}", "instruments", "instruments/{id}", "requires/{channel}", "routes", "status", "what-if", "what-if/changes"],
            paths.Select(path => path.Key["/api/law/".Length..]).Order(StringComparer.Ordinal));
        foreach (var (path, item) in paths)
        {
            var operation = item!["get"]!.AsObject();
            Assert.False(string.IsNullOrEmpty(operation["summary"]?.GetValue<string>()), $"{path} has no summary.");
            var answer = await node.JsonAsync(Example(path, operation));
            var schema = operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]!.AsObject();
            OpenApiShape.Check(document, schema, answer, path);
        }
    }

    /// <summary>The address of an operation, filled with the examples of its own description.</summary>
    private static string Example(string path, JsonObject operation)
    {
        var query = new List<string>();
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var (name, example) = (parameter!["name"]!.GetValue<string>(), parameter["example"]?.GetValue<string>());
            Assert.False(string.IsNullOrEmpty(parameter["description"]?.GetValue<string>()), $"{path}: {name} has no description.");
            if (parameter["in"]!.GetValue<string>() == "path") path = path.Replace($"{{{name}}}", example, StringComparison.Ordinal);
            else if (example is not null) query.Add($"{name}={Uri.EscapeDataString(example)}");
        }

        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    [Fact]
    public async Task Routes_are_byte_for_byte_what_the_command_writes()
    {
        var law = node.Law;
        var query = new Comity.Law.RouteQuery(Comity.Law.CountryCode.Parse("RS"), Comity.Law.CountryCode.Parse("JP"), new(2026, 11, 21), "traffic");
        using var answer = await node.AskAsync("/api/law/routes?from=RS&to=JP&data=traffic&on=2026-11-21", "application/json");
        Assert.Equal(RoutesJson.Write(law, query, law.Routes(query)), await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    [Trait("Provision", "eu-2023-1543/10/4")]
    public async Task The_started_hour_does_not_count_over_HTTP_either()
    {
        var answer = await node.JsonAsync("/api/law/deadline/dl.eu.10.4?start=2026-10-30T17:10&zone=Europe/Lisbon&state=PT");
        Assert.Equal("2026-10-31T02:00:00+00:00", answer["due"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_supposition_is_marked_and_opens_nothing_in_the_real_answer()
    {
        const string Question = "from=RS&to=IE&data=traffic&on=2027-04-01&channel=ch.185.29";
        var supposed = await node.JsonAsync($"/api/law/what-if?suppose=IE:ETS185:2026-12-01&{Question}");
        Assert.True(supposed["hypothetical"]!.GetValue<bool>());
        Assert.True(supposed["routes"]![0]!["open"]!.GetValue<bool>());
        var real = await node.JsonAsync($"/api/law/routes?{Question}");
        Assert.Null(real["hypothetical"]);
        Assert.False(real["routes"]![0]!["open"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_changes_of_a_supposition_are_those_that_the_routes_themselves_show()
    {
        var law = node.Law;
        var answer = await node.JsonAsync("/api/law/what-if/changes?suppose=IE:ETS185:2026-12-01&on=2027-04-01&data=traffic");
        var told = answer["changes"]!.AsArray().ToDictionary(one => (one!["from"]!.GetValue<string>(), one["to"]!.GetValue<string>()), one => Ids(one!["opens"]));
        var supposed = law.Suppose([Comity.Law.Supposition.Parse("IE:ETS185:2026-12-01")]);
        var states = law.Countries.Where(country => country.IsEuMember || law.Statuses.Any(row => row.Country == country.Code)).Select(country => country.Code).ToList();
        foreach (var from in states)
            foreach (var to in states.Where(to => to != from))
            {
                var query = new Comity.Law.RouteQuery(from, to, new(2027, 4, 1), "traffic");
                var opens = law.Routes(query).Zip(supposed.Routes(query)).Where(pair => !pair.First.Open && pair.Second.Open).Select(pair => pair.First.Channel.Id).ToList();
                Assert.Equal(opens, told.GetValueOrDefault((from.ToString(), to.ToString())) ?? []);
            }

        Assert.NotEmpty(told);
    }

    private static List<string> Ids(JsonNode? list) => [.. list!.AsArray().Select(id => id!.GetValue<string>())];

    [Theory]
    [InlineData("countries?format=csv", "code,alpha3,name,")]
    [InlineData("instruments?format=csv&on=2026-11-21", "id,treaty,reference,")]
    [InlineData("status?treaty=ETS185&format=csv&on=2026-11-21", "country,name,treaty,standing,")]
    [InlineData("declarations?country=JP&format=csv&on=2026-11-21", "country,treaty,article,kind,")]
    [InlineData("routes?from=RS&to=JP&format=csv&on=2026-11-21", "from,to,on,channel,")]
    [InlineData("what-if?suppose=IE:ETS185:2026-12-01&from=RS&to=IE&format=csv&on=2027-04-01", "from,to,on,channel,")]
    [InlineData("what-if/changes?suppose=IE:ETS185:2026-12-01&format=csv", "hypothetical,on,from,to,")]
    public async Task A_table_carries_sources_and_the_digest_of_its_release_in_every_row(string question, string header)
    {
        using var answer = await node.AskAsync("/api/law/" + question, "text/csv");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync(Stop)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(header, lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",release", lines[0], StringComparison.Ordinal);
        Assert.True(lines.Length > 1);
        Assert.All(lines[1..], line => Assert.EndsWith("," + node.Law.Digest, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cell_with_comma_or_quotation_mark_stays_one_cell()
    {
        Assert.Equal("a,b\r\n\"x,y\",\"say \"\"no\"\"\"\r\n", new CsvText("a", "b").Row("x,y", "say \"no\"").ToString());
        var text = await (await node.AskAsync("/api/law/declarations?country=US&format=csv", "text/csv")).Content.ReadAsStringAsync(Stop);
        Assert.Contains(",\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_an_answer_is_told_that_nothing_changed()
    {
        const string Path = "/api/law/status?treaty=ETS185&on=2026-11-21";
        using var first = await node.AskAsync(Path, "application/json");
        var tag = first.Headers.ETag!.ToString();
        Assert.Contains(node.Law.Digest.ToString()[..16], tag, StringComparison.Ordinal);
        Assert.Equal("public", first.Headers.CacheControl!.ToString().Split(',')[0]);
        Assert.Equal(node.Law.Digest.ToString(), first.Headers.GetValues("Comity-Law-Release").Single());
        using var again = await node.AskAsync(Path, "application/json", tag);
        Assert.Equal((HttpStatusCode.NotModified, 0L), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync(Stop)).LongLength));
        using var other = await node.AskAsync(Path, "application/json", "\"another\"");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("routes?from=XX&to=JP", "unknown-word", "AE")]
    [InlineData("routes?to=JP", "unknown-word", "AE")]
    [InlineData("routes?from=JP&to=JP", "unknown-word", "two different States")]
    [InlineData("routes?from=RS&to=JP&data=gossip", "unknown-word", "traffic")]
    [InlineData("routes?from=RS&to=JP&on=2026-02-30", "unknown-word", "2026-11-21")]
    [InlineData("routes?from=RS&to=JP&emergency=maybe", "unknown-word", "yes")]
    [InlineData("routes?from=RS&to=JP&format=pdf", "unknown-word", "csv")]
    [InlineData("requires/ch.1?from=RS&to=JP", "unknown-word", "ch.185.29")]
    [InlineData("deadline/dl.1?start=2026-10-30T17:10&zone=Europe/Lisbon", "unknown-word", "dl.eu.10.4")]
    [InlineData("deadline/dl.eu.10.4?start=soon&zone=Europe/Lisbon", "unknown-word", "2026-10-30T17:10")]
    [InlineData("status?treaty=ETS9", "unknown-word", "ETS185")]
    [InlineData("countries/XX", "unknown-word", "AE")]
    [InlineData("instruments/none", "unknown-word", "ets-185")]
    [InlineData("what-if?from=RS&to=JP", "unknown-word", "COUNTRY:TREATY:DAY")]
    [InlineData("what-if?from=RS&to=JP&suppose=JP:ETS185:2026-12-01", "not-supposable", "consented")]
    public async Task A_wrong_word_is_a_problem_that_names_the_valid_ones(string question, string word, string valid)
    {
        var problem = await node.JsonAsync("/api/law/" + question, HttpStatusCode.BadRequest);
        Assert.Equal("/problems/" + word, problem["type"]!.GetValue<string>());
        Assert.Contains(valid, problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("What to do", await node.PageAsync("/problems/" + word), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_words_give_an_answer_or_a_problem_that_is_short()
    {
        var random = new Random(7);
        string[] names = ["from", "to", "data", "offence", "emergency", "treaty", "channel", "on", "suppose", "format", "country", "start", "zone", "state", "pauses"];
        string[] operations = ["routes", "status", "declarations", "what-if", "what-if/changes", "countries/JP", "instruments/ets-185", "requires/ch.185.29", "grounds/ch.185.29", "deadline/dl.eu.10.4"];
        string[] known = ["RS", "JP", "traffic", "ETS185", "2026-11-21", "IE:ETS185:2026-12-01", "-JP:ETS185:29.4:2026-12-01", "csv", "ch.185.29", "2026-10-30T17:10", "Europe/Lisbon", "PT", "9999-12-31", "0001-01-01"];
        for (var i = 0; i < 400; i++)
        {
            var query = string.Join('&', Enumerable.Range(0, random.Next(7)).Select(_ => $"{names[random.Next(names.Length)]}={Uri.EscapeDataString(random.Next(3) == 0 ? Noise(random) : known[random.Next(known.Length)])}"));
            using var answer = await node.AskAsync($"/api/law/{operations[random.Next(operations.Length)]}?{query}", "application/json");
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{query} answered {(int)answer.StatusCode}");
            if (answer.StatusCode == HttpStatusCode.BadRequest) Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Stop)).Length, 1, 8_000);
        }
    }

    private static string Noise(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(60); i > 0; i--) text.Append((char)random.Next(1, 0x2FF));
        return text.ToString();
    }

    [Fact]
    public async Task Who_asks_too_much_is_asked_to_wait()
    {
        using var folder = new TestFolder();
        await using var host = await AtlasNode.StartAsync(folder, isPublic: true);
        using var http = new HttpClient(AtlasNode.NoRedirects());
        for (var i = 0; i < 4 * LawApi.PerMinute; i++)
        {
            using var answer = await AtlasNode.AskAsync(http, host, "/api/law/countries", "application/json", "\"x\"");
            if (answer.StatusCode == HttpStatusCode.OK) continue;
            Assert.Equal((HttpStatusCode.TooManyRequests, "60"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
            Assert.Contains("too-many-questions", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            Assert.InRange(i, LawApi.PerMinute, 4 * LawApi.PerMinute);
            return;
        }

        Assert.Fail("The limit was never reached.");
    }
}
