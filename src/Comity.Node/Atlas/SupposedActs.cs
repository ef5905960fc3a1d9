using System.Globalization;
using Comity.Law;
using Comity.Node.Law;

namespace Comity.Node.Atlas;

/// <summary>Deposits and declarations that nobody has made, as one word of an address: <c>IE:ETS185:2026-12-01,NL:ETS185:29.4:2026-12-01,-JP:ETS185:29.4:2026-12-01</c>.</summary>
/// <param name="Deposits">COUNTRY:TREATY:DAY.</param>
/// <param name="Declarations">COUNTRY:TREATY:ARTICLE:DAY, with a minus sign where what stands is withdrawn.</param>
internal sealed record SupposedActs(IReadOnlyList<Supposition> Deposits, IReadOnlyList<SupposedDeclaration> Declarations)
{
    /// <summary>The most acts that one question may suppose. Ours.</summary>
    internal const int Most = 20;

    internal const string Form = "COUNTRY:TREATY:DAY, as IE:ETS185:2026-12-01", DeclarationForm = "COUNTRY:TREATY:ARTICLE:DAY, as NL:ETS185:29.4:2026-12-01, with a minus sign before it where it is withdrawn";

    internal static SupposedActs None { get; } = new([], []);

    internal bool IsEmpty => Deposits.Count + Declarations.Count == 0;

    /// <summary>Each act as addresses carry it.</summary>
    internal IReadOnlyList<string> Words => [.. Deposits.Select(one => one.ToString()), .. Declarations.Select(Word)];

    /// <summary>The States that act.</summary>
    internal IEnumerable<CountryCode> Makers => Deposits.Select(one => one.Country).Concat(Declarations.Select(one => one.Country)).Distinct();

    public override string ToString() => string.Join(',', Words);

    /// <summary>Reads the acts of an address.</summary>
    /// <exception cref="UnknownWordException">One of them cannot be read, or they are too many.</exception>
    internal static SupposedActs Read(string? text)
    {
        var words = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        if (words.Count > Most) throw new UnknownWordException("number of suppositions", words.Count.ToString(CultureInfo.InvariantCulture), [$"1 to {Most}"]);
        var deposits = new List<Supposition>();
        var declarations = new List<SupposedDeclaration>();
        foreach (var word in words)
            if (Supposition.TryParse(word, null, out var deposit)) deposits.Add(deposit);
            else if (SupposedDeclaration.TryParse(word.TrimStart('-'), word.StartsWith('-'), out var declaration)) declarations.Add(declaration);
            else throw new UnknownWordException("supposition", AtlasDesk.Shorten(word), [Form, DeclarationForm]);
        return new(deposits, declarations);
    }

    internal static string Word(SupposedDeclaration one) => string.Create(CultureInfo.InvariantCulture, $"{(one.IsWithdrawn ? "-" : "")}{one.Country}:{one.Treaty}:{one.Article}:{one.From:yyyy-MM-dd}");
}
