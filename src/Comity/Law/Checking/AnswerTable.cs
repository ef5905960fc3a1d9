using System.Text;
using Comity.Law.Reading;

namespace Comity.Law.Checking;

/// <summary>What the engine answers to one kind of question, row by row: kept beside the rules as a second entry of every value that decides.</summary>
/// <param name="Name">File name without ending: <c>limits</c>.</param>
/// <param name="Keys">How many of the first columns name the question.</param>
/// <param name="Columns">The header.</param>
/// <param name="Rows">The answers.</param>
internal sealed record AnswerTable(string Name, int Keys, string[] Columns, List<string[]> Rows)
{
    private const string Remedy = "If the data are right, let a second person compare them with the source and run `comity law check --accept NAME`.";

    internal string Path => $"{LawFiles.Cases}answers/{Name}.csv";

    internal byte[] Write()
    {
        var text = new StringBuilder();
        foreach (var row in Rows.Prepend(Columns)) text.AppendJoin(',', row.Select(Quote)).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Compares with the table that was kept.</summary>
    internal IEnumerable<LawFault> Compare(List<CsvRow> kept)
    {
        var expected = new Dictionary<string, CsvRow>();
        foreach (var row in kept)
            if (!expected.TryAdd(KeyOf(row.Cells), row)) yield return new(Path, row.Line, $"{KeyOf(row.Cells)} stands twice.", "Remove one of the two rows.");
        foreach (var row in Rows)
        {
            if (!expected.Remove(KeyOf(row), out var before)) yield return new(Path, 0, $"The data answer for {KeyOf(row)}, and the table does not expect it.", Remedy);
            else
                for (var i = Keys; i < Columns.Length; i++)
                    if (before.Cells[i] != row[i]) yield return new(Path, before.Line, $"{KeyOf(row)}, {Columns[i]}: the table expects “{before.Cells[i]}”, the data answer “{row[i]}”.", Remedy);
        }

        foreach (var row in expected.Values) yield return new(Path, row.Line, $"{KeyOf(row.Cells)}: the data answer nothing.", Remedy);
    }

    private string KeyOf(IReadOnlyList<string> cells) => string.Join(' ', cells.Take(Keys).Where(cell => cell.Length > 0));

    internal static string Quote(string cell) => cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
