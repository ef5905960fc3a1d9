using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Comity.Tracing;

/// <summary>Row counts at each commit, newest last; a torn record does not count.</summary>
internal sealed class CommitLog
{
    private const long LargestFile = 1 << 20;
    private readonly string _path;
    private readonly int _columns;

    internal CommitLog(string path, int columns) => (_path, _columns) = (path, columns);

    private int RecordSize => (8 * _columns) + 8;

    /// <summary>The newest whole record, or null.</summary>
    internal long[]? Last()
    {
        if (!File.Exists(_path)) return null;
        var bytes = File.ReadAllBytes(_path);
        for (var at = bytes.Length / RecordSize * RecordSize - RecordSize; at >= 0; at -= RecordSize)
        {
            var record = bytes.AsSpan(at, RecordSize);
            if (!SHA256.HashData(record[..^8]).AsSpan(0, 8).SequenceEqual(record[^8..])) continue;
            var rows = new long[_columns];
            for (var i = 0; i < _columns; i++) rows[i] = BinaryPrimitives.ReadInt64LittleEndian(record[(8 * i)..]);
            return rows;
        }

        return null;
    }

    internal void Add(long[] rows)
    {
        var record = new byte[RecordSize];
        for (var i = 0; i < _columns; i++) BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(8 * i), rows[i]);
        SHA256.HashData(record.AsSpan(..^8)).AsSpan(0, 8).CopyTo(record.AsSpan(^8));
        if (File.Exists(_path) && new FileInfo(_path).Length > LargestFile)
        {
            WholeFile.Write(_path, record);
            return;
        }

        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write);
        file.Position = file.Length / RecordSize * RecordSize;
        file.Write(record);
        file.Flush(flushToDisk: true);
    }

}
