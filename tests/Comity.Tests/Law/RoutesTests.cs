using Comity.Law;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>Known answers: Serbia asks Japan, and some pairs beside.</summary>
public sealed class RoutesTests
{
    [Fact]
    public void Every_channel_of_the_data_is_a_row()
    {
        var routes = Release.Routes(new(Country("RS"), Country("JP"), Today, "traffic"));
        Assert.Equal(Release.Instruments.SelectMany(instrument => instrument.Channels).Select(channel => channel.Id), routes.Select(route => route.Channel.Id));
        Assert.Equal(23, routes.Length);
    }

    [Fact]
    [Trait("Provision", "ets-185/29/1")]
    public void Serbia_may_ask_Japan_to_preserve()
    {
        var route = Route("ch.185.29", "RS", "JP", "traffic");
        Assert.True(route.Open);
        Assert.Equal(["el.29.authority", "el.29.offence", "el.29.data", "el.29.custodian", "el.29.necessity", "el.29.intent"], route.Requires);
        Assert.Equal(["dl.29.3", "dl.29.7.min", "dl.29.7.pending"], route.Limits.Select(limit => limit.Id));
        Assert.Equal(["", "P60D", ""], route.Limits.Select(limit => limit.Duration?.ToString() ?? ""));
        Assert.Equal(2, route.Reasons.Count(reason => reason.Text.Contains("ETS 185 is in force for", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Provision", "ets-185/29/4")]
    public void Japans_reservation_on_dual_criminality_stands_and_spares_core_offences()
    {
        Assert.Equal(["rg.political", "rg.essential-interests", "rg.29-dual-criminality"], Route("ch.185.29", "RS", "JP").Grounds.Ids());
        Assert.Equal(["rg.political", "rg.essential-interests"], Route("ch.185.29", "RS", "JP", offence: "off.185.2").Grounds.Ids());
        Assert.Contains("rg.29-dual-criminality", Route("ch.185.29", "RS", "JP", offence: "off.any").Grounds.Ids());
        Assert.False(Route("ch.185.29", "RS", "JP", offence: "off.185.2").Says("ets-185/29/4"));
    }

    [Fact]
    [Trait("Provision", "cets-224/16/3")]
    public void The_second_protocol_is_closed_with_three_of_five_consents()
    {
        var route = Route("ch.224.7", "RS", "JP");
        Assert.False(route.Open);
        Assert.Contains(route.Reasons, reason => reason.Text.Contains("3 of 5 consents", StringComparison.Ordinal) && reason.Confidence.Mark == "B");
        Assert.Contains(route.Reasons, reason => reason.Text.StartsWith("Serbia has consented", StringComparison.Ordinal));
        Assert.Contains(route.Reasons, reason => reason.Text.StartsWith("Japan has consented", StringComparison.Ordinal));
        Assert.True(route.Says("cets-224/7/9/a", ReasonWeight.Closes));
    }

    [Fact]
    [Trait("Provision", "ets-185/27/1")]
    public void An_unknown_treaty_of_the_pair_closes_nothing_and_is_a_reason()
    {
        var route = Route("ch.185.31", "RS", "JP", "traffic");
        Assert.True(route.Open);
        Assert.True(route.Says("ets-185/27/1", ReasonWeight.Asks));
        Assert.Equal(["rg.requested-law", "rg.political", "rg.essential-interests"], route.Grounds.Ids());
        Assert.Equal(["el.31.status", "el.31.requested", "el.31.requesting", "el.31.confirm", "el.31.offence", "el.31.facts", "el.31.provider", "el.31.data"], route.Requires);
    }

    [Fact]
    [Trait("Provision", "ets-185/27/4")]
    public void With_a_treaty_the_grounds_of_article_27_fall_away()
    {
        var answered = Route("ch.185.31", "RS", "JP", treaty: PairTreaty.Exists);
        Assert.Equal(["rg.requested-law"], answered.Grounds.Ids());
        Assert.DoesNotContain(answered.Safeguards, safeguard => safeguard.Id == "sg.use-limit");
        Assert.Contains(Route("ch.185.31", "RS", "JP", treaty: PairTreaty.None).Safeguards, safeguard => safeguard.Id == "sg.use-limit");
    }

    [Fact]
    public void The_register_knows_the_treaty_of_the_Union_with_Japan()
    {
        var route = Route("ch.185.31", "PT", "JP");
        Assert.Contains(route.Reasons, reason => reason.Text.Contains("EU-Japan", StringComparison.Ordinal) && reason.Confidence.Mark == "medium");
        Assert.Equal(["rg.requested-law"], route.Grounds.Ids());
    }

    [Fact]
    public void Two_Parties_to_the_European_convention_are_a_pair_with_a_treaty() =>
        Assert.Contains(Route("ch.185.31", "RS", "FR").Reasons, reason => reason.Text.Contains("ETS 30", StringComparison.Ordinal));

    [Fact]
    public void A_State_outside_the_convention_has_no_open_channel_but_public_data()
    {
        var open = Release.Routes(new(Country("RS"), Country("CN"), Today, "content")).Where(route => route.Open).Select(route => route.Channel.Id);
        Assert.Equal(["ch.185.32.a"], open);
    }

    [Fact]
    [Trait("Provision", "ets-185/36/4")]
    public void Before_a_State_is_bound_the_channel_is_closed()
    {
        Assert.False(Route("ch.185.29", "RS", "JP", on: new(2012, 10, 31)).Open);
        Assert.True(Route("ch.185.29", "RS", "JP", on: new(2012, 11, 1)).Open);
        Assert.Contains(Route("ch.185.29", "RS", "JP", on: new(2012, 10, 31)).Reasons, reason => reason.Text.Contains("only from 2012-11-01", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Provision", "eu-2023-1543/34/2")]
    public void European_orders_bind_members_but_Denmark_from_their_day_on()
    {
        Assert.True(Route("ch.eu.epoc", "DE", "IE").Open);
        Assert.False(Route("ch.eu.epoc", "DE", "IE", on: new(2026, 8, 17)).Open);
        Assert.False(Route("ch.eu.epoc", "DE", "DK").Open);
        Assert.False(Route("ch.eu.epoc", "RS", "DE").Open);
    }

    [Fact]
    public void A_declaration_that_was_withdrawn_no_longer_counts()
    {
        Assert.Contains("rg.29-dual-criminality", Route("ch.185.29", "RS", "CZ", on: new(2019, 7, 4)).Grounds.Ids());
        Assert.DoesNotContain("rg.29-dual-criminality", Route("ch.185.29", "RS", "CZ", on: new(2019, 7, 5)).Grounds.Ids());
    }

    [Fact]
    public void Unknown_words_are_errors_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => Route("ch.185.29", "RS", "RS"));
        Assert.Throws<ArgumentException>(() => Route("ch.185.29", "RS", "ZZ"));
        Assert.Throws<ArgumentException>(() => Route("ch.185.99", "RS", "JP"));
        Assert.Throws<ArgumentException>(() => Route("ch.185.29", "RS", "JP", "gossip"));
        Assert.Throws<ArgumentException>(() => Route("ch.185.29", "RS", "JP", offence: "off.185.99"));
    }

    [Fact]
    [Trait("Provision", "cets-224/16/3")]
    public void Two_more_consents_open_the_second_protocol_when_its_rule_says()
    {
        var release = LawRelease.Load(With("status/treaty_status.csv", text => text
            .Replace("CETS224,FR,signatory,2023-01-27,,,", "CETS224,FR,consented,2023-01-27,2026-09-10,approval,", StringComparison.Ordinal)
            .Replace("CETS224,ES,signatory,2022-05-12,,,", "CETS224,ES,consented,2022-05-12,2026-10-31,ratification,", StringComparison.Ordinal)));
        Assert.False(Route("ch.224.8", "RS", "HU", on: new(2027, 1, 31), release: release).Open);
        Assert.True(Route("ch.224.8", "RS", "HU", on: new(2027, 2, 1), release: release).Open);
        Assert.False(Route("ch.224.7", "RS", "JP", on: new(2027, 2, 1), release: release).Open);
        Assert.False(Route("ch.224.7", "JP", "RS", on: new(2027, 2, 1), release: release).Open);
    }
}
