using System.Text.Json;

namespace Comity.Tracing;

/// <summary>What a store is for; written once when it is made.</summary>
/// <param name="Network">The chain.</param>
/// <param name="FirstTransaction">Id of the first transaction; other than 0 only in tests of large ids.</param>
/// <param name="FirstOutput">Id of the first output.</param>
/// <param name="FirstAddress">Id of the first address.</param>
/// <param name="Unverified">Filled from an export without raw bytes: exhibits carry no proofs.</param>
public sealed record StoreSettings(Network Network, long FirstTransaction = 0, long FirstOutput = 0, long FirstAddress = 0, bool Unverified = false)
{
    private const string FileName = "store.json";

    internal static bool Exists(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>The settings that a store was made with.</summary>
    /// <exception cref="TracingException">There is no store, or it is of another format.</exception>
    public static StoreSettings Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new TracingException($"no store in {folder}");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            if (root.GetProperty("format").GetInt32() != 1) throw new TracingException($"{path}: unknown format");
            return new(Network.ByName(root.GetProperty("network").GetString()!), root.GetProperty("firstTransaction").GetInt64(),
                root.GetProperty("firstOutput").GetInt64(), root.GetProperty("firstAddress").GetInt64(), root.GetProperty("unverified").GetBoolean());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new TracingException($"{path} is damaged", e);
        }
    }

    internal void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", 1);
            json.WriteString("network", Network.Name);
            json.WriteNumber("firstTransaction", FirstTransaction);
            json.WriteNumber("firstOutput", FirstOutput);
            json.WriteNumber("firstAddress", FirstAddress);
            json.WriteBoolean("unverified", Unverified);
            json.WriteEndObject();
        }

        WholeFile.Write(Path.Combine(folder, FileName), stream.ToArray());
    }
}

/// <summary>Replaces a small file so that a crash leaves the old or the new, never a half.</summary>
internal static class WholeFile
{
    internal static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var next = path + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
