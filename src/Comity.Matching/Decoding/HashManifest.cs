using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Comity.Matching;

/// <summary>A file of outcomes, one JSON object per line, from which an interrupted run goes on: a file of the same name, size and time is not hashed again.</summary>
/// <remarks>Holds names, sizes, times, hashes and format; nothing of a picture.</remarks>
public sealed class HashManifest : IDisposable
{
    private readonly Dictionary<string, (long Bytes, long Changed, FileOutcome Outcome)> _known = new(StringComparer.Ordinal);
    private readonly StreamWriter _writer;

    private readonly HashScope _scope;

    private HashManifest(StreamWriter writer, HashScope scope) => (_writer, _scope) = (writer, scope);

    /// <summary>How many files it knows.</summary>
    public int Count => _known.Count;

    /// <summary>Opens a manifest, or makes it. A last line that was cut off is dropped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scope">What this run computes: outcomes of another scope are not used again.</param>
    /// <exception cref="RefusedInputException">The file is something else.</exception>
    public static HashManifest Open(string path, HashScope scope)
    {
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        var kept = new List<string>();
        foreach (var (line, number) in lines.Select((l, i) => (l, i)))
        {
            if (TryRead(line) is not null) kept.Add(line);
            else if (number < lines.Length - 1) throw new RefusedInputException($"{Path.GetFileName(path)}, line {number + 1}: not a line of a manifest.");
        }

        if (kept.Count < lines.Length) File.WriteAllLines(path, kept);
        var manifest = new HashManifest(new(path, append: true, new UTF8Encoding(false)) { NewLine = "\n" }, scope);
        foreach (var line in kept)
        {
            var known = TryRead(line)!.Value;
            if (known.Scope == scope) manifest._known[known.Outcome.File] = (known.Bytes, known.Changed, known.Outcome);
        }

        return manifest;
    }

    /// <summary>The outcome of a file that has not changed since, or null.</summary>
    public FileOutcome? Find(string file)
    {
        if (!_known.TryGetValue(file, out var known)) return null;
        var now = new FileInfo(file);
        return now.Exists && now.Length == known.Bytes && Changed(now) == known.Changed ? known.Outcome : null;
    }

    /// <summary>Writes down an outcome and makes it durable against the end of this process.</summary>
    public void Add(FileOutcome outcome)
    {
        var now = new FileInfo(outcome.File);
        if (!now.Exists) return;
        _writer.WriteLine(Line(outcome, now.Length, Changed(now)));
        _writer.Flush();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _writer.Dispose();

    private static long Changed(FileInfo file) => new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds();

    private string Line(FileOutcome outcome, long bytes, long changed)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("file", outcome.File);
            json.WriteNumber("bytes", bytes);
            json.WriteNumber("changed", changed);
            json.WriteNumber("scope", (int)_scope);
            if (outcome is FileOutcome.Hashed h) WritePicture(json, h);
            if (outcome is FileOutcome.Refused r)
            {
                json.WriteString("refused", r.Code.ToString());
                json.WriteString("reason", r.Reason);
                if (r.Digests is { } digests) WriteDigests(json, digests);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WritePicture(Utf8JsonWriter json, FileOutcome.Hashed hashed)
    {
        var p = hashed.Picture;
        WriteDigests(json, hashed.Digests);
        json.WriteString("pdq", string.Join(' ', p.Hashes));
        json.WriteString("picture", string.Create(CultureInfo.InvariantCulture, $"{p.Width} {p.Height} {p.Format} {p.Pages} {p.Orientation} {p.Quality}"));
    }

    private static void WriteDigests(Utf8JsonWriter json, FileDigests digests)
    {
        json.WriteString("sha256", Convert.ToHexStringLower(digests.Sha256));
        json.WriteString("sha1", Convert.ToHexStringLower(digests.Sha1));
        json.WriteString("md5", Convert.ToHexStringLower(digests.Md5));
    }

    private static (long Bytes, long Changed, HashScope Scope, FileOutcome Outcome)? TryRead(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            string Text(string name) => root.GetProperty(name).GetString() ?? throw new FormatException();
            FileDigests Digests() => new(Convert.FromHexString(Text("sha256")), Convert.FromHexString(Text("sha1")), Convert.FromHexString(Text("md5")));
            FileOutcome outcome = root.TryGetProperty("refused", out _)
                ? new FileOutcome.Refused(Text("file"), Enum.Parse<FileRefusal>(Text("refused")), Text("reason"), root.TryGetProperty("sha256", out _) ? Digests() : null)
                : new FileOutcome.Hashed(
                    Text("file"), Digests(), root.GetProperty("bytes").GetInt64(), Picture(Text("picture").Split(' '), Text("pdq").Split(' ')));
            return (root.GetProperty("bytes").GetInt64(), root.GetProperty("changed").GetInt64(), (HashScope)root.GetProperty("scope").GetByte(), outcome);
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static DecodedPicture Picture(string[] p, string[] hashes)
    {
        if (p.Length != 6 || hashes.Length is not (1 or Turns.Count)) throw new FormatException();
        int Number(int i) => int.Parse(p[i], NumberStyles.None, CultureInfo.InvariantCulture);
        return new(Number(0), Number(1), Enum.Parse<PictureFormat>(p[2]), Number(3), Number(4), Number(5), Array.ConvertAll(hashes, h => PdqHash.Parse(h)));
    }
}
