using Comity.Node.Desk;
using Comity.Node.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Dossiers;

/// <summary>Finds dossiers by what somebody typed: either reference, also in part or without its dashes, a digest, a party, words of the title.</summary>
internal sealed class DossierSearch
{
    private static readonly (string Show, string Text, string Sql)[] Ways =
    [
        ("open", "Open", "complete = 0"), ("all", "All", "1"), ("to-us", "To us", "asked = $1"), ("from-us", "From us", "asking = $1"), ("complete", "Completed", "complete = 1"),
    ];

    private readonly string _found;
    private readonly object?[] _values;

    internal DossierSearch(string find, PartyBook book, string own)
    {
        if (find.Length == 0)
        {
            (_found, _values) = ("1", [own]);
            return;
        }

        var parties = string.Concat(book.Named(find).Select(p => $"\n{p}\n"));
        var digest = Digest.TryParse(find, null, out var id) ? id.ToArray() : [];
        _values = [own, $"%{Escape(find)}%", $"%{Escape(Bare(find))}%", digest, parties];
        _found = """
            (title LIKE $2 ESCAPE '\' OR ($3 <> '%%' AND (replace(reference, '-', '') LIKE $3 ESCAPE '\' OR replace(replace(replace(coalesce(theirs, ''), '-', ''), '/', ''), ' ', '') LIKE $3 ESCAPE '\'))
              OR id = $4 OR id = (SELECT dossier FROM statement WHERE statement.id = $4)
              OR instr($5, char(10) || asking || char(10)) > 0 OR instr($5, char(10) || asked || char(10)) > 0)
            """;
    }

    /// <summary>The values of <c>$1</c> and on.</summary>
    internal ReadOnlySpan<object?> Values => _values;

    /// <summary>The condition for a filter; an unknown word means the open ones.</summary>
    internal string Where(string show) => $"{_found} AND {Array.Find(Ways, w => w.Show == show).Sql ?? Ways[0].Sql}";

    internal IReadOnlyList<Filter> Filters(SqliteConnection sql, string show)
    {
        var current = Array.Exists(Ways, w => w.Show == show) ? show : Ways[0].Show;
        return [.. Ways.Select(w => new Filter(w.Show, w.Text, (int)sql.Scalar<long>($"SELECT count(*) FROM dossier WHERE {_found} AND {w.Sql}", _values), w.Show == current))];
    }

    private static string Escape(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
