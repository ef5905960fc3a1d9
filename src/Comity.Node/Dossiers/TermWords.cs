using System.Globalization;
using System.Text.Json;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;

namespace Comity.Node.Dossiers;

/// <summary>What an act says, in the words of the desk: its clear terms and the names of its disclosures.</summary>
internal static class TermWords
{
    internal static string NameOf(string disclosure) => disclosure switch
    {
        Disclosures.Text => "Words",
        Disclosures.Reference => "Our reference",
        Disclosures.TheirReference => "Your reference",
        Disclosures.Title => "Title",
        _ => ActNames.Capital(disclosure.Replace('-', ' ')),
    };

    /// <summary>The clear terms of an act, as lines.</summary>
    internal static IEnumerable<ElementLine> Lines(JsonElement terms, LawRelease release)
    {
        foreach (var term in terms.EnumerateObject())
            if (Term(term, release) is { } line) yield return line;
    }

    private static ElementLine? Term(JsonProperty term, LawRelease release) => term.Name switch
    {
        "categories" => new("Data", string.Join(", ", Strings(term).Select(c => release.DataCategories.FirstOrDefault(d => d.Id == c)?.Label ?? c)), null),
        "offences" => new("Offence", string.Join(", ", Strings(term).Select(o => release.FindOffence(o)?.Title ?? o)), Strings(term).Select(o => release.FindOffence(o)?.Source.First?.ToString()).FirstOrDefault()),
        "urgency" => new("Urgency", term.Value.GetString() == "emergency" ? "Danger to a person" : Sentence(term.Value.GetString()!), null),
        "treaty" => new("Treaty of the pair", Sentence(term.Value.GetString()!), "ets-185/27/1"),
        "path" => PathWords.Of(release, term.Value.GetString()!) is { } path ? new("Travels", path.Label, path.Source.First?.ToString()) : new("Travels", term.Value.GetString(), null),
        "established" => new("Provider in", term.Value.GetString(), null),
        "until" => new("Until", DateTimeOffset.FromUnixTimeSeconds(term.Value.GetInt64()).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture), null),
        "grounds" => new("Ground", string.Join("; ", Strings(term).Select(g => GroundWords.Of(g, release)?.Text ?? g)), Strings(term).Select(g => GroundWords.Of(g, release)?.Provision).FirstOrDefault()),
        "outcome" => new("Outcome", Comity.Dossiers.Words.Parse<OutcomeWord>(term.Value.GetString()!) is { } word ? StatusWords.OutcomeText(word) : term.Value.GetString(), null),
        "asks" => new("Asks", Sentence(term.Value.GetString()!), null),
        "conditions" => new("Condition", string.Join("; ", term.Value.EnumerateArray().Select(c => Sentence(c.GetProperty("kind").GetString()!))), "ets-185/28/2"),
        "confidential" when term.Value.ValueKind == JsonValueKind.True => new("Confidentiality", "Asked for", "ets-185/27/8"),
        "package" => new("Package", term.Value.GetString(), null),
        "items" => new("Items", term.Value.GetArrayLength().ToString(CultureInfo.InvariantCulture), null),
        _ => null,
    };

    private static IEnumerable<string> Strings(JsonProperty list) => list.Value.EnumerateArray().Select(v => v.GetString()!);

    private static string Sentence(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..].Replace('-', ' ');
}
