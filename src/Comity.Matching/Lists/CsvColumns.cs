using System.Text;

namespace Comity.Matching;

/// <summary>The columns of a CSV of hashes, from its first line.</summary>
internal sealed class CsvColumns
{
    private const int MostColumns = 256;
    private readonly string[] _names;

    private CsvColumns(string[] names) => _names = names;

    /// <summary>The columns that a line names, or null if it names no column of hashes.</summary>
    internal static CsvColumns? TryParse(ReadOnlySpan<char> line)
    {
        if (Split(line) is not { } fields) return null;
        var names = fields.Select(f => f.Trim().ToLowerInvariant()).Select(n => n == "hash" ? "pdq" : n).ToArray();
        return names.Any(n => n is "pdq" or "sha256" or "sha1" or "md5") ? new(names) : null;
    }

    /// <summary>The entry of a line, or null if a field is not what its column says, or no hash is given.</summary>
    internal HashEntry? Read(ReadOnlySpan<char> line, int number)
    {
        if (Split(line) is not { } fields || fields.Count > _names.Length) return null;
        var (pdq, quality, category) = ((PdqHash?)null, (int?)null, (string?)null);
        var exact = new List<ExactHash>();
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i].Trim();
            if (field.Length == 0) continue;
            switch (_names[i])
            {
                case "pdq" when PdqHash.TryParse(field, null, out var hash): pdq = hash; break;
                case "quality" when HashListReader.TryQuality(field, out quality): break;
                case "category": category = field; break;
                case "sha256" or "sha1" or "md5" when ExactHash.TryParse(HashListReader.Algorithm(_names[i])!.Value, field, out var e): exact.Add(e); break;
                case "pdq" or "quality" or "sha256" or "sha1" or "md5": return null;
            }
        }

        return pdq is null && exact.Count == 0 ? null : new(number, pdq, quality, [.. exact], category);
    }

    // RFC 4180 without line breaks inside quotes; null if a quote does not close or stands in the middle.
    private static List<string>? Split(ReadOnlySpan<char> line)
    {
        var fields = new List<string>();
        for (var at = 0; at <= line.Length;)
        {
            if (fields.Count == MostColumns) return null;
            if (at == line.Length || line[at] != '"')
            {
                var end = line[at..].IndexOf(',');
                var field = end < 0 ? line[at..] : line.Slice(at, end);
                if (field.Contains('"')) return null;
                fields.Add(field.ToString());
                at += field.Length + 1;
            }
            else if (!Quoted(line, ref at, fields))
            {
                return null;
            }
        }

        return fields;
    }

    private static bool Quoted(ReadOnlySpan<char> line, ref int at, List<string> fields)
    {
        var field = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"') field.Append(line[at]);
            else if (at + 1 < line.Length && line[at + 1] == '"') field.Append(line[at++]);
            else break;
        }

        if (at >= line.Length || (at + 1 < line.Length && line[at + 1] != ',')) return false;
        fields.Add(field.ToString());
        at += 2;
        return true;
    }
}
