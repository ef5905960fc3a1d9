using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>One selectively disclosable claim: salt, name and value, kept as received. RFC 9901 section 4.2.1.</summary>
public sealed class Disclosure
{
    private const int SaltSize = 16;

    private Disclosure(string text, string name, JsonElement value) => (Text, Name, Value, Digest) = (text, name, value, Digest.Of(text));

    /// <summary>The encoded form as received; its hash stands in <c>_sd</c>.</summary>
    public string Text { get; }

    /// <summary>The claim's name.</summary>
    public string Name { get; }

    /// <summary>The claim's value.</summary>
    public JsonElement Value { get; }

    /// <summary>SHA-256 of <see cref="Text"/>.</summary>
    public Digest Digest { get; }

    /// <summary>Makes a disclosure with 16 fresh random bytes of salt.</summary>
    public static Disclosure Of(string name, JsonNode? value, RandomFill random) =>
        Parse(Base64UrlText.Encode(JsonText.Bytes(new JsonArray(Base64UrlText.Encode(random.Bytes(SaltSize)), name, value?.DeepClone()))));

    /// <summary>Reads an encoded disclosure.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not salt, name and value, or one that nests further disclosures (rule R6).</exception>
    public static Disclosure Parse(string text)
    {
        const string What = "A disclosure";
        var parts = StrictJson.Parse(Base64UrlText.Decode(text, What), What);
        if (parts.ValueKind != JsonValueKind.Array || parts.GetArrayLength() != 3) throw Refused("is not salt, name and value");
        if (parts[0].ValueKind != JsonValueKind.String || Base64UrlText.Decode(parts[0].GetString(), What + "'s salt").Length != SaltSize)
            throw Refused($"has a salt that is not {SaltSize} bytes");
        if (parts[1].ValueKind != JsonValueKind.String || parts[1].GetString()!.Length is 0 or > 256) throw Refused("has no name of at most 256 characters");
        var name = parts[1].GetString()!;
        if (name is "_sd" or "..." or "_sd_alg" or "cnf") throw Refused($"has the name {name}, which may not be disclosed");
        ForbidNesting(parts[2], $"The disclosure {name}");
        return new(text, name, parts[2]);
    }

    /// <summary>Refuses <c>_sd</c> and <c>...</c> anywhere in <paramref name="value"/>: disclosures are flat.</summary>
    internal static void ForbidNesting(JsonElement value, string what)
    {
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray()) ForbidNesting(item, what);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name is "_sd" or "...") throw new RefusedException(RefusalCode.Malformed, $"{what} nests further disclosures.");
            ForbidNesting(member.Value, what);
        }
    }

    private static RefusedException Refused(string why) => new(RefusalCode.Malformed, $"A disclosure {why}.");
}
