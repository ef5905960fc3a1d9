using System.Text;

namespace Comity.Law.Reading;

/// <summary>One row of a CSV file with the line it starts on.</summary>
internal sealed class CsvRow(string file, int line, string[] header, List<string> cells)
{
    internal string File => file;

    internal int Line => line;

    internal string this[string column] => cells[Array.IndexOf(header, column)];

    internal string? OrNull(string column) => this[column] is { Length: > 0 } value ? value : null;

    internal LawDataException Error(string wrong, string remedy) => new(file, line, wrong, remedy);

    /// <summary>A reference to something that is not there.</summary>
    internal LawDataException Missing(string id, string wrong, string remedy) => new(file, line, wrong, remedy) { Missing = id };

    internal IReadOnlyList<string> Cells => cells;

    internal DateOnly? Date(string column) => OrNull(column) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) && date.Year is >= 1900 and < 2200 ? date
        : throw Error($"'{text}' in {column} is not a date.", "Write it as 2026-11-21 or leave it empty.");

    internal CountryCode Country(string column) => CountryCode.TryParse(this[column], null, out var code) ? code
        : throw Error($"'{this[column]}' in {column} is not a country code.", "Use the two letters of countries.csv.");

    internal Confidence Confidence(string column) => this[column] is "high" or "medium" or "low" ? new(this[column])
        : throw Error($"'{this[column]}' is not a confidence.", "Write high, medium or low.");

    internal string Word(string column, params ReadOnlySpan<string> allowed) => allowed.Contains(this[column]) ? this[column]
        : throw Error($"'{this[column]}' in {column} is not known.", $"Write one of: {string.Join(", ", allowed!)}.");
}

/// <summary>Reads a CSV file after RFC 4180: a header line, commas, quotes doubled inside quotes.</summary>
internal sealed class CsvTable
{
    private readonly string _file;
    private readonly string _text;
    private int _at, _line = 1;

    private CsvTable(string file, string text) => (_file, _text) = (file, text);

    internal static List<CsvRow> Read(string file, byte[] bytes, params string[] columns)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new LawDataException(file, 0, "Not UTF-8.", "Save the file as UTF-8.");
        }

        return new CsvTable(file, text).Rows(columns);
    }

    /// <param name="columns">The header expected, or none for whatever stands there.</param>
    private List<CsvRow> Rows(string[] columns)
    {
        var header = _at < _text.Length ? Cells() : [];
        if (columns.Length == 0) columns = [.. header];
        if (!header.SequenceEqual(columns)) throw new LawDataException(_file, 1, "The header is not the one expected.", $"Write: {string.Join(',', columns)}");
        var rows = new List<CsvRow>();
        while (_at < _text.Length)
        {
            var line = _line;
            var cells = Cells();
            if (cells.Count != columns.Length)
                throw new LawDataException(_file, line, $"{cells.Count} cells where the header has {columns.Length}.", "Add or remove commas; quote a text that has one.");
            rows.Add(new(_file, line, columns, cells));
        }

        return rows;
    }

    private List<string> Cells()
    {
        var cells = new List<string>();
        do cells.Add(_at < _text.Length && _text[_at] == '"' ? Quoted() : Plain());
        while (Take(','));
        if (_at < _text.Length && !Take('\n') && !(Take('\r') && Take('\n'))) throw new LawDataException(_file, _line, "Text after a closing quote.", "Double the quotes inside the text.");
        _line++;
        return cells;
    }

    private bool Take(char expected)
    {
        if (_at >= _text.Length || _text[_at] != expected) return false;
        _at++;
        return true;
    }

    private string Plain()
    {
        var rest = _text.AsSpan(_at);
        var length = rest.IndexOfAny(",\r\n") is >= 0 and var end ? end : rest.Length;
        _at += length;
        return new(rest[..length]);
    }

    private string Quoted()
    {
        var cell = new StringBuilder();
        var opened = _line;
        for (_at++; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == '\n') _line++;
            if (c != '"') cell.Append(c);
            else if (_at + 1 < _text.Length && _text[_at + 1] == '"') cell.Append(_text[++_at]);
            else
            {
                _at++;
                return cell.ToString();
            }
        }

        throw new LawDataException(_file, opened, "A quote that does not end.", "Close it.");
    }
}
