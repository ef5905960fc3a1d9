using System.Security.Cryptography;

namespace Comity.Tracing.Tests;

[Trait("Spec", "tracing/2")]
public sealed class StoreTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private static ChainBuilder Small(int seed = 0)
    {
        var chain = new ChainBuilder(seed);
        var fund = chain.Mine(("a", 1000), ("b", 2000), ("c", 3000));
        var one = chain.Pay([fund[0], fund[1]], ("d", 1500), ("a2", 1400));
        chain.Mine(("m", 100));
        chain.Pay([one[0], fund[2]], ("e", 4000), ("f", 400));
        chain.Mine(("m", 200));
        chain.Mine(("n", 5));
        return chain;
    }

    private string Bytes(string store) => string.Join('\n', Directory.GetFiles(_scratch[store], "*.col").Where(f => !f.Contains("tree.", StringComparison.Ordinal) && !f.Contains("place", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f) + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))));

    private IngestReport Ingest0(string store, string blocks, string network = "btc-regtest")
    {
        using var ingest = Ingest.Open(_scratch[store], new(Network.ByName(network)));
        return ingest.Run(_scratch[blocks]);
    }

    private StoreStatus Status(string store)
    {
        using var chain = ChainStore.Open(_scratch[store]);
        return StoreStatus.Of(chain);
    }

    [Fact]
    public void The_order_of_blocks_does_not_matter()
    {
        ChainGenerator.Write(_scratch["in-order"], 5, 3000, perBlock: 60);
        var blocks = Records(_scratch["in-order"]);
        var random = new Random(1);
        ChainBuilder.Write(_scratch["shuffled"], blocks.OrderBy(_ => random.Next()));
        Ingest0("one", "in-order");
        Ingest0("two", "shuffled");
        Assert.Equal(Bytes("one"), Bytes("two"));
        var parts = blocks.OrderBy(_ => random.Next()).Chunk(10).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            ChainBuilder.Write(_scratch["parts"], parts[i], i);
            Ingest0("three", "parts");
        }

        Assert.Equal(Bytes("one"), Bytes("three"));
    }

    internal static List<byte[]> Records(string folder)
    {
        var blocks = new List<byte[]>();
        foreach (var file in Directory.GetFiles(folder, "blk*.dat").Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at < bytes.Length;)
            {
                var length = BitConverter.ToInt32(bytes, at + 4);
                blocks.Add(bytes[(at + 8)..(at + 8 + length)]);
                at += 8 + length;
            }
        }

        return blocks;
    }

    [Fact]
    public void A_reorganisation_leaves_no_trace_of_the_cut_blocks()
    {
        var chain = Small();
        var fork = chain.Fork(1, 9);
        fork.Pay([fork.Mine(("x", 777))[0]], ("y", 700));
        fork.Mine(("m", 1));
        fork.Mine(("m", 1));
        fork.Mine(("m", 1));
        chain.WriteTo(_scratch["first"]);
        Ingest0("store", "first");
        Assert.Equal(4, Status("store").Blocks);
        ChainBuilder.Write(_scratch["first"], fork.Blocks, 1);
        var report = Ingest0("store", "first");
        Assert.Equal((2, 4), (report.Disconnected, report.Connected));
        fork.WriteTo(_scratch["only"]);
        Ingest0("clean", "only");
        var (got, clean) = (Status("store"), Status("clean"));
        Assert.Equal((clean.Transactions, clean.Scripts, clean.Addresses, clean.Clusters, clean.Tip), (got.Transactions, got.Scripts, got.Addresses, got.Clusters, got.Tip));
        Assert.Equal(2, got.SideBlocks);
        Assert.Equal(Bytes("clean"), Bytes("store"));
    }

    [Fact]
    public void Every_cut_of_a_generated_chain_equals_never_having_seen_more()
    {
        ChainGenerator.Write(_scratch["all"], 6, 2500, perBlock: 60);
        var blocks = Records(_scratch["all"]);
        ChainBuilder.Write(_scratch["short"], blocks.Take(70));
        Ingest0("short-store", "short");
        Ingest0("long-store", "all");
        using (var ingest = Ingest.Open(_scratch["long-store"]))
        {
            var edges = ClusterDecisions.Load(_scratch["long-store"]).Edges(ingest.Store, TagStore.Load(_scratch["long-store"]));
            new ChainCut(ingest.Store, edges).CutTo(70);
            ingest.Store.Columns.Commit();
        }

        Assert.Equal(BytesOf("short-store"), BytesOf("long-store"));
    }

    /// <summary>Columns and clusters without indexes, whose size remembers the longest chain.</summary>
    private string BytesOf(string store, params string[] without) =>
        string.Join('\n', Bytes(store).Split('\n').Where(l => without.Concat(["index", "cluster.next", "cluster.size"]).All(w => !l.Contains(w, StringComparison.Ordinal))));

    [Fact]
    public void A_run_that_ended_between_two_commits_is_mended()
    {
        ChainGenerator.Write(_scratch["all"], 7, 2500, perBlock: 60);
        var blocks = Records(_scratch["all"]);
        ChainBuilder.Write(_scratch["part"], blocks.Take(60));
        Ingest0("store", "part");
        using (var ingest = Ingest.Open(_scratch["store"]))
        {
            // As a crash would leave it: rows, spends, index entries and merges of ten more blocks, and no commit.
            ingest.Store.Columns.Begin();
            var edges = ClusterDecisions.Load(_scratch["store"]).Edges(ingest.Store, TagStore.Load(_scratch["store"]));
            var writer = new ChainWriter(ingest.Store, edges);
            var block = new Block();
            for (var i = 60; i < 70; i++)
            {
                BlockParser.Parse(blocks[i], Network.Regtest, block);
                writer.Connect(block, i, new(0, 0, 0));
            }
        }

        Assert.Throws<TracingException>(() => ChainStore.Open(_scratch["store"]));
        ChainBuilder.Write(_scratch["part"], blocks.Skip(60), 1);
        Ingest0("store", "part");
        Ingest0("clean", "all");
        Assert.Equal(BytesOf("clean"), BytesOf("store"));
    }

    [Fact]
    public void A_key_obscures_files_from_their_first_byte_and_leaves_padding_raw()
    {
        var chain = Small();
        byte[] plain = [.. chain.Blocks.SelectMany(ChainBuilder.Record)];
        byte[] key = [1, 0, 200, 3, 77, 0, 0, 9];
        Directory.CreateDirectory(_scratch["x"]);
        File.WriteAllBytes(_scratch["x/xor.dat"], key);
        File.WriteAllBytes(_scratch["x/blk00000.dat"], [.. plain.Select((b, i) => (byte)(b ^ key[i % 8])), .. new byte[5000]]);
        Assert.Empty(Ingest0("store", "x").Findings);
        Assert.Equal(4, Status("store").Blocks);
        File.WriteAllBytes(_scratch["x/xor.dat"], key[..7]);
        Assert.Throws<MalformedException>(() => Ingest0("other", "x"));
    }

    [Fact]
    public void Garbage_is_skipped_and_reported_and_a_cut_tail_waits_for_the_next_run()
    {
        var chain = Small();
        byte[][] r = [.. chain.Blocks.Select(ChainBuilder.Record)];
        Directory.CreateDirectory(_scratch["g"]);
        byte[] garbage = [1, 2, 3, 0xfa, 0xbf, 0xb5, 0xda, 90, 0, 0, 0, .. new byte[100], 7];
        byte[] whole = [.. r[0], .. garbage, .. r[1], .. r[2], .. r[3]];
        File.WriteAllBytes(_scratch["g/blk00000.dat"], whole[..^20]);
        var report = Ingest0("store", "g");
        Assert.Equal([("skipped", (long)r[0].Length, (long)garbage.Length), ("truncated", whole.Length - r[3].Length, r[3].Length - 20L)], report.Findings.Select(f => (f.Kind, f.Offset, f.Bytes)));
        Assert.Equal(3, Status("store").Blocks);
        File.WriteAllBytes(_scratch["g/blk00000.dat"], whole);
        Assert.Equal(1, Ingest0("store", "g").Connected);
    }

    public static TheoryData<string, int, byte[]> Lies => new()
    {
        { "length", 4, [0xff, 0xff, 0xff, 0x7f] },
        { "transaction count", 8 + 80, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff] },
        { "not minimal", 8 + 80, [0xfd, 1, 0] },
        { "coinbase spends", 8 + 80 + 1 + 5, [1] },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_lie_is_refused_with_file_and_offset_and_the_store_stays(string what, int at, byte[] lie)
    {
        Assert.NotEmpty(what);
        var chain = Small();
        ChainBuilder.Write(_scratch["h"], chain.Blocks.Take(3));
        Ingest0("store", "h");
        var before = Bytes("store");
        var bad = ChainBuilder.Record(chain.Blocks[3]);
        lie.CopyTo(bad, at);
        Directory.CreateDirectory(_scratch["h"]);
        File.WriteAllBytes(_scratch["h/blk00001.dat"], bad);
        var refusal = Assert.Throws<MalformedException>(() => Ingest0("store", "h"));
        Assert.EndsWith("blk00001.dat", refusal.File, StringComparison.Ordinal);
        Assert.InRange(refusal.Offset, 0, bad.Length);
        Assert.Equal(before, Bytes("store"));
        Assert.Equal(3, Status("store").Blocks);
    }

    [Fact]
    public void An_output_is_spent_once()
    {
        var chain = new ChainBuilder();
        var fund = chain.Mine(("a", 1000));
        chain.Pay([fund[0]], ("b", 900));
        chain.Mine(("m", 1));
        chain.Pay([fund[0]], ("c", 800));
        chain.Mine(("m", 1));
        chain.WriteTo(_scratch["b"]);
        Assert.Contains("spent already", Assert.Throws<MalformedException>(() => Ingest0("store", "b")).Message, StringComparison.Ordinal);
        Assert.Equal(0, Status("store").Blocks);
    }

    [Fact]
    public void A_coinbase_id_that_comes_again_overwrites_only_at_the_two_known_heights()
    {
        var chain = new ChainBuilder();
        byte[] script = [1, 2, 3, 4];
        chain.MineScripts([(ChainBuilder.PayTo("twice"), 50)], script);
        chain.MineScripts([(ChainBuilder.PayTo("twice"), 50)], script);
        chain.WriteTo(_scratch["b"]);
        Assert.Contains("BIP 30", Assert.Throws<MalformedException>(() => Ingest0("store", "b")).Message, StringComparison.Ordinal);
        var allowed = Network.Regtest with { CoinbaseRepeats = [1] };
        using (var ingest = Ingest.Open(_scratch["other"], new(allowed))) ingest.Run(_scratch["b"]);
        using var store = ChainStore.Open(_scratch["other"]);
        Assert.Equal(ChainStore.Overwritten, store.SpenderOf(0));
        Assert.Equal((1u, 50L), (store.Find(store.IdOf(0))!.Value.Id, new ClusterColumns(store.Columns).BalanceOf(0)));
    }

    [Fact]
    public void Ids_past_32_and_31_bits_work()
    {
        ChainGenerator.Write(_scratch["all"], 8, 1500, perBlock: 60);
        var settings = new StoreSettings(Network.Regtest, FirstTransaction: (1L << 31) + 5, FirstOutput: (1L << 32) + 77, FirstAddress: (1L << 31) + 9);
        using (var ingest = Ingest.Open(_scratch["high"], settings)) ingest.Run(_scratch["all"]);
        Ingest0("low", "all");
        var (high, low) = (Status("high"), Status("low"));
        Assert.Equal(low, high);
        using var store = ChainStore.Open(_scratch["high"]);
        var last = store.Find((uint)(store.TransactionEnd - 1));
        Assert.True(last.FirstOutput > uint.MaxValue && last.Id > int.MaxValue);
        Assert.Equal(last, store.MakerOf(last.FirstOutput));
        Assert.Equal(last, store.Find(store.IdOf(last.Id)));
        var seed = store.PointOf(store.Find(store.FirstTransaction).FirstOutput);
        using var plain = ChainStore.Open(_scratch["low"]);
        foreach (var method in Enum.GetValues<TaintMethod>())
            Assert.Equal(Rows(plain, seed, method), Rows(store, seed, method));

        static string Rows(ChainStore s, Outpoint seed, TaintMethod method) =>
            string.Join('\n', Flow.Trace(s, new() { Seeds = [seed], Method = method, Fast = true }).Rows.Select(r => $"{s.PointOf(r.Output)} {r.Exact}"));
    }

    [Fact]
    public void What_the_system_was_left_to_write_is_built_anew_when_the_machine_stopped_before_it_did()
    {
        if (!StoreMarks.CanWait) Assert.Skip("this system does not tell one start from another");
        ChainGenerator.Write(_scratch["all"], 9, 2000, perBlock: 60);
        Ingest0("whole", "all");
        using (var ingest = Ingest.Open(_scratch["store"], null, _scratch["all"]))
        {
            ingest.Run(_scratch["all"]);
            Assert.True(File.Exists(Path.Combine(_scratch["store"], "unflushed")));
            using var readable = ChainStore.Open(_scratch["store"]);
            Assert.Equal(ingest.Store.Transactions, readable.Transactions);
        }

        Assert.False(File.Exists(Path.Combine(_scratch["store"], "unflushed")));
        Assert.Equal(Bytes("whole"), Bytes("store"));
        File.WriteAllText(Path.Combine(_scratch["store"], "unflushed"), "of another start");
        foreach (var lost in new[] { "out.spent", "cluster.parent", "addr.last", "tx.index" })
            using (var file = new FileStream(Path.Combine(_scratch["store"], lost + ".col"), FileMode.Open))
            {
                file.Position = 64 + 4096;
                file.Write(new byte[8192]);
            }

        Assert.Contains("interrupted", Assert.Throws<TracingException>(() => ChainStore.Open(_scratch["store"])).Message, StringComparison.Ordinal);
        Ingest0("store", "all");
        Assert.Equal(BytesOf("whole", "cluster.received", "cluster.balance"), BytesOf("store", "cluster.received", "cluster.balance"));
        using var whole = ChainStore.Open(_scratch["whole"]);
        using var store = ChainStore.Open(_scratch["store"]);
        var (a, b) = (new ClusterColumns(whole.Columns), new ClusterColumns(store.Columns));
        for (uint id = 0; id < whole.Addresses; id++)
            Assert.Equal((a.Find(id), a.ReceivedOf(a.Find(id)), a.BalanceOf(a.Find(id)), a.SizeOf(a.Find(id))), (b.Find(id), b.ReceivedOf(b.Find(id)), b.BalanceOf(b.Find(id)), b.SizeOf(b.Find(id))));
    }

    /// <summary>docs/tracing.md, "The store, column by column": rows of November 2026 in thousands of millions.</summary>
    [Fact]
    public void The_core_graph_takes_at_most_65_bytes_per_transaction()
    {
        using var store = _scratch.Store(Small());
        var c = store.Columns;
        var bytes = (((c.OutValue.Width + c.OutAddress.Width + c.OutSpent.Width) * 3.9) + (c.InSource.Width * 3.7)) / 1.4;
        bytes += c.TxCounts.Width + ((double)c.TxSample.Width / ChainStore.SampleStep) + c.TxFlags.Width + c.TxLabels.Width;
        Assert.Equal(54.6, bytes, 0.05);
        Assert.Equal(28, c.ClusterParent.Width + c.ClusterNext.Width + c.ClusterSize.Width + c.ClusterReceived.Width + c.ClusterBalance.Width);
        Assert.Equal((32, 5, 5, 4), (c.TxId.Width, c.OutPrevious.Width, c.AddressLast.Width, c.TxSize.Width));
    }

    [Fact]
    public void A_column_holds_more_rows_than_32_bits_count()
    {
        const long First = 77, Rows = (1L << 32) + 5;
        using (var column = new Column(_scratch[""], "long", 1, First, readOnly: false))
        {
            column.Resize(Rows);
            foreach (var id in new[] { First, First + (1L << 31), First + (1L << 32), First + Rows - 1 }) column.Set(id, (byte)(id & 0x7f));
            Assert.Throws<ArgumentOutOfRangeException>(() => column.U8(First + Rows));
        }

        using var read = new Column(_scratch[""], "long", 1, First, readOnly: true);
        read.Resize(Rows);
        foreach (var id in new[] { First, First + (1L << 31), First + (1L << 32), First + Rows - 1 }) Assert.Equal((byte)(id & 0x7f), read.U8(id));
        Assert.Equal(0, read.U8(First + 1));
    }

    [Fact]
    public void A_child_before_its_parent_is_refused_where_blocks_are_not_sorted_by_id()
    {
        var chain = new ChainBuilder();
        var coin = chain.Mine(("a", 1000))[0];
        for (var i = 0; i < 12; i++) coin = chain.Pay([coin], ($"b{i}", coin.Value - 1), ("x", 1))[0];
        chain.MineScripts([(ChainBuilder.PayTo("m"), 1)], sort: true);
        Assert.Contains("stands before its spender", Assert.Throws<MalformedException>(() => _scratch.Store(chain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_stays_open_sees_what_is_added_to_a_file()
    {
        var chain = Small();
        ChainBuilder.Write(_scratch["grows"], chain.Blocks.Take(2));
        using var ingest = Ingest.Open(_scratch["store"], null, _scratch["grows"]);
        Assert.Equal(2, ingest.Run(_scratch["grows"]).Connected);
        Assert.Equal(0, ingest.Run(_scratch["grows"]).Connected);
        ChainBuilder.Write(_scratch["more"], chain.Blocks.Skip(2));
        using (var file = new FileStream(Directory.GetFiles(_scratch["grows"], "blk*.dat").Single(), FileMode.Append)) file.Write(File.ReadAllBytes(Directory.GetFiles(_scratch["more"], "blk*.dat").Single()));
        Assert.Equal(2, ingest.Run(_scratch["grows"]).Connected);
        Assert.Equal(4, ingest.Store.Blocks);
    }

    [Fact]
    public void A_key_paid_bare_and_by_hash_is_two_scripts_and_one_address()
    {
        var chain = new ChainBuilder();
        byte[] key = [2, .. new byte[32]];
        byte[] hash = Ripemd160.Hash160(key);
        chain.MineScripts([([33, .. key, 0xac], 5), ([0x76, 0xa9, 0x14, .. hash, 0x88, 0xac], 6), ([0x6a, 1, 1], 0), ([0x6a, 1, 2], 0), ([0x51], 3),
            ([0x51, 33, .. key, 33, 3, .. new byte[32], 0x52, 0xae], 4), ([0x51, 2, 0x4e, 0x73], 1), ([0x52, 4, 1, 2, 3, 4], 1)]);
        using var store = _scratch.Store(chain);
        Assert.Equal((8, 4), (store.Scripts, store.Addresses));
        Assert.Equal([ScriptKind.PubKeyHash, ScriptKind.PubKeyHash, ScriptKind.Data, ScriptKind.Data, ScriptKind.Other, ScriptKind.Multisig, ScriptKind.Anchor, ScriptKind.WitnessUnknown],
            Enumerable.Range(0, 8).Select(o => store.KindOf(store.AddressOf(o))));
    }

    [Fact]
    public void Children_may_stand_before_parents_in_a_block_of_Bitcoin_Cash()
    {
        var chain = new ChainBuilder();
        var coin = chain.Mine(("a", 1000))[0];
        var seed = coin.Point;
        for (var i = 0; i < 12; i++) coin = chain.Pay([coin], ($"b{i}", coin.Value - 1), ("x", 1))[0];
        chain.MineScripts([(ChainBuilder.PayTo("m"), 1)], sort: true);
        using var store = _scratch.Store(chain, network: "bch-regtest");
        var answer = Flow.Trace(store, new() { Seeds = [seed], Method = TaintMethod.Fifo });
        Assert.Equal(1000, answer.Total);
        Assert.Equal(988, answer.Rows.Single(r => r.Tainted > 1).Tainted);
    }
}
