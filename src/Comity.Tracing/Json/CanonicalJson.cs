using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Tracing;

/// <summary>JSON in the form of RFC 8785, for trees that hold objects, lists, texts, whole numbers, booleans and null only.</summary>
/// <remarks>Comity.Matching has a like one: each of the two libraries can be taken alone, so neither may lean on the other for it.</remarks>
internal static class CanonicalJson
{
    internal static byte[] Write(JsonNode node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null: text.Append("null"); break;
            case JsonObject o: Object(text, o); break;
            case JsonArray a: List(text, a); break;
            default: Value(text, node.AsValue()); break;
        }
    }

    private static void Object(StringBuilder text, JsonObject o)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in o.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (!first) text.Append(',');
            first = false;
            Quote(text, name);
            text.Append(':');
            Append(text, value);
        }

        text.Append('}');
    }

    private static void List(StringBuilder text, JsonArray a)
    {
        text.Append('[');
        for (var i = 0; i < a.Count; i++)
        {
            if (i > 0) text.Append(',');
            Append(text, a[i]);
        }

        text.Append(']');
    }

    private static void Value(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String: Quote(text, value.GetValue<string>()); break;
            case JsonValueKind.True: text.Append("true"); break;
            case JsonValueKind.False: text.Append("false"); break;
            case JsonValueKind.Number when long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n):
                text.Append(n);
                break;
            default: throw new TracingException($"an exhibit holds whole numbers only, not {value.ToJsonString()}");
        }
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
