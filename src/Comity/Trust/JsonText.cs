using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>Writes the JSON that we sign: compact, UTF-8, nothing escaped that need not be.</summary>
internal static class JsonText
{
    // The text is base64url-encoded and never stands in a page, so the encoder's HTML caution is not needed.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static byte[] Bytes(JsonNode? node) => node is null ? "null"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(node, Options);

    internal static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);

    internal static JsonArray List(IEnumerable<JsonNode> nodes) => new([.. nodes]);

    internal static JsonObject With(this JsonObject target, string name, JsonNode? valueOrNothing)
    {
        if (valueOrNothing is not null) target[name] = valueOrNothing;
        return target;
    }
}
