using System.Text.Json;

namespace Comity.Tracing;

/// <summary>A file of one JSON object per line, only ever appended to.</summary>
internal static class JsonLines
{
    /// <summary>Every object of a file; none if there is no file.</summary>
    /// <exception cref="TracingException">A line is no JSON object.</exception>
    internal static IEnumerable<JsonElement> Read(string path)
    {
        if (!File.Exists(path)) yield break;
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length > 0) yield return Parse(line, path, number);
        }
    }

    private static JsonElement Parse(string line, string path, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line, new() { AllowDuplicateProperties = false });
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : throw new TracingException($"{path}, line {number}: no object");
        }
        catch (JsonException e)
        {
            throw new TracingException($"{path}, line {number}: no JSON", e);
        }
    }

    /// <summary>Appends objects and brings them to the disk.</summary>
    internal static void Append(string path, IEnumerable<Action<Utf8JsonWriter>> objects)
    {
        using var buffer = new MemoryStream();
        foreach (var write in objects)
        {
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                write(json);
                json.WriteEndObject();
            }

            buffer.WriteByte((byte)'\n');
        }

        if (buffer.Length == 0) return;
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        buffer.WriteTo(file);
        file.Flush(flushToDisk: true);
    }

    internal static string Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new TracingException($"a line lacks {name}");

    internal static string? TextOrNull(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
