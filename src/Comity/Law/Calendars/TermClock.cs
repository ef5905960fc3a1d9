namespace Comity.Law.Calendars;

/// <summary>Counts one time limit by the calendar of one State, as a release has both. For dossiers: the same release gives both sides the same end.</summary>
/// <remarks>The rules of summer time come from the machine's time zone data; a zone it does not know leaves the limit without a calendar.</remarks>
public sealed class TermClock
{
    private readonly LawRelease _release;
    private readonly TimeLimit _limit;
    private readonly TimeZoneInfo _zone;

    private TermClock(LawRelease release, TimeLimit limit, StateCalendar calendar, TimeZoneInfo zone) => (_release, _limit, Calendar, _zone) = (release, limit, calendar, zone);

    /// <summary>The calendar.</summary>
    public StateCalendar Calendar { get; }

    /// <summary>True where a question of the asked side stops the clock (Regulation (EU) 2023/1543 art. 10(6)).</summary>
    public bool CanStandStill => _limit.PausedBy is not null;

    /// <summary>The clock of a limit in a State; null where the release has no calendar of it or the limit has no number.</summary>
    public static TermClock? Of(LawRelease release, TimeLimit limit, CountryCode state) =>
        limit.Duration is not null && release.FindCalendar(state) is { } calendar && TimeZoneInfo.TryFindSystemTimeZoneById(calendar.Zone, out var zone) ? new(release, limit, calendar, zone) : null;

    /// <summary>When the limit ends.</summary>
    /// <param name="start">When it began.</param>
    /// <param name="pauses">When it stood still.</param>
    public TermEnd End(DateTimeOffset start, IEnumerable<Pause> pauses) => _release.EndOf(_limit, new(start, _zone, Calendar) { Pauses = [.. pauses] });
}
