using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Matching;

/// <summary>JSON in the one form of RFC 8785, for strings, booleans, whole numbers, arrays, objects; and its strict reading.</summary>
internal static class CanonicalJson
{
    internal static byte[] Bytes(JsonNode value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads an object whose bytes are already in canonical form.</summary>
    /// <exception cref="RefusedInputException">Anything else: other spelling, duplicates, fractions, too deep or long.</exception>
    internal static JsonObject Read(ReadOnlySpan<byte> bytes, int longest, string what)
    {
        if (bytes.Length > longest) throw new RefusedInputException($"{what} is longer than {longest} bytes.");
        try
        {
            var node = JsonNode.Parse(bytes, documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (node is JsonObject value && bytes.SequenceEqual(Bytes(value))) return value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            // Said below.
        }

        throw new RefusedInputException($"{what} is not canonical JSON.");
    }

    internal static string Text(JsonObject value, string name, string what) =>
        value[name] is JsonValue v && v.TryGetValue<string>(out var text) && !string.IsNullOrWhiteSpace(text) ? text : throw Missing(name, what);

    internal static long Number(JsonObject value, string name, string what) => OptionalNumber(value, name) ?? throw Missing(name, what);

    internal static long? OptionalNumber(JsonObject value, string name) => value[name] switch
    {
        JsonValue v when v.TryGetValue<long>(out var number) => number,
        JsonValue v when v.TryGetValue<int>(out var number) => number,
        _ => null,
    };

    internal static JsonArray Array(JsonObject value, string name, string what) => value[name] as JsonArray ?? throw Missing(name, what);

    internal static string[] Texts(JsonObject value, string name, string what) =>
        [.. Array(value, name, what).Select(v => v is JsonValue item && item.TryGetValue<string>(out var text) ? text : throw Missing(name, what))];

    private static RefusedInputException Missing(string name, string what) => new($"{what} has no \"{name}\", or one of another kind.");

    private static void Write(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject o:
                text.Append('{');
                foreach (var (member, i) in o.OrderBy(m => m.Key, StringComparer.Ordinal).Select((m, i) => (m, i)))
                {
                    WriteString(text.Append(i > 0 ? "," : ""), member.Key);
                    Write(text.Append(':'), member.Value);
                }

                text.Append('}');
                break;
            case JsonArray a:
                text.Append('[');
                for (var i = 0; i < a.Count; i++) Write(text.Append(i > 0 ? "," : ""), a[i]);
                text.Append(']');
                break;
            case JsonValue v when v.TryGetValue<string>(out var s): WriteString(text, s); break;
            case JsonValue v when v.TryGetValue<bool>(out var b): text.Append(b ? "true" : "false"); break;
            case JsonValue v when v.TryGetValue<long>(out var n): text.Append(n); break;
            case JsonValue v when v.TryGetValue<int>(out var n): text.Append(n); break;
            case null: text.Append("null"); break;
            default: throw new FormatException("Only whole numbers, text, true, false and null.");
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c >= ' ') text.Append(c);
            else text.Append(c switch { '\b' => "\\b", '\t' => "\\t", '\n' => "\\n", '\f' => "\\f", '\r' => "\\r", _ => $"\\u{(int)c:x4}" });
        }

        text.Append('"');
    }
}
