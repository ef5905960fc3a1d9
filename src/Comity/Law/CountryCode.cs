using System.Diagnostics.CodeAnalysis;

namespace Comity.Law;

/// <summary>A State or territory by its two letters: <c>RS</c>. ISO 3166-1 alpha-2, with <c>XK</c> and <c>EU</c> as the data use them.</summary>
public readonly record struct CountryCode : IParsable<CountryCode>
{
    private readonly char _first, _second;

    private CountryCode(char first, char second) => (_first, _second) = (first, second);

    /// <inheritdoc/>
    public static CountryCode Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var code) ? code : throw new FormatException($"'{s}' is not a country code (two capital letters, ISO 3166-1).");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CountryCode result)
    {
        result = default;
        if (s is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z']) return false;
        result = new(s[0], s[1]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _first == 0 ? "--" : $"{_first}{_second}";
}
