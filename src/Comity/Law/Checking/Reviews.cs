using System.Security.Cryptography;
using System.Text;
using Comity.Law.Reading;

namespace Comity.Law.Checking;

/// <summary>Which items of the data were compared with their source, by whom and when: a changed or new item is a fault until a second person has looked.</summary>
/// <remarks>It knows nothing of the meaning; it is the control for wording, notes and sources, which no case can judge.</remarks>
internal static class Reviews
{
    internal const string Path = LawFiles.Cases + "reviewed.csv";

    internal static readonly string[] Columns = ["file", "item", "digest", "on", "by"];

    /// <summary>Every item of the release with the digest of its values, in the order of the files.</summary>
    internal static IEnumerable<ReviewItem> Items(IReadOnlyDictionary<string, byte[]> files, ParsedFiles parsed)
    {
        foreach (var (path, bytes) in files.Where(file => LawFiles.IsOfRelease(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var item in path.EndsWith(".csv", StringComparison.Ordinal) ? Rows(path, bytes, parsed) : Tree(parsed.Tree(path, bytes)))
            {
                var nth = seen[item.Name] = seen.GetValueOrDefault(item.Name) + 1;
                yield return nth == 1 ? item : item with { Name = $"{item.Name} #{nth}" };
            }
        }
    }

    internal static IEnumerable<LawFault> Compare(IReadOnlyDictionary<string, byte[]> files, ParsedFiles parsed)
    {
        if (!files.TryGetValue(Path, out var register))
        {
            if (files.Keys.Any(CaseReader.IsCases)) yield return new(Path, 0, "The register of reviews is missing.", "Run `comity law check --accept NAME`.");
            yield break;
        }

        var known = parsed.Rows(Path, register, Columns).GroupBy(row => (row["file"], row["item"])).ToDictionary(rows => rows.Key, rows => rows.First());
        foreach (var item in Items(files, parsed))
        {
            if (!known.Remove((item.File, item.Name), out var row)) yield return new(item.File, item.Line, $"{item.Name} was reviewed by nobody.", Remedy);
            else if (row["digest"] != item.Digest) yield return new(item.File, item.Line, $"{item.Name} changed since {row["by"]} reviewed it on {row["on"]}.", Remedy);
        }

        foreach (var ((file, item), row) in known) yield return new(Path, row.Line, $"{item} is no longer in {file}.", Remedy);
    }

    /// <summary>The register with every item reviewed; those that did not change keep their reviewer.</summary>
    internal static byte[] Accept(IReadOnlyDictionary<string, byte[]> files, ParsedFiles parsed, string by, DateOnly on)
    {
        var known = files.TryGetValue(Path, out var register) ? parsed.Rows(Path, register, Columns).ToDictionary(row => (row["file"], row["item"], row["digest"])) : [];
        var text = new StringBuilder().AppendJoin(',', Columns).Append('\n');
        foreach (var item in Items(files, parsed))
        {
            var (day, person) = known.TryGetValue((item.File, item.Name, item.Digest), out var row) ? (row["on"], row["by"]) : (on.ToString("yyyy-MM-dd", null), by);
            text.AppendJoin(',', new[] { item.File, item.Name, item.Digest, day, person }.Select(AnswerTable.Quote)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private const string Remedy = "Let a second person compare it with the source, then run `comity law check --accept NAME`.";

    private static IEnumerable<ReviewItem> Rows(string path, byte[] bytes, ParsedFiles parsed)
    {
        var columns = RegisterColumns.All.FirstOrDefault(register => path == "status/" + register.File).Columns;
        foreach (var row in columns is null ? parsed.Rows(path, bytes) : parsed.Rows(path, bytes, columns))
        {
            var name = string.Join(' ', row.Cells.Take(3).Where(cell => cell.Length is > 0 and < 60));
            yield return new(path, row.Line, name.Length > 0 ? name : "row", DigestOf(row.Cells));
        }
    }

    /// <summary>Items are the maps that have an id; what has none belongs to the item around it, or to the key at the head of the file.</summary>
    private static List<ReviewItem> Tree(YamlMap root)
    {
        var items = new List<ReviewItem>();
        foreach (var (key, value) in root.Entries) Item(key, value, items);
        return items;
    }

    private static void Item(string name, YamlValue value, List<ReviewItem> items)
    {
        var own = new List<string>();
        var at = items.Count;
        Collect(value, own, items, top: true);
        if (own.Count > 0) items.Insert(at, new(value.File, value.Line, name, DigestOf(own)));
    }

    private static void Collect(YamlValue value, List<string> own, List<ReviewItem> items, bool top)
    {
        switch (value)
        {
            case YamlText text:
                own.Add(text.Text);
                break;
            case YamlList list:
                foreach (var item in list.Items) Collect(item, own, items, top: false);
                break;
            case YamlMap map when !top && map.Entries.GetValueOrDefault("id") is YamlText id:
                Item(id.Text, map, items);
                break;
            case YamlMap map:
                foreach (var (key, child) in map.Entries)
                {
                    own.Add(key + ":");
                    Collect(child, own, items, top: false);
                }

                break;
        }
    }

    private static string DigestOf(IEnumerable<string> values) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', values))).AsSpan(0, 6));
}

/// <summary>An item of the data as the register of reviews names it.</summary>
/// <param name="File">Path inside the folder.</param>
/// <param name="Line">Its line.</param>
/// <param name="Name">Id, or the first words of a row.</param>
/// <param name="Digest">First 12 hexadecimal digits of the SHA-256 of its values.</param>
internal sealed record ReviewItem(string File, int Line, string Name, string Digest);
