using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary>One line of JSON for programs: members are added, and never change their meaning.</summary>
internal static class LawJson
{
    internal static string Line(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>A day as <c>2026-11-21</c>, or null.</summary>
    internal static void Day(this Utf8JsonWriter json, string name, DateOnly? day) => json.WriteString(name, day?.ToString("yyyy-MM-dd", null));

    /// <summary>A provision as <c>ets-185/29/4</c>, and the words of the citation where it names none.</summary>
    internal static void Cited(this Utf8JsonWriter json, Citation source)
    {
        json.WriteString("provision", source.First?.ToString());
        json.WriteString("source", source.Text);
    }
}
