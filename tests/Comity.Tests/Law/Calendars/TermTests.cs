using Comity.Law;
using Comity.Law.Calendars;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law.Calendars;

/// <summary>Known answers: when a time limit ends, by the calendar of the State whose law decides.</summary>
public sealed class TermTests
{
    [Theory]
    [InlineData("2026-10-30T17:10", "2026-10-31T02:00:00+00:00")]
    [InlineData("2026-10-30T17:00", "2026-10-31T02:00:00+00:00")]
    [InlineData("2026-10-30T17:59:59", "2026-10-31T02:00:00+00:00")]
    [InlineData("2026-10-30T18:00", "2026-10-31T03:00:00+00:00")]
    [InlineData("2026-12-24T23:30", "2026-12-25T08:00:00+00:00")]
    [Trait("Provision", "eu-2023-1543/10/4")]
    public void Eight_hours_of_an_emergency_begin_with_the_next_full_hour_and_never_move(string start, string due) => Assert.Equal(due, Due("dl.eu.10.4", start, "PT"));

    [Theory]
    [InlineData("2026-10-24T18:10", "2026-10-25T02:00:00+00:00")] // the clocks go back at 02:00: nine hours on the dial
    [InlineData("2026-03-28T18:10", "2026-03-29T04:00:00+01:00")] // and forward: seven
    public void Hours_are_hours_that_pass_also_when_the_clocks_change(string start, string due) => Assert.Equal(due, Due("dl.eu.10.4", start, "PT"));

    [Theory]
    [InlineData("PT", "2026-11-21T10:00", "2026-12-02T23:59:59+00:00")] // 1 December is a holiday
    [InlineData("DE", "2026-11-21T10:00", "2026-12-01T23:59:59+01:00")]
    [InlineData("PT", "2026-11-20T10:00", "2026-11-30T23:59:59+00:00")]
    [InlineData("PT", "2026-11-25T00:00", "2026-12-07T23:59:59+00:00")] // Saturday, Sunday
    [InlineData("PT", "2026-11-28T23:59", "2026-12-09T23:59:59+00:00")] // Tuesday 8 December
    [InlineData("FR", "2026-12-15T12:00", "2026-12-28T23:59:59+01:00")] // Christmas, Saturday, Sunday
    [Trait("Provision", "eu-2023-1543/10/2")]
    [Trait("Provision", "eu-2023-1543/10/3")]
    public void Ten_days_that_would_end_on_a_closed_day_of_the_enforcing_State_move_on(string state, string start, string due)
    {
        Assert.Equal(due, Due("dl.eu.10.3", start, state));
        Assert.Equal(due, Due("dl.eu.10.2", start, state));
    }

    [Fact]
    [Trait("Provision", "eu-2023-1543/17/9")]
    public void The_objection_for_a_conflict_of_laws_follows_the_calendar_of_the_issuing_State()
    {
        Assert.Equal("issuing State", Release.FindLimit("dl.eu.17")!.CalendarOf);
        Assert.Equal("2026-07-15T23:59:59+02:00", Due("dl.eu.17", "2026-07-04T09:00", "FR"));
        Assert.Equal("2026-07-14T23:59:59+02:00", Due("dl.eu.17", "2026-07-04T09:00", "DE"));
    }

    [Fact]
    [Trait("Provision", "ets-185/29/7")]
    public void The_day_of_the_event_does_not_count_and_a_day_ends_with_its_last_second()
    {
        Assert.Equal("2026-12-31T23:59:59+09:00", Due("dl.29.7.min", "2026-11-01T00:00", "JP"));
        Assert.Equal("2026-12-31T23:59:59+09:00", Due("dl.29.7.min", "2026-11-01T23:59", "JP"));
        Assert.Equal("2027-01-01T23:59:59+09:00", Due("dl.29.7.min", "2026-11-02T00:00", "JP"));
    }

    [Fact]
    [Trait("Provision", "cets-224/8/6/a")]
    public void Where_the_instrument_has_no_rule_on_closed_days_the_earlier_day_is_given_and_the_later_named()
    {
        var end = End("dl.8.6.serve", "2026-11-21T10:00", "RS");
        Assert.Equal("2027-01-05T23:59:59+01:00", Text(end.Due));
        Assert.Null(end.MayMoveTo);
        end = End("dl.8.6.serve", "2026-11-23T10:00", "RS");
        Assert.Equal(("2027-01-07T23:59:59+01:00", "2027-01-08T23:59:59+01:00"), (Text(end.Due), Text(end.MayMoveTo)));
        Assert.Contains(end.Steps, step => step.Text.Contains("Orthodox Christmas Day", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-11-27T10:00", "2026-12-07T23:59:59+00:00")] // Friday; 30, 2, 3, 4, 7 count, 1 December does not
    [InlineData("2026-12-21T10:00", "2026-12-29T23:59:59+00:00")]
    [Trait("Provision", "eu-2023-1543/16/2")]
    public void Of_working_days_only_open_ones_count(string start, string due) => Assert.Equal(due, Due("dl.eu.16", start, "PT"));

    [Theory]
    [InlineData("2026-11-30T09:00", "2026-11-30T09:30", "2026-12-09T23:59:59+00:00")] // 30 November does not count, nor do 1 and 8 December
    [InlineData("2026-11-28T09:00", "2026-11-29T09:30", "2026-12-07T23:59:59+00:00")] // a weekend
    [InlineData("2026-12-20T09:00", "2026-12-21T09:30", "2026-12-07T23:59:59+00:00")] // after the end
    public void A_working_day_of_which_a_part_stood_still_does_not_count(string from, string to, string due) =>
        Assert.Equal(due, Text(End("dl.eu.16", "2026-11-27T10:00", "PT", run => run with { Pauses = [new(At(from, run.Zone), At(to, run.Zone))] }).Due));

    [Fact]
    public void Working_days_that_still_stand_have_no_end()
    {
        var end = End("dl.eu.16", "2026-11-27T10:00", "PT", run => run with { Pauses = [new(At("2026-12-02T10:00", run.Zone), null)] });
        Assert.Equal((true, false, null), (end.StandsStill, end.CalendarMissing, Text(end.Due)));
    }

    [Fact]
    public void A_missing_calendar_is_said_and_not_guessed()
    {
        var days = End("dl.eu.10.3", "2026-11-25T10:00", null);
        Assert.Equal((true, "2026-12-05T23:59:59+00:00"), (days.CalendarMissing, Text(days.Due)));
        Assert.Contains(days.Steps, step => step.Text.Contains("No calendar", StringComparison.Ordinal));
        var working = End("dl.eu.16", "2026-11-25T10:00", null);
        Assert.Equal((true, null), (working.CalendarMissing, Text(working.Due)));
        var late = End("dl.eu.10.3", "2036-03-01T10:00", "PT");
        Assert.True(late.CalendarMissing);
        Assert.Contains(late.Steps, step => step.Text.Contains("covers 2016 to 2035", StringComparison.Ordinal));
        Assert.False(End("dl.eu.10.4", "2036-03-01T10:00", "PT").CalendarMissing);
    }

    [Theory]
    [InlineData("2026-11-05T10:00", "2026-11-07T09:00", "2026-11-16T23:59:59+01:00")] // two days; 14 November is a Saturday
    [InlineData("2026-11-05T10:00", "2026-11-05T10:30", "2026-11-13T23:59:59+01:00")] // part of a day gives the whole
    [InlineData("2026-11-02T09:00", "2026-11-02T17:00", "2026-11-12T23:59:59+01:00")] // still the day of the event
    [InlineData("2026-11-02T09:00", "2026-11-03T17:00", "2026-11-13T23:59:59+01:00")]
    [InlineData("2026-11-20T09:00", "2026-11-27T17:00", "2026-11-12T23:59:59+01:00")] // after the end
    [Trait("Provision", "eu-2023-1543/10/6")]
    public void While_clarification_is_asked_the_ten_days_stand_still(string from, string to, string due) =>
        Assert.Equal(due, Text(End("dl.eu.10.3", "2026-11-02T08:00", "DE", run => run with { Pauses = [new(At(from, run.Zone), At(to, run.Zone))] }).Due));

    [Fact]
    [Trait("Provision", "eu-2023-1543/10/6")]
    public void A_term_that_still_stands_has_no_end()
    {
        var end = End("dl.eu.10.3", "2026-11-02T08:00", "DE", run => run with { Pauses = [new(At("2026-11-05T10:00", run.Zone), null)] });
        Assert.Equal((true, null), (end.StandsStill, Text(end.Due)));
    }

    [Fact]
    [Trait("Provision", "eu-2023-1543/10/6")]
    public void Hours_that_stood_still_are_added_as_they_passed()
    {
        var end = End("dl.eu.10.4", "2026-10-30T17:10", "PT", run => run with { Pauses = [new(At("2026-10-30T20:15", run.Zone), At("2026-10-30T21:45", run.Zone)), new(At("2026-10-30T21:00", run.Zone), At("2026-10-30T22:15", run.Zone))] });
        Assert.Equal("2026-10-31T04:00:00+00:00", Text(end.Due));
    }

    [Fact]
    [Trait("Provision", "eu-2023-1543/11/1")]
    public void An_order_prolonged_in_time_lasts_thirty_days_more_and_one_prolonged_late_does_not()
    {
        Assert.Equal("2026-12-31T23:59:59+01:00", Due("dl.eupr.60", "2026-11-01T08:00", "DE"));
        Assert.Equal("2027-02-01T23:59:59+01:00", Text(End("dl.eupr.60", "2026-11-01T08:00", "DE", run => run with { ProlongedAt = At("2026-12-30T08:00", run.Zone) }).Due)); // 30 January is a Saturday
        Assert.Equal("2026-12-31T23:59:59+01:00", Text(End("dl.eupr.60", "2026-11-01T08:00", "DE", run => run with { ProlongedAt = At("2027-01-02T08:00", run.Zone) }).Due));
    }

    [Fact]
    [Trait("Provision", "ets-185/16/2")]
    public void A_domestic_order_may_be_renewed()
    {
        Assert.Equal("2027-01-30T23:59:59+01:00", Due("dl.16.2", "2026-11-01T08:00", "RS"));
        Assert.Equal("2027-04-19T23:59:59+02:00", Text(End("dl.16.2", "2026-11-01T08:00", "RS", run => run with { ProlongedAt = At("2027-01-19T08:00", run.Zone) }).Due));
    }

    [Fact]
    [Trait("Provision", "eu-2023-1543/8/4")]
    public void A_release_ends_the_wait_and_a_late_one_changes_nothing()
    {
        Assert.Equal("2026-11-04T15:00:00+01:00", Text(End("dl.eu.10.2", "2026-11-02T08:00", "DE", run => run with { ReleasedAt = At("2026-11-04T15:00", run.Zone) }).Due));
        Assert.Equal("2026-11-12T23:59:59+01:00", Text(End("dl.eu.10.2", "2026-11-02T08:00", "DE", run => run with { ReleasedAt = At("2026-11-14T15:00", run.Zone) }).Due));
        Assert.Throws<ArgumentException>(() => End("dl.eu.10.3", "2026-11-02T08:00", "DE", run => run with { ReleasedAt = run.Start }));
        Assert.Throws<ArgumentException>(() => End("dl.eu.10.3", "2026-11-02T08:00", "DE", run => run with { ProlongedAt = run.Start }));
    }

    [Fact]
    [Trait("Provision", "cets-224/7/7")]
    public void The_longer_of_two_terms_counts()
    {
        Assert.Equal("2026-12-02T23:59:59+01:00", Text(End("dl.7.7", "2026-11-02T08:00", "RS").Due));
        Assert.Equal("2026-12-02T23:59:59+01:00", Text(End("dl.7.7", "2026-11-02T08:00", "RS", run => run with { Stated = At("2026-11-20T12:00", run.Zone) }).Due));
        Assert.Equal("2026-12-15T12:00:00+01:00", Text(End("dl.7.7", "2026-11-02T08:00", "RS", run => run with { Stated = At("2026-12-15T12:00", run.Zone) }).Due));
    }

    [Theory]
    [InlineData("dl.29.3", "expeditiously")]
    [InlineData("dl.29.7.pending", "lasts until mla decision")]
    [InlineData("dl.26.answer", "no number")]
    [InlineData("dl.6.stated", "no number")]
    public void Without_a_number_there_is_no_end_and_the_reason_is_given(string limit, string says)
    {
        var end = End(limit, "2026-11-02T08:00", "RS");
        Assert.Null(end.Due);
        Assert.Contains(end.Steps, step => step.Text.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void A_time_that_the_request_states_counts_where_the_instrument_leaves_it_to_the_request() =>
        Assert.Equal("2026-11-20T12:00:00+01:00", Text(End("dl.6.stated", "2026-11-02T08:00", "RS", run => run with { Stated = At("2026-11-20T12:00", run.Zone) }).Due));

    [Fact]
    [Trait("Provision", "cets-224/7/7")]
    public void At_once_is_at_once() => Assert.Equal("2026-11-02T08:00:00+01:00", Due("dl.7.7.refusal", "2026-11-02T08:00", "RS"));

    internal static TermEnd End(string limit, string start, string? state, Func<TermRun, TermRun>? with = null)
    {
        var calendar = state is null ? null : Release.FindCalendar(Country(state))!;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(calendar?.Zone ?? "Europe/Lisbon");
        var run = new TermRun(At(start, zone), zone, calendar);
        return Release.EndOf(Release.FindLimit(limit)!, with is null ? run : with(run));
    }

    private static string? Due(string limit, string start, string? state) => Text(End(limit, start, state).Due);

    private static string? Text(DateTimeOffset? at) => at?.ToString("yyyy-MM-ddTHH:mm:sszzz", null);

    private static DateTimeOffset At(string local, TimeZoneInfo zone)
    {
        var time = DateTime.Parse(local, null);
        return new(time, zone.GetUtcOffset(time));
    }
}
