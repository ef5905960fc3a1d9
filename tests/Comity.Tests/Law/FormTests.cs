using System.Collections.Immutable;
using Comity.Law;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>Forms are made from the data: elements, help, who may issue, what is missing.</summary>
public sealed class FormTests
{
    private static readonly Situation Plain = new(Today, Country("RS"), Country("JP"), "traffic");

    [Theory]
    [InlineData("ch.185.29")]
    [InlineData("ch.185.31")]
    [InlineData("pw.185.16")]
    [InlineData("pw.185.18.1.a")]
    public void A_form_has_help_and_an_example_for_every_element(string channel) =>
        Assert.All(Release.Form(channel), element => Assert.True(element.Help.Length > 20 && element.Example.Length > 0, element.Id));

    [Fact]
    [Trait("Provision", "ets-185/29/2/f")]
    public void What_is_missing_is_named_with_its_paragraph()
    {
        var present = Release.Form("ch.185.29").Where(element => element.Id != "el.29.intent").Select(element => element.Id).ToHashSet();
        var missing = Assert.Single(Release.MissingElements("ch.185.29", present, "poc-24-7", Plain));
        Assert.Equal("Art. 29(2)(f) ETS 185", missing.Source.ForPeople);
    }

    [Fact]
    public void A_conditional_element_is_due_in_its_circumstance_only()
    {
        var all = Release.Form("ch.185.31").Where(element => element.Mandatory).Select(element => element.Id).ToHashSet();
        Assert.Empty(Release.MissingElements("ch.185.31", all, null, Plain));
        var preserved = Plain with { Circumstances = ImmutableHashSet.Create("data-preserved") };
        Assert.Equal(["el.31.previous-preservation"], Release.MissingElements("ch.185.31", all, null, preserved).Select(element => element.Id));
    }

    [Fact]
    [Trait("Provision", "cets-224/8/3/b")]
    public void What_a_recipient_may_not_see_is_not_missing_for_him()
    {
        var missing = Release.MissingElements("ch.224.8", new HashSet<string>(), "provider", Plain);
        Assert.DoesNotContain(missing, element => element.Id == "el.8.facts");
        Assert.Contains(Release.MissingElements("ch.224.8", new HashSet<string>(), "central-authority", Plain), element => element.Id == "el.8.facts");
    }

    [Theory]
    [InlineData("ch.185.29", "poc-24-7", true)]
    [InlineData("ch.185.29", "provider", false)]
    [InlineData("ch.185.29", "judicial-authority", true)]
    [InlineData("ch.185.31", "central-authority", true)]
    [InlineData("ch.185.31", "poc-24-7", false)]
    [InlineData("pw.185.16", "poc-24-7", true)]
    [InlineData("pw.185.18.1.a", "central-authority", true)]
    [InlineData("pw.185.18.1.a", "provider", false)]
    public void Only_named_authorities_may_issue(string channel, string role, bool may) => Assert.Equal(may, Release.IssuerAllowed(channel, [role]));

    [Fact]
    public void Elements_of_domestic_orders_are_ours_and_say_so() =>
        Assert.All(Release.DomesticOrders.SelectMany(order => order.Elements), element => Assert.Equal(("ours", "ours"), (element.Basis, element.Source.Text)));

    [Fact]
    public void Domestic_orders_are_channels_but_no_routes()
    {
        Assert.True(Release.FindChannel("pw.185.16")!.IsDomestic);
        Assert.DoesNotContain(Release.Channels, channel => channel.IsDomestic);
    }

    [Theory]
    [InlineData("29.2.c", "ets-185/29/2/c")]
    [InlineData("5(5)(a)", "ets-185/5/5/a")]
    [InlineData("185 27.4.a, 29.5.a; 224 5.5", "ets-185/27/4/a ets-185/29/5/a cets-224/5/5")]
    [InlineData("Reg 2023/1543 12(1)(a)", "eu-2023-1543/12/1/a")]
    [InlineData("T-CY(2018)11 box 3", "")]
    [InlineData("29.3-29.4", "ets-185/29/3")]
    [InlineData("ETS 185 18.3", "ets-185/18/3")]
    [InlineData("requested law or treaty", "")]
    [InlineData("5, 8-10, Annex I", "ets-185/5 ets-185/8")]
    public void Citations_of_the_data_become_provisions(string text, string provisions) =>
        Assert.Equal(provisions, string.Join(' ', Citation.Read(text, "ets-185").Provisions));

    [Theory]
    [InlineData("ets-185/29/2/c", "Art. 29(2)(c) ETS 185")]
    [InlineData("eu-2023-1543/10/4", "Art. 10(4) Regulation (EU) 2023/1543")]
    [InlineData("cets-224/34", "Art. 34 CETS 224")]
    public void A_provision_prints_as_lawyers_cite_it(string id, string citation) => Assert.Equal(citation, Provision.Parse(id).Citation);
}
