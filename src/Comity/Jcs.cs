using System.Text;
using System.Text.Json;

namespace Comity;

/// <summary>JSON Canonicalization Scheme (RFC 8785), for the values that <see cref="StrictJson"/> admits: whole numbers only.</summary>
public static class Jcs
{
    /// <summary>The canonical UTF-8 bytes of <paramref name="value"/>, leaving out the top-level members named in <paramref name="without"/>.</summary>
    public static byte[] Canonicalize(JsonElement value, params ReadOnlySpan<string> without)
    {
        var text = new StringBuilder();
        if (value.ValueKind == JsonValueKind.Object) Object(text, value, without);
        else Value(text, value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Value(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: Object(text, value, []); break;
            case JsonValueKind.Array: Array(text, value); break;
            case JsonValueKind.String: String(text, value.GetString()!); break;
            default: text.Append(value.ValueKind == JsonValueKind.Number && value.GetRawText() == "-0" ? "0" : value.GetRawText()); break;
        }
    }

    private static void Object(StringBuilder text, JsonElement value, ReadOnlySpan<string> without)
    {
        var members = new List<JsonProperty>();
        foreach (var member in value.EnumerateObject())
            if (!without.Contains(member.Name)) members.Add(member);
        members.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name)); // UTF-16 code units, as RFC 8785 section 3.2.3 asks
        text.Append('{');
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0) text.Append(',');
            String(text, members[i].Name);
            text.Append(':');
            Value(text, members[i].Value);
        }

        text.Append('}');
    }

    private static void Array(StringBuilder text, JsonElement value)
    {
        text.Append('[');
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!first) text.Append(',');
            first = false;
            Value(text, item);
        }

        text.Append(']');
    }

    private static void String(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case < ' ': text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                default: text.Append(c); break;
            }
        }

        text.Append('"');
    }
}
