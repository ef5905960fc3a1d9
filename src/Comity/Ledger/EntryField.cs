using System.Text.Json;

namespace Comity.Ledger;

/// <summary>One field of a ledger record: a digest, a list of digests, or a word of a closed vocabulary. Never free text, so that the record holds no content.</summary>
public readonly record struct EntryField
{
    private const int LongestName = 32, LongestWord = 64;

    private static readonly System.Buffers.SearchValues<char> WordLetters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    private readonly string _name;
    private readonly string? _text;
    private readonly IReadOnlyList<Digest>? _list;

    private EntryField(string name, string? text, IReadOnlyList<Digest>? list) => (_name, _text, _list) = (name, text, list);

    /// <summary>A digest, for instance the id of a statement.</summary>
    public static EntryField Of(string name, Digest value) => new(name, value.ToString(), null);

    /// <summary>Several digests.</summary>
    public static EntryField Of(string name, IReadOnlyList<Digest> values) => new(name, null, values);

    /// <summary>A word: small letters, digits, dots and hyphens, at most 64 of them.</summary>
    public static EntryField Word(string name, string word) => new(name, word, null);

    internal void Write(Utf8JsonWriter json)
    {
        if (_list is null)
        {
            json.WriteString(_name, _text);
            return;
        }

        json.WriteStartArray(_name);
        foreach (var digest in _list) json.WriteStringValue(digest.ToString());
        json.WriteEndArray();
    }

    internal static bool Allowed(JsonProperty member) =>
        member.Name.Length is > 0 and <= LongestName && !member.Name.AsSpan().ContainsAnyExcept(WordLetters) && member.Value.ValueKind switch
        {
            JsonValueKind.String => IsWord(member.Value.GetString()!) || IsDigest(member.Value),
            JsonValueKind.Array => member.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && IsDigest(item)),
            _ => false,
        };

    private static bool IsWord(string text) => text.Length is > 0 and <= LongestWord && !text.AsSpan().ContainsAnyExcept(WordLetters);

    private static bool IsDigest(JsonElement text) => Digest.TryParse(text.GetString(), null, out _);
}
