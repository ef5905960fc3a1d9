using Comity.Node;
using Comity.Node.Demo;
using Comity.Node.Law;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Comity.Browser.Tests.Stage))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Comity.Browser.Tests;

/// <summary>The demo federation and a browser, once for all tests. Without Chromium nothing is started and every test is skipped.</summary>
public sealed class Stage : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    // No sandbox: tests may run as root. The rest keeps the browser from talking to anybody but the nodes.
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly string _folder = Directory.CreateTempSubdirectory("comity-browser-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private DemoFederation? _demo;

    internal DemoFederation Demo => _demo!;

    /// <summary>The root of the working copy.</summary>
    internal static string Root { get; } = Above(AppContext.BaseDirectory);

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium)) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Flags });
        _demo = await StartAsync(LawShelf.Load());
        Assertions.SetDefaultExpectTimeout(OfficerPage.Patience);
    }

    /// <summary>Another program may take the same free ports in the same moment; then once more with others.</summary>
    private async Task<DemoFederation> StartAsync(LawShelf law)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await DemoFederation.StartAsync(Path.Combine(_folder, $"demo-{i}"), law, CancellationToken.None);
            }
            catch (NodeFault) when (i < 5)
            {
            }
        }
    }

    /// <summary>An officer at a browser of their own, signed in by the demo's link.</summary>
    internal async Task<OfficerPage> OfficerAsync(string node, string name, bool script = true)
    {
        if (_browser is null) Assert.Skip($"{Chromium} is not installed: the pages were not tried in a browser.");
        return await OfficerAsync(Demo, node, name, script);
    }

    /// <summary>The same in another federation than the one of all tests: one that a test may stop and start.</summary>
    internal async Task<OfficerPage> OfficerAsync(DemoFederation federation, string node, string name, bool script = true)
    {
        if (_browser is null) Assert.Skip($"{Chromium} is not installed: the pages were not tried in a browser.");
        return await OfficerPage.SignInAsync(_browser, federation.Links(node).First(l => l.Officer.Name == name).Link, script);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_demo is not null) await _demo.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Above(string folder) => File.Exists(Path.Combine(folder, "Comity.slnx")) ? folder : Above(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside a working copy."));
}
