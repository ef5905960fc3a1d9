using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Comity.Law;

/// <summary>A length of time as a treaty gives it: whole days, or whole hours. <c>P60D</c>, <c>PT8H</c>, <c>PT0S</c> (at once).</summary>
/// <param name="Days">Days; 0 where the term is in hours.</param>
/// <param name="Hours">Hours; 0 where the term is in days.</param>
public readonly record struct Term(int Days, int Hours) : IParsable<Term>
{
    /// <summary>As elapsed time; a term in days has its own rules for holidays and the hour it ends, which this does not apply.</summary>
    public TimeSpan Elapsed => new(Days, Hours, 0, 0);

    /// <summary>ISO 8601, as in the data.</summary>
    public override string ToString() => this switch
    {
        { Days: 0, Hours: 0 } => "PT0S",
        { Hours: 0 } => $"P{Days}D",
        _ => $"PT{Hours}H",
    };

    /// <inheritdoc/>
    public static Term Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var term) ? term : throw new FormatException($"'{s}' is not a term such as P60D or PT8H.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Term result)
    {
        result = default;
        if (s == "PT0S") return true;
        if (s is ['P', 'T', .. var hours, 'H'] && Count(hours) is { } h) result = new(0, h);
        else if (s is ['P', .. var days, 'D'] && Count(days) is { } d) result = new(d, 0);
        else return false;
        return true;
    }

    private static int? Count(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 10_000 ? count : null;
}
