using System.Text.Json;

namespace Comity.Dossiers;

/// <summary>Reads the members of one JSON object, each by name and kind. A member that nobody asked for is malformed.</summary>
internal sealed class ClaimReader
{
    private readonly JsonElement _object;
    private readonly string _what;
    private int _taken;

    internal ClaimReader(JsonElement value, string what)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Malformed($"{what} is not an object");
        (_object, _what) = (value, what);
    }

    internal static RefusedException Malformed(string why) => new(RefusalCode.Malformed, why + ".");

    internal bool TryTake(string name, out JsonElement value)
    {
        if (!_object.TryGetProperty(name, out value)) return false;
        _taken++;
        return true;
    }

    internal JsonElement Take(string name) => TryTake(name, out var value) ? value : throw Malformed($"{_what} lacks \"{name}\"");

    /// <summary>Call when everything known was taken: whatever is left is unknown.</summary>
    internal void Done(IEnumerable<string> known)
    {
        var count = 0;
        foreach (var _ in _object.EnumerateObject()) count++;
        if (count == _taken) return;
        var names = known.ToHashSet(StringComparer.Ordinal);
        var unknown = _object.EnumerateObject().Select(m => m.Name).FirstOrDefault(n => !names.Contains(n), "(a member that this act does not have)");
        throw Malformed($"{_what} has the unknown member \"{unknown}\"");
    }

    internal string Text(string name, int longest = 512) => Text(Take(name), name, longest);

    internal string Text(JsonElement value, string name, int longest = 512)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Malformed($"{_what}: \"{name}\" is not text");
        return text.Length is > 0 && text.Length <= longest ? text : throw Malformed($"{_what}: \"{name}\" is empty or longer than {longest} characters");
    }

    internal long Seconds(string name) => Seconds(Take(name), name);

    internal long Seconds(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number is >= 0 and <= LatestSecond
            ? number : throw Malformed($"{_what}: \"{name}\" is not a time in whole seconds since 1970");

    internal int Count(string name, int largest) =>
        Take(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= 1 && number <= largest
            ? number : throw Malformed($"{_what}: \"{name}\" is not a whole number from 1 to {largest}");

    internal Digest Digest(string name) => Digest(Take(name), name);

    internal Digest Digest(JsonElement value, string name) =>
        Comity.Digest.TryParse(Text(value, name), null, out var digest) ? digest : throw Malformed($"{_what}: \"{name}\" is not a digest");

    internal T Word<T>(string name)
        where T : struct, Enum => Word<T>(Take(name), name);

    internal T Word<T>(JsonElement value, string name)
        where T : struct, Enum
    {
        var word = Text(value, name, 64);
        return Words.Parse<T>(word) ?? throw Malformed($"{_what}: \"{word}\" is no word for \"{name}\"");
    }

    internal IReadOnlyList<T> List<T>(string name, Func<JsonElement, T> read, int longest)
    {
        var array = Take(name);
        if (array.ValueKind != JsonValueKind.Array) throw Malformed($"{_what}: \"{name}\" is not a list");
        if (array.GetArrayLength() > longest) throw Malformed($"{_what}: \"{name}\" has more than {longest} entries");
        var list = new List<T>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray()) list.Add(read(item));
        return list;
    }

    /// <summary>Digests in ascending order, none twice.</summary>
    internal IReadOnlyList<Digest> SortedDigests(string name, int longest) => Ascending(List(name, v => Digest(v, name), longest), name);

    internal IReadOnlyList<Digest> Digests(string name, int longest) => Distinct(List(name, v => Digest(v, name), longest), name);

    internal IReadOnlyList<T> Distinct<T>(IReadOnlyList<T> list, string name) =>
        list.Distinct().Count() == list.Count ? list : throw Malformed($"{_what}: \"{name}\" names something twice");

    private IReadOnlyList<Digest> Ascending(IReadOnlyList<Digest> list, string name)
    {
        for (var i = 1; i < list.Count; i++)
            if (list[i - 1] >= list[i]) throw Malformed($"{_what}: \"{name}\" is not sorted, or names something twice");
        return list;
    }

    private const long LatestSecond = 253402300799; // 9999-12-31, the last that DateTimeOffset can show
}
