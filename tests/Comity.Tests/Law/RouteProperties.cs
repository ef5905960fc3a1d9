using Comity.Law;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>What holds for every pair, day, category and offence.</summary>
public sealed class RouteProperties
{
    private static readonly Gen<RouteQuery> Queries =
        from a in Gen.Choose(0, Release.Countries.Length - 1)
        from b in Gen.Choose(0, Release.Countries.Length - 1)
        where a != b
        from day in Gen.Choose(0, 365 * 30)
        from data in Gen.Elements(new[] { null, "subscriber", "traffic", "content", "domain-registration", "identification" })
        from offence in Gen.Elements((string?[])[null, .. Release.Offences.Select(one => one.Id)])
        from emergency in Gen.Elements(true, false)
        from treaty in Gen.Elements(Enum.GetValues<PairTreaty>())
        select new RouteQuery(Release.Countries[a].Code, Release.Countries[b].Code, new DateOnly(2000, 1, 1).AddDays(day), data, offence, emergency, treaty);

    private static readonly Dictionary<string, string> TreatyOf =
        Release.Treaties.Where(treaty => treaty is { Instrument: not null, BindsEuMembers: false }).ToDictionary(treaty => treaty.Instrument!, treaty => treaty.Id);

    [Fact]
    public void No_channel_is_open_before_both_are_bound() => Check(query => Release.Routes(query).All(route =>
        !route.Open || !TreatyOf.TryGetValue(route.Channel.Instrument, out var treaty) ||
        (Bound(treaty, query.From, query.On) && (Bound(treaty, query.To, query.On) || route.Channel.Id == "ch.185.32.a"))));

    [Fact]
    public void A_route_is_open_exactly_when_no_reason_closes_it() => Check(query => Release.Routes(query).All(route =>
        route.Open == route.Reasons.All(reason => reason.Weight != ReasonWeight.Closes) && route.Reasons.Length > 0));

    [Fact]
    public void Routes_are_a_function_of_data_and_question() => Check(query => Release.Routes(query).Zip(Release.Routes(query)).All(pair =>
        pair.First.Open == pair.Second.Open && pair.First.Reasons.SequenceEqual(pair.Second.Reasons) && pair.First.Grounds.SequenceEqual(pair.Second.Grounds)));

    [Fact]
    [Trait("Provision", "ets-185/29/5")]
    public void A_closed_list_of_grounds_stays_closed() => Check(query => Release.Routes(query).All(route =>
        route.Grounds.All(ground => route.Channel.Grounds.Contains(ground))));

    [Fact]
    public void An_officer_who_answers_unknown_never_closes_what_none_leaves_open() => Check(query =>
        Release.Routes(query with { TreatyOfPair = PairTreaty.Exists }).Zip(Release.Routes(query with { TreatyOfPair = PairTreaty.None })).All(pair => !pair.First.Open || pair.Second.Open));

    [Fact]
    public void Without_an_offence_every_ground_of_some_offence_is_there() => Check(query => query.Offence is null ||
        Release.Routes(query with { Offence = null }).Zip(Release.Routes(query)).All(pair => pair.Second.Grounds.All(pair.First.Grounds.Contains)));

    private static bool Bound(string treaty, CountryCode country, DateOnly on) => Release.StatusOf(treaty, country)?.IsBound(on) == true;

    private static void Check(Func<RouteQuery, bool> holds) => Prop.ForAll(Queries.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
