using System.Globalization;

namespace Comity.Law.Calendars;

/// <summary>On which day of a year a holiday falls: <c>04-25</c>, <c>easter+60</c>, <c>orthodox-easter-2</c>, <c>01-monday-2</c>, or once: <c>2026-09-22</c>.</summary>
internal sealed class HolidayRule
{
    /// <summary>The farthest that a feast may lie from its Easter, in days. Our own limit.</summary>
    private const int FarthestFromEaster = 100;

    private readonly Func<int, DateOnly?> _inYear;

    private HolidayRule(Func<int, DateOnly?> inYear) => _inYear = inYear;

    /// <summary>The day in a year, or null if there is none.</summary>
    internal DateOnly? In(int year) => _inYear(year);

    /// <summary>Reads a rule; null if the words are none.</summary>
    internal static HolidayRule? Read(string words) => Once(words) ?? Fixed(words) ?? Feast(words) ?? Weekday(words);

    /// <summary>A day of the week by its English name, or null.</summary>
    internal static DayOfWeek? Day(string name) => Array.IndexOf(Days, name) is >= 0 and var day ? (DayOfWeek)day : null;

    private static HolidayRule? Once(string words) =>
        DateOnly.TryParseExact(words, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new(year => year == day.Year ? day : null) : null;

    /// <summary>The same day each year; 29 February exists in leap years only.</summary>
    private static HolidayRule? Fixed(string words) =>
        DateOnly.TryParseExact("2024-" + words, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(year => day.Day <= DateTime.DaysInMonth(year, day.Month) ? new(year, day.Month, day.Day) : null) : null;

    private static HolidayRule? Feast(string words)
    {
        var orthodox = words.StartsWith("orthodox-easter", StringComparison.Ordinal);
        if (!orthodox && !words.StartsWith("easter", StringComparison.Ordinal)) return null;
        if (Offset(words[(orthodox ? "orthodox-easter" : "easter").Length..]) is not { } offset) return null;
        return new(year => (orthodox ? Easter.Orthodox(year) : Easter.Western(year)).AddDays(offset));
    }

    private static int? Offset(string words)
    {
        if (words.Length == 0) return 0;
        if (words[0] is not ('+' or '-') || !int.TryParse(words.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days > FarthestFromEaster) return null;
        return words[0] == '-' ? -days : days;
    }

    private static HolidayRule? Weekday(string words)
    {
        if (words.Split('-') is not [{ Length: 2 } number, var name, var which] || Day(name) is not { } day) return null;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var month) || month is < 1 or > 12) return null;
        return which switch
        {
            "1" or "2" or "3" or "4" => new(year => FirstOn(new(year, month, 1), day).AddDays(7 * (which[0] - '1'))),
            "last" => new(year => FirstOn(new DateOnly(year, month, DateTime.DaysInMonth(year, month)).AddDays(-6), day)),
            _ => null,
        };
    }

    private static DateOnly FirstOn(DateOnly from, DayOfWeek day) => from.AddDays((day - from.DayOfWeek + 7) % 7);

    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
}
