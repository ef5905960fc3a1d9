using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Comity.Evidence;
using Comity.Node.Evidence;
using static Comity.Node.Tests.Evidence.DeliveryStory;

namespace Comity.Node.Tests.Evidence;

[Collection("nodes")]
public sealed class EvidenceChainTests
{
    private const string Marker = "only-the-plaintext-says-this-9c1f";

    private static readonly (string, byte[])[] Files =
    [
        ("log-ins.csv", Encoding.UTF8.GetBytes($"time_utc,account\n2026-11-14T21:07:44Z,{Marker}\n")),
        ("disk image.bin", [.. RandomNumberGenerator.GetBytes(3_500_000), .. Encoding.UTF8.GetBytes(Marker)]),
    ];

    [Fact]
    [Trait("Spec", "evidence/R45")]
    [Trait("Spec", "statement/NobodyElsesDisclosure")]
    public async Task The_same_sealed_bytes_go_from_the_provider_to_the_last_court_and_nobody_keeps_what_is_not_its_own()
    {
        await using var story = await DeliveryStory.StartAsync();
        var order = await story.OrderedAsync();
        var first = await story.DeliverAsync((Provider, "response"), (Japan, "ca"), order, await story.DraftWithAsync(Provider, "response", order, Files));
        await story.ArrivedAsync(Japan, first);
        var japan = story.PackageAt(Japan, first)!;
        await UntilAsync(() => story.RungsAt(Provider, japan.Root).Contains("delivered"), () => "the receipt of the delivery");

        Assert.Null(await story.Of<OpeningDesk>(Japan).OpenAsync(first, story.Officer(Japan, "ca"), "To pass it on", default));
        await UntilAsync(() => story.RungsAt(Provider, japan.Root).Contains("acknowledged"), () => "the receipt of the opening");

        var asked = await story.AskedAsync();
        var draft = await story.DraftAsync(Japan, "ca", asked);
        var forwardable = Assert.Single(story.Of<EvidenceDesk>(Japan).ForwardableTo(draft));
        Assert.Equal(first.ToString(), forwardable.Id);
        Assert.Null(await story.Of<EvidenceDesk>(Japan).AddFromPackageAsync(draft, first));
        var second = await story.DeliverAsync((Japan, "ca"), (Serbia, "ca"), asked, draft);
        await story.ArrivedAsync(Serbia, second);

        Assert.Equal(ObjectsOf(story, Japan, first).Skip(1), ObjectsOf(story, Serbia, second).Skip(1));
        Assert.NotEqual(EnvelopesOf(story, Japan, first), EnvelopesOf(story, Serbia, second));
        await OpenThroughThePagesAsync(story, second);
        foreach (var name in new[] { Provider, Japan, Serbia }) Assert.False(Holds(story.FolderOf(name), Marker), $"{name} has the plaintext on its disk.");
        Assert.False(Holds(story.FolderOf(Serbia), order.ToString()), "Serbia holds the name of Japan's order.");
        Assert.False(Holds(story.FolderOf(Provider), asked.ToString()), "The provider holds the name of Serbia's request.");
    }

    private static async Task OpenThroughThePagesAsync(DeliveryStory story, Digest delivery)
    {
        using var desk = await story.AtDeskAsync(Serbia, "ca");
        var sealedPage = await desk.OpenAsync($"/evidence/{delivery}", default);
        Assert.Contains("Not checked yet", sealedPage.Text, StringComparison.Ordinal);
        Assert.Contains("log-ins.csv", (await desk.OpenAsync("/evidence", default)).Text, StringComparison.Ordinal);
        var opened = await desk.SendAsync(sealedPage.Form("/open"), new Dictionary<string, string> { ["purpose"] = "Attribution of the intrusion" }, default);
        Assert.Contains("Seal intact", opened.Text, StringComparison.Ordinal);
        Assert.Contains("ExampleCloud", opened.Text, StringComparison.Ordinal); // the earlier hop, as Japan states it
        Assert.Contains("Attribution of the intrusion", opened.Text, StringComparison.Ordinal);

        Assert.Equal(Files[0].Item2, await desk.DownloadAsync($"/evidence/{delivery}/items/1", default));
        await CheckBagAsync(await desk.DownloadAsync($"/evidence/{delivery}/bag", default));
    }

    private static async Task CheckBagAsync(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        var root = archive.Entries[0].FullName.Split('/')[0] + "/";
        var files = archive.Entries.ToDictionary(e => e.FullName[root.Length..]);
        var report = await BagCheck.RunAsync(files.Keys.ToHashSet(), path => files[path].Open());
        Assert.True(report.IsValid, string.Join('\n', report.Errors));
        using var read = new MemoryStream();
        await files["data/disk image.bin"].Open().CopyToAsync(read);
        Assert.Equal(Files[1].Item2, read.ToArray());
    }

    private static List<Digest> ObjectsOf(DeliveryStory story, string name, Digest delivery)
    {
        using var sql = story[name].Core.Database.Read();
        return [.. EvidenceTables.Objects(sql, delivery).Select(o => o.Object)];
    }

    private static List<string> EnvelopesOf(DeliveryStory story, string name, Digest delivery)
    {
        using var sql = story[name].Core.Database.Read();
        return [.. EvidenceTables.Objects(sql, delivery).SelectMany(o => o.Envelopes)];
    }

    private static bool Holds(string folder, string text) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetFileName(f) != "lock").Any(f => Bytes(f).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private static byte[] Bytes(string file)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[open.Length];
        open.ReadExactly(bytes);
        return bytes;
    }
}
