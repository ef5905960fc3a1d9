using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Comity.Tracing;

/// <summary>Fetches raw blocks from a node by JSON-RPC into a block file of the store's own, which is then ingested like any other.</summary>
public sealed class NodeRpc : IDisposable
{
    private const int LargestAnswer = 80_000_000; // a block of 32 MB in hexadecimal, and the envelope
    private readonly HttpClient _client;
    private readonly Uri _address;

    /// <summary>A node at an address such as <c>http://user:password@127.0.0.1:8332</c>.</summary>
    public NodeRpc(Uri address)
    {
        _client = new() { Timeout = TimeSpan.FromMinutes(2), MaxResponseContentBufferSize = LargestAnswer };
        if (address.UserInfo.Length > 0)
            _client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
        _address = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
    }

    /// <summary>Appends every block that the store does not have on its best chain; returns the folder to ingest and the number fetched.</summary>
    /// <param name="store">The store, to know where to begin; a reorganisation begins at the fork.</param>
    /// <param name="done">Told the blocks fetched so far, and of how many.</param>
    /// <param name="stop">Ends the fetch between two blocks; what is there is whole.</param>
    /// <exception cref="TracingException">The node refuses or answers nonsense.</exception>
    public async Task<(string Folder, int Fetched)> Fetch(ChainStore store, Action<long, long>? done = null, CancellationToken stop = default)
    {
        var folder = Path.Combine(store.Folder, "fetched");
        Directory.CreateDirectory(folder);
        var last = (await Call("getblockcount", stop)).GetInt64();
        var from = await Fork(store, stop);
        var fetched = 0;
        var file = new FileStream(Path.Combine(folder, "blk00000.dat"), FileMode.Append, FileAccess.Write);
        await using (file)
        {
            for (var height = from; height <= last && !stop.IsCancellationRequested; height++, fetched++)
            {
                var hash = (await Call("getblockhash", stop, height)).GetString();
                var block = Convert.FromHexString((await Call("getblock", stop, hash!, 0)).GetString() ?? "");
                Append(file, block, store.Network);
                done?.Invoke(height - from + 1, last - from + 1);
            }
        }

        return (folder, fetched);
    }

    private static void Append(FileStream file, byte[] block, Network network)
    {
        Span<byte> head = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(head, network.Magics[0]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(head[4..], block.Length);
        file.Write([.. head, .. block]);
    }

    /// <summary>First height that node and store do not share.</summary>
    private async Task<long> Fork(ChainStore store, CancellationToken stop)
    {
        for (var height = store.TipHeight; height >= store.BaseHeight && height >= 0; height--)
        {
            try
            {
                if ((await Call("getblockhash", stop, height)).GetString() == store.HeaderAt(height).Id.ToString()) return height + 1;
            }
            catch (TracingException)
            {
                continue; // the node's chain is shorter
            }
        }

        return store.BaseHeight;
    }

    private async Task<JsonElement> Call(string method, CancellationToken stop, params object[] parameters)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = JsonContent.Create(new { jsonrpc = "1.0", id = "comity", method, @params = parameters }, MediaTypeHeaderValue.Parse("application/json")) };
            await request.Content.LoadIntoBufferAsync(stop); // some nodes refuse chunked requests
            using var response = await _client.SendAsync(request, stop);
            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));
            if (json.RootElement.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null) throw new TracingException($"the node refuses {method}: {error}");
            return json.RootElement.GetProperty("result").Clone();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new TracingException($"the node at {_address.Authority} gave no answer to {method}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new TracingException($"the node at {_address.Authority} gave no answer to {method} within {_client.Timeout.TotalSeconds:0} s", e);
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _client.Dispose();
}
