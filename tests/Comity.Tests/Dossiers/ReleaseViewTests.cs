using Comity.Dossiers;
using Comity.Law;
using Real = Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Dossiers;

/// <summary>What a dossier hears from the law data: paths, circumstances, codes of grounds, a provider abroad, and ids that the data do not have.</summary>
[Trait("Spec", "statement/R17a")]
public sealed class ReleaseViewTests
{
    private const string Serbia = "http://rs", Japan = "http://jp", Hungary = "http://hu", Australia = "http://au", Provider = "http://provider";

    private static readonly ReleaseView Views = new(digest => digest == Real.Release.Digest ? Real.Release : null, Party);

    private static CountryCode? Party(string entity) => entity == Provider ? null : CountryCode.Parse(entity[^2..].ToUpperInvariant());

    private static ChannelQuestion Ask(string channel, Terms terms, string asking = Serbia, string asked = Japan) => new(Real.Release.Digest, channel, asking, asked, World.Noon, terms);

    private static ChannelView Hear(string channel, Terms? terms = null, string asking = Serbia, string asked = Japan) => Views.View(Ask(channel, terms ?? Core, asking, asked))!;

    private static Terms Core => Terms.None with { Categories = ["traffic"], Offences = ["off.185.2"], Treaty = TreatyOfPair.None };

    [Fact]
    [Trait("Provision", "ets-185/27/9/a")]
    public void A_direct_way_is_open_only_if_urgent_and_not_closed_by_declaration()
    {
        bool IsOpen(Terms terms, string asked) => Hear("ch.185.31", terms, asked: asked).Paths.Single(p => p.Id == "rt.27.9.a").Open;
        Assert.False(IsOpen(Core, Australia));
        Assert.True(IsOpen(Core with { Urgency = Urgency.Urgent }, Australia));
        Assert.False(IsOpen(Core with { Urgency = Urgency.Urgent }, Japan)); // it declared that requests go to its central authorities (27.9.e)
        Assert.True(Hear("ch.185.31").Paths.Single(p => p.IsDefault).Open);
    }

    [Fact]
    [Trait("Provision", "ets-185/27/9/b")]
    public void A_way_aside_may_be_written_by_any_office_of_the_State_and_by_no_provider()
    {
        var aside = Hear("ch.185.31", Core with { Urgency = Urgency.Urgent, Path = "rt.27.9.b" });
        Assert.Contains("poc-24-7", aside.IssuedBy);
        Assert.DoesNotContain("provider", aside.IssuedBy);
        Assert.DoesNotContain("poc-24-7", Hear("ch.185.31").IssuedBy);
    }

    [Fact]
    public void What_the_terms_say_makes_conditional_elements_due()
    {
        Assert.DoesNotContain("el.31.vulnerable", Hear("ch.185.31").Mandatory);
        Assert.Contains("el.31.vulnerable", Hear("ch.185.31", Core with { Urgency = Urgency.Urgent }).Mandatory);
        Assert.Contains("el.mla.confidentiality", Hear("ch.185.25", Core with { Confidential = true }).Mandatory);
        Assert.Contains("el.26.conditions", Hear("ch.185.26", Core with { Conditions = [new("a", ConditionKind.Confidentiality, "sg.condition-handshake")] }).Mandatory);
        Assert.Contains("el.31.previous-preservation", Views.View(Ask("ch.185.31", Core) with { Circumstances = new HashSet<string> { LawCircumstances.DataPreserved } })!.Mandatory);
    }

    [Fact]
    [Trait("Provision", "ets-185/25/4")]
    public void A_code_stands_for_its_ground_only_where_the_ground_is_allowed()
    {
        Assert.Contains("rg.requested-law.human-rights", Hear("ch.185.31").GroundCodes);
        Assert.DoesNotContain("rg.requested-law.human-rights", Hear("ch.185.29").GroundCodes);
        Assert.Equal(["rg.requested-law.fiscal"], Hear("ch.185.31").NotAlone);
        Assert.Empty(Hear("ch.185.31", Core with { Offences = ["off.any"] }).NotAlone);
    }

    [Fact]
    [Trait("Provision", "eu-2023-1543/1/1")]
    public void An_order_to_a_provider_is_judged_between_the_States_that_the_author_named()
    {
        var order = Core with { Categories = ["subscriber"], Established = "PT" };
        Assert.True(Hear("ch.eu.epoc", order, Hungary, Provider).Open);
        Assert.False(Hear("ch.eu.epoc", order with { Established = null }, Hungary, Provider).Open);
        Assert.False(Hear("ch.eu.epoc", order with { Established = "HU" }, Hungary, Provider).Open); // inside one State it is no cross-border order
        Assert.False(Hear("ch.eu.epoc", order with { Established = "JP" }, Hungary, Provider).Open);
        Assert.True(Hear("ch.185.31", Core with { Established = "PT" }).Open); // a State speaks for itself
    }

    [Fact]
    public void A_channel_must_be_open_for_every_category_asked_for()
    {
        Assert.True(Hear("ch.185.33").Open);
        Assert.False(Hear("ch.185.33", Core with { Categories = ["traffic", "content"] }).Open);
        Assert.True(Hear("ch.185.31", Core with { Categories = ["traffic", "content"] }).Open);
    }

    [Theory]
    [InlineData("made-up", "off.185.2", null)]
    [InlineData("traffic", "off.made-up", null)]
    [InlineData("subscriber", "off.185.2", "ZZ")]
    public void Ids_that_the_data_do_not_have_open_nothing_and_break_nothing(string category, string offence, string? established)
    {
        var asked = established is null ? Japan : Provider;
        var terms = Core with { Categories = [category], Offences = [offence], Established = established, Path = "rt.made-up" };
        foreach (var channel in Real.Release.Channels) Assert.False(Hear(channel.Id, terms, asked: asked).Open);
    }

    [Fact]
    [Trait("Provision", "ets-185/26/1")]
    public void What_is_given_unasked_is_issued_by_those_whom_the_law_names_as_senders()
    {
        Assert.Equal(Hear("ch.185.26", asking: Australia).IssuedBy, Hear("ch.185.26").IssuedBy);
        Assert.DoesNotContain("central-authority", Hear("ch.185.26").IssuedBy); // it may receive, and is not named as sender
        Assert.Contains("central-authority", Hear("ch.185.26").AnsweredBy);
    }

    [Fact]
    public void Each_kind_of_channel_is_opened_by_its_own_act()
    {
        ActType By(string channel) => OpeningActs.Of(Real.Release.FindChannel(channel)!);
        Assert.Equal(ActType.Offer, By("ch.185.26"));
        Assert.Equal(ActType.Offer, By("ch.185.30"));
        Assert.Equal(ActType.Instruction, By("pw.185.16"));
        foreach (var asked in (string[])["ch.185.29", "ch.185.31", "ch.224.7", "ch.eu.epoc", "ch.201.38.2"]) Assert.Equal(ActType.Request, By(asked));
    }
}
