using Comity.Dossiers;
using Comity.Law;
using RealLaw = Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Dossiers;

/// <summary>Due dates of a dossier by the calendar in the release that its request names, so that both sides have the same.</summary>
public sealed class LimitCalendarTests
{
    private readonly World _world = new(new Dice(11));

    /// <summary>The real release, with the asking node in one State and the asked in another; null for a State that is not known.</summary>
    private static LawView View(string asking, string? asked) =>
        new ReleaseView(_ => RealLaw.Release, entity => entity == World.Serbia ? CountryCode.Parse(asking) : asked is null ? null : CountryCode.Parse(asked)).View;

    private DueDate Due(string limit, LawView view) => TimeLimits.Due(_world.Everything, view, _world.Now).Single(due => due.Limit == limit);

    private static string? At(DueDate due, double offset) => due.At is { } at ? DateTimeOffset.FromUnixTimeSeconds(at).ToOffset(TimeSpan.FromHours(offset)).ToString("yyyy-MM-ddTHH:mm:sszzz", null) : null;

    [Fact]
    [Trait("Provision", "eu-2023-1543/10/3")]
    public void Ten_days_end_by_the_calendar_of_the_enforcing_State()
    {
        _world.Open(channel: "ch.eu.epoc", terms: Terms.None with { Categories = ["subscriber"] });
        _world.Sync();
        Assert.Equal("2026-12-02T23:59:59+00:00", At(Due("dl.eu.10.3", View("FR", "PT")), 0)); // 1 December is a holiday in Portugal
        Assert.Equal("2026-12-01T23:59:59+01:00", At(Due("dl.eu.10.3", View("FR", "DE")), 1));
        Assert.Equal("2026-12-01T23:59:59+01:00", At(Due("dl.eu.17", View("DE", "PT")), 1));
        Assert.DoesNotContain(TimeLimits.Due(_world.Everything, View("FR", "PT"), _world.Now), due => due.WithoutCalendar);
    }

    [Fact]
    public void Without_a_calendar_the_time_that_passes_is_counted_and_that_is_said()
    {
        _world.Open(channel: "ch.eu.epoc", terms: Terms.None with { Categories = ["subscriber"] });
        _world.Sync();
        var due = Due("dl.eu.10.3", View("FR", "IE"));
        Assert.True(due.WithoutCalendar);
        Assert.Equal(due.From + (10 * TestLaw.Day), due.At);
        Assert.True(Due("dl.eu.10.3", View("FR", null)).WithoutCalendar);
    }

    [Fact]
    [Trait("Provision", "eu-2023-1543/10/6")]
    public void A_question_stops_the_clock_and_its_answer_lets_it_go_on()
    {
        var request = _world.Open(channel: "ch.eu.epoc", terms: Terms.None with { Categories = ["subscriber"] }).Id;
        _world.Sync();
        _world.Wait(TimeSpan.FromDays(2));
        var question = _world.Write(Side.Asked, ActType.ClarificationAsked, [request]).Id;
        _world.Sync();
        var standing = Due("dl.eu.10.3", View("FR", "DE"));
        Assert.Equal((true, null), (standing.StandsStill, standing.At));
        _world.Wait(TimeSpan.FromDays(3));
        _world.Write(Side.Asking, ActType.ClarificationGiven, [question]);
        _world.Sync();
        var due = Due("dl.eu.10.3", View("FR", "DE"));
        Assert.False(due.StandsStill);
        Assert.Equal("2026-12-07T23:59:59+01:00", At(due, 1)); // four days more, since a part of a day gives the whole; 5 and 6 December are a weekend
    }

    [Fact]
    [Trait("Provision", "ets-185/29/7")]
    public void Sixty_days_are_counted_by_the_clocks_of_the_State_that_keeps_the_data()
    {
        var request = _world.Open().Id;
        _world.Sync();
        _world.Write(Side.Asked, ActType.PreservationEffected, [request], Terms.None with { Until = World.Noon + (75 * TestLaw.Day) });
        _world.Sync();
        Assert.Equal("2027-01-20T23:59:59+09:00", At(Due("dl.29.7.min", View("RS", "JP")), 9));
    }

    [Fact]
    public void Both_sides_have_the_same_ends_however_statements_arrived()
    {
        _world.Open(channel: "ch.eu.epoc", terms: Terms.None with { Categories = ["traffic"] });
        _world.Sync();
        var view = View("FR", "PT");
        var reversed = Dossier.Of(_world.Written.AsEnumerable().Reverse(), _world.Verdicts.AsEnumerable().Reverse());
        Assert.Equal(TimeLimits.Due(_world.Views[0], view, _world.Now), TimeLimits.Due(_world.Views[1], view, _world.Now));
        Assert.Equal(TimeLimits.Due(_world.Everything, view, _world.Now), TimeLimits.Due(reversed, view, _world.Now));
    }
}
