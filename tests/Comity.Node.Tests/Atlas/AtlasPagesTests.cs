using System.Net;
using System.Text.RegularExpressions;
using Comity.Law;

namespace Comity.Node.Tests.Atlas;

/// <summary>The pages of the atlas, read by somebody who is not signed in.</summary>
public sealed partial class AtlasPagesTests(AtlasNode node) : IClassFixture<AtlasNode>
{
    [Fact]
    [Trait("Provision", "ets-185/36/4")]
    public async Task The_map_places_every_State_by_its_own_deposit_on_the_day()
    {
        foreach (var (day, step) in new[] { ("2012-06-30", "m1"), ("2012-07-03", "m3"), ("2012-10-31", "m3"), ("2012-11-01", "m4"), ("2040-01-01", "m4") })
            Assert.Equal(step, LevelOf(await node.PageAsync($"/atlas?treaty=ETS185&on={day}"), "JP"));
    }

    [Fact]
    public async Task Map_and_table_say_the_same()
    {
        const string On = "2019-05-05";
        var (map, table) = (await node.PageAsync($"/atlas?treaty=ETS185&on={On}"), await node.PageAsync($"/atlas/status?treaty=ETS185&on={On}"));
        var day = DateOnly.Parse(On, System.Globalization.CultureInfo.InvariantCulture);
        var parties = node.Law.Countries.Where(country => node.Law.StatusOf("ETS185", country.Code)?.IsBound(day) == true).ToList();
        Assert.True(parties.Count > 50);
        foreach (var party in parties)
        {
            Assert.Equal("m4", LevelOf(map, party.Code.ToString()));
            Assert.Matches($"{Regex.Escape(party.Name)}</a>\\s*</td>\\s*<td>\\s*<span class=\"badge proof\">", table);
        }
    }

    [Fact]
    public async Task Every_day_offered_by_the_slider_is_a_day_on_which_the_register_changes()
    {
        var page = await node.PageAsync("/atlas?treaty=ETS185&on=2026-11-21");
        var offered = Day().Matches(page).Select(match => match.Groups[1].Value).ToHashSet();
        foreach (var row in node.Law.Statuses.Where(row => row.Treaty == "ETS185"))
            foreach (var date in new[] { row.SignedOn, row.DepositedOn, row.BoundFrom }.OfType<DateOnly>())
                Assert.Contains(date.ToString("yyyy-MM-dd", null), offered);
        Assert.Contains("2026-11-21", offered);
    }

    [Fact]
    public async Task Every_State_of_a_register_is_drawn()
    {
        var map = await node.PageAsync("/atlas");
        foreach (var country in node.Law.Countries.Where(country => country.Kind == "state" && node.Law.Statuses.Any(row => row.Country == country.Code))) Assert.Contains($"#c-{country.Code}\"", map, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_country_page_says_what_a_declaration_changes_and_for_whom()
    {
        var page = await node.PageAsync("/atlas/country/JP?on=2026-11-21");
        Assert.Contains("Urgent requests must go to the central authorities.", page, StringComparison.Ordinal);
        Assert.Contains("Requests travel through the central authority only, for requests that it receives", page, StringComparison.Ordinal);
        Assert.Contains("/law/ets-185/27/9/e", page, StringComparison.Ordinal);
        Assert.Contains("first day of the month after three months have run", page, StringComparison.Ordinal);
        Assert.Contains("Not in force: 3 of 5 consents", page, StringComparison.Ordinal);
        Assert.Contains("Made up for exercises.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_reservation_counts_only_on_its_days()
    {
        var (before, after) = (Shown(await node.PageAsync("/atlas/country/CZ?on=2019-07-04")), Shown(await node.PageAsync("/atlas/country/CZ?on=2019-07-05")));
        Assert.Contains("Art. 29(4)", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Art. 29(4)", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_Parties_stand_side_by_side_and_the_chosen_way_shows_all_that_stands_behind_it()
    {
        var page = await node.PageAsync("/atlas/pair?from=RS&to=JP&data=traffic&on=2026-11-21&channel=ch.185.25");
        Assert.Contains("Through Interpol", page, StringComparison.Ordinal);
        Assert.Contains("Needs: urgent. Japan: urgent requests must go to the central authorities.", page, StringComparison.Ordinal);
        Assert.Contains("since 1 Nov 2012; source WIPOLEX-952-JP", page, StringComparison.Ordinal);
        Assert.Contains("What could go wrong", page, StringComparison.Ordinal);
        foreach (var channel in node.Law.Channels) Assert.Contains($"channel={channel.Id}#way", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_former_address_of_the_ways_leads_to_the_two_Parties()
    {
        using var moved = await node.AskAsync("/law?from=RS&to=JP&data=traffic");
        Assert.Equal((HttpStatusCode.Redirect, "/atlas/pair?from=RS&to=JP&data=traffic"), (moved.StatusCode, moved.Headers.Location?.OriginalString));
        using var entrance = await node.AskAsync("/law");
        Assert.Equal("/atlas", entrance.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task If_Ireland_ratified_every_page_says_that_nobody_did()
    {
        var page = await node.PageAsync("/atlas/what-if?suppose=IE:ETS185:2026-12-01");
        Assert.Contains("In force 1 Apr 2027", page, StringComparison.Ordinal);
        Assert.Contains("Ireland asks 81 States", page, StringComparison.Ordinal);
        var pair = await node.PageAsync("/atlas/pair?from=RS&to=IE&data=traffic&on=2027-04-01&suppose=IE:ETS185:2026-12-01");
        foreach (var hypothetical in new[] { page, pair }) Assert.Contains("Hypothetical.", hypothetical, StringComparison.Ordinal);
        Assert.DoesNotContain("Hypothetical", await node.PageAsync("/atlas/pair?from=RS&to=IE&data=traffic&on=2027-04-01"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supposition_that_cannot_be_made_leaves_the_others()
    {
        var page = await node.PageAsync("/atlas/what-if?suppose=IE:ETS185:2026-12-01&country=JP&treaty=ETS185&day=2026-12-01&act=deposit");
        Assert.Contains("Japan has consented to it", page, StringComparison.Ordinal);
        Assert.Contains("Ireland asks", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/atlas?treaty=ETS9", "Valid: ETS185")]
    [InlineData("/atlas?on=2026-02-30", "Write a day of the calendar as 2026-11-21")]
    [InlineData("/atlas?country=XX", "Valid: AD, AE")]
    [InlineData("/atlas/pair?from=XX&to=JP", "Valid: AD, AE")]
    [InlineData("/atlas/pair?from=JP&to=JP", "Choose two different Parties")]
    [InlineData("/atlas/pair?from=RS&to=JP&data=gossip", "Valid: subscriber")]
    [InlineData("/atlas/what-if?suppose=nonsense", "COUNTRY:TREATY:DAY")]
    public async Task A_word_that_the_data_do_not_have_is_named_with_the_valid_ones(string path, string said) => Assert.Contains(said, await node.PageAsync(path), StringComparison.Ordinal);

    [Theory]
    [InlineData("/atlas/country/QQ", "/atlas/country/JP")]
    [InlineData("/atlas/country/%3Cscript%3E", "/atlas/country/JP")]
    [InlineData("/atlas/instrument/none", "/atlas/instrument/ets-185")]
    [InlineData("/atlas/channel/none", "/atlas/channel/ch.185.29")]
    public async Task A_page_of_something_unknown_is_not_found_and_leads_to_what_there_is(string path, string link) =>
        Assert.Contains($"href=\"{link}\"", await node.PageAsync(path, HttpStatusCode.NotFound), StringComparison.Ordinal);

    [Fact]
    public async Task Every_instrument_channel_and_State_has_its_page_and_none_is_heavy()
    {
        var paths = node.Law.Instruments.Select(one => "/atlas/instrument/" + one.Id).Concat(node.Law.Channels.Select(one => "/atlas/channel/" + one.Id)).Concat(node.Law.Countries.Select(one => "/atlas/country/" + one.Code))
            .Concat(node.Law.Treaties.Select(one => "/atlas/status?treaty=" + one.Id)).Append("/atlas").Append("/atlas/instruments").Append("/atlas/pair?from=FR&to=DE&channel=ch.185.25");
        foreach (var path in paths)
        {
            using var answer = await node.AskAsync(path);
            Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}");
            Assert.InRange((await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 1, 110_000);
        }
    }

    [Fact]
    public async Task A_node_that_shows_the_law_to_its_officers_only_sends_strangers_to_the_sign_in()
    {
        using var folder = new TestFolder();
        await using var closed = await AtlasNode.StartAsync(folder, isPublic: false);
        using var http = new HttpClient(AtlasNode.NoRedirects());
        foreach (var path in new[] { "/atlas", "/atlas/country/JP", "/atlas/pair", "/atlas/what-if", "/law/ets-185/29", "/law" })
        {
            using var page = await AtlasNode.AskAsync(http, closed, path, "text/html");
            Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (page.StatusCode, page.Headers.Location?.AbsolutePath));
        }

        foreach (var path in new[] { "/api/law/countries", "/api/law/routes?from=RS&to=JP", "/api/openapi.json" })
        {
            using var answer = await AtlasNode.AskAsync(http, closed, path, "application/json");
            Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }

        using var officer = await new DemoOffice(closed, "poc").BrowserAsync();
        Assert.Contains("World map", await officer.GetStringAsync(new Uri("/atlas", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("\"JP\"", await officer.GetStringAsync(new Uri("/api/law/countries", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>The fill of a land: the class of the group it stands in.</summary>
    private static string LevelOf(string page, string code)
    {
        var land = page.IndexOf($"#c-{code}\"", StringComparison.Ordinal);
        Assert.True(land > 0, $"{code} is not drawn.");
        var group = page.LastIndexOf("<g class=\"", land, StringComparison.Ordinal);
        return page.Substring(group + "<g class=\"".Length, 2);
    }

    /// <summary>What stands on the page before the parts that open on request.</summary>
    private static string Shown(string page) => page[..(page.IndexOf("<details class=\"more\"", StringComparison.Ordinal) is >= 0 and var end ? end : page.Length)];

    [GeneratedRegex("<option[^>]* value=\"([0-9-]{10})\"")]
    private static partial Regex Day();
}
