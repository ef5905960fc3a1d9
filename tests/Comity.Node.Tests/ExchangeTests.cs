using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Node.Demo;
using Comity.Node.Dossiers;
using Comity.Node.Exchange;
using Comity.Trust;

namespace Comity.Node.Tests;

[Trait("Spec", "statement/R17")]
public sealed class ExchangeTests
{
    private static async Task<Digest> ArrivedAsync(TestFederation f)
    {
        var id = await f.RequestAsync();
        await TestFederation.UntilAsync(() => f.Stored(DemoMembers.Serbia, id)!.Verdict is not null, "the verdict");
        return id;
    }

    [Fact]
    public async Task A_request_is_validated_by_its_addressee_and_both_hold_it()
    {
        await using var f = await TestFederation.StartAsync();
        var id = await ArrivedAsync(f);
        var there = f.Stored(DemoMembers.Japan, id)!;
        Assert.False(there.Verdict!.Rejected, there.Why);
        Assert.False(f.Stored(DemoMembers.Serbia, id)!.Verdict!.Rejected);
        Assert.Equal(f.Stored(DemoMembers.Serbia, id)!.Sealed.SignedPart, there.Sealed.SignedPart);
    }

    [Fact]
    [Trait("Spec", "receipt/R25")]
    public async Task SameQuestionSameReceipt()
    {
        await using var f = await TestFederation.StartAsync();
        var id = await ArrivedAsync(f);
        var parcel = f.Parcel(DemoMembers.Serbia, id);
        var first = Assert.IsType<InboxAnswer.Judged>(await f.PostAsync(DemoMembers.Japan, parcel));
        var size = f.LogSize(DemoMembers.Japan);
        for (var i = 0; i < 5; i++) Assert.Equal(first.Receipt.Jwt, Assert.IsType<InboxAnswer.Judged>(await f.PostAsync(DemoMembers.Japan, parcel)).Receipt.Jwt);
        Assert.Equal(size, f.LogSize(DemoMembers.Japan));
    }

    [Fact]
    [Trait("Spec", "statement/R3")]
    public async Task A_broken_seal_gets_no_receipt_and_no_ledger_entry()
    {
        await using var f = await TestFederation.StartAsync();
        var parcel = f.Parcel(DemoMembers.Serbia, await ArrivedAsync(f));
        var size = f.LogSize(DemoMembers.Japan);
        var text = parcel["statement"]!.GetValue<string>();
        var signed = text[..text.IndexOf('~', StringComparison.Ordinal)];
        var broken = signed[..^4] + (signed[^4] == 'A' ? 'B' : 'A') + signed[^3..];
        parcel["statement"] = broken + text[signed.Length..];
        Assert.IsType<InboxAnswer.Unsealed>(await f.PostAsync(DemoMembers.Japan, parcel));
        Assert.Equal(size, f.LogSize(DemoMembers.Japan));
    }

    [Fact]
    [Trait("Spec", "trust/R27")]
    public async Task Without_the_anchors_word_nobody_is_believed()
    {
        await using var f = await TestFederation.StartAsync();
        var parcel = f.Parcel(DemoMembers.Serbia, await ArrivedAsync(f));
        parcel["trust"] = new JsonArray([.. parcel["trust"]!.AsArray().Select(t => t!.GetValue<string>()).Where(t => !t.Contains('~', StringComparison.Ordinal))
            .Where(t => !System.Text.Encoding.UTF8.GetString(Base64UrlText.Decode(t.Split('.')[1], "payload")).Contains("\"iss\":\"" + f["secretariat"].Core.Settings.Url, StringComparison.Ordinal)).Select(t => (JsonNode)t)]);
        Assert.IsNotType<InboxAnswer.Judged>(await f.PostAsync(DemoMembers.Japan, parcel));
    }

    [Fact]
    [Trait("Spec", "statement/R7")]
    public async Task A_statement_to_Japan_means_nothing_to_the_provider()
    {
        await using var f = await TestFederation.StartAsync();
        var parcel = f.Parcel(DemoMembers.Serbia, await ArrivedAsync(f));
        var answer = Assert.IsType<InboxAnswer.Judged>(await f.PostAsync(DemoMembers.Provider, parcel));
        Assert.Equal(RefusalCode.Audience, Receipt.Parse(answer.Receipt.Jwt).Content.Reason);
    }

    [Fact]
    [Trait("Spec", "statement/R12")]
    public async Task An_emergency_needs_two_persons()
    {
        await using var f = await TestFederation.StartAsync();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => f.RequestAsync(Urgency.Emergency));
        Assert.Equal(RefusalCode.Approval, refused.Code);
        var alone = await Assert.ThrowsAsync<RefusedException>(() => f.RequestAsync(Urgency.Emergency, solo: new(SoloReason.NoAnswer, 1_790_000_000)));
        Assert.Equal(RefusalCode.Approval, alone.Code);
        var id = await f.RequestAsync(Urgency.Emergency, persons: 2);
        await TestFederation.UntilAsync(() => f.Stored(DemoMembers.Serbia, id)!.Verdict is { Rejected: false }, "the verdict");
    }

    [Fact]
    [Trait("Spec", "statement/R17a")]
    public async Task A_missing_element_that_is_not_declared_is_not_sealed()
    {
        await using var f = await TestFederation.StartAsync();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => f.RequestAsync(without: "el.29.necessity"));
        Assert.Equal(RefusalCode.UndeclaredFinding, refused.Code);
    }

    [Fact]
    [Trait("Spec", "receipt/R26")]
    public async Task A_peer_that_is_down_gets_everything_in_order_once_it_is_back()
    {
        using var folder = new TestFolder();
        var law = Comity.Node.Law.LawShelf.Load();
        var demo = await DemoFederation.StartAsync(folder.At("demo"), law, default);
        await demo.DisposeAsync();
        var (serbia, japan, anchor) = (Member(DemoMembers.Serbia), Member(DemoMembers.Japan), Member(DemoMembers.Secretariat));
        await using var a = await NodeHost.StartAsync(DemoFolders.Options(folder.At("demo"), anchor), law);
        await using var rs = await NodeHost.StartAsync(DemoFolders.Options(folder.At("demo"), serbia), law);
        var ids = new List<Digest>();
        var to = DemoFolders.Options(folder.At("demo"), japan).Url + "/offices/poc";
        for (var i = 0; i < 5; i++) ids.Add(await TestActs.RequestAsync(rs, to));
        await Task.Delay(300);
        await using var jp = await NodeHost.StartAsync(DemoFolders.Options(folder.At("demo"), japan), law);
        await TestFederation.UntilAsync(() => Entries(jp, ids).Count == 5, "all five at Japan");
        var entries = Entries(jp, ids);
        Assert.Equal(entries.Order(), entries);
    }

    private static List<long> Entries(NodeHost node, List<Digest> ids)
    {
        using var sql = node.Core.Database.Read();
        return [.. ids.Select(id => DossierTables.Find(sql, id)?.Entry).OfType<long>()];
    }

    private static DemoMember Member(string name) => DemoMembers.All.First(m => m.Name == name);
}
