using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Comity.Dossiers;
using Comity.Node.Evidence;
using Comity.Node.Exchange;
using Comity.Node.Identity;
using static Comity.Node.Tests.Evidence.DeliveryStory;

namespace Comity.Node.Tests.Evidence;

[Collection("nodes")]
public sealed class UploadTests
{
    [Fact]
    public async Task Files_are_sealed_as_they_arrive_with_and_without_script_and_only_for_the_drafts_own_office()
    {
        await using var story = await DeliveryStory.StartAsync();
        var order = await story.OrderedAsync();
        var draft = await story.DraftAsync(Provider, "response", order);
        using var http = Browser();
        await http.GetAsync(new Uri(SignIn.DemoLink(story[Provider].Core, story.Officer(Provider, "response"))));
        var url = story[Provider].Core.Settings.Url;
        var token = await TokenAsync(http, url);

        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(http, $"{url}/drafts/{draft}/items?name=a.bin", [1], null)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(http, $"{url}/drafts/{draft}/items?name=a.bin", new byte[2_000_000], token)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync(http, $"{url}/drafts/nobody/items?name=a.bin", [1], token)).Status);
        Assert.Contains("already", (await PutAsync(http, $"{url}/drafts/{draft}/items?name=A.BIN", [1], token)).Body, StringComparison.Ordinal);
        Assert.Contains("file-name", (await PutAsync(http, $"{url}/drafts/{draft}/items?name=..", [1], token)).Body, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(http, $"{url}/drafts/{draft}/items", null, ("b.txt", [1])));
        Assert.Equal(HttpStatusCode.Redirect, await PostAsync(http, $"{url}/drafts/{draft}/items", token, ("b.txt", [1]), ("leer.txt", [])));
        Assert.Equal(["a.bin", "b.txt", "leer.txt"], story.Of<EvidenceDesk>(Provider).ItemsOf(draft).Select(i => i.Name));

        var item = story.Of<EvidenceDesk>(Provider).ItemsOf(draft)[0];
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);
        Assert.Equal(HttpStatusCode.Redirect, (await http.PostAsync(new Uri($"{url}/drafts/{draft}/items/{item.Id}/remove"), form)).StatusCode);
        Assert.Equal(2, story.Of<EvidenceDesk>(Provider).ItemsOf(draft).Count);
        Assert.Equal(2, FilesIn(story, "objects").Count(f => !f.EndsWith(".leaves", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_room_or_broken_off_nothing_is_kept()
    {
        await using var story = await DeliveryStory.StartAsync();
        var order = await story.OrderedAsync();
        var draft = await story.DraftAsync(Provider, "response", order);
        using var http = Browser();
        await http.GetAsync(new Uri(SignIn.DemoLink(story[Provider].Core, story.Officer(Provider, "response"))));
        var url = story[Provider].Core.Settings.Url;
        var token = await TokenAsync(http, url);
        story.Of<ObjectFiles>(Provider).Free = () => 70 << 20;
        var full = await PutAsync(http, $"{url}/drafts/{draft}/items?name=a.bin", new byte[20 << 20], token);
        Assert.Equal(HttpStatusCode.InsufficientStorage, full.Status);
        Assert.Contains("no room", full.Body, StringComparison.Ordinal);

        await BreakOffAsync(http, new Uri($"{url}/drafts/{draft}/items?name=b.bin"), token);
        await UntilAsync(() => FilesIn(story, "uploads").Count == 0, () => "the half upload to go");
        Assert.Empty(FilesIn(story, "objects"));
        Assert.Empty(story.Of<EvidenceDesk>(Provider).ItemsOf(draft));
    }

    [Fact]
    public async Task A_delivery_of_what_was_not_packed_is_not_sealed()
    {
        await using var story = await DeliveryStory.StartAsync();
        var order = await story.OrderedAsync();
        var re = story.FileOf(Provider, order).State.Requests[^1].NamedByDelivery().ToList();
        var terms = new Terms { Package = Digest.Of("no"), Items = [new(Digest.Of("nothing"), 1, [Digest.Of("envelope")])] };
        await Assert.ThrowsAsync<RefusedException>(() => story.SealAsync(Provider, "response", story.Office(Japan, "ca"), order, ActType.Delivery, re, terms, []));
    }

    [Fact]
    public async Task Packing_the_same_files_again_gives_the_same_package()
    {
        await using var story = await DeliveryStory.StartAsync();
        var order = await story.OrderedAsync();
        var draft = await story.DraftAsync(Provider, "response", order);
        var desk = story.Of<EvidenceDesk>(Provider);
        Assert.Null(await desk.PackAsync(draft, story.Office(Japan, "ca"), order));
        await desk.AddAsync(draft, "a.txt", new MemoryStream([1, 2]), 2, default);
        var first = (await desk.PackAsync(draft, story.Office(Japan, "ca"), order))!;
        var second = (await desk.PackAsync(draft, story.Office(Japan, "ca"), order))!;
        Assert.Equal(first.Package, second.Package);
        Assert.Equal(first.Disclosed.Select(d => d.Value!.ToJsonString()), second.Disclosed.Select(d => d.Value!.ToJsonString()));
        await desk.AddAsync(draft, "b.txt", new MemoryStream([3]), 1, default);
        Assert.NotEqual(first.Package, (await desk.PackAsync(draft, story.Office(Japan, "ca"), order))!.Package);
        Assert.Equal(3, FilesIn(story, "objects").Count(f => !f.EndsWith(".leaves", StringComparison.Ordinal))); // two files and one manifest: the former one is gone
    }

    private static List<string> FilesIn(DeliveryStory story, string folder) => [.. Directory.EnumerateFiles(Path.Combine(story.FolderOf(Provider), "evidence", folder))];

    private static HttpClient Browser()
    {
        var handler = Loopback.Handler();
        handler.UseCookies = true;
        handler.CookieContainer = new();
        return new(handler);
    }

    private static async Task<string> TokenAsync(HttpClient http, string url)
    {
        var page = await http.GetStringAsync(new Uri(url + "/sign-in"));
        return WebUtility.HtmlDecode(Regex.Match(page, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value);
    }

    private static async Task<(HttpStatusCode Status, string Body)> PutAsync(HttpClient http, string address, byte[] body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = new ByteArrayContent(body) };
        if (token is not null) request.Headers.Add("RequestVerificationToken", token);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string address, string? token, params (string Name, byte[] Content)[] files)
    {
        using var content = new MultipartFormDataContent();
        if (token is not null) content.Add(new StringContent(token), "__RequestVerificationToken");
        foreach (var (name, bytes) in files) content.Add(new ByteArrayContent(bytes), "file", name);
        using var answer = await http.PostAsync(new Uri(address), content);
        return answer.StatusCode;
    }

    /// <summary>Promises ten megabytes, sends five, and hangs up.</summary>
    private static async Task BreakOffAsync(HttpClient http, Uri address, string token)
    {
        using var stop = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = new HalfContent(stop) };
        request.Headers.Add("RequestVerificationToken", token);
        await Assert.ThrowsAnyAsync<Exception>(() => http.SendAsync(request, stop.Token));
    }

    private sealed class HalfContent(CancellationTokenSource stop) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[5 << 20]);
            await stream.FlushAsync();
            await Task.Delay(200);
            await stop.CancelAsync();
            throw new IOException("hung up");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 10 << 20;
            return true;
        }
    }
}
