using System.Diagnostics;
using Comity.Node.Demo;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Proof;
using Comity.Trust;

namespace Comity.Node.Tests;

/// <summary>Each node a process of its own. After every step one of them is killed (SIGKILL, no farewell) and started again while the next step is under way.</summary>
[Trait("Spec", "receipt/R25")]
public sealed class KillTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, Process> _nodes = [];
    private readonly List<string> _killed = [];

    private string Data => _folder.At("demo");

    public void Dispose()
    {
        foreach (var node in _nodes.Values) Kill(node);
        _folder.Dispose();
    }

    [Fact]
    public async Task Killing_any_node_at_any_step_loses_nothing()
    {
        var stop = TestContext.Current.CancellationToken;
        var law = LawShelf.Load();
        await DemoFolders.PrepareAsync(Data, law, DemoFederation.Ports(Data));
        var links = new Dictionary<string, IReadOnlyList<(Officer Officer, string Link)>>();
        foreach (var member in DemoMembers.All) links[member.Name] = await DemoFolders.LinksAsync(Data, member, law);
        foreach (var member in DemoMembers.All) await StartAsync(member, stop);
        string Link(string name, string office) => links[name].First(l => l.Officer.Office == office).Link;
        var cast = new JourneyCast(Link("rs", "poc"), Link("rs", "ca"), Link("jp", "poc"), Link("jp", "ca"), Link("examplecloud", "response"));

        var result = await new Journey(cast, step => KillNextAsync(step, stop)).PlayAsync(stop);

        foreach (var member in DemoMembers.All) Assert.Contains(member.Name, _killed);
        foreach (var node in _nodes.Values) Kill(node);
        _nodes.Clear();
        var report = BundleVerifier.Verify(result.Bundle, [Anchor()]);
        Assert.True(report.Holds, report.Failure?.Message);
        foreach (var member in DemoMembers.All) await NothingIsLostAsync(member, law);
    }

    /// <summary>Opening checks the log against every word of it that was signed; each act is there once and has its verdict.</summary>
    private async Task NothingIsLostAsync(DemoMember member, LawShelf law)
    {
        using var folder = NodeFolder.Open(DemoFolders.PathOf(Data, member));
        var core = NodeCore.Open(folder, law, TimeProvider.System);
        using (var sql = core.Database.Read())
        {
            Assert.Equal(0, sql.Scalar<long>("SELECT count(*) FROM statement WHERE verdict IS NULL OR verdict <> 'validated'"));
            Assert.Equal(0, sql.Scalar<long>("SELECT count(*) - count(DISTINCT jti) FROM statement"));
            Assert.Equal(0, sql.Scalar<long>("SELECT count(*) FROM outbox WHERE done IS NULL AND kind = 'Statement'"));
        }

        await core.CloseAsync();
    }

    private PinnedAnchor Anchor()
    {
        using var folder = NodeFolder.Open(DemoFolders.PathOf(Data, DemoMembers.All.First(m => m.Kind == NodeKind.Anchor)));
        return new(EntityId.Parse(folder.Settings!.Url), folder.Key(NodeKeys.Root).Public.Jwk);
    }

    /// <summary>Kills the next node in turn and starts it again shortly after, while the journey goes on.</summary>
    private async Task KillNextAsync(JourneyStep step, CancellationToken stop)
    {
        var member = DemoMembers.All[_killed.Count % DemoMembers.All.Count];
        _killed.Add(member.Name);
        Kill(_nodes[member.Name]);
        await StartAsync(member, stop, wait: false);
        // A bundle exported while the witness is away says so and is not proof against everyone (R42): the export finds all four up.
        if (step.Name == Journey.BeforeExport) foreach (var each in DemoMembers.All) await ListeningAsync(each, stop);
    }

    private async Task StartAsync(DemoMember member, CancellationToken stop, bool wait = true)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(NodeHost).Assembly.Location, "serve", "--data", DemoFolders.PathOf(Data, member)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _nodes[member.Name] = process;
        if (wait) await ListeningAsync(member, stop);
    }

    private async Task ListeningAsync(DemoMember member, CancellationToken stop)
    {
        var url = NodeFolder.SettingsOf(DemoFolders.PathOf(Data, member))!.Url;
        using var http = new HttpClient(Exchange.Loopback.Handler());
        for (var i = 0; i < 600; i++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(url + "/health"), stop);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            await Task.Delay(100, stop);
        }

        Assert.Fail($"{member.Name} did not start within a minute.");
    }

    private static void Kill(Process process)
    {
        process.Kill(); // SIGKILL
        process.WaitForExit();
        process.Dispose();
    }
}
