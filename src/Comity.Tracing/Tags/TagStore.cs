namespace Comity.Tracing;

/// <summary>The tags of a store, by address.</summary>
public sealed class TagStore
{
    private const string FileName = "tags.jsonl";
    private const int ExchangeConfidence = 50;
    private readonly Dictionary<string, List<Tag>> _byAddress = new(StringComparer.Ordinal);
    private readonly List<Tag> _all = [];
    private readonly Dictionary<(string?, string?, string, string, string, string), int> _places = [];
    private readonly HashSet<string> _exchanges = new(StringComparer.Ordinal);

    private TagStore(string folder) => Folder = folder;

    internal string Folder { get; }

    /// <summary>Every tag.</summary>
    public IReadOnlyList<Tag> All => _all;

    internal bool HasExchanges => _exchanges.Count > 0;

    internal bool IsExchange(string address) => _exchanges.Contains(address);

    /// <summary>Reads the tags of a store.</summary>
    /// <exception cref="TracingException">A line is damaged.</exception>
    public static TagStore Load(string folder)
    {
        var store = new TagStore(folder);
        foreach (var line in JsonLines.Read(Path.Combine(folder, FileName))) store.Enter(Tag.FromJson(line));
        return store;
    }

    /// <summary>Tags of an address, highest confidence first.</summary>
    public IReadOnlyList<Tag> Of(string address) => _byAddress.TryGetValue(address, out var tags) ? tags : [];

    /// <summary>Takes the tags of a pack; the same tag again keeps the newest date.</summary>
    /// <returns>How many were new, and how many were known.</returns>
    public (int New, int Duplicates) Add(IEnumerable<Tag> tags)
    {
        var known = _all.ToDictionary(t => t.Identity);
        var before = known.Count;
        var (added, duplicates) = (new List<Tag>(), 0);
        foreach (var tag in tags)
        {
            if (known.TryGetValue(tag.Identity, out var older))
            {
                duplicates++;
                if (string.CompareOrdinal(tag.LastModified ?? "", older.LastModified ?? "") <= 0) continue;
            }

            known[tag.Identity] = tag;
            added.Add(tag);
        }

        foreach (var tag in added) Enter(tag);
        JsonLines.Append(Path.Combine(Folder, FileName), added.Select(t => (Action<System.Text.Json.Utf8JsonWriter>)t.WriteTo));
        return (known.Count - before, duplicates);
    }

    private void Enter(Tag tag)
    {
        if (_places.TryGetValue(tag.Identity, out var at)) _all[at] = tag;
        else
        {
            _places.Add(tag.Identity, _all.Count);
            _all.Add(tag);
        }

        if (tag.Address is not { } address) return;
        if (!_byAddress.TryGetValue(address, out var list)) _byAddress.Add(address, list = []);
        list.RemoveAll(t => t.Identity == tag.Identity);
        list.Add(tag);
        list.Sort((a, b) => a.Level != b.Level ? b.Level.CompareTo(a.Level) : string.CompareOrdinal(a.Label, b.Label));
        if (tag.Level >= ExchangeConfidence && tag.IsExchange) _exchanges.Add(address);
    }
}
