using System.CommandLine;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace export</c>: tables for analysts, as CSV or Parquet files or into ClickHouse.</summary>
internal static class ExportCommand
{
    private sealed record Written(string Table, long Rows, string Where);

    internal static Command Create()
    {
        var output = new Option<DirectoryInfo?>("--out") { Description = "Folder for one file per table." };
        var format = new Option<string>("--format") { Description = "csv or parquet.", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "parquet");
        var server = new Option<string?>("--clickhouse") { Description = "A ClickHouse server, http://user:password@host:8123; its tables are made anew." };
        var database = new Option<string>("--database") { Description = "Database at the ClickHouse server.", DefaultValueFactory = _ => "comity" };
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("export", "Tables for analysts: CSV, Parquet, or ClickHouse over HTTP.") { output, format, server, database, store, json };
        command.SetAction(p => TraceOutput.Run(stop =>
        {
            var (folder, address) = (p.GetValue(output), p.GetValue(server));
            if (folder is null == address is null) throw new TracingException("say where to: either --out FOLDER or --clickhouse URL");
            using var chain = ChainStore.Open(p.GetValue(store)!.FullName);
            var written = folder is not null ? Files(chain, folder, p.GetValue(format)!, stop) : Send(chain, address!, p.GetValue(database)!, stop);
            if (p.GetValue(json)) Write(written);
            else foreach (var w in written) Console.WriteLine($"{w.Table,-14} {w.Rows,12} rows  {w.Where}");
            return 0;
        }));
        return command;
    }

    private static List<Written> Files(ChainStore chain, DirectoryInfo folder, string format, CancellationToken stop)
    {
        folder.Create();
        return TraceProgress.Show("rows", tell => StoreTables.Names.Select(table =>
        {
            // Under its own name only when whole: whoever finds the file can trust it.
            var (path, part) = (Path.Combine(folder.FullName, $"{table}.{format}"), Path.Combine(folder.FullName, $"{table}.{format}.part"));
            try
            {
                var rows = File(chain, table, part, format, n => tell(table, n, StoreTables.Count(chain, table)), stop);
                System.IO.File.Move(part, path, overwrite: true);
                return new Written(table, rows, path);
            }
            finally
            {
                System.IO.File.Delete(part);
            }
        }).ToList());
    }

    private static long File(ChainStore chain, string table, string path, string format, Action<long> progress, CancellationToken stop)
    {
        using var file = System.IO.File.Create(path);
        if (format == "parquet") return ParquetTable.Write(chain, table, file, progress, stop);
        using var text = new StreamWriter(file);
        return CsvTable.Write(chain, table, text, progress, stop);
    }

    private static List<Written> Send(ChainStore chain, string server, string database, CancellationToken stop)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address)) throw new TracingException($"no address of a server: {server}");
        using var target = new ClickHouseTarget(address, database);
        _ = TraceProgress.Show("rows", tell => target.Send(chain, (table, n) => tell(table, n, StoreTables.Count(chain, table)), stop).GetAwaiter().GetResult());
        return [.. StoreTables.Names.Select(table => new Written(table, StoreTables.Count(chain, table), $"{target.Server} {database}.{table}"))];
    }

    private static void Write(List<Written> written) => TraceOutput.Write(json => json.WriteObjects("tables", written, w =>
    {
        json.WriteString("table", w.Table);
        json.WriteNumber("rows", w.Rows);
        json.WriteString("where", w.Where);
    }));
}
