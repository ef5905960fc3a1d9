using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Comity.Law;

/// <summary>A place in an instrument: <c>ets-185/29/2/c</c> is article 29, paragraph 2, letter c of ETS 185.</summary>
/// <param name="Instrument">Id of the instrument in the law data.</param>
/// <param name="Path">Article, paragraph, letter, divided by slashes.</param>
public sealed record Provision(string Instrument, string Path) : IParsable<Provision>
{
    /// <summary>As lawyers cite it: <c>Art. 29(2)(c) ETS 185</c>.</summary>
    public string Citation
    {
        get
        {
            var text = new StringBuilder("Art. ");
            var parts = Path.Split('/');
            text.Append(parts[0]);
            foreach (var part in parts.AsSpan(1)) text.Append('(').Append(part).Append(')');
            return text.Append(' ').Append(Reference(Instrument)).ToString();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Instrument}/{Path}";

    /// <inheritdoc/>
    public static Provision Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var provision) ? provision : throw new FormatException($"'{s}' is not a provision such as ets-185/29/2/c.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out Provision? result)
    {
        result = null;
        if (s is not { Length: > 2 and <= 80 } || s.IndexOf('/') is not (> 0 and var slash) || slash == s.Length - 1) return false;
        foreach (var part in s.Split('/'))
            if (part.Length == 0 || part.AsSpan().ContainsAnyExcept(Letters)) return false;
        result = new(s[..slash], s[(slash + 1)..]);
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static string Reference(string instrument) => instrument switch
    {
        _ when instrument.StartsWith("ets-", StringComparison.Ordinal) => "ETS " + instrument[4..],
        _ when instrument.StartsWith("cets-", StringComparison.Ordinal) => "CETS " + instrument[5..],
        _ when instrument.StartsWith("eu-", StringComparison.Ordinal) => "Regulation (EU) " + instrument[3..].Replace('-', '/'),
        "un-cybercrime" => "UN Convention against Cybercrime",
        "us-cloud-act" => "18 U.S.C. 2523",
        _ => instrument,
    };
}
