using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Comity.Law;

/// <summary>Where a value of the data comes from: the words as they stand there, and the provisions among them.</summary>
/// <param name="Text">For instance <c>29.2.c</c>, <c>185 27.4.a, 29.5.a</c> or <c>T-CY(2018)11 box 3</c>.</param>
/// <param name="Provisions">The provisions that <paramref name="Text"/> names; empty for a form or a practice.</param>
public sealed partial record Citation(string Text, ImmutableArray<Provision> Provisions)
{
    /// <summary>The first provision named, or null.</summary>
    public Provision? First => Provisions.IsDefaultOrEmpty ? null : Provisions[0];

    /// <summary>As lawyers cite it, or the words of the data if they name no provision.</summary>
    public string ForPeople => First?.Citation ?? Text;

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Reads the short forms of the data: <c>29.2.c</c>, <c>5(5)(a)</c>, <c>185 27.4.a, 29.5.a; 224 5.5</c>.</summary>
    /// <param name="text">The words.</param>
    /// <param name="instrument">The instrument meant where none is named.</param>
    public static Citation Read(string text, string? instrument)
    {
        var found = ImmutableArray.CreateBuilder<Provision>();
        foreach (var part in text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part;
            if (Prefix().Match(part) is { Success: true } prefix)
            {
                instrument = Instruments[prefix.Groups[1].Value];
                words = part[prefix.Length..];
            }

            if (instrument is not null && Place().Match(words) is { Success: true } place) found.Add(new(instrument, Slashes(place.Groups[1].Value)));
        }

        return new(text, found.ToImmutable());
    }

    private static string Slashes(string place) => place.Replace(")(", "/", StringComparison.Ordinal).Replace('(', '/').Replace(")", "", StringComparison.Ordinal).Replace('.', '/');

    private static readonly Dictionary<string, string?> Instruments = new()
    {
        ["185"] = "ets-185", ["189"] = "ets-189", ["224"] = "cets-224", ["201"] = "cets-201", ["Reg 2023/1543"] = "eu-2023-1543",
        ["108"] = null, ["108+"] = null, ["IR"] = null, ["T-CY(2018)10"] = null, ["T-CY(2018)11"] = null,
    };

    [GeneratedRegex(@"^(?:C?ETS )?(185|189|224|201|Reg 2023/1543|108\+?|IR|T-CY\(2018\)1[01]) ")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^(\d+(?:(?:\.[0-9a-z]+)*|(?:\([0-9a-z]+\))*))(?:-[0-9a-z.()]+)?(?: .*)?$")]
    private static partial Regex Place();
}
