using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Comity.Law.Calendars;

/// <summary>A day on which a State's offices are closed.</summary>
/// <param name="On">The day.</param>
/// <param name="Name">Its name.</param>
public sealed record Holiday(DateOnly On, string Name);

/// <summary>Weekends and public holidays of a State for the years that its file covers, with the time zone of its capital.</summary>
/// <remarks>Outside those years nothing is known, and nothing is guessed.</remarks>
public sealed class StateCalendar
{
    private readonly FrozenDictionary<DateOnly, string> _closed;

    internal StateCalendar(ImmutableArray<Holiday> holidays)
    {
        Holidays = holidays;
        _closed = holidays.ToFrozenDictionary(holiday => holiday.On, holiday => holiday.Name);
    }

    /// <summary>The State.</summary>
    public required CountryCode State { get; init; }

    /// <summary>Time zone of the capital, by its IANA name: <c>Europe/Lisbon</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>Days of the week on which offices are closed.</summary>
    public required ImmutableArray<DayOfWeek> Weekend { get; init; }

    /// <summary>The first year covered.</summary>
    public required int FirstYear { get; init; }

    /// <summary>The last year covered.</summary>
    public required int LastYear { get; init; }

    /// <summary>Ids of the sources.</summary>
    public required string Source { get; init; }

    /// <summary>How sure the data are.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>What the calendar leaves out, or null.</summary>
    public string? Note { get; init; }

    /// <summary>The public holidays of the years covered, by day. Those on a weekend are among them.</summary>
    public ImmutableArray<Holiday> Holidays { get; }

    /// <summary>True if the calendar knows this day's year.</summary>
    public bool Covers(DateOnly day) => day.Year >= FirstYear && day.Year <= LastYear;

    /// <summary>Why offices are closed on a day: the holiday's name or the day of the week; null if they are open.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is not covered.</exception>
    public string? ClosedOn(DateOnly day)
    {
        if (!Covers(day)) throw new ArgumentOutOfRangeException(nameof(day), day, $"The calendar of {State} covers {FirstYear} to {LastYear}.");
        return _closed.TryGetValue(day, out var name) ? name : Weekend.Contains(day.DayOfWeek) ? day.DayOfWeek.ToString() : null;
    }

    /// <summary>The first open day from <paramref name="day"/> on; null if the years covered end before one.</summary>
    public DateOnly? OpenFrom(DateOnly day)
    {
        for (; Covers(day); day = day.AddDays(1))
            if (ClosedOn(day) is null) return day;
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{State} {FirstYear}-{LastYear}";
}
