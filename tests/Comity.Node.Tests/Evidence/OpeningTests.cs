using Comity.Dossiers;
using Comity.Node.Dossiers;
using Comity.Node.Evidence;
using static Comity.Node.Tests.Evidence.DeliveryStory;

namespace Comity.Node.Tests.Evidence;

[Collection("nodes")]
public sealed class OpeningTests
{
    [Fact]
    [Trait("Spec", "evidence/R48")]
    public async Task Only_officers_of_the_office_addressed_open_and_each_opening_is_an_entry()
    {
        await using var story = await DeliveryStory.StartAsync();
        var order = await story.OrderedAsync();
        var delivery = await story.DeliverAsync((Provider, "response"), (Japan, "ca"), order, await story.DraftWithAsync(Provider, "response", order, ("a.txt", [1, 2, 3])));
        await story.ArrivedAsync(Japan, delivery);
        var desk = story.Of<OpeningDesk>(Japan);
        Assert.Equal("not-found", (await desk.OpenAsync(delivery, story.Officer(Japan, "poc"), "Curiosity", default))?.Word);
        Assert.Equal("malformed", (await desk.OpenAsync(delivery, story.Officer(Japan, "ca"), "  ", default))?.Word);
        Assert.Equal("not-opened", (await desk.ExportAsync(delivery, story.Officer(Japan, "ca"), "too early")).Fault?.Word);
        Assert.Equal("not-opened", (await story.Of<EvidenceDesk>(Japan).AddFromPackageAsync(await story.DraftAsync(Japan, "ca", order), delivery))?.Word);
        Assert.Null(await desk.OpenAsync(delivery, story.Officer(Japan, "ca"), "First", default));
        Assert.Null(await desk.OpenAsync(delivery, story.Officer(Japan, "ca"), "Second", default));
        using var sql = story[Japan].Core.Database.Read();
        var accesses = EvidenceTables.Accesses(sql, delivery);
        Assert.Equal(["First", "Second"], accesses.Select(a => a.Purpose));
        Assert.All(accesses, a => Assert.Equal(story.PackageAt(Japan, delivery)!.Root, Comity.Node.Ledger.LedgerTables.Entry(sql, a.Entry)!.DigestOf("of")));
        Assert.Single(DossierTables.Receipts(sql, story.PackageAt(Japan, delivery)!.Root), r => r.Rung == "acknowledged");
    }

    [Fact]
    [Trait("Spec", "evidence/R47")]
    public async Task What_changed_in_the_store_is_broken_on_its_face_and_gives_no_receipt()
    {
        await using var story = await DeliveryStory.StartAsync();
        var order = await story.OrderedAsync();
        var delivery = await story.DeliverAsync((Provider, "response"), (Japan, "ca"), order, await story.DraftWithAsync(Provider, "response", order, ("a.txt", new byte[5000])));
        await story.ArrivedAsync(Japan, delivery);
        Digest part;
        using (var sql = story[Japan].Core.Database.Read()) part = EvidenceTables.Objects(sql, delivery)[1].Object;
        var file = story.Of<ObjectFiles>(Japan).PathOf(part);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Equal("seal", (await story.Of<OpeningDesk>(Japan).OpenAsync(delivery, story.Officer(Japan, "ca"), "Test", default))?.Word);
        using var desk = await story.AtDeskAsync(Japan, "ca");
        Assert.Contains("Seal broken", (await desk.OpenAsync($"/evidence/{delivery}", default)).Text, StringComparison.Ordinal);
        using var read = story[Japan].Core.Database.Read();
        Assert.DoesNotContain(DossierTables.Receipts(read, story.PackageAt(Japan, delivery)!.Root), r => r.Rung == "acknowledged");

        bytes[^1] ^= 1; // the back-up was brought
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Null(await story.Of<OpeningDesk>(Japan).OpenAsync(delivery, story.Officer(Japan, "ca"), "Test", default));
    }

    [Fact]
    [Trait("Spec", "statement/R23")]
    public async Task What_was_delivered_beside_a_withdrawal_is_not_opened()
    {
        await using var story = await DeliveryStory.StartAsync();
        var order = await story.OrderedAsync();
        var draft = await story.DraftWithAsync(Provider, "response", order, ("a.txt", [1, 2, 3]));
        var packed = (await story.Of<EvidenceDesk>(Provider).PackAsync(draft, story.Office(Japan, "ca"), order))!;
        var (japan, re) = (story.Office(Japan, "ca"), story.FileOf(Provider, order).State.Requests[^1].NamedByDelivery().ToList());
        await story.StopAsync(Japan);
        var delivery = await story.SealAsync(Provider, "response", japan, order, ActType.Delivery, re, new() { Package = packed.Package, Items = packed.Items }, packed.Disclosed);
        await story.StopAsync(Provider);
        await story.StartAsync(Japan);
        await story.SealAsync(Japan, "ca", story.FileOf(Japan, order).Statements[0].Claims.To, order, ActType.Withdrawal, [story.FileOf(Japan, order).State.Requests[^1].Id], Terms.None, []);
        await story.StartAsync(Provider);
        await story.ArrivedAsync(Japan, delivery);
        await UntilAsync(() => !story.FileOf(Japan, order).State.Items[0].Usable, () => "the quarantine");
        Assert.Equal("quarantined", (await story.Of<OpeningDesk>(Japan).OpenAsync(delivery, story.Officer(Japan, "ca"), "Test", default))?.Word);
        using var desk = await story.AtDeskAsync(Japan, "ca");
        var page = await desk.OpenAsync($"/evidence/{delivery}", default);
        Assert.Contains("Quarantined", page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("/open"));
    }
}
