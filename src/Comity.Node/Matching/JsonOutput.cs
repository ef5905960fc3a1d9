using System.Text.Encodings.Web;
using System.Text.Json;

namespace Comity.Node.Matching;

/// <summary>Writes one JSON value to standard output, piece by piece.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Write(Action<Utf8JsonWriter> write)
    {
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        using (var json = new Utf8JsonWriter(output, Options)) write(json);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes an object of texts, numbers, yes and no, and lists of numbers or texts.</summary>
    internal static void WriteObject(params ReadOnlySpan<(string Name, object Value)> members)
    {
        var kept = members.ToArray();
        Write(json =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in kept)
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, value, value.GetType());
            }

            json.WriteEndObject();
        });
    }
}
