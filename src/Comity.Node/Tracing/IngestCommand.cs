using System.CommandLine;
using System.Diagnostics;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace ingest</c>: brings a store up to a folder of block files, a node, or an export.</summary>
internal static class IngestCommand
{
    internal static Command Create()
    {
        var blocks = new Argument<string>("blocks") { Description = "A folder of blk*.dat files, one such file, a node (http://user:password@host:8332), or an export (.jsonl of getblock 2, .csv)." };
        var store = TraceOutput.Store();
        var network = new Option<string?>("--network") { Description = "btc, bch, ltc, btc-regtest, ...; by default read from the block files." };
        var json = TraceOutput.Json();
        var command = new Command("ingest", "Read new blocks into a store.") { blocks, store, network, json };
        command.SetAction(p => TraceOutput.Run(stop => Run(p.GetValue(blocks)!, p.GetValue(store)!.FullName, p.GetValue(network), p.GetValue(json), stop)));
        return command;
    }

    private static int Run(string blocks, string folder, string? network, bool json, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var export = Path.GetExtension(blocks) is ".json" or ".jsonl" or ".ndjson" or ".csv";
        var node = Uri.TryCreate(blocks, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
        if (node is null && !Path.Exists(blocks)) throw new TracingException($"no such folder or file: {blocks}");
        var settings = network is null && !export ? null : new StoreSettings(Network.ByName(network ?? "btc"), Unverified: export);
        using var ingest = Ingest.Open(folder, settings, node is null ? blocks : null);
        if (node is not null) blocks = Fetch(ingest, node, stop);
        var report = TraceProgress.Show("bytes", tell => export
            ? ingest.Import(blocks, p => tell(p.Stage, p.Done, p.Total), stop)
            : ingest.Run(blocks, p => tell(p.Stage, p.Done, p.Total), stop));
        foreach (var f in report.Findings) Console.Error.WriteLine($"comity trace: {f.File}: {f.Kind} {f.Bytes} bytes at offset {f.Offset}");
        if (json) Write(ingest, report);
        else Print(ingest, report, clock.Elapsed);
        if (!report.Stopped) return 0;
        Console.Error.WriteLine("comity trace: stopped between two blocks; run the same again to go on");
        return TraceOutput.Stopped;
    }

    private static string Fetch(Ingest ingest, Uri node, CancellationToken stop)
    {
        using var rpc = new NodeRpc(node);
        return TraceProgress.Show("blocks", tell => rpc.Fetch(ingest.Store, (done, total) => tell("fetch", done, total), stop).GetAwaiter().GetResult()).Folder;
    }

    private static void Print(Ingest ingest, IngestReport report, TimeSpan elapsed)
    {
        Console.WriteLine($"{report.Connected} blocks connected, {report.Disconnected} disconnected; {ingest.Store.Blocks} blocks, {ingest.Store.Transactions} transactions, tip at {ingest.Store.TipHeight}; {elapsed.TotalSeconds:0.0} s");
        foreach (var e in report.Events.Take(20)) Console.WriteLine(WatchCommand.Line(e));
        if (report.Events.Count > 20) Console.WriteLine($"... and {report.Events.Count - 20} more: comity trace watch events");
    }

    private static void Write(Ingest ingest, IngestReport report) => TraceOutput.Write(json =>
    {
        json.WriteNumber("connected", report.Connected);
        json.WriteNumber("disconnected", report.Disconnected);
        json.WriteBoolean("stopped", report.Stopped);
        json.WriteNumber("blocks", ingest.Store.Blocks);
        json.WriteNumber("transactions", ingest.Store.Transactions);
        json.WriteNumber("tip", ingest.Store.TipHeight);
        json.WriteObjects("findings", report.Findings, f =>
        {
            json.WriteString("file", f.File);
            json.WriteString("kind", f.Kind);
            json.WriteNumber("offset", f.Offset);
            json.WriteNumber("bytes", f.Bytes);
        });
        WatchCommand.WriteEvents(json, report.Events);
    });
}
