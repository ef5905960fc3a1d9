using System.Globalization;
using Comity.Law;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Law;

/// <summary>What this node was told about a mutual assistance treaty between two States, with dates and source.</summary>
/// <param name="One">One State; the order of the two does not count.</param>
/// <param name="Other">The other.</param>
/// <param name="Answer">None, exists, or unknown: asked, and nobody could say.</param>
/// <param name="Instrument">The treaty, or null.</param>
/// <param name="From">First day for which the answer holds, or null.</param>
/// <param name="To">Day from which it no longer holds, or null.</param>
/// <param name="Source">Who said so, or where it was read.</param>
/// <param name="Recorded">When it was recorded.</param>
internal sealed record PairAnswer(CountryCode One, CountryCode Other, PairTreaty Answer, string? Instrument, DateOnly? From, DateOnly? To, string Source, DateTimeOffset Recorded)
{
    internal bool Holds(DateOnly on) => (From is not { } from || from <= on) && (To is not { } to || on < to);
}

/// <summary>The node's own register of answers about treaties of a pair: asked and recorded, never assumed. Only added to; the latest that holds on a day counts.</summary>
internal static class PairAnswers
{
    /// <summary>The most characters of an instrument or source. Our own limit.</summary>
    internal const int LongestText = 400;

    internal static readonly Migration Schema = new(80, "LawPairs", """
        CREATE TABLE pair_answer(
          id INTEGER PRIMARY KEY, one TEXT NOT NULL, other TEXT NOT NULL CHECK(one < other), answer TEXT NOT NULL CHECK(answer IN ('none', 'exists', 'unknown')),
          instrument TEXT, valid_from TEXT, valid_to TEXT, source TEXT NOT NULL CHECK(length(source) > 0), recorded INTEGER NOT NULL) STRICT;
        CREATE INDEX pair_answer_pair ON pair_answer(one, other);
        """);

    /// <summary>Records an answer.</summary>
    /// <exception cref="ArgumentException">Both States are one, the source is missing, a text is too long, or it ends before it begins.</exception>
    internal static void Record(SqliteConnection sql, PairAnswer answer)
    {
        if (answer.One == answer.Other) throw new ArgumentException($"Both States are {answer.One}; a pair needs two.", nameof(answer));
        if (answer.Source.Length is 0 or > LongestText || answer.Instrument?.Length > LongestText) throw new ArgumentException($"A source is needed; it and the instrument have at most {LongestText} characters.", nameof(answer));
        if (answer.From > answer.To) throw new ArgumentException("It ends before it begins.", nameof(answer));
        var (one, other) = Ordered(answer.One, answer.Other);
        sql.Run("INSERT INTO pair_answer(one, other, answer, instrument, valid_from, valid_to, source, recorded) VALUES($1, $2, $3, $4, $5, $6, $7, $8)",
            one, other, Word(answer.Answer), answer.Instrument, Text(answer.From), Text(answer.To), answer.Source, answer.Recorded);
    }

    /// <summary>Every answer about a pair, the latest first.</summary>
    internal static IReadOnlyList<PairAnswer> Of(SqliteConnection sql, CountryCode a, CountryCode b)
    {
        var (one, other) = Ordered(a, b);
        return sql.Query("SELECT one, other, answer, instrument, valid_from, valid_to, source, recorded FROM pair_answer WHERE one = $1 AND other = $2 ORDER BY id DESC", Read, one, other);
    }

    /// <summary>The answer that counts on a day: the latest that holds; null if this node was never told.</summary>
    internal static PairAnswer? On(SqliteConnection sql, CountryCode a, CountryCode b, DateOnly on) => Of(sql, a, b).FirstOrDefault(answer => answer.Holds(on));

    internal static string Word(PairTreaty answer) => answer switch
    {
        PairTreaty.None => "none",
        PairTreaty.Exists => "exists",
        _ => "unknown",
    };

    private static PairAnswer Read(SqliteDataReader row) => new(
        CountryCode.Parse(row.GetString(0)), CountryCode.Parse(row.GetString(1)), LawWords.Treaty(row.GetString(2)), row.Text(3), Day(row.Text(4)), Day(row.Text(5)), row.GetString(6),
        DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(7)));

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static (string, string) Ordered(CountryCode a, CountryCode b) =>
        string.CompareOrdinal(a.ToString(), b.ToString()) < 0 ? (a.ToString(), b.ToString()) : (b.ToString(), a.ToString());
}
