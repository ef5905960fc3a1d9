using System.Text;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Ledger;
using Comity.Node.Demo;
using Comity.Node.Dossiers;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Proof;
using Comity.Proof;
using Comity.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Node.Tests;

/// <summary>One demo federation for all tests of a class.</summary>
public sealed class RunningDemo : IAsyncLifetime
{
    internal TestFolder Folder { get; } = new();

    internal DemoFederation Federation { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Federation = await DemoFederation.StartAsync(Folder.At("demo"), LawShelf.Load(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Federation.DisposeAsync();
        Folder.Dispose();
    }
}

public sealed class BundleTests(RunningDemo demo) : IClassFixture<RunningDemo>
{
    private readonly TestFolder _folder = demo.Folder;
    private readonly DemoFederation _federation = demo.Federation;

    private PinnedAnchor Anchor => AnchorFile.Read(File.ReadAllBytes(DemoFolders.AnchorPath(_folder.At("demo"))));

    [Fact]
    [Trait("Spec", "bundle/1")]
    public async Task Both_sides_export_the_dossier_and_a_verifier_with_the_anchors_key_finds_it_valid()
    {
        var request = await PlayAsync();
        var dossier = Statement(DemoMembers.Serbia, request).Claims.Dossier;
        foreach (var member in new[] { DemoMembers.Serbia, DemoMembers.Japan })
        {
            var bundle = (await Desk(member).ExportAsync(dossier, Officer(member), CancellationToken.None))!;
            var report = BundleVerifier.Verify(bundle.Bytes, [Anchor]);
            Assert.True(report.Verdict == BundleVerdict.Valid, $"{member}: {report.Failure} {string.Join("; ", report.Notes)}");
            Assert.Equal(2, report.Statements);
            Assert.Contains(report.State, line => line.Contains("granted", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("Spec", "bundle/1")]
    public async Task The_command_says_where_a_changed_bundle_fails()
    {
        var request = await PlayAsync();
        var bundle = (await Desk(DemoMembers.Serbia).ExportAsync(Statement(DemoMembers.Serbia, request).Claims.Dossier, Officer(DemoMembers.Serbia), CancellationToken.None))!;
        var path = _folder.At("bundle.zip");
        await File.WriteAllBytesAsync(path, bundle.Bytes);
        string[] args = [path, "--anchor", DemoFolders.AnchorPath(_folder.At("demo")), "--json"];
        Assert.Equal(0, await VerifyCommand.Create().Parse(args).InvokeAsync());
        bundle.Bytes[bundle.Bytes.AsSpan().IndexOf("statements/"u8) + 200] ^= 1;
        await File.WriteAllBytesAsync(path, bundle.Bytes);
        Assert.Equal(1, await VerifyCommand.Create().Parse(args).InvokeAsync());
        Assert.StartsWith("statements/", BundleVerifier.Verify(bundle.Bytes, [Anchor]).Failure!.File, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "bundle/proofs")]
    public async Task Nobody_gets_a_proof_without_the_receipt_itself()
    {
        var request = await PlayAsync();
        StoredReceipt receipt;
        using (var sql = _federation[DemoMembers.Serbia].Core.Database.Read()) receipt = DossierTables.Receipts(sql, request).First(r => !r.Ours);
        var right = await AskAsync(receipt.Jti, Digest.Of(receipt.Jwt));
        Assert.Equal(Receipt.Parse(receipt.Jwt).Content.Log.Index, TlogProof.Parse(Encoding.UTF8.GetBytes(right["proofs"]![receipt.Jti]!.GetValue<string>())).Index);
        Assert.Empty((await AskAsync(receipt.Jti, Digest.Of("guess")))["proofs"]!.AsObject());
    }

    private async Task<JsonNode> AskAsync(string jti, Digest digest)
    {
        using var http = new HttpClient();
        var address = new Uri($"http://127.0.0.1:{new Uri(_federation[DemoMembers.Japan].Core.Settings.Url).Port}/exchange/proofs");
        using var content = new StringContent(new JsonObject { [jti] = digest.ToString() }.ToJsonString(), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content, Headers = { Host = new Uri(_federation[DemoMembers.Japan].Core.Settings.Url).Authority } };
        using var answer = await http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>Serbia asks, Japan grants; the id of the request.</summary>
    private async Task<Digest> PlayAsync()
    {
        string serbia = _federation[DemoMembers.Serbia].Core.Settings.OfficeId("poc"), japan = _federation[DemoMembers.Japan].Core.Settings.OfficeId("poc");
        var sides = new SidePair(_federation[DemoMembers.Serbia].Core.Settings.Url, _federation[DemoMembers.Japan].Core.Settings.Url);
        var law = _federation[DemoMembers.Serbia].Core.Law.Current.Digest;
        var opening = StatementDraft.Opening(serbia, japan, sides, ActType.Request, "ch.185.29", law, Terms.None with { Categories = ["traffic"], Offences = ["off.185.2"] }, _federation[DemoMembers.Serbia].Core.Random);
        var request = await WriteAsync(DemoMembers.Serbia, opening, ("title", "Log-in records"));
        await UntilAsync(() => Has(DemoMembers.Japan, request) && Has(DemoMembers.Serbia, request));
        var grant = await WriteAsync(DemoMembers.Japan, new StatementDraft
        {
            Issuer = japan, To = serbia, Dossier = opening.Dossier, Jti = StatementDraft.NewJti(_federation[DemoMembers.Japan].Core.Random), Type = ActType.Granted,
            Channel = null, Re = [request], Law = law, Terms = Terms.None,
        });
        await UntilAsync(() => Has(DemoMembers.Serbia, grant) && Has(DemoMembers.Japan, grant));
        return request;
    }

    private async Task<Digest> WriteAsync(string member, StatementDraft draft, params (string Name, string Text)[] disclosed)
    {
        var node = _federation[member];
        var desk = node.Services.GetRequiredService<ActDesk>();
        var officer = Officer(member);
        draft = draft with { Terms = draft.Terms with { Against = FindingsOf(node, draft, disclosed.Select(d => d.Name)) } };
        var act = desk.Prepare(new("poc", draft, [.. disclosed.Select(d => KeyValuePair.Create(d.Name, (JsonNode?)d.Text))], new HashSet<string>()));
        var key = await node.Services.CreateScope().ServiceProvider.GetRequiredService<Enrolment>().KeyAsync(officer);
        var origin = new Uri(node.Core.Settings.Url).GetLeftPart(UriPartial.Authority);
        var approval = new Approval(key.Statement.Id, ExerciseAuthenticator.Assert(key.ExerciseKey!, node.Core.Settings.Host, origin, act.Challenge), node.Core.Now);
        return (await desk.SealAsync([new(act, [approval], [key.Statement])]))[0];
    }

    private static IReadOnlyList<Finding> FindingsOf(NodeHost node, StatementDraft draft, IEnumerable<string> shown)
    {
        using var sql = node.Core.Database.Read();
        var file = DossierFile.Load(sql, draft.Dossier);
        var place = file.Statements.Count == 0 ? ChainPlace.First : file.Fold.PlaceFor(file.SideOf(node.Core.Settings.Url))!;
        var act = draft.At(place, node.Core.Now.ToUnixTimeSeconds(), Digest.Of("draft"));
        return node.Services.GetRequiredService<LawDesk>().FindingsFor(act, shown, node.Core.Settings.Offices[0].Roles, file.Fold)(file.Fold.With(act).StateBefore(act));
    }

    private BundleDesk Desk(string member) => _federation[member].Services.GetRequiredService<BundleDesk>();

    private Officer Officer(string member)
    {
        using var sql = _federation[member].Core.Database.Read();
        return OfficerStore.All(sql).First(o => o.Office == "poc");
    }

    private StoredStatement Statement(string member, Digest id)
    {
        using var sql = _federation[member].Core.Database.Read();
        return DossierTables.Find(sql, id)!;
    }

    private bool Has(string member, Digest id)
    {
        using var sql = _federation[member].Core.Database.Read();
        return DossierTables.Find(sql, id) is { Verdict: not null };
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 200 && !holds(); i++) await Task.Delay(50);
        Assert.True(holds());
    }
}
