using Comity.Law;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>What simple implementations get wrong, and what the data and the engine answer instead.</summary>
public sealed class MistakesTests
{
    [Fact]
    [Trait("Provision", "ets-185/29/7")]
    public void Sixty_days_are_a_minimum_and_ninety_a_domestic_maximum()
    {
        Assert.Equal((new Term(60, 0), LimitSemantics.Min), Term("dl.29.7.min"));
        Assert.Equal((new Term(90, 0), LimitSemantics.Max), Term("dl.16.2"));
        Assert.Equal((null, LimitSemantics.UntilEvent), Term("dl.29.7.pending"));
        Assert.Contains(Release.FindChannel("pw.185.16")!.Limits, limit => limit is { Id: "dl.16.2", Renewable: true });
    }

    [Fact]
    [Trait("Provision", "ets-185/29/5")]
    public void There_is_no_one_list_of_grounds_for_all()
    {
        Assert.True(Release.FindChannel("ch.185.29")!.GroundsClosed);
        Assert.DoesNotContain("rg.requested-law", Release.FindChannel("ch.185.29")!.Grounds.Ids());
        Assert.True(Release.FindChannel("ch.185.30")!.GroundsClosed);
        Assert.Empty(Release.FindChannel("ch.224.6")!.Grounds);
        Assert.Equal(["rg.224-determination"], Release.FindChannel("ch.224.9")!.Grounds.Ids());
        Assert.All(Release.FindChannel("ch.224.7")!.Grounds, ground => Assert.Equal("instruction to the provider", ground.Form));
        Assert.Equal(["rg.requested-law", "rg.political", "rg.essential-interests"], Route("ch.224.8", "RS", "HU", treaty: PairTreaty.Exists).Grounds.Ids());
    }

    [Theory]
    [InlineData("JP", "off.189.3", true)]
    [InlineData("JP", "off.201.20", true)]
    [InlineData("JP", "off.185.9", false)]
    [InlineData("RS", "off.any", false)]
    [Trait("Provision", "ets-185/29/3")]
    public void Dual_criminality_is_no_global_flag(string asked, string offence, bool applies) => Assert.Equal(
        applies, Release.GroundsThatApply("ch.185.29", Country("FR"), Country(asked), Today, [offence]).Ids().Contains("rg.29-dual-criminality"));

    [Fact]
    [Trait("Provision", "ets-185/29/4")]
    public void One_offence_outside_the_core_is_enough_for_the_ground() => Assert.Contains(
        "rg.29-dual-criminality", Release.GroundsThatApply("ch.185.29", Country("RS"), Country("JP"), Today, ["off.185.2", "off.any"]).Ids());

    [Fact]
    [Trait("Provision", "cets-224/5/5")]
    public void Teams_and_video_hearings_are_fallbacks_but_12_7_is_not()
    {
        Assert.True(Route("ch.224.12", "RS", "HU", treaty: PairTreaty.Exists).Says("cets-224/5/5", ReasonWeight.Closes));
        Assert.True(Route("ch.224.11", "RS", "HU", treaty: PairTreaty.Exists).Says("cets-224/5/5", ReasonWeight.Closes));
        Assert.False(Route("ch.224.12.7", "RS", "HU", treaty: PairTreaty.Exists).Says("cets-224/5/5"));
    }

    [Fact]
    [Trait("Provision", "ets-185/30/1")]
    public void Article_30_is_a_duty_and_no_request() => Assert.Equal(["ch.185.30"], Release.Channels.Where(channel => channel.IsDuty).Select(channel => channel.Id));

    [Fact]
    [Trait("Provision", "cets-224/7/7")]
    public void The_term_of_article_7_is_the_longer_of_two() => Assert.Equal((new Term(30, 0), LimitSemantics.LongerOf), Term("dl.7.7"));

    [Fact]
    [Trait("Provision", "cets-224/8/6/a")]
    public void Article_8_has_two_clocks_and_the_second_depends_on_the_data()
    {
        Assert.Equal(["dl.8.6.serve", "dl.8.6.subscriber", "dl.8.6.b"], Route("ch.224.8", "RS", "HU").Limits.Select(limit => limit.Id));
        Assert.Equal(["dl.8.6.serve", "dl.8.6.traffic", "dl.8.6.b"], Route("ch.224.8", "RS", "HU", "traffic").Limits.Select(limit => limit.Id));
    }

    [Theory]
    [InlineData("el.7.facts", "provider", false)]
    [InlineData("el.7.facts", "notified-authority", true)]
    [InlineData("el.7.offence", "provider", true)]
    [InlineData("el.8.facts", "provider", false)]
    [InlineData("el.8.facts", "central-authority", true)]
    [InlineData("el.eu.summary", "provider", false)]
    [InlineData("el.eu.summary", "enforcing-authority", true)]
    [Trait("Provision", "cets-224/8/3/b")]
    public void Who_sees_an_element_is_a_matter_of_each_element(string element, string role, bool sees) =>
        Assert.Equal(sees, Release.MaySee(Release.FindElement(element)!, role));

    [Theory]
    [InlineData("RS", "JP")]
    [InlineData("JP", "RS")]
    [Trait("Provision", "cets-224/7/9/a")]
    public void A_reservation_to_article_7_works_both_ways(string from, string to) => Assert.True(Route("ch.224.7", from, to).Says("cets-224/7/9/a", ReasonWeight.Closes));

    [Fact]
    [Trait("Provision", "ets-185/29/4")]
    public void The_switch_of_the_asking_State_adds_no_ground() => Assert.DoesNotContain("rg.29-dual-criminality", Route("ch.185.29", "JP", "RS").Grounds.Ids());

    [Fact]
    [Trait("Provision", "cets-224/3/2/c")]
    public void Emergency_channels_are_closed_without_an_emergency()
    {
        Assert.True(Route("ch.224.9", "RS", "HU").Says("cets-224/3/2/c", ReasonWeight.Closes));
        Assert.False(Route("ch.224.9", "RS", "HU", emergency: true).Says("cets-224/3/2/c"));
        Assert.Contains("el.eu.emergency", Route("ch.eu.epoc", "DE", "IE", emergency: true).Requires);
    }

    [Fact]
    [Trait("Provision", "eu-2023-1543/10/2")]
    public void Ten_days_are_a_floor_too_where_the_authority_is_notified()
    {
        Assert.Equal(LimitSemantics.EarliestAndLatest, Release.FindLimit("dl.eu.10.2")!.Semantics);
        Assert.Contains(Route("ch.eu.epoc", "DE", "IE", "content").Limits, limit => limit.Id == "dl.eu.10.2");
        Assert.DoesNotContain(Route("ch.eu.epoc", "DE", "IE", "identification").Limits, limit => limit.Id == "dl.eu.10.2");
        Assert.Equal(["PT8H", "PT96H", "PT48H"], Route("ch.eu.epoc", "DE", "IE", "content", emergency: true).Limits.Where(limit => limit.OnlyIf == "emergency").Select(limit => limit.Duration.ToString()));
    }

    [Fact]
    [Trait("Provision", "ets-185/18/3")]
    public void Domain_data_are_no_subscriber_data()
    {
        Assert.False(Route("ch.185.29", "RS", "JP", "domain-registration").Open);
        Assert.DoesNotContain(Route("ch.224.6", "RS", "HU", "domain-registration").Reasons, reason => reason.Weight == ReasonWeight.Closes && reason.Provision.Path == "6/1");
        Assert.Contains(Route("ch.224.6", "RS", "HU", "domain-registration").Safeguards, safeguard => safeguard.Id == "sg.single-case-use");
    }

    [Fact]
    [Trait("Provision", "ets-185/27/2")]
    public void A_State_may_name_several_central_authorities() =>
        Assert.Contains(Release.FindChannel("ch.185.31")!.Switches.Single(turned => turned.Id == "sw.185.27.2").Remarks, remark => remark is { Name: "many", Text: "true" });

    [Fact]
    [Trait("Provision", "cets-201/38/3")]
    public void The_Lanzarote_channel_serves_only_its_own_offences()
    {
        Assert.True(Route("ch.201.38.3", "RS", "TN", offence: "off.201.23").Open);
        Assert.False(Route("ch.201.38.3", "RS", "TN", offence: "off.185.2").Open);
        Assert.Contains(Route("ch.185.31", "RS", "FR", offence: "off.185.9").Safeguards, safeguard => safeguard.Id == "sg.201-age");
    }

    private static (Term?, LimitSemantics) Term(string id) => Release.FindLimit(id) is { } limit ? (limit.Duration, limit.Semantics) : default;
}
