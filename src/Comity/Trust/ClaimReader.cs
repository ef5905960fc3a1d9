using System.Text.Json;

namespace Comity.Trust;

/// <summary>Reads the members of one JSON object that a peer signed; whatever is not as expected is refused as malformed, by name.</summary>
internal readonly struct ClaimReader
{
    private readonly JsonElement _object;
    private readonly string _what;

    internal ClaimReader(JsonElement value, string what)
    {
        if (value.ValueKind != JsonValueKind.Object) throw new RefusedException(RefusalCode.Malformed, $"{what} is not an object.");
        (_object, _what) = (value, what);
    }

    internal void Only(params ReadOnlySpan<string> names)
    {
        foreach (var member in _object.EnumerateObject())
            if (!names.Contains(member.Name)) throw Wrong(member.Name, "is not allowed here");
    }

    internal void Never(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Has(name)) throw Wrong(name, "is not allowed here");
    }

    internal bool Has(string name) => _object.TryGetProperty(name, out _);

    internal JsonElement Member(string name) => _object.TryGetProperty(name, out var value) ? value : throw Wrong(name, "is missing");

    internal JsonElement? Optional(string name) => _object.TryGetProperty(name, out var value) ? value : null;

    internal ClaimReader Object(string name) => new(Member(name), $"{_what}: {name}");

    internal string Text(string name, int longest = 1024)
    {
        var value = Member(name);
        if (value.ValueKind != JsonValueKind.String) throw Wrong(name, "is not a text");
        var text = value.GetString()!;
        return text.Length is > 0 && text.Length <= longest ? text : throw Wrong(name, $"is empty or longer than {longest} characters");
    }

    internal string? OptionalText(string name, int longest = 1024) => Has(name) ? Text(name, longest) : null;

    internal bool Flag(string name) => Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "is neither true nor false"),
    };

    internal bool OptionalFlag(string name) => Has(name) && Flag(name);

    internal long Whole(string name)
    {
        var value = Member(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
            ? number : throw Wrong(name, "is not a whole number from 0 on");
    }

    internal DateTimeOffset Time(string name)
    {
        var seconds = Whole(name);
        return seconds <= LatestTime ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw Wrong(name, "lies after the year 9999");
    }

    internal Digest Hash(string name) => Digest.TryParse(Text(name), null, out var digest) ? digest : throw Wrong(name, "is not a digest");

    internal EntityId Entity(string name) => EntityId.TryParse(Text(name), null, out var id) ? id : throw Wrong(name, "is not an entity id");

    internal byte[] Bytes(string name, int longest) => Base64UrlText.Decode(Text(name, (longest * 4 / 3) + 4), $"{_what}: {name}");

    internal IEnumerable<JsonElement> Items(string name, int most)
    {
        var value = Member(name);
        if (value.ValueKind != JsonValueKind.Array) throw Wrong(name, "is not a list");
        return value.GetArrayLength() <= most ? value.EnumerateArray() : throw Wrong(name, $"has more than {most} members");
    }

    internal IReadOnlyList<string> Texts(string name, int most, int longest = 512)
    {
        var texts = new List<string>();
        foreach (var item in Items(name, most))
        {
            if (item.ValueKind != JsonValueKind.String) throw Wrong(name, "holds something other than text");
            var text = item.GetString()!;
            if (text.Length == 0 || text.Length > longest || texts.Contains(text)) throw Wrong(name, "holds an empty, overlong or repeated text");
            texts.Add(text);
        }

        return texts;
    }

    /// <summary>The times of a signed document: both stated, in order, and not further apart than <paramref name="longest"/>.</summary>
    internal (DateTimeOffset Issued, DateTimeOffset Expires) Validity(TimeSpan longest)
    {
        DateTimeOffset issued = Time("iat"), expires = Time("exp");
        if (expires <= issued || expires - issued > longest) throw Wrong("exp", $"is not within {longest.TotalHours:0} hours after iat");
        return (issued, expires);
    }

    internal RefusedException Wrong(string name, string why) => new(RefusalCode.Malformed, $"{_what}: {name} {why}.");

    private const long LatestTime = 253402300799; // 9999-12-31T23:59:59Z
}
