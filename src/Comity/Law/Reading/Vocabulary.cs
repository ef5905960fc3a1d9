using System.Collections.Immutable;

namespace Comity.Law.Reading;

/// <summary>The words that the data may use, from <c>common.yaml</c>.</summary>
internal sealed class Vocabulary
{
    internal required ImmutableArray<DataCategory> Categories { get; init; }

    internal required HashSet<string> Directions { get; init; }

    internal required HashSet<string> Kinds { get; init; }

    internal required HashSet<string> Actors { get; init; }

    internal required HashSet<string> Inputs { get; init; }

    internal required ImmutableArray<Circumstance> Circumstances { get; init; }

    internal required Dictionary<string, ImmutableArray<string>> CountsAs { get; init; }

    internal static Vocabulary Read(Fields common)
    {
        var meta = common.Child("meta") ?? throw common.Error("'meta' is missing.", "Add it.");
        if (meta.Text("schemaVersion") != "1") throw meta.Error("schemaVersion", "This program reads schema version 1.", "Use a program that knows this version.");
        _ = meta.Remarks("asOf", "status", "confidence", "conventions", "sources");
        meta.Close();

        var words = common.Child("vocabulary") ?? throw common.Error("'vocabulary' is missing.", "Add it.");
        var vocabulary = new Vocabulary
        {
            Categories = [.. words.Items("dataCategories").Select(Category)],
            Directions = [.. words.Words("directions")],
            Kinds = [.. words.Words("kinds")],
            Actors = [.. words.Words("actors")],
            Inputs = [.. words.Words("inputs")],
            Circumstances = [.. words.Items("circumstances").Select(Circumstance)],
            CountsAs = ReadCountsAs(words),
        };
        if (vocabulary.Categories.DistinctBy(category => category.Id).Count() != vocabulary.Categories.Length) throw words.Error("dataCategories", "A category stands twice.", "Remove one of the two.");
        vocabulary.CheckSemantics(words);
        _ = words.Remarks("pairFacts");
        words.Close();
        return vocabulary;
    }

    /// <summary>A word of a closed list.</summary>
    internal static string OneOf(HashSet<string> allowed, Fields at, string key, string word) => allowed.Contains(word) ? word
        : throw at.Error(key, $"'{word}' is not a word of the vocabulary.", $"Use one of: {string.Join(", ", allowed)}.");

    internal string Category(Fields at, string key, string id) => Categories.Any(category => category.Id == id) ? id
        : throw at.Error(key, $"'{id}' is not a data category.", $"Use one of: {string.Join(", ", Categories.Select(category => category.Id))}.");

    /// <summary>A circumstance word, or null where the key is absent. Ids of switches are circumstances too, checked once all are read.</summary>
    internal string? CircumstanceOrNull(LawReader reader, Fields at, string key)
    {
        if (at.TextOrNull(key) is not { } word) return null;
        if (word.StartsWith("sw.", StringComparison.Ordinal)) _ = LawReader.Resolve(reader.Switches, at, key, word, "switch");
        else if (!Circumstances.Any(circumstance => circumstance.Id == word))
            throw at.Error(key, $"'{word}' is not a circumstance.", $"Use a switch or one of: {string.Join(", ", Circumstances.Select(circumstance => circumstance.Id))}.");
        return word;
    }

    /// <summary>Checks what stands in common.yaml beside the rules: examples and the crosswalk between forms.</summary>
    internal static void CheckCommon(LawReader reader, Fields root)
    {
        foreach (var setting in root.Items("knownPartySettings"))
        {
            _ = LawReader.Resolve(reader.Switches, setting, "switch", setting.Text("switch"), "switch");
            _ = LawReader.Resolve(reader.Status.Countries, setting, "party", setting.Text("party"), "country");
            _ = setting.Date("since");
            _ = setting.Remarks("value", "source", "confidence");
            setting.Close();
        }

        _ = root.Remarks("knownPairFacts");
        foreach (var concept in root.Items("crosswalk"))
        {
            _ = LawReader.Resolve(reader.Elements, concept, "elements", "element");
            _ = concept.Remarks("concept", "tcy", "epoc", "note");
            concept.Close();
        }
    }

    private static DataCategory Category(Fields item)
    {
        var category = new DataCategory(item.Text("id"), item.Text("label"), Citation.Read(item.Text("source"), null), item.TextOrNull("note"));
        _ = item.TextOrNull("confidence");
        item.Close();
        return category;
    }

    private static Circumstance Circumstance(Fields item)
    {
        var circumstance = new Circumstance(item.Text("id"), item.Text("label"));
        item.Close();
        return circumstance;
    }

    private static Dictionary<string, ImmutableArray<string>> ReadCountsAs(Fields words) =>
        words.Child("actorCountsAs") is { } map ? map.Keys.ToDictionary(role => role, role => map.Words(role)) : [];

    private void CheckSemantics(Fields words)
    {
        var semantics = words.Child("deadlineSemantics") ?? throw words.Error("'deadlineSemantics' is missing.", "Add it.");
        foreach (var word in semantics.Keys)
            if (!TimeLimit.Words.Contains(word)) throw semantics.Error(word, $"This program does not know the semantics '{word}'.", "Use a program that does.");
        foreach (var (role, as_) in CountsAs)
            foreach (var actor in as_.Add(role)) _ = OneOf(Actors, words, "actorCountsAs", actor);
    }
}
