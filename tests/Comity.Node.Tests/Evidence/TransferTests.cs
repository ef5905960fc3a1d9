using System.Net;
using System.Security.Cryptography;
using Comity.Evidence;
using Comity.Node.Evidence;
using Comity.Node.Exchange;
using static Comity.Node.Tests.Evidence.DeliveryStory;

namespace Comity.Node.Tests.Evidence;

[Collection("nodes")]
public sealed class TransferTests
{
    private const int Chunk = SealedHeader.DefaultChunkSize + ObjectLayout.TagSize;

    private static async Task<(DeliveryStory Story, Digest Delivery)> DeliveredAsync(int bytes, Action<DeliveryStory, Digest>? beforeDelivery = null)
    {
        var story = await DeliveryStory.StartAsync();
        var order = await story.OrderedAsync();
        var draft = await story.DraftWithAsync(Provider, "response", order, ("image.bin", RandomNumberGenerator.GetBytes(bytes)));
        using (var sql = story[Provider].Core.Database.Read()) beforeDelivery?.Invoke(story, DraftItems.Of(sql, draft)[0].Object.Root);
        return (story, await story.DeliverAsync((Provider, "response"), (Japan, "ca"), order, draft));
    }

    private static void Flip(string file, long at)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        open.Position = at;
        var old = open.ReadByte();
        open.Position = at;
        open.WriteByte((byte)(old ^ 1));
    }

    [Fact]
    [Trait("Spec", "evidence/R44")]
    [Trait("Spec", "receipt/R25")]
    public async Task A_wrong_chunk_is_named_not_kept_and_the_transfer_goes_on_behind_the_last_good_one_even_after_a_restart()
    {
        var (root, at) = (default(Digest), SealedHeader.Size + (3L * Chunk) + 5);
        var (story, delivery) = await DeliveredAsync(6 << 20, (s, o) => Flip(s.Of<ObjectFiles>(Provider).PathOf(root = o), at));
        await using var _ = story;
        await UntilAsync(() => story.PackageAt(Japan, delivery)?.Trouble is not null, () => "the trouble");
        Assert.Contains("Chunk 3", story.PackageAt(Japan, delivery)!.Trouble, StringComparison.Ordinal);
        Assert.Empty(story.RungsAt(Provider, story.PackageAt(Japan, delivery)!.Root));

        var half = story.Of<ObjectFiles>(Japan).Arriving(root);
        await story.StopAsync(Japan);
        Assert.Equal(SealedHeader.Size + (3L * Chunk), new FileInfo(half).Length);
        await File.AppendAllTextAsync(half, "what a power cut left behind"); // and a hole in what was written last
        Flip(half, SealedHeader.Size + (2L * Chunk) + 1);
        Flip(story.Of<ObjectFiles>(Provider).PathOf(root), at);
        await story.StartAsync(Japan);
        await story.ArrivedAsync(Japan, delivery);
        Assert.False(File.Exists(half));
        Assert.Null(await story.Of<OpeningDesk>(Japan).OpenAsync(delivery, story.Officer(Japan, "ca"), "Test", default));
    }

    [Fact]
    [Trait("Spec", "receipt/NoReceiptWithoutState")]
    public async Task A_recipient_stopped_again_and_again_in_the_middle_still_gets_everything_once()
    {
        var (story, delivery) = await DeliveredAsync(48 << 20);
        await using var _ = story;
        foreach (var pause in new[] { 5, 40, 90, 150 })
        {
            await Task.Delay(pause);
            await story.StopAsync(Japan);
            await story.StartAsync(Japan);
        }

        await story.ArrivedAsync(Japan, delivery);
        var root = story.PackageAt(Japan, delivery)!.Root;
        await UntilAsync(() => story.RungsAt(Provider, root).Count > 0, () => "the receipt");
        Assert.Equal(["delivered"], story.RungsAt(Provider, root));
        Assert.Null(await story.Of<OpeningDesk>(Japan).OpenAsync(delivery, story.Officer(Japan, "ca"), "Test", default));
    }

    [Fact]
    public async Task A_sender_that_is_down_is_waited_for()
    {
        var story = await DeliveryStory.StartAsync();
        await using var _ = story;
        var order = await story.OrderedAsync();
        story.Of<ObjectFiles>(Japan).Free = () => 0;
        var delivery = await story.DeliverAsync((Provider, "response"), (Japan, "ca"), order, await story.DraftWithAsync(Provider, "response", order, ("a.txt", [1, 2, 3])));
        await UntilAsync(() => story.PackageAt(Japan, delivery)?.Trouble is not null, () => "the trouble");
        Assert.Contains("no room", story.PackageAt(Japan, delivery)!.Trouble, StringComparison.Ordinal);
        await story.StopAsync(Provider);
        story.Of<ObjectFiles>(Japan).Free = () => long.MaxValue / 2;
        await UntilAsync(() => story.PackageAt(Japan, delivery)?.Attempts > 1, () => "another attempt");
        await story.StartAsync(Provider);
        await story.ArrivedAsync(Japan, delivery);
    }

    [Fact]
    [Trait("Spec", "adr/0001")]
    public async Task Only_the_organisation_that_a_delivery_addressed_is_served()
    {
        var (story, delivery) = await DeliveredAsync(1000);
        await using var _ = story;
        await story.ArrivedAsync(Japan, delivery);
        var package = story.PackageAt(Japan, delivery)!;
        Digest part;
        using (var sql = story[Japan].Core.Database.Read()) part = EvidenceTables.Objects(sql, delivery)[1].Object;
        var provider = story[Provider].Core.Settings.Url;
        foreach (var path in new[] { $"/exchange/packages/{package.Root}", $"/exchange/objects/{part}/chunks", $"/exchange/objects/{part}" })
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(story, Japan, story.Of<NodeRequests>(Japan).Get(provider + path)));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(story, Serbia, story.Of<NodeRequests>(Serbia).Get(provider + path)));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(story, Japan, new HttpRequestMessage(HttpMethod.Get, provider + path)));
        }

        using var once = story.Of<NodeRequests>(Japan).Get($"{provider}/exchange/objects/{part}");
        using var again = new HttpRequestMessage(HttpMethod.Get, once.RequestUri);
        foreach (var header in once.Headers) again.Headers.Add(header.Key, header.Value);
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, $"{provider}/exchange/packages/{package.Root}");
        foreach (var header in story.Of<NodeRequests>(Japan).Get($"{provider}/exchange/objects/{part}").Headers) elsewhere.Headers.Add(header.Key, header.Value);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(story, Japan, once));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(story, Japan, again));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(story, Japan, elsewhere));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(story, Japan, story.Of<NodeRequests>(Japan).Get($"{provider}/exchange/objects/nonsense")));
    }

    private static async Task<HttpStatusCode> StatusAsync(DeliveryStory story, string name, HttpRequestMessage request)
    {
        using var answer = await story.Of<PeerClient>(name).SendAsync(request, default);
        return answer.StatusCode;
    }
}
