using System.CommandLine;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace watch</c>: addresses and entities whose movements raise events at the next ingest.</summary>
internal static class WatchCommand
{
    internal static Command Create() => new("watch", "Watch addresses and entities; events are raised as blocks arrive.") { Add(), Remove(), List(), Events() };

    private static Command Add()
    {
        var address = new Argument<string>("address");
        var entity = new Option<bool>("--entity") { Description = "Watch its whole cluster, as it grows." };
        var note = new Option<string>("--note") { Description = "Why.", DefaultValueFactory = _ => "" };
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("add", "Begin a watch; the address need not have been seen yet.") { address, entity, note, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            var folder = p.GetValue(store)!.FullName;
            using var chain = ChainStore.Open(folder);
            var list = WatchList.Load(folder);
            list.Add(new(p.GetValue(address)!, p.GetValue(entity), p.GetValue(note)!), chain.Network);
            Show(list.Watches, p.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Remove()
    {
        var address = new Argument<string>("address");
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("remove", "End a watch.") { address, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            var list = Load(p.GetValue(store)!);
            if (!list.Remove(p.GetValue(address)!)) throw new TracingException($"no watch on {p.GetValue(address)}");
            Show(list.Watches, p.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static WatchList Load(DirectoryInfo store)
    {
        _ = StoreSettings.Load(store.FullName);
        return WatchList.Load(store.FullName);
    }

    private static Command List()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("list", "The watches that stand.") { store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            Show(Load(p.GetValue(store)!).Watches, p.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Events()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("events", "What the watches have seen, oldest first.") { store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            _ = Load(p.GetValue(store)!);
            var events = WatchList.Events(p.GetValue(store)!.FullName).ToList();
            if (p.GetValue(json)) TraceOutput.Write(j => WriteEvents(j, events));
            else foreach (var e in events) Console.WriteLine(Line(e));
            return 0;
        }));
        return command;
    }

    private static void Show(IReadOnlyList<Watch> watches, bool json)
    {
        if (json) TraceOutput.Write(j => WriteWatches(j, watches));
        else foreach (var w in watches) Console.WriteLine($"{w.Address}  {(w.Entity ? "entity" : "address")}  {w.Note}");
    }

    internal static string Line(WatchEvent e) => $"{e.Height,8}  {e.Kind,-8}  {TraceOutput.Coins(e.Value),16}  {e.Address}  watch {e.Watch}  {e.Transaction}";

    private static void WriteWatches(Utf8JsonWriter json, IReadOnlyList<Watch> watches) => json.WriteObjects("watches", watches, w => w.WriteTo(json));

    internal static void WriteEvents(Utf8JsonWriter json, IReadOnlyList<WatchEvent> events) => json.WriteObjects("events", events, e => e.WriteTo(json));
}
