using System.CommandLine;
using System.Diagnostics;
using Comity.Tracing;
using Spectre.Console;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace ingest</c>: brings a store up to a folder of block files.</summary>
internal static class IngestCommand
{
    internal static Command Create()
    {
        var blocks = new Argument<string>("blocks") { Description = "A folder of blk*.dat files, one such file, a node (http://user:password@host:8332), or an export (.jsonl of getblock 2, .csv)." };
        var store = TraceOutput.Store();
        var network = new Option<string?>("--network") { Description = "btc, bch, ltc, btc-regtest, ...; by default read from the block files." };
        var json = TraceOutput.Json();
        var command = new Command("ingest", "Read new blocks into a store.") { blocks, store, network, json };
        command.SetAction(p => TraceOutput.Run(() => Run(p.GetValue(blocks)!, p.GetValue(store)!.FullName, p.GetValue(network), p.GetValue(json))));
        return command;
    }

    private static int Run(string blocks, string folder, string? network, bool json)
    {
        var clock = Stopwatch.StartNew();
        var export = Path.GetExtension(blocks) is ".json" or ".jsonl" or ".ndjson" or ".csv";
        var settings = network is null && !export ? null : new StoreSettings(Network.ByName(network ?? "btc"), Unverified: export);
        var node = Uri.TryCreate(blocks, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
        using var ingest = Ingest.Open(folder, settings, node is null ? blocks : null);
        if (node is not null) blocks = Fetch(ingest, node);
        var report = export ? ingest.Import(blocks) : json || Console.IsErrorRedirected ? ingest.Run(blocks) : WithBars(ingest, blocks);
        foreach (var f in report.Findings) Console.Error.WriteLine($"comity trace: {f.File}: {f.Kind} {f.Bytes} bytes at offset {f.Offset}");
        if (json) Write(ingest, report);
        else
        {
            Console.WriteLine($"{report.Connected} blocks connected, {report.Disconnected} disconnected; {ingest.Store.Blocks} blocks, {ingest.Store.Transactions} transactions, tip at {ingest.Store.TipHeight}; {clock.Elapsed.TotalSeconds:0.0} s");
            foreach (var e in report.Events.Take(20)) Console.WriteLine($"watch {e.Watch}: {e.Kind} {TraceOutput.Coins(e.Value)} at {e.Height} in {e.Transaction}");
        }

        return 0;
    }

    private static string Fetch(Ingest ingest, Uri node)
    {
        using var rpc = new NodeRpc(node);
        var (folder, fetched) = rpc.Fetch(ingest.Store, (height, last) =>
        {
            if (height % 100 == 0 || height == last) Console.Error.Write($"\rfetched block {height} of {last}");
        }).GetAwaiter().GetResult();
        if (fetched > 0) Console.Error.WriteLine();
        return folder;
    }

    private static IngestReport WithBars(Ingest ingest, string blocks)
    {
        IngestReport? report = null;
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .Start(bars =>
            {
                var stages = new Dictionary<string, ProgressTask>();
                report = ingest.Run(blocks, p =>
                {
                    if (!stages.TryGetValue(p.Stage, out var bar)) stages[p.Stage] = bar = bars.AddTask(p.Stage);
                    bar.MaxValue = Math.Max(1, p.Total);
                    bar.Value = p.Done;
                });
            });
        return report!;
    }

    private static void Write(Ingest ingest, IngestReport report) => TraceOutput.Write(json =>
    {
        json.WriteNumber("connected", report.Connected);
        json.WriteNumber("disconnected", report.Disconnected);
        json.WriteNumber("blocks", ingest.Store.Blocks);
        json.WriteNumber("transactions", ingest.Store.Transactions);
        json.WriteNumber("tip", ingest.Store.TipHeight);
        json.WriteStartArray("findings");
        foreach (var f in report.Findings)
        {
            json.WriteStartObject();
            json.WriteString("file", f.File);
            json.WriteString("kind", f.Kind);
            json.WriteNumber("offset", f.Offset);
            json.WriteNumber("bytes", f.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WatchCommand.WriteEvents(json, report.Events);
    });
}
