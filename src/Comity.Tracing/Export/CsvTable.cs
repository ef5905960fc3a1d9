using System.Globalization;

namespace Comity.Tracing;

/// <summary>Writes a table as CSV (RFC 4180, lines end with LF).</summary>
public static class CsvTable
{
    /// <summary>Writes a table.</summary>
    /// <param name="store">The store.</param>
    /// <param name="table">One of <see cref="StoreTables.Names"/>.</param>
    /// <param name="csv">Where to.</param>
    /// <param name="progress">Told the rows written so far.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>The number of rows.</returns>
    public static long Write(ChainStore store, string table, TextWriter csv, Action<long>? progress = null, CancellationToken stop = default)
    {
        csv.Write(string.Join(',', StoreTables.Columns(table).Select(c => c.Name)) + "\n");
        return Rows(store, table, csv, progress, stop);
    }

    /// <summary>The rows without a first line of names.</summary>
    internal static long Rows(ChainStore store, string table, TextWriter csv, Action<long>? progress, CancellationToken stop)
    {
        var columns = StoreTables.Columns(table);
        long rows = 0;
        Span<char> digits = stackalloc char[20];
        foreach (var row in StoreTables.Rows(store, table))
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (i > 0) csv.Write(',');
                if (columns[i].Type == TableType.Text) csv.Write(row[i].Text);
                else if (row[i].Number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture)) csv.Write(digits[..length]);
            }

            csv.Write('\n');
            if (++rows % 16_384 != 0) continue;
            stop.ThrowIfCancellationRequested();
            progress?.Invoke(rows);
        }

        return rows;
    }
}
