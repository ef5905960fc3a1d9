using System.Globalization;
using System.Text.Json;
using Comity.Dossiers;
using Comity.Law;

namespace Comity.Node.Dossiers;

/// <summary>Acts, terms and findings in the words of the desk.</summary>
internal static class ActWordsOf
{
    internal static string Title(ActType type) => type switch
    {
        ActType.Granted => "Decision: granted",
        ActType.GrantedOnCondition => "Decision: granted on condition",
        ActType.Refused => "Decision: refused",
        ActType.Outcome => "Outcome",
        ActType.Postponed => "Decision: postponed",
        ActType.Instruction => "Order",
        ActType.PreservationEffected => "Preserved",
        ActType.PreservationExtended => "Preservation extended",
        ActType.PreservationEnded => "Preservation ended",
        ActType.Completion => "Completed",
        _ => Sentence(type.Word()),
    };

    internal static string Rung(string word) => Sentence(word);

    internal static string Disclosure(string name) => name switch
    {
        Disclosures.Text => "Words",
        Disclosures.Reference => "Our reference",
        Disclosures.TheirReference => "Your reference",
        Disclosures.Title => "Title",
        _ => Sentence(name),
    };

    /// <summary>The clear terms of an act, as lines.</summary>
    internal static IEnumerable<ElementLine> Terms(JsonElement terms, LawRelease release)
    {
        foreach (var term in terms.EnumerateObject())
            if (Term(term, release) is { } line) yield return line;
    }

    internal static string Finding(Finding finding, LawRelease release) => finding.Kind switch
    {
        FindingKind.MissingElement => $"Missing: {release.FindElement(finding.About)?.Label ?? finding.About}.",
        FindingKind.ClosedRoute => $"This way is closed in the data today: {release.FindChannel(finding.About)?.Title ?? finding.About}.",
        FindingKind.GroundOutsideList => $"This ground is not on the list for this way: {release.FindGround(finding.About)?.Label ?? finding.About}.",
        FindingKind.WrongTerm => $"The date is outside what the law allows: {release.FindLimit(finding.About)?.Source.ForPeople ?? finding.About}.",
        _ => $"Your office has none of the roles that this way names: {release.FindChannel(finding.About)?.Title ?? finding.About}.",
    };

    internal static string? ProvisionOf(Finding finding, LawRelease release) =>
        (release.FindElement(finding.About)?.Source ?? release.FindLimit(finding.About)?.Source ?? release.FindGround(finding.About)?.Source ?? release.FindChannel(finding.About)?.Basis)?.First?.ToString();

    private static ElementLine? Term(JsonProperty term, LawRelease release) => term.Name switch
    {
        "categories" => new("Data", string.Join(", ", Strings(term).Select(c => release.DataCategories.FirstOrDefault(d => d.Id == c)?.Label ?? c)), null),
        "offences" => new("Offence", string.Join(", ", Strings(term).Select(o => release.FindOffence(o)?.Title ?? o)), Strings(term).Select(o => release.FindOffence(o)?.Source.First?.ToString()).FirstOrDefault()),
        "urgency" => new("Urgency", term.Value.GetString() == "emergency" ? "Danger to a person" : Sentence(term.Value.GetString()!), null),
        "treaty" => new("Treaty of the pair", Sentence(term.Value.GetString()!), "ets-185/27/1"),
        "until" => new("Until", DateTimeOffset.FromUnixTimeSeconds(term.Value.GetInt64()).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture), null),
        "grounds" => new("Ground", string.Join("; ", Strings(term).Select(g => release.FindGround(g)?.Label ?? g)), Strings(term).Select(g => release.FindGround(g)?.Source.First?.ToString()).FirstOrDefault()),
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
