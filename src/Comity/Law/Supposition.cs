using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Comity.Law;

/// <summary>A deposit that nobody has made: what if this State consented to this treaty on this day? <c>IE:ETS185:2026-12-01</c>.</summary>
/// <param name="Treaty">The treaty, as in <c>treaty_status.csv</c>: <c>ETS185</c>.</param>
/// <param name="Country">The State.</param>
/// <param name="Deposit">The day of the supposed deposit.</param>
public readonly record struct Supposition(string Treaty, CountryCode Country, DateOnly Deposit) : IParsable<Supposition>
{
    /// <inheritdoc/>
    public static Supposition Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var supposition) ? supposition : throw new FormatException($"'{s}' is not a supposed deposit: write COUNTRY:TREATY:DAY, as IE:ETS185:2026-12-01.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Supposition result)
    {
        result = default;
        if (s is not { Length: <= 40 } || s.Split(':') is not [var country, { Length: > 0 } treaty, var day]) return false;
        if (!CountryCode.TryParse(country, null, out var code) || treaty.AsSpan().ContainsAnyExcept(Letters)) return false;
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var deposit) || deposit.Year is < 1900 or >= 2200) return false;
        result = new(treaty, code, deposit);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Country}:{Treaty}:{Deposit:yyyy-MM-dd}");

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
}

/// <summary>A supposition that the treaty itself would not allow: an unknown name, a State that has consented already, a protocol without its convention.</summary>
/// <param name="supposition">The supposition.</param>
/// <param name="wrong">What is wrong, and the valid values where they are few.</param>
public sealed class SuppositionException(Supposition supposition, string wrong) : Exception($"{supposition} cannot be supposed: {wrong}")
{
    /// <summary>The supposition that was refused.</summary>
    public Supposition Supposition { get; } = supposition;
}
