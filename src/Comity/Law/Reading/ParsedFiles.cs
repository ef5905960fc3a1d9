namespace Comity.Law.Reading;

/// <summary>Files as trees and rows, each read once: a checker reads the same files several times, and a test many thousand times with one of them changed.</summary>
/// <remarks>Known by the bytes' identity, not their content, so bytes must not be changed in place. Safe for several threads.</remarks>
internal sealed class ParsedFiles
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<byte[], YamlMap> _trees = new(ReferenceEqualityComparer.Instance);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<byte[], List<CsvRow>> _rows = new(ReferenceEqualityComparer.Instance);
    private readonly ParsedFiles? _before;

    internal ParsedFiles(ParsedFiles? before = null) => _before = before;

    internal YamlMap Tree(string path, byte[] bytes) =>
        _before?._trees.GetValueOrDefault(bytes) ?? _trees.GetOrAdd(bytes, (read, file) => YamlTree.Read(file, read), path);

    /// <summary>The rows of a table whose header is not prescribed here.</summary>
    internal List<CsvRow> Rows(string path, byte[] bytes) => _before?._rows.GetValueOrDefault(bytes) ?? _rows.GetOrAdd(bytes, (read, file) => CsvTable.Read(file, read), path);

    internal List<CsvRow> Rows(string path, byte[] bytes, string[] columns) =>
        _before?._rows.GetValueOrDefault(bytes) ?? _rows.GetOrAdd(bytes, (read, table) => CsvTable.Read(table.path, read, table.columns), (path, columns));
}
