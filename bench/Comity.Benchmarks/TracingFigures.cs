using System.Diagnostics;
using System.Globalization;
using Comity.Tracing;

namespace Comity.Benchmarks;

/// <summary>How long does a block take to be appended, and how long the first page of a very large entity; how many unions a second do two threads make?
/// Run with <c>-- tracing append BLOCKS</c>, <c>-- tracing entity [ADDRESSES]</c>, <c>-- tracing unions [IDS PAIRS]</c>. What a store answers is measured by <c>comity trace bench</c>.</summary>
internal static class TracingFigures
{
    private const int Appended = 24, Pages = 21, PageSize = 100;

    internal static void Run(string[] args)
    {
        switch (args)
        {
            case ["append", var blocks]:
                Append(blocks);
                break;
            case ["entity", .. var rest]:
                Entity(rest is [var n] ? long.Parse(n, CultureInfo.InvariantCulture) : 20_000_000);
                break;
            case ["unions", .. var rest]:
                var (ids, pairs) = rest is [var i, var p] ? (long.Parse(i, CultureInfo.InvariantCulture), long.Parse(p, CultureInfo.InvariantCulture)) : (200_000_000, 250_000_000);
                foreach (var spread in Enum.GetValues<UnionSpread>()) Say(StoreBenchmark.Unions(ids, pairs, spread, ""));
                Say("most memory at a time", (double)Process.GetCurrentProcess().PeakWorkingSet64 / (1 << 20), "MB");
                break;
            default:
                throw new ArgumentException("tracing append BLOCKS | entity [ADDRESSES] | unions [IDS PAIRS]");
        }
    }

    /// <summary>Ingests all but the last blocks of a folder, watches an address and an entity, then appends block by block.</summary>
    private static void Append(string blocks)
    {
        var folder = Directory.CreateTempSubdirectory("comity-bench-").FullName;
        var tail = BlockTail.Cut(blocks, Path.Combine(folder, "blocks"), Appended);
        using (var ingest = Ingest.Open(Path.Combine(folder, "store"), null, Path.Combine(folder, "blocks"))) ingest.Run(Path.Combine(folder, "blocks"));
        using (var store = ChainStore.Open(Path.Combine(folder, "store")))
        {
            var watches = WatchList.Load(store.Folder);
            watches.Add(new(store.TextOf(store.AddressOf(store.Find(1).FirstOutput)), Entity: false, "an address"), store.Network);
            watches.Add(new(store.TextOf(store.AddressOf(store.Find((uint)(store.Transactions / 2)).FirstOutput)), Entity: true, "an entity"), store.Network);
        }

        using (var ingest = Ingest.Open(Path.Combine(folder, "store")))
        {
            Say("a file of this disk written and brought to it", Fsync(folder), "ms");
            var (times, transactions) = (new List<double>(), ingest.Store.Transactions);
            while (tail.AppendNext())
            {
                var began = Stopwatch.GetTimestamp();
                var report = ingest.Run(Path.Combine(folder, "blocks"));
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (report.Connected != 1) throw new InvalidOperationException($"{report.Connected} blocks connected");
            }

            Say($"a block of {(ingest.Store.Transactions - transactions) / times.Count} transactions appended to {transactions}, watches looked at; median", times.Order().ElementAt(times.Count / 2), "ms");
            Say("the slowest of them", times.Max(), "ms");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static double Fsync(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, "fsync"), FileMode.Create);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < 100; i++)
        {
            file.Write(new byte[4096]);
            file.Flush(flushToDisk: true);
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds / 100;
    }

    /// <summary>A store of one entity: opened, its profile read, its first page, and a page from the middle, with addresses as text.</summary>
    private static void Entity(long addresses)
    {
        var folder = Directory.CreateTempSubdirectory("comity-bench-").FullName;
        OneEntity.Write(folder, addresses);
        var (first, later, opened) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Pages; round++)
        {
            var began = Stopwatch.GetTimestamp();
            using var store = ChainStore.Open(folder);
            opened.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            first.Add(Page(store, 0));
            later.Add(Page(store, (uint)(addresses / Pages * round)));
        }

        Say($"first page of {PageSize} of an entity of {addresses} addresses; median", first.Order().ElementAt(Pages / 2), "ms");
        Say("the slowest of them, the first of all", first.Max(), "ms");
        Say("a page from anywhere; median", later.Order().ElementAt(Pages / 2), "ms");
        Say("opening the store; median", opened.Order().ElementAt(Pages / 2), "ms");
        Directory.Delete(folder, recursive: true);
    }

    private static double Page(ChainStore store, uint from)
    {
        var text = store.TextOf(from);
        var began = Stopwatch.GetTimestamp();
        var entities = new Entities(store);
        var profile = entities.Profile(store.FindAddress(text)!.Value);
        var shown = entities.Page(from, PageSize).Select(store.TextOf).ToList();
        if (profile.Size != store.Addresses || shown.Count != PageSize) throw new InvalidOperationException($"{profile.Size} members, {shown.Count} shown");
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static void Say(Measurement m) => Say(m.Name, m.Rate, m.Unit);

    private static void Say(string what, double figure, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-100} {figure,16:#,0.###} {unit}"));
}

/// <summary>A folder of block files without its last blocks, which then come back one by one.</summary>
internal sealed class BlockTail
{
    private readonly string _file;
    private readonly Queue<byte[]> _records = [];

    private BlockTail(string file) => _file = file;

    internal static BlockTail Cut(string from, string to, int blocks)
    {
        Directory.CreateDirectory(to);
        var files = BlockFile.In(from);
        foreach (var file in files.SkipLast(1)) File.CreateSymbolicLink(Path.Combine(to, Path.GetFileName(file)), Path.GetFullPath(file));
        var last = File.ReadAllBytes(files[^1]);
        var starts = new List<int>();
        for (var at = 0; at + 8 < last.Length; at += 8 + BitConverter.ToInt32(last, at + 4)) starts.Add(at);
        var tail = new BlockTail(Path.Combine(to, Path.GetFileName(files[^1])));
        File.WriteAllBytes(tail._file, last[..starts[^blocks]]);
        starts.Add(last.Length);
        for (var i = starts.Count - 1 - blocks; i < starts.Count - 1; i++) tail._records.Enqueue(last[starts[i]..starts[i + 1]]);
        return tail;
    }

    internal bool AppendNext()
    {
        if (!_records.TryDequeue(out var record)) return false;
        using var file = new FileStream(_file, FileMode.Append);
        file.Write(record);
        return true;
    }
}

/// <summary>Writes a store whose addresses are all of one entity.</summary>
internal static class OneEntity
{
    internal static void Write(string folder, long addresses)
    {
        var settings = new StoreSettings(Network.Bitcoin);
        settings.Save(folder);
        using var store = new ChainStore(folder, settings, readOnly: false);
        var (c, clusters, key) = (store.Columns, new ClusterColumns(store.Columns), new byte[20]);
        for (long i = 0; i < addresses; i++)
        {
            BitConverter.TryWriteBytes(key, unchecked((ulong)i * 0x9e3779b97f4a7c15UL));
            var id = c.AddressKind.Add();
            c.AddressKind.Set(id, (byte)ScriptKind.WitnessPubKeyHash);
            var start = c.AddressHeap.Add(key.Length);
            for (var k = 0; k < key.Length; k++) c.AddressHeap.Set(start + k, key[k]);
            c.AddressStart.Set40(c.AddressStart.Add(), start);
            c.AddressLast.Set40(c.AddressLast.Add(), ChainStore.NoOutput);
            store.AddressIndex.Add(AddressKeys.Hash((byte)ScriptKind.WitnessPubKeyHash, key), id, c.AddressKind.Rows, 0);
            clusters.Add();
            if (i > 0) clusters.Union((uint)(i / 2), (uint)i);
        }

        c.Commit();
    }
}
