using System.Globalization;

namespace Comity.Node.Look;

/// <summary>How figures and times are written: UTC, units always beside the number, groups of three.</summary>
internal static class Shown
{
    private const int HashHead = 8, HashTail = 4;
    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = "\u00a0" };

    internal static string Count(long number) => number.ToString("#,0", Grouped);

    internal static string Clock(DateTimeOffset at) => Text(at, "HH:mm:ss");

    internal static string Day(DateTimeOffset at) => Text(at, "d MMM yyyy");

    internal static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A day as forms and addresses write it: 2026-11-21.</summary>
    internal static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Date(DateTimeOffset at, DateTimeOffset now) => Text(at, at.Year == now.Year ? "d MMM" : "d MMM yyyy");

    internal static string Moment(DateTimeOffset at, DateTimeOffset now) => $"{Date(at, now)} {Text(at, "HH:mm")} UTC";

    internal static string Exact(DateTimeOffset at) => Text(at, "d MMM yyyy HH:mm:ss") + " UTC";

    internal static string Machine(DateTimeOffset at) => Text(at, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    internal static string Countdown(TimeSpan left)
    {
        var size = left.Duration();
        var seconds = size >= TimeSpan.FromHours(1) ? 0 : size.Seconds;
        return string.Create(CultureInfo.InvariantCulture,
            $"{(left < TimeSpan.Zero ? "-" : "")}{(int)size.TotalHours:00}:{size.Minutes:00}:{seconds:00}");
    }

    /// <summary>The two largest units: "2 d 11 h", "8 h 58 min", "26 min", "41 s".</summary>
    internal static string Length(TimeSpan span)
    {
        var size = span.Duration();
        if (size >= TimeSpan.FromDays(1)) return Units((int)size.TotalDays, "d", size.Hours, "h");
        if (size >= TimeSpan.FromHours(1)) return Units(size.Hours, "h", size.Minutes, "min");
        return size >= TimeSpan.FromMinutes(1) ? Units(size.Minutes, "min", 0, "") : Units(size.Seconds, "s", 0, "");
    }

    internal static string Size(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
    };

    /// <summary>A count with its noun: "1 item", "2 items".</summary>
    internal static string Count(int number, string noun) => $"{Count(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>First eight and last four characters of a digest, in groups of four; short values stay whole.</summary>
    internal static string Digest(string whole) => whole.Length <= HashHead + HashTail
        ? whole
        : $"{whole[..4]} {whole[4..HashHead]} … {whole[^HashTail..]}";

    private static string Units(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";

    private static string Text(DateTimeOffset at, string format) =>
        at.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture);
}
