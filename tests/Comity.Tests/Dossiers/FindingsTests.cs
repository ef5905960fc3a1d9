using Comity.Dossiers;

namespace Comity.Tests.Dossiers;

/// <summary>What the law data doubt, one example for each word and limit.</summary>
[Trait("Spec", "statement/R17a")]
public sealed class FindingsTests
{
    private const long Day = TestLaw.Day;
    private static readonly HashSet<string> All29 = ["el.29.authority", "el.29.offence"];
    private readonly World _world = new(new Dice(5));

    private static FindingFacts Facts(IReadOnlySet<string>? shown = null, params string[] roles) => new(shown ?? All29, roles.Length > 0 ? roles : ["poc-24-7"], World.Pair, TestLaw.View);

    private string Found(Statement statement, FindingFacts? facts = null) =>
        string.Join(", ", Findings.Of(statement, _world.Views[(int)World.Pair.Holding(statement.Issuer)!.Value].With(statement).StateBefore(statement), facts ?? Facts()));

    private Statement Open(string channel = "ch.185.29", Terms? terms = null)
    {
        var opening = _world.Open(channel: channel, terms: terms);
        _world.Sync();
        return opening;
    }

    private Statement Next(Side by, ActType type, Digest on, Terms? terms = null, long after = 0)
    {
        var draft = _world.Draft(by, type, [on], terms ?? TestTerms.For(type, [], []));
        var statement = _world.Seal(draft, _world.Views[(int)by].PlaceFor(by)!);
        return statement with { At = statement.At + after };
    }

    [Fact]
    public void A_complete_request_on_an_open_channel_has_none() => Assert.Equal("", Found(Open()));

    [Fact]
    [Trait("Provision", "ets-185/29/2")]
    public void A_mandatory_element_that_this_addressee_does_not_get_is_missing() =>
        Assert.Equal("missing-element el.29.offence", Found(Open(), Facts(new HashSet<string> { "el.29.authority" })));

    [Fact]
    public void A_channel_that_the_data_do_not_have_or_that_is_closed_is_named() => Assert.Equal("closed-route ch.185.99", Found(Open("ch.185.99")));

    [Fact]
    public void An_issuer_without_a_role_of_the_channel_is_doubted() => Assert.Equal("issuer-doubted ch.185.29", Found(Open(), Facts(null, "provider")));

    [Fact]
    [Trait("Provision", "ets-185/29/5")]
    public void A_ground_outside_the_closed_list_is_found()
    {
        var request = Open().Id;
        Assert.Equal("ground-outside-list rg.requested-law", Found(Next(Side.Asked, ActType.Refused, request, Terms.None with { Grounds = ["rg.political", "rg.requested-law"] })));
        Assert.Equal("ground-outside-list none", Found(Next(Side.Asked, ActType.Refused, request, Terms.None)));
        Assert.Equal("ground-outside-list postponement", Found(Next(Side.Asked, ActType.Postponed, request)));
        Assert.Equal("ground-outside-list sg.use-limit", Found(Next(Side.Asked, ActType.GrantedOnCondition, request)));
    }

    [Fact]
    public void A_code_of_an_allowed_ground_is_no_finding_and_one_that_cannot_stand_alone_is_if_it_does()
    {
        var request = Open("ch.185.31").Id;
        string Refused(params string[] grounds) => Found(Next(Side.Asked, ActType.Refused, request, Terms.None with { Grounds = grounds }), Facts(null, "central-authority"));
        Assert.Equal("", Refused("rg.requested-law.human-rights"));
        Assert.Equal("ground-outside-list rg.requested-law.fiscal", Refused("rg.requested-law.fiscal"));
        Assert.Equal("", Refused("rg.requested-law.fiscal", "rg.requested-law.human-rights"));
        Assert.Equal("ground-outside-list rg.essential-interests.security", Refused("rg.essential-interests.security"));
    }

    [Fact]
    [Trait("Provision", "ets-185/27/9/e")]
    public void A_way_that_is_closed_or_that_the_channel_does_not_have_is_named()
    {
        string By(string path) => Found(new FindingsTests().Open("ch.185.31", Terms.None with { Path = path }), Facts(new HashSet<string> { "el.31.facts" }, "central-authority"));
        Assert.Equal("", By("rt.27.2"));
        Assert.Equal("closed-route rt.27.9.a", By("rt.27.9.a"));
        Assert.Equal("closed-route rt.10.9.poc", By("rt.10.9.poc"));
    }

    [Fact]
    public void A_request_that_follows_a_preservation_says_which_one()
    {
        var former = Open().Id;
        ChannelView? Conditional(ChannelQuestion q) => TestLaw.View(q) is { } view && q.Circumstances.Contains(LawCircumstances.DataPreserved) ? view with { Mandatory = [.. view.Mandatory, "el.31.previous-preservation"] } : TestLaw.View(q);
        var follow = _world.Draft(Side.Asking, ActType.Request, [former], Terms.None with { Categories = ["traffic"] }) with { Channel = "ch.185.31" };
        var statement = _world.Seal(follow, _world.Views[0].PlaceFor(Side.Asking)!);
        Assert.Equal("missing-element el.31.previous-preservation", Found(statement, new(new HashSet<string> { "el.31.facts" }, ["central-authority"], World.Pair, Conditional)));
    }

    [Fact]
    [Trait("Provision", "ets-185/29/7")]
    public void Fifty_nine_days_are_a_wrong_term_and_sixty_are_not()
    {
        var request = Open().Id;
        var short59 = Next(Side.Asked, ActType.PreservationEffected, request);
        Assert.Equal("wrong-term dl.29.7.min", Found(short59 with { Terms = Terms.None with { Until = short59.At + (59 * Day) } }));
        Assert.Equal("", Found(short59 with { Terms = Terms.None with { Until = short59.At + (60 * Day) } }));
    }

    [Fact]
    [Trait("Provision", "ets-185/16/2")]
    public void More_than_ninety_days_in_a_domestic_order_are_a_wrong_term()
    {
        var facts = Facts(null, "competent-authority");
        Assert.Equal("wrong-term dl.16.2", Found(Open("pw.185.16", Terms.None with { Until = World.Noon + (91 * Day) }), facts));
        Assert.Equal("", Found(new FindingsTests().Open("pw.185.16", Terms.None with { Until = World.Noon + (90 * Day) }), facts));
    }

    [Fact]
    [Trait("Provision", "ets-185/16/2")]
    public void A_renewal_of_a_domestic_order_may_last_another_ninety_days()
    {
        var order = Open("pw.185.16").Id;
        _world.Write(Side.Asked, ActType.PreservationEffected, [order], Terms.None with { Until = World.Noon + (90 * Day) });
        var renewed = Next(Side.Asked, ActType.PreservationExtended, order, after: 80 * Day);
        Assert.Equal("", Found(renewed with { Terms = Terms.None with { Until = renewed.At + (90 * Day) } }, Facts(null, "provider")));
        Assert.Equal("wrong-term dl.16.2", Found(renewed with { Terms = Terms.None with { Until = renewed.At + (91 * Day) } }, Facts(null, "provider")));
    }

    [Fact]
    [Trait("Provision", "ets-185/29/7")]
    public void Ending_early_or_while_a_request_is_pending_is_a_wrong_term_unless_withdrawn()
    {
        var request = Open().Id;
        _world.Write(Side.Asked, ActType.PreservationEffected, [request]);
        _world.Sync();
        Assert.Equal("wrong-term dl.29.7.min", Found(Next(Side.Asked, ActType.PreservationEnded, request)));
        Assert.Equal("", Found(Next(Side.Asked, ActType.PreservationEnded, request, after: 61 * Day)));
        _world.Write(Side.Asking, ActType.Request, [request]);
        _world.Sync();
        Assert.Equal("wrong-term dl.29.7.pending", Found(Next(Side.Asked, ActType.PreservationEnded, request, after: 61 * Day)));
        _world.Write(Side.Asking, ActType.Withdrawal, [request]);
        _world.Sync();
        Assert.Equal("", Found(Next(Side.Asked, ActType.PreservationEnded, request)));
    }

    [Fact]
    [Trait("Provision", "ets-185/29/1")]
    public void Preservation_is_no_way_to_hand_over()
    {
        var request = Open().Id;
        _world.Write(Side.Asked, ActType.Granted, [request]);
        Assert.Equal("closed-route ch.185.29", Found(Next(Side.Asked, ActType.Delivery, request)));
    }
}
