using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Comity.Tracing.Tests;

/// <summary>A node's JSON-RPC, CSV tables, and a real ClickHouse where one is installed.</summary>
public sealed class ExchangeOfDataTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private static ChainBuilder Chain()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine(("a", 1000), ("b", 2000));
        chain.Pay(f, ("c", 2500), ("d", 400));
        chain.Mine(("m", 1));
        return chain;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A stand-in for a node that speaks the three calls.</summary>
    private static async Task Serve(HttpListener listener, Func<List<byte[]>> blocks)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var json = JsonDocument.Parse(context.Request.InputStream);
            var parameters = json.RootElement.GetProperty("params");
            object? result = json.RootElement.GetProperty("method").GetString() switch
            {
                "getblockcount" => blocks().Count - 1,
                "getblockhash" => parameters[0].GetInt32() < blocks().Count ? Hash256.Of(blocks()[parameters[0].GetInt32()].AsSpan(0, 80)).ToString() : null,
                "getblock" => Convert.ToHexStringLower(blocks().First(b => Hash256.Of(b.AsSpan(0, 80)).ToString() == parameters[0].GetString())),
                _ => null,
            };
            context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(new { result, error = result is null ? "refused" : null, id = "comity" }), willBlock: false);
        }
    }

    [Fact]
    public async Task Blocks_of_a_node_are_fetched_once_and_a_reorganisation_is_followed()
    {
        var chain = Chain();
        var blocks = chain.Blocks;
        var port = FreePort();
        using var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        listener.Start();
        var server = Serve(listener, () => blocks);
        async Task<int> Run()
        {
            using var ingest = Ingest.Open(_scratch["store"], new(Network.Regtest));
            using var rpc = new NodeRpc(new($"http://u:p@127.0.0.1:{port}"));
            var (folder, fetched) = await rpc.Fetch(ingest.Store);
            ingest.Run(folder);
            return fetched;
        }

        Assert.Equal(2, await Run());
        Assert.Equal(0, await Run());
        var fork = chain.Fork(0, 5);
        fork.Mine(("x", 1));
        fork.Mine(("x", 1));
        blocks = fork.Blocks;
        Assert.Equal(2, await Run());
        using (var store = ChainStore.Open(_scratch["store"])) Assert.Equal(fork.Tip, store.HeaderAt(store.TipHeight).Id);
        listener.Stop();
        await server;
    }

    [Fact]
    public void Tables_join_by_dense_ids()
    {
        using var store = _scratch.Store(Chain());
        string Table(string name)
        {
            using var csv = new StringWriter();
            CsvTable.Write(store, name, csv);
            return csv.ToString();
        }

        Assert.Equal(["tx,vin,source", "2,0,0", "2,1,1", ""], Table("inputs").Split('\n'));
        Assert.Equal("3,2,0,2500,3,4294967295", Table("outputs").Split('\n')[4]);
        Assert.Equal(4, Table("transactions").Split('\n').Length - 1);
        Assert.Throws<TracingException>(() => Table("nothing"));
    }

    public static TheoryData<string> Forms => ["export.csv", "export.jsonl"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_export_fills_an_unverified_store_with_the_same_graph(string file)
    {
        ChainGenerator.Write(_scratch["blocks"], 41, 1500, perBlock: 60);
        using (var ingest = Ingest.Open(_scratch["raw"], null, _scratch["blocks"])) ingest.Run(_scratch["blocks"]);
        var lines = file.EndsWith("csv", StringComparison.Ordinal) ? Blocks().SelectMany(CsvLines).Prepend("height,block,time,txid,side,n,source,source_n,value,script") : Blocks().Select(JsonLine);
        File.WriteAllLines(_scratch[file], lines);
        using (var ingest = Ingest.Open(_scratch["imported"], new(Network.Regtest, Unverified: true)))
        {
            ingest.Import(_scratch[file]);
            Assert.Equal(0, ingest.Import(_scratch[file]).Connected);
        }

        using var raw = ChainStore.Open(_scratch["raw"]);
        using var imported = ChainStore.Open(_scratch["imported"]);
        Assert.Equal(StoreStatus.Of(raw) with { Verified = false }, StoreStatus.Of(imported));
        var (seed, method) = (raw.PointOf(0), TaintMethod.Fifo);
        Assert.Equal(Flow.Trace(raw, new() { Seeds = [seed], Method = method }).Rows, Flow.Trace(imported, new() { Seeds = [seed], Method = method }).Rows, (x, y) => (x.Output, x.Tainted) == (y.Output, y.Tainted));
        var exhibit = ExhibitBuilder.Build(imported, new() { Question = new() { Seeds = [imported.PointOf(0)], Method = method, Until = 70 } });
        Assert.Contains("no evidence", ExhibitVerifier.Verify(exhibit).Failure, StringComparison.Ordinal);
        Assert.Contains("Not verified", System.Text.Encoding.UTF8.GetString(ExhibitPages.Html(exhibit)), StringComparison.Ordinal);
    }

    private IEnumerable<(Block Block, int Height)> Blocks()
    {
        var block = new Block();
        foreach (var (raw, height) in StoreTests.Records(_scratch["blocks"]).Select((r, i) => (r, i)))
        {
            BlockParser.Parse(raw, Network.Regtest, block);
            yield return (block, height);
        }
    }

    private static IEnumerable<string> CsvLines((Block Block, int Height) at)
    {
        var block = at.Block;
        for (var t = 0; t < block.Count; t++)
        {
            var head = $"{at.Height},{block.Header.Id},{block.Header.Time},{new Hash256(block.Id(t))}";
            var span = block.Transactions[t];
            if (t == 0) yield return head + ",coinbase,0,,,,";
            for (var i = 0; i < span.Inputs && t > 0; i++) yield return $"{head},in,{i},{new Hash256(block.SourceOf(in block.Inputs[span.FirstInput + i]))},{block.Inputs[span.FirstInput + i].Index},,";
            for (var o = 0; o < span.Outputs; o++) yield return $"{head},out,{o},,,{block.Outputs[span.FirstOutput + o].Value},{Convert.ToHexStringLower(block.ScriptOf(in block.Outputs[span.FirstOutput + o]))}";
        }
    }

    /// <summary>What <c>getblock HASH 2</c> answers, as far as a store needs it.</summary>
    private static string JsonLine((Block Block, int Height) at)
    {
        var block = at.Block;
        return JsonSerializer.Serialize(new
        {
            hash = block.Header.Id.ToString(), height = at.Height, time = block.Header.Time,
            tx = Enumerable.Range(0, block.Count).Select(t => new
            {
                txid = new Hash256(block.Id(t)).ToString(), version = block.Transactions[t].Version, locktime = block.Transactions[t].LockTime,
                vin = Enumerable.Range(block.Transactions[t].FirstInput, block.Transactions[t].Inputs).Select(i => t == 0
                    ? (object)new { coinbase = "00", sequence = uint.MaxValue }
                    : new { txid = new Hash256(block.SourceOf(in block.Inputs[i])).ToString(), vout = block.Inputs[i].Index, sequence = block.Inputs[i].Sequence }),
                vout = Enumerable.Range(block.Transactions[t].FirstOutput, block.Transactions[t].Outputs).Select(o => new
                {
                    value = block.Outputs[o].Value / 100_000_000m, n = o - block.Transactions[t].FirstOutput,
                    scriptPubKey = new { hex = Convert.ToHexStringLower(block.ScriptOf(in block.Outputs[o])) },
                }),
            }),
        });
    }

    [Theory]
    [InlineData("not json", "line 2")]
    [InlineData("{\"height\":1}", "line 2")]
    [InlineData("{\"height\":9,\"hash\":\"@\",\"time\":1,\"tx\":[]}", "line 2")]
    [InlineData("{\"height\":5,\"hash\":\"#\",\"time\":1,\"tx\":[!]}", "does not follow")]
    [InlineData("{\"height\":1,\"hash\":\"#\",\"time\":1,\"tx\":[]}", "coinbase")]
    [InlineData("{\"height\":1,\"hash\":\"#\",\"time\":1,\"tx\":[{\"txid\":\"#\",\"vin\":[{\"coinbase\":\"\"}],\"vout\":[{\"value\":0.000000001,\"scriptPubKey\":{\"hex\":\"51\"}}]}]}", "whole number of satoshis")]
    [InlineData("{\"height\":1,\"hash\":\"#\",\"time\":1,\"tx\":[{\"txid\":\"#\",\"vin\":[{\"coinbase\":\"\"}],\"vout\":[{\"value\":22000000,\"scriptPubKey\":{\"hex\":\"51\"}}]}]}", "value")]
    [InlineData("{\"height\":1,\"hash\":\"#\",\"time\":1e400,\"tx\":[]}", "line 2")]
    public void A_wrong_line_of_an_export_is_refused_by_number_and_leaves_the_store_as_it_was(string line, string said)
    {
        const string Whole = "{\"height\":0,\"hash\":\"#\",\"time\":1,\"tx\":[!]}";
        static string Fill(string text, char digit) => text
            .Replace("!", "{\"txid\":\"#\",\"vin\":[{\"coinbase\":\"\"}],\"vout\":[{\"value\":50,\"scriptPubKey\":{\"hex\":\"51\"}}]}", StringComparison.Ordinal)
            .Replace("#", new string(digit, 64), StringComparison.Ordinal);
        File.WriteAllLines(_scratch["good.jsonl"], [Fill(Whole, '1')]);
        File.WriteAllLines(_scratch["bad.jsonl"], [Fill(Whole, '1'), Fill(line, '2')]);
        using var ingest = Ingest.Open(_scratch["store"], new(Network.Regtest, Unverified: true));
        ingest.Import(_scratch["good.jsonl"]);
        Assert.Contains(said, Assert.Throws<TracingException>(() => ingest.Import(_scratch["bad.jsonl"])).Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (ingest.Store.Blocks, ingest.Store.Transactions));
    }

    [Fact]
    public void A_run_that_is_told_to_stop_keeps_whole_blocks_and_the_next_goes_on()
    {
        ChainGenerator.Write(_scratch["blocks"], 42, 2500, perBlock: 60);
        using (var ingest = Ingest.Open(_scratch["clean"], null, _scratch["blocks"])) ingest.Run(_scratch["blocks"]);
        long blocks;
        using (var ingest = Ingest.Open(_scratch["store"], null, _scratch["blocks"]))
        {
            using var stop = new CancellationTokenSource();
            var report = ingest.Run(_scratch["blocks"], p => { if (p.Stage == "connect" && p.Transactions > 700) stop.Cancel(); }, stop.Token);
            Assert.True(report.Stopped);
            Assert.Equal(report.Connected, ingest.Store.Blocks);
            blocks = ingest.Store.Blocks;
        }

        using (var store = ChainStore.Open(_scratch["store"])) Assert.Equal(blocks, store.Blocks);
        using (var ingest = Ingest.Open(_scratch["store"])) Assert.False(ingest.Run(_scratch["blocks"]).Stopped);
        using var one = ChainStore.Open(_scratch["clean"]);
        using var two = ChainStore.Open(_scratch["store"]);
        Assert.InRange(blocks, 1, one.Blocks - 1);
        Assert.Equal(StoreStatus.Of(one), StoreStatus.Of(two));
    }

    [Fact]
    public async Task ClickHouse_holds_the_same_rows()
    {
        var program = new[] { "/usr/sbin/clickhouse-server", "/usr/bin/clickhouse-server", "/usr/bin/clickhouse" }.FirstOrDefault(File.Exists);
        if (program is null) Assert.Skip("no clickhouse-server: apt-get install clickhouse-server");
        using var store = _scratch.Store(Chain());
        var port = FreePort();
        await File.WriteAllTextAsync(_scratch["config.xml"], $"""
            <yandex><logger><level>warning</level><log>{_scratch["log"]}</log><errorlog>{_scratch["errors"]}</errorlog></logger>
            <http_port>{port}</http_port><listen_host>127.0.0.1</listen_host><path>{_scratch["data/"]}</path><tmp_path>{_scratch["tmp/"]}</tmp_path>
            <users_config>{_scratch["users.xml"]}</users_config><default_profile>default</default_profile><default_database>default</default_database><mark_cache_size>5368709</mark_cache_size></yandex>
            """);
        await File.WriteAllTextAsync(_scratch["users.xml"], "<yandex><profiles><default/></profiles><quotas><default/></quotas><users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users></yandex>");
        var start = new ProcessStartInfo(program, program.EndsWith("server", StringComparison.Ordinal) ? $"--config-file={_scratch["config.xml"]}" : $"server --config-file={_scratch["config.xml"]}") { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        try
        {
            using var target = new ClickHouseTarget(new($"http://127.0.0.1:{port}/"), "comity");
            await UntilUp(target);
            Assert.Equal(2 + 3 + 5 + 2 + 5, await target.Send(store));
            Assert.Equal("2900", (await target.Query("SELECT sum(value) FROM comity.outputs WHERE tx = 2")).Trim());
            Assert.Equal(2 + 3 + 5 + 2 + 5, await target.Send(store)); // again: the tables are made anew, not doubled
            foreach (var table in StoreTables.Names)
            {
                using var csv = new StringWriter();
                CsvTable.Write(store, table, csv);
                var sent = await target.Query($"SELECT * FROM comity.{table} ORDER BY {string.Join(", ", StoreTables.Columns(table).Take(2).Select(c => c.Name))} FORMAT TabSeparated");
                Assert.Equal(csv.ToString().Split('\n').Skip(1).Select(l => l.Replace(',', '\t')), sent.Split('\n'));
            }

            Assert.Contains("ClickHouse", (await Assert.ThrowsAsync<TracingException>(() => target.Query("SELECT nonsense"))).Message, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task UntilUp(ClickHouseTarget target)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await target.Query("SELECT 1");
                return;
            }
            catch (TracingException e) when (e.InnerException is HttpRequestException && tries < 100)
            {
                await Task.Delay(100);
            }
        }
    }
}
