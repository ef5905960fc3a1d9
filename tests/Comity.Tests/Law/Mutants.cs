using System.Text;
using Comity.Law;

namespace Comity.Tests.Law;

/// <summary>One value of the law data, changed into another that looks as right.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Line">Its line.</param>
/// <param name="Key">Its key or column.</param>
/// <param name="Before">The value.</param>
/// <param name="After">What it becomes.</param>
/// <param name="Decides">False for words, notes and sources, which no case can judge.</param>
/// <param name="Bytes">The file with the change.</param>
internal sealed record Mutant(string File, int Line, string Key, string Before, string After, bool Decides, Func<byte[]> Bytes)
{
    internal bool IsOfRegister => File.EndsWith(".csv", StringComparison.Ordinal);

    public override string ToString() => $"{File}:{Line} {Key}: '{Short(Before)}' -> '{Short(After)}'";

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

/// <summary>Every value of the release with one change each: another value of the same key where there is one, so that the change is no mere typing mistake.</summary>
internal static class Mutants
{
    internal static List<Mutant> All(IReadOnlyDictionary<string, byte[]> files) =>
        [.. files.OrderBy(file => file.Key, StringComparer.Ordinal).SelectMany(file => file.Key.EndsWith(".csv", StringComparison.Ordinal) ? OfTable(file.Key, file.Value) : OfTree(file.Key, file.Value))];

    /// <summary>Keys whose values are words for people, places of reading, or repetitions for the reader: wrong ones mislead, but change no answer of the engine.</summary>
    private static readonly HashSet<string> Words =
    [
        "label", "title", "text", "help", "example", "note", "systemMust", "trigger", "action", "condition", "appliesWhen", "refusalNote", "rule", "may", "releasedBy", "qualifier",
        "url", "readAt", "opened", "asOf", "issuedByNote", "effect", "scopeNote", "overlayWhen", "secondRecall",
    ];

    /// <summary>Parts of the common file that only explain or give examples.</summary>
    private static readonly HashSet<string> Explaining = ["meta", "knownPartySettings", "knownPairFacts", "crosswalk", "pairFacts", "deadlineSemantics"];

    /// <summary>Columns that describe: names, other codes, where it was read and what was noted there.</summary>
    private static readonly HashSet<string> Describing = ["alpha3", "numeric", "name", "un_region", "un_status", "source", "note", "value", "eif_basis"];

    private static IEnumerable<Mutant> OfTable(string path, byte[] bytes)
    {
        var (header, rows) = Read(Encoding.UTF8.GetString(bytes));
        for (var r = 0; r < rows.Count; r++)
            for (var c = 0; c < header.Count; c++)
            {
                var (row, column) = (r, c);
                var before = rows[r].Cells[c];
                var after = Changed(before, header[c], rows.Select(other => other.Cells[column]), r);
                if (after == before) continue;
                yield return new(path, rows[r].Line, header[c], before, after, !Describing.Contains(header[c]), () => Write(header, rows, row, column, after));
            }
    }

    private static byte[] Write(List<string> header, List<(int Line, List<string> Cells)> rows, int row, int column, string value) => Encoding.UTF8.GetBytes(string.Concat(
        rows.Select((cells, r) => cells.Cells.Select((cell, c) => r == row && c == column ? value : cell)).Prepend(header)
            .Select(cells => string.Join(',', cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n"))
        .Replace(string.Join(',', header.Select(cell => $"\"{cell}\"")), string.Join(',', header), StringComparison.Ordinal));

    private static (List<string> Header, List<(int Line, List<string> Cells)> Rows) Read(string text)
    {
        var rows = new List<(int Line, List<string> Cells)>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var cells = new List<string>();
            for (var at = 0; at <= line.Length; at++)
            {
                var quoted = at < line.Length && line[at] == '"';
                var cell = new StringBuilder();
                for (at += quoted ? 1 : 0; at < line.Length && !(quoted ? line[at] == '"' && (at + 1 == line.Length || line[at + 1] != '"') : line[at] == ','); at++)
                {
                    if (quoted && line[at] == '"') at++;
                    cell.Append(line[at]);
                }

                if (quoted) at++;
                cells.Add(cell.ToString());
            }

            rows.Add((rows.Count + 1, cells));
        }

        return (rows[0].Cells, rows[1..]);
    }

    private static IEnumerable<Mutant> OfTree(string path, byte[] bytes)
    {
        var scalars = new List<(string Key, string Value, int Line, int Start, int End, bool Explains)>();
        Scalars(Encoding.UTF8.GetString(bytes), scalars);
        var text = Encoding.UTF8.GetString(bytes);
        for (var i = 0; i < scalars.Count; i++)
        {
            var at = scalars[i];
            var after = Changed(at.Value, at.Key, scalars.Where(other => other.Key == at.Key).Select(other => other.Value), i);
            if (after == at.Value) continue;
            yield return new(path, at.Line, at.Key, at.Value, after, !at.Explains && !Words.Contains(at.Key),
                () => Encoding.UTF8.GetBytes($"{text[..at.Start]}\"{after.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"{text[at.End..]}"));
        }
    }

    /// <summary>Every scalar with the key it belongs to and its place in the text; keys are no values.</summary>
    private static void Scalars(string text, List<(string Key, string Value, int Line, int Start, int End, bool Explains)> found)
    {
        var events = new YamlDotNet.Core.Parser(new StringReader(text));
        var open = new Stack<(bool IsMap, string? Key)>();
        var top = "";
        while (events.MoveNext())
            switch (events.Current)
            {
                case YamlDotNet.Core.Events.MappingStart:
                    open.Push((true, null));
                    break;
                case YamlDotNet.Core.Events.SequenceStart:
                    open.Push((false, null));
                    break;
                case YamlDotNet.Core.Events.MappingEnd or YamlDotNet.Core.Events.SequenceEnd:
                    _ = open.Pop();
                    Taken(open);
                    break;
                case YamlDotNet.Core.Events.Scalar scalar when open.Peek() is { IsMap: true, Key: null }:
                    _ = open.Pop();
                    open.Push((true, scalar.Value));
                    if (open.Count == 1) top = scalar.Value;
                    break;
                case YamlDotNet.Core.Events.Scalar scalar:
                    var key = open.FirstOrDefault(level => level.Key is not null).Key ?? top;
                    found.Add((key, scalar.Value, (int)scalar.Start.Line, (int)scalar.Start.Index, (int)scalar.End.Index, Explaining.Contains(top) || open.Any(level => level.Key is not null && Explaining.Contains(level.Key))));
                    Taken(open);
                    break;
            }
    }

    /// <summary>A value was read: the map on top waits for its next key.</summary>
    private static void Taken(Stack<(bool IsMap, string? Key)> open)
    {
        if (open.Count == 0 || !open.Peek().IsMap) return;
        _ = open.Pop();
        open.Push((true, null));
    }

    private static string Changed(string value, string key, IEnumerable<string> others, int nth)
    {
        if (value is "true" or "y") return value == "y" ? "n" : "false";
        if (value is "false" or "n") return value == "n" ? "y" : "true";
        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", out var date)) return (nth % 3) switch { 0 => date.AddDays(1), 1 => date.AddMonths(-1), _ => date.AddYears(1) } is var moved ? moved.ToString("yyyy-MM-dd", null) : value;
        if (Term.TryParse(value, null, out var term)) return term.Days > 0 ? $"P{term.Days + 1}D" : $"PT{term.Hours + 1}H";
        if (int.TryParse(value, out var number)) return $"{number + 1}";
        var alike = others.Where(other => other != value && other.Length > 0).Distinct().ToList();
        if (alike.Count > 0 && !IsProse(value)) return alike[nth % alike.Count];
        return value.Length == 0 ? "x" : IsProse(value) ? string.Join(' ', value.Split(' ').Where((_, i) => i != nth % value.Split(' ').Length)) : value + "x";
    }

    private static bool IsProse(string value) => value.Count(c => c == ' ') > 2;
}
