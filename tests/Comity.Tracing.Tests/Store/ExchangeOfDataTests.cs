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

    [Fact]
    public void An_export_fills_an_unverified_store_with_the_same_graph()
    {
        ChainGenerator.Write(_scratch["blocks"], 41, 1500, perBlock: 60);
        using (var ingest = Ingest.Open(_scratch["raw"], null, _scratch["blocks"])) ingest.Run(_scratch["blocks"]);
        var block = new Block();
        var lines = new List<string> { "height,block,time,txid,side,n,source,source_n,value,script" };
        foreach (var (raw, height) in StoreTests.Records(_scratch["blocks"]).Select((r, i) => (r, i)))
        {
            BlockParser.Parse(raw, Network.Regtest, block);
            for (var t = 0; t < block.Count; t++)
            {
                var head = $"{height},{block.Header.Id},{block.Header.Time},{new Hash256(block.Id(t))}";
                var span = block.Transactions[t];
                if (t == 0) lines.Add(head + ",coinbase,0,,,,");
                for (var i = 0; i < span.Inputs && t > 0; i++) lines.Add($"{head},in,{i},{new Hash256(block.SourceOf(in block.Inputs[span.FirstInput + i]))},{block.Inputs[span.FirstInput + i].Index},,");
                for (var o = 0; o < span.Outputs; o++) lines.Add($"{head},out,{o},,,{block.Outputs[span.FirstOutput + o].Value},{Convert.ToHexStringLower(block.ScriptOf(in block.Outputs[span.FirstOutput + o]))}");
            }
        }

        File.WriteAllLines(_scratch["export.csv"], lines);
        using (var ingest = Ingest.Open(_scratch["imported"], new(Network.Regtest, Unverified: true))) ingest.Import(_scratch["export.csv"]);
        using var raw1 = ChainStore.Open(_scratch["raw"]);
        using var imported = ChainStore.Open(_scratch["imported"]);
        var (a, b) = (StoreStatus.Of(raw1), StoreStatus.Of(imported));
        Assert.Equal(a with { Verified = false }, b);
        var exhibit = ExhibitBuilder.Build(imported, new() { Question = new() { Seeds = [imported.PointOf(0)], Method = TaintMethod.Fifo, Until = 70 } });
        Assert.Contains("no evidence", ExhibitVerifier.Verify(exhibit).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClickHouse_holds_the_same_rows()
    {
        var program = new[] { "/usr/sbin/clickhouse-server", "/usr/bin/clickhouse-server", "/usr/bin/clickhouse" }.FirstOrDefault(File.Exists);
        if (program is null) Assert.Skip("no clickhouse-server");
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
            catch (HttpRequestException) when (tries < 100)
            {
                await Task.Delay(100);
            }
        }
    }
}
