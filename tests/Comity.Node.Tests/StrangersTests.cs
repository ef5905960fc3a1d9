using System.Net;
using System.Text;
using Comity.Node.Demo;
using Comity.Node.Exchange;
using Comity.Node.Law;

namespace Comity.Node.Tests;

/// <summary>Noise shuts out whoever makes it, and behind a proxy nobody else.</summary>
public sealed class StrangersTests
{
    [Fact]
    public async Task A_stranger_behind_a_proxy_shuts_out_himself_only()
    {
        await using var node = await Node.StartAsync(proxy: IPAddress.Loopback);
        for (var i = 0; i < Strangers.Patience; i++) Assert.Equal(HttpStatusCode.Forbidden, await node.NoiseAsync("192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await node.NoiseAsync("192.0.2.1"));
        Assert.Equal(HttpStatusCode.Forbidden, await node.NoiseAsync("192.0.2.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await node.NoiseAsync("192.0.2.3, 192.0.2.1")); // the proxy adds the true one at the end
    }

    [Fact]
    public async Task Without_a_proxy_nobody_is_believed_who_he_is()
    {
        await using var node = await Node.StartAsync(proxy: null);
        for (var i = 0; i < Strangers.Patience; i++) Assert.Equal(HttpStatusCode.Forbidden, await node.NoiseAsync("192.0.2." + i));
        Assert.Equal(HttpStatusCode.TooManyRequests, await node.NoiseAsync("192.0.2.200"));
    }

    private sealed class Node(TestFolder folder, NodeHost host) : IAsyncDisposable
    {
        private readonly HttpClient _http = new(Loopback.Handler());

        internal static async Task<Node> StartAsync(IPAddress? proxy)
        {
            var folder = new TestFolder();
            var law = LawShelf.Load();
            await (await DemoFederation.StartAsync(folder.At("demo"), law, default)).DisposeAsync();
            var japan = DemoMembers.All.Single(m => m.Name == DemoMembers.Japan);
            return new(folder, await NodeHost.StartAsync(DemoFolders.Options(folder.At("demo"), japan) with { Proxy = proxy }, law));
        }

        internal async Task<HttpStatusCode> NoiseAsync(string forwardedFor)
        {
            using var noise = new HttpRequestMessage(HttpMethod.Post, host.Core.Settings.Url + "/exchange/statements") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            noise.Headers.Add("X-Forwarded-For", forwardedFor);
            using var answer = await _http.SendAsync(noise, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await host.DisposeAsync();
            folder.Dispose();
        }
    }
}
