using System.Globalization;
using Comity.Law;
using Comity.Law.Calendars;

namespace Comity.Node.Law;

/// <summary>A word on the command line that the law data do not have. The message is one line and names the valid ones.</summary>
internal sealed class UnknownWordException(string what, string word, IEnumerable<string> valid)
    : Exception($"Unknown {what} '{word}'. Valid: {string.Join(", ", valid)}.");

/// <summary>Turns words of the command line into values of the law data.</summary>
internal static class LawWords
{
    internal static CountryCode Country(LawRelease release, string word) =>
        CountryCode.TryParse(word.ToUpperInvariant(), null, out var code) && release.FindCountry(code) is not null ? code
        : throw new UnknownWordException("country", word, release.Countries.Select(country => country.Code.ToString()).Order(StringComparer.Ordinal));

    internal static string Data(LawRelease release, string word) => release.DataCategories.Any(category => category.Id == word) ? word
        : throw new UnknownWordException("data category", word, release.DataCategories.Select(category => category.Id));

    internal static string Offence(LawRelease release, string word) => release.FindOffence(word) is not null ? word
        : throw new UnknownWordException("offence", word, release.Offences.Select(offence => offence.Id));

    internal static string Channel(LawRelease release, string word) => release.Channels.Any(channel => channel.Id == word) ? word
        : throw new UnknownWordException("channel", word, release.Channels.Select(channel => channel.Id));

    internal static DateOnly Date(string? word, TimeProvider clock) => word is null ? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)
        : DateOnly.TryParseExact(word, "yyyy-MM-dd", out var date) ? date
        : throw new UnknownWordException("date", word, ["a day of the calendar written as 2026-11-21"]);

    internal static string Circumstance(LawRelease release, string word) => release.Circumstances.Any(circumstance => circumstance.Id == word) ? word
        : throw new UnknownWordException("circumstance", word, release.Circumstances.Select(circumstance => circumstance.Id));

    internal static Treaty TreatyName(LawRelease release, string word) => release.Treaties.FirstOrDefault(treaty => treaty.Id == word)
        ?? throw new UnknownWordException("treaty", word, release.Treaties.Select(treaty => treaty.Id));

    internal static TimeLimit Limit(LawRelease release, string word) => release.FindLimit(word)
        ?? throw new UnknownWordException("time limit", word, release.Channels.Concat(release.DomesticOrders).SelectMany(channel => channel.Limits).Select(limit => limit.Id).Distinct());

    internal static TimeZoneInfo Zone(string? word, StateCalendar? calendar)
    {
        if (word is null && calendar is null) throw new UnknownWordException("time zone", "", ["an IANA name, as Europe/Lisbon; it may be left out only for a --state with a calendar"]);
        return TimeZoneInfo.TryFindSystemTimeZoneById(word ?? calendar!.Zone, out var zone) && zone.HasIanaId ? zone
            : throw new UnknownWordException("time zone", word ?? calendar!.Zone, ["an IANA name, as Europe/Lisbon or Asia/Tokyo"]);
    }

    /// <summary>A time at a place. One that the clocks skip or show twice needs an offset.</summary>
    internal static DateTimeOffset Instant(string word, TimeZoneInfo zone)
    {
        if (DateTime.TryParseExact(word, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year is >= 1900 and < 2200)
            return !zone.IsInvalidTime(local) && !zone.IsAmbiguousTime(local) ? new(local, zone.GetUtcOffset(local))
                : throw new UnknownWordException("time", word, [$"the clocks of {zone.Id} {(zone.IsInvalidTime(local) ? "skip it" : "show it twice")}: write it with an offset, as {word}+01:00"]);
        return DateTimeOffset.TryParseExact(word, OffsetForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) && instant.Year is >= 1900 and < 2200 ? instant
            : throw new UnknownWordException("time", word, ["a time as 2026-10-30T17:10, 2026-10-30T17:10:00 or 2026-10-30T17:10+01:00"]);
    }

    internal static Pause Pause(string word, TimeZoneInfo zone)
    {
        if (word.Split('/') is not [var from, var to]) throw new UnknownWordException("pause", word, ["FROM/TO, as 2026-11-05T10:00/2026-11-07T09:00, or FROM/ while it still stands"]);
        var pause = new Pause(Instant(from, zone), to.Length == 0 ? null : Instant(to, zone));
        return pause.To is null || pause.To >= pause.From ? pause : throw new UnknownWordException("pause", word, ["an end that is not before the beginning"]);
    }

    private static readonly string[] LocalForms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    private static readonly string[] OffsetForms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];

    internal static PairTreaty Treaty(string? word) => word switch
    {
        null or "unknown" => PairTreaty.Unknown,
        "none" => PairTreaty.None,
        "exists" => PairTreaty.Exists,
        _ => throw new UnknownWordException("answer on the treaty", word, ["unknown", "none", "exists"]),
    };
}
