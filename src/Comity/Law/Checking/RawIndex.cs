using Comity.Law.Reading;

namespace Comity.Law.Checking;

/// <summary>The rules as they stand in the files: every id with its place, and every provision that is cited.</summary>
internal sealed class RawIndex
{
    private readonly Dictionary<string, (YamlMap Map, string? Home)> _items = [];
    private readonly SortedDictionary<string, Provision> _provisions = new(StringComparer.Ordinal);

    internal RawIndex(IReadOnlyDictionary<string, byte[]> files, ParsedFiles parsed)
    {
        foreach (var (path, bytes) in files)
            if (LawFiles.IsOfRelease(path) && path.EndsWith(".yaml", StringComparison.Ordinal) && !path.Contains('/', StringComparison.Ordinal))
            {
                var root = parsed.Tree(path, bytes);
                var home = (root.Entries.GetValueOrDefault("instrument") as YamlMap)?.Entries.GetValueOrDefault("id") as YamlText;
                Walk(root, home?.Text ?? (path == "domestic-orders.yaml" ? "ets-185" : null));
            }
    }

    /// <summary>Every provision that the rules cite, in the order of their names.</summary>
    internal IEnumerable<Provision> Provisions => _provisions.Values;

    internal bool Has(string id) => _items.ContainsKey(id);

    /// <summary>Where an item stands.</summary>
    internal YamlMap? Find(string id) => _items.TryGetValue(id, out var item) ? item.Map : null;

    internal LawFault Fault(string id, string wrong, string remedy) =>
        Find(id) is { } map ? new(map.File, map.Line, wrong, remedy) : new("", 0, wrong, remedy);

    /// <summary>A value of an item as one text, or null: <c>ch.185.25</c>, <c>postponement</c>.</summary>
    internal string? Text(string id, string key) => Find(id)?.Entries.GetValueOrDefault(key) is { } value ? Flat(value) : null;

    /// <summary>The provisions that an item itself cites, without those of the items inside it; of one key only, or of all.</summary>
    internal IEnumerable<Provision> Cited(string id, params string[] keys)
    {
        if (!_items.TryGetValue(id, out var item)) return [];
        var home = HomeOf(item.Map, item.Home);
        return item.Map.Entries.Where(entry => keys.Length == 0 || keys.Contains(entry.Key)).SelectMany(entry => Sources(entry.Key, entry.Value, home));
    }

    private void Walk(YamlValue value, string? home)
    {
        switch (value)
        {
            case YamlMap map:
                home = HomeOf(map, home);
                if (map.Entries.GetValueOrDefault("id") is YamlText id) _ = _items.TryAdd(id.Text, (map, home));
                foreach (var (key, child) in map.Entries)
                {
                    if (child is YamlText text && IsSource(key))
                        foreach (var provision in Citation.Read(text.Text, home).Provisions) _ = _provisions.TryAdd(provision.ToString(), provision);
                    Walk(child, home);
                }

                break;
            case YamlList list:
                foreach (var child in list.Items) Walk(child, home);
                break;
        }
    }

    /// <summary>A rule of entry into force cites the articles of its own treaty.</summary>
    private static string? HomeOf(YamlMap map, string? home) =>
        map.Entries.ContainsKey("first") || map.Entries.ContainsKey("binds") ? (map.Entries.GetValueOrDefault("instrument") as YamlText)?.Text : home;

    private static bool IsSource(string key) => key is "source" or "article" || key.EndsWith("Source", StringComparison.Ordinal);

    private static IEnumerable<Provision> Sources(string key, YamlValue value, string? home) => value switch
    {
        YamlText text when IsSource(key) => Citation.Read(text.Text, home).Provisions,
        YamlMap map when !map.Entries.ContainsKey("id") => map.Entries.SelectMany(entry => Sources(entry.Key, entry.Value, home)),
        YamlList list => list.Items.SelectMany(item => Sources(key, item, home)),
        _ => [],
    };

    private static string Flat(YamlValue value) => value switch
    {
        YamlText text => text.Text,
        YamlList list => string.Join("; ", list.Items.Select(Flat)),
        YamlMap map => string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Flat(entry.Value)}")),
        _ => "",
    };
}
