using System.Text;
using Comity.Law;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>What must hold when the data change: a change reaches those it is about, and nobody else.</summary>
public sealed class DataProperties
{
    private static readonly Gen<CountryCode> Parties = Gen.Elements(Release.Statuses.Where(row => row.Treaty == "ETS185" && row.BoundFrom is not null).Select(row => row.Country).ToArray());

    private static readonly Gen<DateOnly> Days = Gen.Choose(0, 365 * 24).Select(day => new DateOnly(2004, 1, 1).AddDays(day));

    private static readonly Switch[] Reservations = [.. Release.Switches.Where(turned => turned.Nature is "reservation" && !turned.Id.StartsWith("sw.201", StringComparison.Ordinal))];

    private static readonly string?[] Categories = [null, "subscriber", "traffic", "content", "domain-registration", "identification"];

    private static readonly Gen<(CountryCode From, CountryCode To)> Pairs = from one in Parties from other in Parties where one != other select (one, other);

    [Fact]
    public void A_reservation_opens_nothing_and_reaches_nobody_else() => Prop.ForAll(
        (from turned in Gen.Elements(Reservations) from maker in Parties from day in Days from pairs in Pairs.ArrayOf(40) from data in Gen.Elements(Categories) from emergency in Gen.Elements(true, false) select (turned, maker, day, pairs, data, emergency)).ToArbitrary(),
        sample =>
        {
            var (turned, maker, day, pairs, data, emergency) = sample;
            var part = turned.Id.Split('.', 3);
            var treaty = (part[1] is "224" ? "CETS" : "ETS") + part[1];
            var release = LawRelease.Load(With("status/declarations.csv", text => text + $"{maker},{treaty},{part[2]},reservation,,added,{day:yyyy-MM-dd},,,TEST,high\n"));
            return pairs.All(pair => Release.Routes(Query(pair, day, data, emergency)).Zip(release.Routes(Query(pair, day, data, emergency))).All(both =>
                pair.From != maker && pair.To != maker ? Same(both.First, both.Second) : both.First.Open || !both.Second.Open));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    /// <summary>Once the treaty is in force: an earlier deposit could have been the fifth, and brought it into force for all sooner.</summary>
    [Fact]
    public void A_deposit_of_one_State_changes_nothing_between_others() => Prop.ForAll(
        (from state in Gen.Elements(Release.Countries.Where(country => country.Kind == "state" && Release.StatusOf("ETS185", country.Code)?.DepositedOn is null && Release.StatusOf("ETS185", country.Code)?.BoundFrom is null).Select(country => country.Code).ToArray())
         from deposit in Days from day in Days from pairs in Pairs.ArrayOf(40) select (state, deposit, day, pairs)).ToArbitrary(),
        sample =>
        {
            DateOnly[] earliest = [sample.deposit, new(2004, 7, 1), Release.StatusOf("ETS185", sample.state)?.SignedOn ?? default];
            var release = Release.Suppose([new("ETS185", sample.state, earliest.Max())]);
            return sample.pairs.All(pair => Release.Routes(Query(pair, sample.day, "traffic", false)).Zip(release.Routes(Query(pair, sample.day, "traffic", false))).All(both => Same(both.First, both.Second)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    /// <summary>From the day before an entry into force to the day itself, only routes of those to whom something happens on that day change.</summary>
    [Fact]
    [Trait("Provision", "ets-185/36/4")]
    public void A_day_across_an_entry_into_force_changes_only_what_depends_on_it()
    {
        var days = Release.Statuses.Select(row => row.BoundFrom).OfType<DateOnly>().Where(day => day > new DateOnly(2004, 7, 1)).Distinct().ToArray();
        Prop.ForAll((from day in Gen.Elements(days) from pairs in Pairs.ArrayOf(60) from data in Gen.Elements(Categories) select (day, pairs, data)).ToArbitrary(), sample => sample.pairs.All(pair =>
            Happens(pair.From, sample.day) || Happens(pair.To, sample.day) || TreatyBegins(sample.day) ||
            Release.Routes(Query(pair, sample.day.AddDays(-1), sample.data, false)).Zip(Release.Routes(Query(pair, sample.day, sample.data, false))).All(both => Same(both.First, both.Second))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Routes_are_a_function_of_data_and_question_only()
    {
        var again = LawRelease.Load(Files.Reverse().ToDictionary(file => file.Key, file => (byte[])file.Value.Clone()));
        Prop.ForAll((from pair in Pairs from day in Days from data in Gen.Elements(Categories) from emergency in Gen.Elements(true, false) select (pair, day, data, emergency)).ToArbitrary(), sample =>
        {
            var query = Query(sample.pair, sample.day, sample.data, sample.emergency);
            return Release.Routes(query).Zip(again.Routes(query)).All(both => Same(both.First, both.Second) && both.First.Reasons.SequenceEqual(both.Second.Reasons));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static RouteQuery Query((CountryCode From, CountryCode To) pair, DateOnly day, string? data, bool emergency) => new(pair.From, pair.To, day, data, Emergency: emergency);

    private static bool Same(LawRoute one, LawRoute other) => one.Channel.Id == other.Channel.Id && one.Open == other.Open && one.Requires.SequenceEqual(other.Requires)
        && one.Grounds.Select(ground => ground.Id).SequenceEqual(other.Grounds.Select(ground => ground.Id)) && one.Limits.Select(limit => limit.Id).SequenceEqual(other.Limits.Select(limit => limit.Id))
        && one.Safeguards.Select(safeguard => safeguard.Id).SequenceEqual(other.Safeguards.Select(safeguard => safeguard.Id))
        && one.Reasons.Where(reason => reason.Weight != ReasonWeight.Closes || one.Open).Select(reason => reason.Text).SequenceEqual(other.Reasons.Where(reason => reason.Weight != ReasonWeight.Closes || other.Open).Select(reason => reason.Text));

    private static bool Happens(CountryCode state, DateOnly day) =>
        Release.Statuses.Any(row => row.Country == state && (row.BoundFrom == day || row.SignedOn == day || row.DepositedOn == day))
        || Release.Declarations.Any(made => made.Country == state && (made.ValidFrom == day || made.ValidTo == day))
        || Release.PairFacts.Any(fact => (fact.BetweenA == state.ToString() || fact.BetweenB == state.ToString() || fact.BetweenB == "EU") && (fact.From == day || fact.To == day));

    private static bool TreatyBegins(DateOnly day) => Release.Treaties.Any(treaty => Release.Statuses.Where(row => row.Treaty == treaty.Id).Min(row => row.BoundFrom) == day);
}
