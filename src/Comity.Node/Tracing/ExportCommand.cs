using System.CommandLine;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace export</c>: tables for analysts, as CSV files or into ClickHouse.</summary>
internal static class ExportCommand
{
    internal static Command Create()
    {
        var output = new Option<DirectoryInfo?>("--out") { Description = "Folder for one CSV file per table." };
        var server = new Option<Uri?>("--clickhouse") { Description = "A ClickHouse server, http://host:8123." };
        var database = new Option<string>("--database") { DefaultValueFactory = _ => "comity" };
        var store = TraceOutput.Store();
        var command = new Command("export", "Tables for analysts: CSV, or ClickHouse over HTTP.") { output, server, database, store };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            using var chain = ChainStore.Open(p.GetValue(store)!.FullName);
            if (p.GetValue(output) is { } folder) Files(chain, folder);
            if (p.GetValue(server) is not { } address) return p.GetValue(output) is null ? throw new TracingException("--out or --clickhouse") : 0;
            using var target = new ClickHouseTarget(address, p.GetValue(database)!);
            Console.WriteLine($"{target.Send(chain).GetAwaiter().GetResult()} rows sent to {address}");
            return 0;
        }));
        return command;
    }

    private static void Files(ChainStore chain, DirectoryInfo folder)
    {
        folder.Create();
        foreach (var table in StoreExport.Tables)
        {
            using var file = new StreamWriter(Path.Combine(folder.FullName, table + ".csv"));
            StoreExport.Write(chain, table, file);
        }
    }
}
