using System.Text.Json;

namespace Comity.Tracing;

/// <summary>Something that a watched address or entity did.</summary>
/// <param name="Kind"><c>received</c>, <c>spent</c>, or <c>reversed</c> when its block left the best chain.</param>
/// <param name="Watch">The watched address, as it was entered.</param>
/// <param name="Address">The address that moved; another member of the entity where the entity is watched.</param>
/// <param name="Transaction">The transaction.</param>
/// <param name="Height">The height of its block.</param>
/// <param name="Value">Satoshis received or spent by that address there.</param>
public sealed record WatchEvent(string Kind, string Watch, string Address, Hash256 Transaction, long Height, long Value)
{
    /// <summary>Writes its fields into an open object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("kind", Kind);
        json.WriteString("watch", Watch);
        json.WriteString("address", Address);
        json.WriteString("txid", Transaction.ToString());
        json.WriteNumber("height", Height);
        json.WriteNumber("value", Value);
    }
}

/// <summary>One watch.</summary>
/// <param name="Address">The address.</param>
/// <param name="Entity">Whether its whole cluster is watched, as it grows.</param>
/// <param name="Note">Why.</param>
public sealed record Watch(string Address, bool Entity, string Note)
{
    /// <summary>Writes its fields into an open object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("address", Address);
        json.WriteString("scope", Entity ? "entity" : "address");
        json.WriteString("note", Note);
    }
}

/// <summary>Addresses and entities whose movements raise events.</summary>
public sealed class WatchList
{
    private const string FileName = "watches.jsonl", EventFile = "events.jsonl";
    private readonly string _folder;
    private readonly List<Watch> _watches = [];

    private WatchList(string folder) => _folder = folder;

    /// <summary>The watches that stand.</summary>
    public IReadOnlyList<Watch> Watches => _watches;

    /// <summary>Reads the watches of a store.</summary>
    /// <exception cref="TracingException">A line is damaged.</exception>
    public static WatchList Load(string folder)
    {
        var list = new WatchList(folder);
        foreach (var line in JsonLines.Read(Path.Combine(folder, FileName)))
        {
            list._watches.RemoveAll(w => w.Address == line.Text("address"));
            if (line.Text("action") == "add") list._watches.Add(new(line.Text("address"), line.Text("scope") == "entity", line.Text("note")));
        }

        return list;
    }

    /// <summary>Adds a watch; the address need not have been seen yet.</summary>
    /// <exception cref="TracingException">The text is no address of the network.</exception>
    public void Add(Watch watch, Network network)
    {
        _ = Address.Parse(watch.Address, network);
        _watches.RemoveAll(w => w.Address == watch.Address);
        _watches.Add(watch);
        Log("add", watch);
    }

    /// <summary>Ends a watch; false if there was none.</summary>
    public bool Remove(string address)
    {
        if (_watches.Find(w => w.Address == address) is not { } watch) return false;
        _watches.Remove(watch);
        Log("remove", watch);
        return true;
    }

    private void Log(string action, Watch watch) => JsonLines.Append(Path.Combine(_folder, FileName), [json =>
    {
        json.WriteString("action", action);
        watch.WriteTo(json);
    }]);

    internal static void Append(string folder, IEnumerable<WatchEvent> events) =>
        JsonLines.Append(Path.Combine(folder, EventFile), events.Select(e => (Action<Utf8JsonWriter>)e.WriteTo));

    /// <summary>Every event recorded so far, oldest first.</summary>
    public static IEnumerable<WatchEvent> Events(string folder) => JsonLines.Read(Path.Combine(folder, EventFile)).Select(e => new WatchEvent(
        e.Text("kind"), e.Text("watch"), e.Text("address"), Hash256.Parse(e.Text("txid")), e.GetProperty("height").GetInt64(), e.GetProperty("value").GetInt64()));

    /// <summary>Adds the events of the transactions from one on.</summary>
    internal void Moved(ChainStore store, long firstTransaction, List<WatchEvent> events) => Collect(store, firstTransaction, events, reversed: false);

    /// <summary>Adds the events of blocks that are about to leave the chain.</summary>
    internal void Reversed(ChainStore store, long keptBlocks, List<WatchEvent> events) => Collect(store, store.FirstOfBlock(keptBlocks), events, reversed: true);

    private void Collect(ChainStore store, long first, List<WatchEvent> events, bool reversed)
    {
        if (_watches.Count == 0) return;
        var clusters = new ClusterColumns(store.Columns);
        var addresses = new Dictionary<uint, Watch>();
        var entities = new Dictionary<uint, Watch>();
        foreach (var watch in _watches)
        {
            if (store.FindAddress(watch.Address) is not { } address) continue;
            if (watch.Entity) entities[clusters.Find(address)] = watch;
            else addresses[address] = watch;
        }

        if (addresses.Count + entities.Count == 0) return;
        for (var id = first; id < store.TransactionEnd; id++) Collect((uint)id);

        void Collect(uint id)
        {
            var t = store.Find(id);
            for (var i = 0; i < t.Inputs; i++)
                if (store.SourceOf(t.FirstInput + i) is { } source) Take(id, source, "spent");
            for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++) Take(id, o, "received");
        }

        void Take(uint id, long output, string kind)
        {
            if (!store.HasAddress(output)) return;
            var address = store.AddressOf(output);
            if (!addresses.TryGetValue(address, out var watch) && (entities.Count == 0 || !entities.TryGetValue(clusters.Find(address), out watch))) return;
            events.Add(new(reversed ? "reversed" : kind, watch.Address, store.TextOf(address), store.IdOf(id), store.HeightOf(id), store.ValueOf(output)));
        }
    }
}
