namespace Comity.Law.Calendars;

/// <summary>Easter Sunday of a year, by the Gregorian and by the Julian reckoning; both given in today's (Gregorian) calendar.</summary>
internal static class Easter
{
    /// <summary>Easter of the Western churches.</summary>
    internal static DateOnly Western(int year)
    {
        var (golden, century) = (year % 19, year / 100);
        var epact = (century - (century / 4) - (((8 * century) + 13) / 25) + (19 * golden) + 15) % 30;
        var moon = epact - (epact / 28 * (1 - (epact / 28 * (29 / (epact + 1)) * ((21 - golden) / 11))));
        var weekday = (year + (year / 4) + moon + 2 - century + (century / 4)) % 7;
        var offset = moon - weekday;
        var month = 3 + ((offset + 40) / 44);
        return new(year, month, offset + 28 - (31 * (month / 4)));
    }

    /// <summary>Easter of the Orthodox churches.</summary>
    internal static DateOnly Orthodox(int year)
    {
        var moon = ((19 * (year % 19)) + 15) % 30;
        var weekday = ((2 * (year % 4)) + (4 * (year % 7)) - moon + 34) % 7;
        var julian = new DateOnly(year, (moon + weekday + 114) / 31, ((moon + weekday + 114) % 31) + 1);
        return julian.AddDays((year / 100) - (year / 400) - 2);
    }
}
