using System.Net;
using System.Text.Json.Nodes;
using Comity.Node.Demo;
using Comity.Node.Exchange;
using Comity.Node.Law;

namespace Comity.Node.Tests.Atlas;

/// <summary>Japan's node of the demo, asked by somebody who is not signed in.</summary>
public sealed class AtlasNode : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly HttpClient _http = new(NoRedirects());
    private NodeHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await StartAsync(_folder, isPublic: true);

    internal Comity.Law.LawRelease Law => _host.Core.Law.Current;

    internal NodeHost Host => _host;

    /// <summary>The demo's folders, with Japan's node alone running.</summary>
    internal static async Task<NodeHost> StartAsync(TestFolder folder, bool isPublic)
    {
        var law = LawShelf.Load();
        await (await DemoFederation.StartAsync(folder.At("demo"), law, default)).DisposeAsync();
        return await NodeHost.StartAsync(DemoFolders.Options(folder.At("demo"), DemoMembers.All.Single(m => m.Name == DemoMembers.Japan)) with { PublicAtlas = isPublic }, law);
    }

    internal Task<HttpResponseMessage> AskAsync(string path, string accept = "text/html", string? held = null) => AskAsync(_http, _host, path, accept, held);

    internal static async Task<HttpResponseMessage> AskAsync(HttpClient http, NodeHost host, string path, string accept, string? held = null)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, host.Core.Settings.Url + path);
        question.Headers.Accept.ParseAdd(accept);
        if (held is not null) question.Headers.TryAddWithoutValidation("If-None-Match", held);
        return await http.SendAsync(question, TestContext.Current.CancellationToken);
    }

    /// <summary>A page that opens, decoded.</summary>
    internal async Task<string> PageAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await AskAsync(path);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(answer.StatusCode == status, $"{path} answered {(int)answer.StatusCode}\n{text}");
        return text;
    }

    /// <summary>JSON of the API.</summary>
    internal async Task<JsonObject> JsonAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await AskAsync(path, "application/json");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{path} answered {(int)answer.StatusCode}\n{text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    internal static SocketsHttpHandler NoRedirects()
    {
        var handler = Loopback.Handler();
        handler.AllowAutoRedirect = false;
        return handler;
    }
}
