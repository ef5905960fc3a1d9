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
        var blocks = new Argument<string>("blocks") { Description = "A folder of blk*.dat files, or one such file." };
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
        using var ingest = Ingest.Open(folder, network is null ? null : new StoreSettings(Network.ByName(network)), blocks);
        var report = json || Console.IsErrorRedirected ? ingest.Run(blocks) : WithBars(ingest, blocks);
        foreach (var f in report.Findings) Console.Error.WriteLine($"comity trace: {f.File}: {f.Kind} {f.Bytes} bytes at offset {f.Offset}");
        if (json) Write(ingest, report);
        else
        {
            Console.WriteLine($"{report.Connected} blocks connected, {report.Disconnected} disconnected; {ingest.Store.Blocks} blocks, {ingest.Store.Transactions} transactions, tip at {ingest.Store.TipHeight}; {clock.Elapsed.TotalSeconds:0.0} s");
            foreach (var e in report.Events.Take(20)) Console.WriteLine($"watch {e.Watch}: {e.Kind} {TraceOutput.Coins(e.Value)} at {e.Height} in {e.Transaction}");
        }

        return 0;
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
