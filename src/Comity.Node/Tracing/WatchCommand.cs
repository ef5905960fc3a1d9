using System.CommandLine;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace watch</c>: addresses and entities whose movements raise events at the next ingest.</summary>
internal static class WatchCommand
{
    internal static Command Create()
    {
        var command = new Command("watch", "Watch addresses and entities; events are raised as blocks arrive.");
        command.Add(Add());
        command.Add(Remove());
        command.Add(List());
        command.Add(Events());
        return command;
    }

    private static Command Add()
    {
        var address = new Argument<string>("address");
        var entity = new Option<bool>("--entity") { Description = "Watch its whole cluster, as it grows." };
        var note = new Option<string>("--note") { Description = "Why.", DefaultValueFactory = _ => "" };
        var store = TraceOutput.Store();
        var command = new Command("add", "Begin a watch.") { address, entity, note, store };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            var folder = p.GetValue(store)!.FullName;
            using var chain = ChainStore.Open(folder);
            WatchList.Load(folder).Add(new(p.GetValue(address)!, p.GetValue(entity), p.GetValue(note)!), chain.Network);
            return 0;
        }));
        return command;
    }

    private static Command Remove()
    {
        var address = new Argument<string>("address");
        var store = TraceOutput.Store();
        var command = new Command("remove", "End a watch.") { address, store };
        command.SetAction(p => TraceOutput.Run(() => WatchList.Load(p.GetValue(store)!.FullName).Remove(p.GetValue(address)!) ? 0 : throw new TracingException("no such watch")));
        return command;
    }

    private static Command List()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("list", "The watches that stand.") { store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            var watches = WatchList.Load(p.GetValue(store)!.FullName).Watches;
            if (p.GetValue(json)) TraceOutput.Write(j => WriteWatches(j, watches));
            else foreach (var w in watches) Console.WriteLine($"{w.Address}  {(w.Entity ? "entity" : "address")}  {w.Note}");
            return 0;
        }));
        return command;
    }

    private static Command Events()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("events", "What the watches have seen.") { store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            var events = WatchList.Events(p.GetValue(store)!.FullName).ToList();
            if (p.GetValue(json)) TraceOutput.Write(j => WriteEvents(j, events));
            else foreach (var e in events) Console.WriteLine($"{e.Height}  {e.Kind}  {TraceOutput.Coins(e.Value)}  {e.Address}  {e.Transaction}");
            return 0;
        }));
        return command;
    }

    private static void WriteWatches(Utf8JsonWriter json, IReadOnlyList<Watch> watches)
    {
        json.WriteStartArray("watches");
        foreach (var w in watches)
        {
            json.WriteStartObject();
            json.WriteString("address", w.Address);
            json.WriteString("scope", w.Entity ? "entity" : "address");
            json.WriteString("note", w.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteEvents(Utf8JsonWriter json, IReadOnlyList<WatchEvent> events)
    {
        json.WriteStartArray("events");
        foreach (var e in events)
        {
            json.WriteStartObject();
            json.WriteString("kind", e.Kind);
            json.WriteString("watch", e.Watch);
            json.WriteString("address", e.Address);
            json.WriteString("txid", e.Transaction.ToString());
            json.WriteNumber("height", e.Height);
            json.WriteNumber("value", e.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
