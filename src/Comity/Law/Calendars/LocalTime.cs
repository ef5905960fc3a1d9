namespace Comity.Law.Calendars;

/// <summary>Days and hours as the clocks of a place show them, across changes to and from summer time.</summary>
internal static class LocalTime
{
    /// <summary>The last second of a day. Where the clocks go back at midnight and it comes twice, the later one.</summary>
    internal static DateTimeOffset EndOfDay(DateOnly day, TimeZoneInfo zone) => At(day.ToDateTime(new TimeOnly(23, 59, 59)), zone);

    /// <summary>An instant as the clocks of the place show it.</summary>
    internal static DateTimeOffset In(DateTimeOffset instant, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(instant, zone);

    /// <summary>The day of an instant at the place.</summary>
    internal static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(In(instant, zone).DateTime);

    /// <summary>The full hour after the one in which an instant lies.</summary>
    internal static DateTimeOffset NextFullHour(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var local = In(instant, zone);
        return In(local.AddTicks(TimeSpan.TicksPerHour - (local.Ticks % TimeSpan.TicksPerHour)), zone);
    }

    /// <summary>The instant of a local time. A time that comes twice is the later one; a time that the clocks leave out is as far after the gap as it lay in it.</summary>
    internal static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsAmbiguousTime(local)) return new(local, zone.GetAmbiguousTimeOffsets(local).Min());
        if (!zone.IsInvalidTime(local)) return new(local, zone.GetUtcOffset(local));
        var before = new DateTimeOffset(local, zone.GetUtcOffset(local.AddHours(-3)));
        return In(before, zone);
    }
}
