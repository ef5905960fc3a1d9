using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Node.Demo;
using Comity.Node.Dossiers;
using Comity.Node.Exchange;
using Comity.Node.Law;
using Comity.Node.Ledger;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Node.Tests;

/// <summary>The demo federation in a folder of its own, with short words for tests that write acts without the pages.</summary>
internal sealed class TestFederation : IAsyncDisposable
{
    private static readonly LawShelf Law = LawShelf.Load();
    private readonly TestFolder _folder = new();
    private DemoFederation _demo = null!;

    internal NodeHost this[string name] => _demo[name];

    internal DemoFederation Demo => _demo;

    internal static async Task<TestFederation> StartAsync()
    {
        var federation = new TestFederation();
        federation._demo = await DemoFederation.StartAsync(federation._folder.At("demo"), Law, default);
        return federation;
    }

    internal T Of<T>(string node)
        where T : notnull => this[node].Services.GetRequiredService<T>();

    /// <summary>Serbia's request for preservation to Japan, with every element, approved and sealed.</summary>
    internal Task<Digest> RequestAsync(Urgency urgency = Urgency.None, string? without = null, int persons = 1, SoloTerms? solo = null) =>
        TestActs.RequestAsync(this[DemoMembers.Serbia], OfficeOf(DemoMembers.Japan, "poc"), urgency, without, persons, solo);

    internal string OfficeOf(string name, string office) => this[name].Core.Settings.OfficeId(office);

    internal StoredStatement? Stored(string name, Digest statement)
    {
        using var sql = this[name].Core.Database.Read();
        return DossierTables.Find(sql, statement);
    }

    /// <summary>What the courier would post for a statement.</summary>
    internal JsonObject Parcel(string name, Digest statement)
    {
        using var sql = this[name].Core.Database.Read();
        var stored = DossierTables.Find(sql, statement)!;
        var officers = TrustTables.Material(sql, stored.Material).Texts.Where(t => t.Contains('~', StringComparison.Ordinal));
        return new()
        {
            ["statement"] = DossierTables.Presented(sql, stored).Text,
            ["trust"] = Of<OwnTrust>(name).For(this[name].Core.Settings.OfficeName(stored.Claims.Issuer)!).With(officers).ToJson(),
        };
    }

    internal Task<InboxAnswer> PostAsync(string to, JsonObject parcel) => Of<Inbox>(to).ReceiveAsync(StrictJson.ParseObject(System.Text.Encoding.UTF8.GetBytes(parcel.ToJsonString()), "The parcel"));

    internal long LogSize(string name)
    {
        using var sql = this[name].Core.Database.Read();
        return LedgerTables.Size(sql);
    }

    internal static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var i = 0; i < 600; i++)
        {
            if (holds()) return;
            await Task.Delay(50);
        }

        Assert.Fail("Waited 30 s for: " + what);
    }

    public async ValueTask DisposeAsync()
    {
        await _demo.DisposeAsync();
        _folder.Dispose();
    }
}
