using System.Collections.Immutable;
using System.Globalization;

namespace Comity.Law.Reading;

/// <summary>The keys of one YAML map, read once each; a key that nobody read is an error, because it is most often a typing mistake.</summary>
internal sealed class Fields(YamlMap map)
{
    private readonly HashSet<string> _read = [];

    internal string File => map.File;

    internal int Line => map.Line;

    internal LawDataException Error(string wrong, string remedy) => map.Error(wrong, remedy);

    internal LawDataException Error(string key, string wrong, string remedy) => (map.Entries.GetValueOrDefault(key) ?? map).Error(wrong, remedy);

    /// <summary>A reference to something that is not there.</summary>
    internal LawDataException Missing(string key, string id, string what) =>
        new(map.File, (map.Entries.GetValueOrDefault(key) ?? map).Line, $"There is no {what} '{id}'.", $"Correct the id or add the {what}.") { Missing = id };

    /// <summary>Every id in it, at any depth, whether it could be read or not.</summary>
    internal IEnumerable<string> Ids => IdsIn(map);

    internal bool Has(string key) => map.Entries.ContainsKey(key);

    internal string Text(string key) => TextOrNull(key) is { } text ? (text.Length > 0 ? text : throw Error(key, $"'{key}' is empty.", "Fill it.")) : throw map.Error($"'{key}' is missing.", $"Add `{key}:`.");

    internal string? TextOrNull(string key) => Find(key) switch
    {
        null => null,
        YamlText { IsNull: true } => null,
        YamlText text => text.Text,
        var other => throw other.Error($"'{key}' is not text.", "Write one value, in quotes if it has a colon or comma."),
    };

    internal bool Flag(string key, bool otherwise = false) => TextOrNull(key) switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        var other => throw Error(key, $"'{other}' is neither true nor false.", "Write true or false."),
    };

    internal int? Number(string key) => TextOrNull(key) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Error(key, $"'{text}' is not a whole number.", "Write digits only.");

    internal DateOnly? Date(string key) => TextOrNull(key) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) && date.Year is >= 1900 and < 2200 ? date
        : throw Error(key, $"'{text}' is not a date.", "Write it as 2026-11-21.");

    internal Term? Term(string key) => TextOrNull(key) is not { } text ? null
        : Law.Term.TryParse(text, null, out var term) ? term
        : throw Error(key, $"'{text}' is not a term.", "Write P60D for days, PT8H for hours, or null.");

    /// <summary>A list of words, or one word.</summary>
    internal ImmutableArray<string> Words(string key) => Find(key) switch
    {
        null => [],
        YamlText { IsNull: true } => [],
        YamlText text => [text.Text],
        YamlList list => [.. list.Items.Select(item => item is YamlText { IsNull: false } word ? word.Text : throw item.Error("A list of words is expected.", "Write [a, b]."))],
        var other => throw other.Error($"'{key}' is not a list.", "Write [a, b]."),
    };

    internal Fields? Child(string key) => Find(key) switch
    {
        null => null,
        YamlMap child => new(child),
        var other => throw other.Error($"'{key}' is not a map.", "Write {key: value}."),
    };

    internal IEnumerable<Fields> Items(string key) => Find(key) switch
    {
        null => [],
        YamlText { IsNull: true } => [],
        YamlList list => list.Items.Select(item => item is YamlMap entry ? new Fields(entry) : throw item.Error("A map is expected.", "Write {id: …, …}.")),
        var other => throw other.Error($"'{key}' is not a list.", "Write it as lines that begin with a dash."),
    };

    /// <summary>The value as it stands, to see whether it is text, a list or a map.</summary>
    internal YamlValue? Shape(string key) => map.Entries.GetValueOrDefault(key);

    /// <summary>Every key with its text, for a map that is a table.</summary>
    internal IEnumerable<(string Key, string Text)> Pairs() => map.Entries.Keys.ToList().Select(key => (key, string.Join(", ", Words(key))));

    internal IEnumerable<string> Keys => map.Entries.Keys;

    /// <summary>What the instrument says beside the rules that the program applies: told, not computed with.</summary>
    internal ImmutableArray<Remark> Remarks(params ReadOnlySpan<string> keys)
    {
        var remarks = ImmutableArray.CreateBuilder<Remark>();
        foreach (var key in keys)
            if (Find(key) is { } value) remarks.Add(new(key, Flat(value)));
        return remarks.ToImmutable();
    }

    /// <summary>Refuses keys that nobody read.</summary>
    internal void Close()
    {
        foreach (var (key, value) in map.Entries)
            if (!_read.Contains(key)) throw value.Error($"The key '{key}' is not known here.", "Correct its spelling or remove it.");
    }

    private YamlValue? Find(string key)
    {
        _read.Add(key);
        return map.Entries.GetValueOrDefault(key);
    }

    private static IEnumerable<string> IdsIn(YamlValue value) => value switch
    {
        YamlMap entries => entries.Entries.SelectMany(entry => entry is { Key: "id", Value: YamlText id } ? [id.Text] : IdsIn(entry.Value)),
        YamlList list => list.Items.SelectMany(IdsIn),
        _ => [],
    };

    private static string Flat(YamlValue value) => value switch
    {
        YamlText text => text.Text,
        YamlList list => string.Join("; ", list.Items.Select(Flat)),
        YamlMap entries => string.Join(", ", entries.Entries.Select(e => $"{e.Key}: {Flat(e.Value)}")),
        _ => "",
    };
}
