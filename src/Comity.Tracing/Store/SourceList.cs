using System.Text.Json;

namespace Comity.Tracing;

/// <summary>The block files that a store was filled from, and how far each has been read.</summary>
internal sealed class SourceList
{
    private readonly string _path;
    private readonly List<(string Path, long Offset)> _files = [];

    internal SourceList(string folder)
    {
        _path = Path.Combine(folder, "sources.json");
        if (!File.Exists(_path)) return;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(_path));
            foreach (var f in json.RootElement.EnumerateArray()) _files.Add((f.GetProperty("file").GetString()!, f.GetProperty("offset").GetInt64()));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new TracingException($"{_path} is damaged", e);
        }
    }

    internal int Count => _files.Count;

    internal string PathOf(int file) => _files[file].Path;

    internal long OffsetOf(int file) => _files[file].Offset;

    /// <summary>The number of a file, a new one if it is not known.</summary>
    internal int NumberOf(string path)
    {
        var full = Path.GetFullPath(path);
        var at = _files.FindIndex(f => f.Path == full);
        if (at >= 0) return at;
        _files.Add((full, 0));
        return _files.Count - 1;
    }

    internal void Advance(int file, long offset) => _files[file] = (_files[file].Path, offset);

    internal void Save()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var (path, offset) in _files)
            {
                json.WriteStartObject();
                json.WriteString("file", path);
                json.WriteNumber("offset", offset);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        WholeFile.Write(_path, stream.ToArray());
    }
}
