using Comity.Law;
using FsCheck;
using FsCheck.Fluent;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>What if a State deposited: computed by the treaty's own rule, marked as supposed, and never usable for anything real.</summary>
public sealed class SuppositionTests
{
    [Theory]
    [InlineData("IE:ETS185:2026-12-01")]
    [InlineData("ME:CETS224:2027-02-28")]
    [InlineData("CN:UNCC:1999-12-31")]
    public void A_supposition_reads_back_as_it_is_written(string text) => Assert.Equal(text, Supposition.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("IE")]
    [InlineData("IE:ETS185")]
    [InlineData("ie:ETS185:2026-12-01")]
    [InlineData("IE:ets185:2026-12-01")]
    [InlineData("IE::2026-12-01")]
    [InlineData("IE:ETS185:2026-13-01")]
    [InlineData("IE:ETS185:1826-12-01")]
    [InlineData("IE:ETS185:2026-12-01:x")]
    [InlineData("IE:ETS185ETS185ETS185ETS185ETS185:2026-12-01")]
    public void Other_words_are_no_supposition(string text)
    {
        Assert.False(Supposition.TryParse(text, null, out _));
        Assert.Contains("IE:ETS185:2026-12-01", Assert.Throws<FormatException>(() => Supposition.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Provision", "ets-185/36/4")]
    public void Ireland_is_bound_four_months_after_the_month_of_its_deposit_and_not_a_day_earlier()
    {
        var release = Suppose("IE:ETS185:2026-12-01");
        Assert.Equal(new DateOnly(2027, 4, 1), release.StatusOf("ETS185", Country("IE"))!.BoundFrom);
        Assert.False(Route("ch.185.29", "RS", "IE", on: new(2027, 3, 31), release: release).Open);
        var open = Route("ch.185.29", "RS", "IE", on: new(2027, 4, 1), release: release);
        Assert.True(open.Open);
        Assert.Contains(open.Reasons, reason => reason.Confidence == Confidence.Supposed && reason.Text.Contains("by supposition", StringComparison.Ordinal));
        Assert.False(Route("ch.185.29", "RS", "IE", on: new(2027, 4, 1)).Open);
    }

    [Fact]
    [Trait("Provision", "cets-224/16/3")]
    public void The_fifth_consent_brings_the_second_protocol_into_force_for_all_five()
    {
        var four = Suppose("ME:CETS224:2026-12-15");
        Assert.All(four.Statuses.Where(row => row.Treaty == "CETS224"), row => Assert.Null(row.BoundFrom));
        Assert.False(Route("ch.224.6", "RS", "HU", "domain-registration", on: new(2030, 1, 1), release: four).Open);

        var five = Suppose("ME:CETS224:2026-12-15", "PT:CETS224:2027-01-20");
        var bound = five.Statuses.Where(row => row is { Treaty: "CETS224", BoundFrom: not null }).ToList();
        Assert.Equal(["HU", "JP", "ME", "PT", "RS"], bound.Select(row => row.Country.ToString()).Order());
        Assert.All(bound, row => Assert.Equal((new DateOnly(2027, 5, 1), true), (row.BoundFrom!.Value, row.IsSupposed)));
        Assert.True(Route("ch.224.6", "RS", "HU", "domain-registration", on: new(2027, 5, 1), release: five).Open);
        Assert.False(Route("ch.224.6", "RS", "HU", "domain-registration", on: new(2027, 4, 30), release: five).Open);
    }

    [Fact]
    public void A_sixth_State_is_bound_by_the_rule_for_later_deposits()
    {
        var release = Suppose("ME:CETS224:2026-12-15", "PT:CETS224:2027-01-20", "NL:CETS224:2027-09-02");
        Assert.Equal(new DateOnly(2028, 1, 1), release.StatusOf("CETS224", Country("NL"))!.BoundFrom);
    }

    [Fact]
    [Trait("Provision", "cets-224/16/1")]
    public void A_protocol_can_be_joined_only_with_its_convention()
    {
        Assert.Contains("Suppose IE:ETS185:2026-12-01 too", Refused("IE:CETS224:2026-12-01"), StringComparison.Ordinal);
        Assert.NotNull(Suppose("IE:CETS224:2026-12-01", "IE:ETS185:2026-12-01").StatusOf("CETS224", Country("IE")));
        Assert.Contains("Suppose", Refused("IE:CETS224:2026-12-01", "IE:ETS185:2026-12-02"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IE:ETS999:2026-12-01", "Valid: ETS185, ETS189, CETS224")]
    [InlineData("ZZ:ETS185:2026-12-01", "Valid: AD, AE")]
    [InlineData("IE:EU2023-1543:2026-12-01", "law of the Union")]
    [InlineData("JP:ETS185:2026-12-01", "Japan has consented to it on 2012-07-03")]
    [InlineData("RS:CETS224:2026-12-01", "Serbia has consented")]
    [InlineData("IE:ETS185:2002-02-27", "signed it only on 2002-02-28")]
    public void What_the_treaty_does_not_allow_cannot_be_supposed(string supposition, string why) => Assert.Contains(why, Refused(supposition), StringComparison.Ordinal);

    [Fact]
    public void A_hypothetical_release_has_no_name_and_no_bytes()
    {
        var release = Suppose("IE:ETS185:2026-12-01");
        Assert.True(release.IsHypothetical);
        Assert.Equal([Supposition.Parse("IE:ETS185:2026-12-01")], release.Suppositions);
        Assert.Throws<InvalidOperationException>(() => release.Digest);
        Assert.Throws<InvalidOperationException>(release.Pack);
        Assert.Equal(Release.Digest, release.BasedOn);
        Assert.False(Release.IsHypothetical);
        Assert.Same(Release, Release.Suppose([]));
    }

    [Fact]
    public void Suppositions_on_a_hypothetical_release_add_up()
    {
        var together = Suppose("ME:CETS224:2026-12-15", "PT:CETS224:2027-01-20");
        var after = Suppose("ME:CETS224:2026-12-15").Suppose([Supposition.Parse("PT:CETS224:2027-01-20")]);
        Assert.Equal(together.Suppositions, after.Suppositions);
        Assert.Equal(together.Statuses.OrderBy(Key), after.Statuses.OrderBy(Key));

        static string Key(TreatyStatus row) => row.Treaty + row.Country;
    }

    [Fact]
    public void A_supposed_deposit_closes_nothing_and_changes_nothing_before_its_first_effect()
    {
        var queries = from day in Gen.Choose(0, 3000) from a in Gen.Elements("RS", "JP", "HU", "PT", "IE", "US", "BR") from b in Gen.Elements("ME", "FR", "IE", "NL", "AU") select (day, a, b);
        Prop.ForAll(queries.ToArbitrary(), q =>
        {
            var release = Five;
            var on = new DateOnly(2024, 1, 1).AddDays(q.day);
            var query = new RouteQuery(Country(q.a), Country(q.b), on, "subscriber", Emergency: true);
            if (q.a == q.b) return true;
            var (real, supposed) = (Release.Routes(query), release.Routes(query));
            var open = real.Zip(supposed).All(pair => !pair.First.Open || pair.Second.Open);
            var same = on >= new DateOnly(2027, 4, 1) || real.Zip(supposed).All(pair => pair.First.Open == pair.Second.Open);
            return open && same;
        }).QuickCheckThrowOnFailure();
    }

    private static readonly LawRelease Five = Suppose("IE:ETS185:2026-12-01", "ME:CETS224:2026-12-15", "PT:CETS224:2027-01-20");

    private static LawRelease Suppose(params string[] suppositions) => Release.Suppose([.. suppositions.Select(text => Supposition.Parse(text))]);

    private static string Refused(params string[] suppositions) => Assert.Throws<SuppositionException>(() => Suppose(suppositions)).Message;
}

/// <summary>What if a State declared or withdrew something.</summary>
public sealed class SupposedDeclarationTests
{
    [Fact]
    public void A_reservation_or_declaration_that_is_added_never_opens_a_channel_for_others()
    {
        var turned = from country in Gen.Elements("JP", "NL", "RS", "US") from one in Gen.Elements(Release.Switches.Where(one => Release.Treaties.Any(treaty => one.Id.StartsWith($"sw.{treaty.Id.TrimStart('C', 'E', 'T', 'S')}.", StringComparison.Ordinal))).ToArray()) select (country, one);
        Prop.ForAll(turned.ToArbitrary(), q =>
        {
            var number = q.one.Id.Split('.')[1];
            var treaty = Release.Treaties.First(treaty => treaty.Id.TrimStart('C', 'E', 'T', 'S') == number).Id;
            var release = Release.Suppose([], [new(Country(q.country), treaty, q.one.Id[(4 + number.Length)..], new(2020, 1, 1))]);
            return (from other in new[] { "FR", "BR", "PT" } from query in new RouteQuery[] { new(Country(other), Country(q.country), Today, "traffic", Emergency: true), new(Country(q.country), Country(other), Today, "subscriber", Emergency: true) } select query)
                .All(query => Release.Routes(query).Zip(release.Routes(query)).All(pair => pair.First.Open || !pair.Second.Open));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Theory]
    [InlineData("JP:ETS185:99.9:2027-01-01", "Valid: 2, 3, 4.2")]
    [InlineData("JP:ETS9:29.4:2027-01-01", "Valid: ETS185")]
    [InlineData("ZZ:ETS185:29.4:2027-01-01", "Valid: AD")]
    public void What_no_treaty_allows_cannot_be_supposed(string words, string says) =>
        Assert.Contains(says, Assert.Throws<SuppositionException>(() => Release.Suppose([], [SupposedDeclaration.Parse(words, false)])).Message, StringComparison.Ordinal);

    [Fact]
    public void What_does_not_stand_cannot_be_withdrawn() =>
        Assert.Throws<SuppositionException>(() => Release.Suppose([], [SupposedDeclaration.Parse("NL:ETS185:29.4:2027-01-01", true)]));

    [Fact]
    [Trait("Provision", "cets-224/7/9/a")]
    public void A_withdrawal_opens_what_the_reservation_closed_once_the_treaty_is_in_force()
    {
        Supposition[] five = [Supposition.Parse("ME:CETS224:2026-12-15"), Supposition.Parse("PT:CETS224:2027-01-20")];
        var on = new DateOnly(2027, 6, 1);
        Assert.False(Route("ch.224.7", "RS", "JP", on: on, release: Release.Suppose(five)).Open);
        Assert.True(Route("ch.224.7", "RS", "JP", on: on, release: Release.Suppose(five, [SupposedDeclaration.Parse("JP:CETS224:7.9.a:2027-05-01", true)])).Open);
    }
}
