using System.Net;
using System.Net.Sockets;
using Comity.Node;
using Comity.Node.Law;
using Microsoft.Playwright;

namespace Comity.Browser.Tests;

/// <summary>Sets up an empty node as two people do it: in a browser, each with two passkeys.</summary>
public sealed class SetUpInBrowserTests : IDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly string _folder = Directory.CreateTempSubdirectory("comity-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Spec", "approval/R13")]
    public async Task Two_persons_set_up_a_node_and_one_of_them_signs_in_with_the_passkey()
    {
        if (!File.Exists(Chromium)) Assert.Skip($"{Chromium} is missing.");
        await using var node = await StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        await AddAuthenticatorAsync(page);
        await page.GotoAsync(node.Cell.SetUpLink);
        await page.CheckAsync("input[name=kind][value=anchor]");
        await page.FillAsync("#name", "Secretariat of the network");
        await page.SelectOptionAsync("select[name=party]", "FR");
        await LookAsync(page, "set-up-1");
        await page.ClickAsync("text=Continue");
        await EnrolAsync(page, 1, "Claire Dumas");
        await LookAsync(page, "set-up-2");
        await EnrolAsync(page, 2, "Paul Roy");
        await page.ClickAsync("text=Finish and ask the anchor");
        await LookAsync(page, "set-up-3");
        await page.ClickAsync("text=Go to sign-in");
        await page.ClickAsync("text=Sign in with a passkey");
        await Assertions.Expect(page.Locator("nav[aria-label=Main]")).ToBeVisibleAsync();
        await LookAsync(page, "desk");
        await page.GotoAsync(node.Cell.Url + "/officers");
        await Assertions.Expect(page.GetByText("sign-in passkey, approval passkey")).ToHaveCountAsync(2);
        await LookAsync(page, "officers");
    }

    private async Task<NodeHost> StartAsync()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return await NodeHost.StartAsync(new(_folder, $"http://anchor.localhost:{port}", new(IPAddress.Loopback, port)), LawShelf.Load(), stop: Stop);
    }

    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static async Task EnrolAsync(IPage page, int number, string name)
    {
        await page.FillAsync($"#name-{number}", name);
        await page.FillAsync($"#title-{number}", "Registrar");
        await page.Locator($"form:has(#name-{number}) button").ClickAsync();
        await Assertions.Expect(page.GetByText("enrolled", new() { Exact = true })).ToHaveCountAsync(number);
    }

    /// <summary>A picture to look at, where somebody asked for pictures.</summary>
    private static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("COMITY_LOOKS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}
