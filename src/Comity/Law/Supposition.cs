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

/// <summary>A declaration, reservation or notification that nobody has made, or a withdrawal of one that stands: <c>JP:ETS185:29.4:2026-12-01</c>.</summary>
/// <param name="Country">The State.</param>
/// <param name="Treaty">The treaty, as in <c>treaty_status.csv</c>: <c>ETS185</c>.</param>
/// <param name="Article">The article that allows it: <c>29.4</c>.</param>
/// <param name="From">The first day of its effect, or of the withdrawal's.</param>
/// <param name="IsWithdrawn">True to suppose that what stands is withdrawn.</param>
public readonly record struct SupposedDeclaration(CountryCode Country, string Treaty, string Article, DateOnly From, bool IsWithdrawn = false)
{
    /// <summary>Reads <c>JP:ETS185:29.4:2026-12-01</c>.</summary>
    /// <exception cref="FormatException">The words are no such supposition.</exception>
    public static SupposedDeclaration Parse(string s, bool isWithdrawn) => TryParse(s, isWithdrawn, out var supposed) ? supposed
        : throw new FormatException($"'{s}' is not a supposed declaration: write COUNTRY:TREATY:ARTICLE:DAY, as JP:ETS185:29.4:2026-12-01.");

    /// <summary>Reads <c>JP:ETS185:29.4:2026-12-01</c>; false if the words are no such supposition.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, bool isWithdrawn, out SupposedDeclaration result)
    {
        result = default;
        if (s is not { Length: <= 60 } || s.Split(':') is not [var country, var treaty, { Length: > 0 } article, var day]) return false;
        if (!Supposition.TryParse($"{country}:{treaty}:{day}", null, out var rest) || article.AsSpan().ContainsAnyExcept(Places)) return false;
        result = new(rest.Country, rest.Treaty, article, rest.Deposit, isWithdrawn);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Country}:{Treaty}:{Article}:{From:yyyy-MM-dd}{(IsWithdrawn ? " withdrawn" : "")}");

    private static readonly System.Buffers.SearchValues<char> Places = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.");
}

/// <summary>A supposition that the treaty itself would not allow: an unknown name, a State that has consented already, a protocol without its convention.</summary>
/// <param name="supposition">The supposition.</param>
/// <param name="wrong">What is wrong, and the valid values where they are few.</param>
public sealed class SuppositionException(string supposition, string wrong) : Exception($"{supposition} cannot be supposed: {wrong}")
{
    /// <summary>The supposition that was refused, as it was written.</summary>
    public string Supposition { get; } = supposition;
}
