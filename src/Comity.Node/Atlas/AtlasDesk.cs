using System.Collections.Concurrent;
using System.Globalization;
using Comity.Law;
using Comity.Node.Identity;
using Comity.Node.Law;

namespace Comity.Node.Atlas;

/// <summary>What a page of the atlas speaks about: a release, as it is or with supposed acts, on a day.</summary>
/// <param name="Law">The release; hypothetical if something is supposed.</param>
/// <param name="On">The day.</param>
/// <param name="Today">Today, UTC.</param>
/// <param name="Supposed">The supposed acts; none for the real data.</param>
/// <param name="Errors">What was wrong with the day or the suppositions; then today and the real data are shown.</param>
internal sealed record AtlasScene(LawRelease Law, DateOnly On, DateOnly Today, SupposedActs Supposed, IReadOnlyList<FormError> Errors)
{
    /// <summary>The suppositions as addresses carry them; null for the real data.</summary>
    internal string? Suppose => Supposed.IsEmpty ? null : Supposed.ToString();

    /// <summary>What every page shows of the scene.</summary>
    internal ScenePart Part => new(On, Today, Law.BasedOn.ToString(), Supposed.Words, Errors);
}

/// <summary>The day, release and suppositions that a page shows.</summary>
/// <param name="On">The day.</param>
/// <param name="Today">Today, UTC.</param>
/// <param name="Release">Digest of the release; of the real one where something is supposed.</param>
/// <param name="Supposed">Supposed acts, as <c>IE:ETS185:2026-12-01</c>.</param>
/// <param name="Errors">What is wrong with what was asked.</param>
public sealed record ScenePart(DateOnly On, DateOnly Today, string Release, IReadOnlyList<string> Supposed, IReadOnlyList<FormError> Errors);

/// <summary>Gives the pages and the API the release that this node works by, and what it would be with supposed acts.</summary>
internal sealed class AtlasDesk(LawShelf shelf, TimeProvider clock)
{
    /// <summary>Hypothetical releases kept; beyond it all are made anew. Each is some megabytes.</summary>
    private const int MostKept = 16;

    private const int LongestEcho = 40;

    private readonly ConcurrentDictionary<(Digest Release, string Suppose), LawRelease> _supposed = [];

    internal LawRelease Current => shelf.Current;

    internal DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>The scene of a page; what cannot be read is named in its errors.</summary>
    internal AtlasScene Scene(string? on, string? suppose = null)
    {
        var errors = new List<FormError>();
        var day = Day(on, errors);
        try
        {
            var supposed = SupposedActs.Read(suppose);
            return new(Suppose(supposed), day, Today, supposed, errors);
        }
        catch (Exception wrong) when (wrong is UnknownWordException or SuppositionException)
        {
            errors.Add(new("suppose", wrong.Message));
            return new(Current, day, Today, SupposedActs.None, errors);
        }
    }

    /// <summary>The release with supposed acts; the release itself if there are none.</summary>
    /// <exception cref="SuppositionException">A treaty would not allow one of them; the message says why and names what is valid.</exception>
    internal LawRelease Suppose(SupposedActs supposed)
    {
        if (supposed.IsEmpty) return Current;
        if (_supposed.Count > MostKept) _supposed.Clear();
        return _supposed.GetOrAdd((Current.Digest, supposed.ToString()), _ => Current.Suppose(supposed.Deposits, supposed.Declarations));
    }

    private DateOnly Day(string? on, List<FormError> errors)
    {
        if (string.IsNullOrEmpty(on)) return Today;
        if (DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        errors.Add(new("on", $"There is no day “{Shorten(on)}”. Write a day of the calendar as 2026-11-21; shown is today."));
        return Today;
    }

    /// <summary>What somebody wrote, short enough to be repeated.</summary>
    internal static string Shorten(string word) => word.Length <= LongestEcho ? word : word[..LongestEcho] + "…";
}
