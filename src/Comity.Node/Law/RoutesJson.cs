using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary>Routes as one line of JSON: for programs, so its members never change their meaning.</summary>
internal static class RoutesJson
{
    internal static string Write(RouteQuery query, IReadOnlyList<LawRoute> routes)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("from", query.From.ToString());
            json.WriteString("to", query.To.ToString());
            json.WriteString("on", query.On.ToString("yyyy-MM-dd", null));
            json.WriteStartArray("routes");
            foreach (var route in routes) Write(json, route);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void Write(Utf8JsonWriter json, LawRoute route)
    {
        json.WriteStartObject();
        json.WriteString("channel", route.Channel.Id);
        json.WriteString("article", route.Channel.Article);
        json.WriteString("title", route.Channel.Title);
        json.WriteBoolean("open", route.Open);
        json.WriteStartArray("reasons");
        foreach (var reason in route.Reasons) Write(json, reason);
        json.WriteEndArray();
        Write(json, "requires", route.Requires);
        Write(json, "grounds", route.Grounds.Select(ground => ground.Id));
        json.WriteStartArray("limits");
        foreach (var limit in route.Limits) Write(json, limit);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Reason reason)
    {
        json.WriteStartObject();
        json.WriteString("provision", reason.Provision.ToString());
        json.WriteString("text", reason.Text);
        json.WriteString("confidence", reason.Confidence.Mark);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TimeLimit limit)
    {
        json.WriteStartObject();
        json.WriteString("id", limit.Id);
        json.WriteString("duration", limit.Duration?.ToString());
        json.WriteString("semantics", limit.SemanticsWord);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids) json.WriteStringValue(id);
        json.WriteEndArray();
    }
}
