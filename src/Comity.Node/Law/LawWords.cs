using Comity.Law;

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

    internal static PairTreaty Treaty(string? word) => word switch
    {
        null or "unknown" => PairTreaty.Unknown,
        "none" => PairTreaty.None,
        "exists" => PairTreaty.Exists,
        _ => throw new UnknownWordException("answer on the treaty", word, ["unknown", "none", "exists"]),
    };
}
