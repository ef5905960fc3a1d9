using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Node.Tests.Atlas;

/// <summary>Compares an answer with its schema: no member that the schema does not have, none missing that may not be null, every type as described.</summary>
internal static class OpenApiShape
{
    internal static void Check(JsonObject document, JsonNode schema, JsonNode? value, string at)
    {
        schema = Resolve(document, schema);
        if (schema["oneOf"] is JsonArray either) schema = Resolve(document, either.First(one => one!["type"]?.ToString() != "null")!);
        var types = schema["type"] switch { JsonArray many => many.Select(one => one!.GetValue<string>()).ToList(), JsonValue one => [one.GetValue<string>()], _ => [] };
        if (value is null) return; // whether it may be null is checked where it is a member
        switch (value.GetValueKind())
        {
            case JsonValueKind.Object:
                Members(document, schema, value.AsObject(), at);
                break;
            case JsonValueKind.Array:
                Assert.True(types.Contains("array"), $"{at} is a list, described as {string.Join(' ', types)}");
                foreach (var (item, index) in value.AsArray().Select((item, index) => (item, index)).Take(50)) Check(document, schema["items"]!, item, $"{at}[{index}]");
                break;
            case JsonValueKind.String:
                Assert.True(types.Contains("string"), $"{at} is text, described as {string.Join(' ', types)}");
                break;
            case JsonValueKind.Number:
                Assert.True(types.Contains("integer") || types.Contains("number"), $"{at} is a number, described as {string.Join(' ', types)}");
                break;
            default:
                Assert.True(types.Contains("boolean"), $"{at} is true or false, described as {string.Join(' ', types)}");
                break;
        }
    }

    private static void Members(JsonObject document, JsonNode schema, JsonObject value, string at)
    {
        var described = schema["properties"]?.AsObject() ?? throw new InvalidOperationException($"{at} has no described members: {schema.ToJsonString()}");
        Assert.Empty(value.Select(member => member.Key).Except(described.Select(member => member.Key)).Select(name => $"{at}.{name} is not described"));
        foreach (var (name, member) in described)
        {
            if (value[name] is null) Assert.True(MayBeNull(document, member!), $"{at}.{name} is missing or null");
            else Check(document, member!, value[name], $"{at}.{name}");
        }
    }

    private static bool MayBeNull(JsonObject document, JsonNode schema) =>
        (schema["type"] is JsonArray types && types.Any(one => one!.GetValue<string>() == "null")) || (schema["oneOf"] is JsonArray either && either.Any(one => one!["type"]?.ToString() == "null"))
        || (schema["$ref"] is not null && Resolve(document, schema) is { } target && target["type"] is JsonArray more && more.Any(one => one!.GetValue<string>() == "null"));

    private static JsonNode Resolve(JsonObject document, JsonNode schema)
    {
        while (schema["$ref"]?.GetValue<string>() is { } reference)
            schema = document["components"]!["schemas"]![reference["#/components/schemas/".Length..]]!;
        return schema;
    }
}
