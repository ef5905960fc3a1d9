using Comity.Law;
using Comity.Law.Calendars;
using FsCheck;
using FsCheck.Fluent;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law.Calendars;

/// <summary>What holds for every term, start, zone, calendar and pause; also in zones where the clocks change at odd hours.</summary>
public sealed class TermProperties
{
    private static readonly TimeLimit[] Limits = [.. Release.Channels.Concat(Release.DomesticOrders).SelectMany(channel => channel.Limits).Where(limit => limit.Duration is not null).DistinctBy(limit => limit.Id)];

    private static readonly string[] Zones = ["Europe/Lisbon", "Europe/Belgrade", "Asia/Tokyo", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Beirut", "Asia/Kathmandu", "Pacific/Apia", "UTC"];

    private sealed record Case(TimeLimit Limit, TermRun Run)
    {
        internal TermEnd End => Release.EndOf(Limit, Run);

        public override string ToString() => $"{Limit.Id} {Run.Start:O} {Run.Zone.Id} {Run.Calendar} {string.Join(' ', Run.Pauses.Select(pause => $"{pause.From:O}/{pause.To:O}"))}";
    }

    private static readonly Gen<Case> Cases =
        from limit in Gen.Elements(Limits)
        from zone in Gen.Elements(Zones)
        from calendar in Gen.Elements((StateCalendar?[])[null, .. Release.Calendars])
        from minutes in Gen.Choose(0, 60 * 24 * 365 * 8)
        from seconds in Gen.Choose(0, 59)
        select new Case(limit, new(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes).AddSeconds(seconds), TimeZoneInfo.FindSystemTimeZoneById(zone), calendar));

    private static readonly Gen<Case> Paused =
        from one in Cases
        from pauses in (from begin in Gen.Choose(-3000, 60 * 24 * 100) from length in Gen.Choose(0, 60 * 24 * 20) select new Pause(one.Run.Start.AddMinutes(begin), one.Run.Start.AddMinutes(begin + length))).ArrayOf()
        select one with { Run = one.Run with { Pauses = [.. pauses.Take(4)] } };

    [Fact]
    public void No_term_ends_before_it_begins() => Check(Paused, one => one.End.Due is not { } due || due >= one.Run.Start);

    [Fact]
    public void A_later_start_never_ends_earlier() => Check(
        from one in Paused from later in Gen.Choose(0, 60 * 24 * 3) select (one, later),
        pair => pair.one.End.Due is not { } due || (pair.one with { Run = pair.one.Run with { Start = pair.one.Run.Start.AddMinutes(pair.later) } }).End.Due is not { } after || after >= due);

    [Fact]
    public void A_pause_never_shortens() => Check(Paused, one => (one with { Run = one.Run with { Pauses = [] } }).End.Due is not { } plain || one.End.Due >= plain);

    [Fact]
    public void A_term_in_days_ends_with_the_last_second_of_a_day_at_the_place() => Check(Paused, one =>
        one.Limit.Duration is not { Days: > 0 } || one.End.Due is not { } due || TimeZoneInfo.ConvertTime(due, one.Run.Zone).TimeOfDay == new TimeSpan(23, 59, 59) && due.Offset == one.Run.Zone.GetUtcOffset(due));

    [Fact]
    public void A_term_in_days_lasts_its_days_on_the_calendar_of_the_place() => Check(Cases, one =>
        one.Limit is not { Duration.Days: > 0, WorkingDays: false } || one.End.Due is not { } due || Day(due, one) >= Day(one.Run.Start, one).AddDays(one.Limit.Duration.Value.Days));

    [Fact]
    public void A_term_in_hours_lasts_its_hours_and_at_most_one_more() => Check(Cases, one =>
        one.Limit.Duration is not { Hours: > 0 and var hours } || (one.End.Due!.Value - one.Run.Start) is var lasted && lasted > TimeSpan.FromHours(hours) && lasted <= TimeSpan.FromHours(hours + 1));

    [Fact]
    public void What_moves_on_or_counts_working_days_never_ends_on_a_closed_day() => Check(Paused, one =>
        one.Limit is not { Duration.Days: > 0, Source.First.Instrument: "eu-2023-1543" } || one.Run.Calendar is null || one.End is not { CalendarMissing: false, Due: { } due } || one.Run.Calendar.ClosedOn(Day(due, one)) is null);

    [Fact]
    public void The_same_question_has_the_same_answer() => Check(Paused, one => one.End.Due == one.End.Due && one.End.Steps.SequenceEqual(one.End.Steps));

    private static DateOnly Day(DateTimeOffset at, Case one) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, one.Run.Zone).DateTime);

    private static void Check<T>(Gen<T> cases, Func<T, bool> holds) => Prop.ForAll(cases.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
