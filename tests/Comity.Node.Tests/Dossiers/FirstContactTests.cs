using Comity.Dossiers;
using Comity.Node.Demo;
using Comity.Node.Dossiers;
using Comity.Node.Law;
using Comity.Node.Trust;
using Comity.Trust;

namespace Comity.Node.Tests.Dossiers;

/// <summary>Two persons at a first contact, where the receiving office asks for it (R12): between two nodes, of which Japan's point of contact asks.</summary>
[Trait("Spec", "statement/R12")]
public sealed class FirstContactTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private DemoFederation _federation = null!;

    private NodeHost Serbia => _federation["rs"];

    private string Asking => _federation["jp"].Core.Settings.OfficeId("poc");

    public async ValueTask InitializeAsync() => _federation = await DemoFederation.StartAsync(
        _folder.At("demo"), new(LawFolder.Load(LawFolder.Beside)), default, members: [.. DemoMembers.All.Select(m => m.Name == "jp" ? m with { Offices = [.. m.Offices.Select(o => o with { TwoAtFirstContact = o.Name == "poc" })] } : m)]);

    public async ValueTask DisposeAsync()
    {
        await _federation.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void The_wish_stands_in_the_signed_metadata_that_peers_see()
    {
        using var sql = Serbia.Core.Database.Read();
        var trust = new TrustDesk(Serbia.Core);
        OfficeStanding Judge(string office) => trust.Judge(office, Serbia.Core.Now, TrustTables.OfficeMaterial(sql, office));
        Assert.True(Judge(Asking).TwoAtFirstContact);
        Assert.False(Judge(_federation["jp"].Core.Settings.OfficeId("ca")).TwoAtFirstContact);
    }

    [Fact]
    public async Task The_author_cannot_seal_a_first_contact_for_one_person_and_needs_one_once_they_have_met()
    {
        var alone = await Assert.ThrowsAsync<RefusedException>(() => TestActs.RequestAsync(Serbia, Asking));
        Assert.Equal(RefusalCode.Approval, alone.Code);

        var first = await TestActs.RequestAsync(Serbia, Asking, persons: 2);
        Assert.False((await VerdictAsync(first)).Rejected);
        var second = await TestActs.RequestAsync(Serbia, Asking);
        Assert.False((await VerdictAsync(second)).Rejected);
    }

    [Fact]
    public async Task The_receiver_demands_two_whatever_the_author_believes_and_a_rejection_is_no_contact()
    {
        await Serbia.Core.Writer.RunAsync(t => t.Sql.Run("UPDATE member_office SET two_at_first_contact = 0"));
        for (var i = 0; i < 2; i++)
        {
            var verdict = await VerdictAsync(await TestActs.RequestAsync(Serbia, Asking));
            Assert.Equal(RefusalCode.Approval, verdict.Reason);
        }
    }

    [Fact]
    public async Task An_answer_to_the_one_who_wrote_first_is_no_first_contact_though_its_verdict_is_still_under_way()
    {
        var central = new DemoOffice(_federation["jp"], "poc");
        var request = await TestActs.RequestAsync(_federation["jp"], Serbia.Core.Settings.OfficeId("poc")); // Serbia asks for nothing of the kind
        await TestFederation.UntilAsync(() => Stored(Serbia, request) is not null, "Japan's request in Serbia");
        await _federation["jp"].Core.Writer.RunAsync(t => t.Sql.Run("UPDATE statement SET verdict = NULL, verdict_by = NULL, verdict_at = NULL WHERE id = $1", request));
        var answer = new DemoOffice(Serbia, "poc").Writes(central, Stored(Serbia, request)!.Claims.Dossier, ActType.Granted, re: request);
        var granted = await TestActs.SealAsync(Serbia, new("poc", answer, [], new HashSet<string>()));
        Assert.False((await VerdictAsync(granted)).Rejected);
    }

    private async Task<Verdict> VerdictAsync(Digest statement)
    {
        await TestFederation.UntilAsync(() => Stored(Serbia, statement)?.Verdict is not null, "a verdict");
        return Stored(Serbia, statement)!.Verdict!;
    }

    private static StoredStatement? Stored(NodeHost host, Digest statement)
    {
        using var sql = host.Core.Database.Read();
        return DossierTables.Find(sql, statement);
    }
}
