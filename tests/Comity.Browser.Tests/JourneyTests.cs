using System.Globalization;
using Comity.Node.Demo;
using Comity.Proof;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Comity.Browser.Tests;

/// <summary>The journey of docs/scenarios.md, S0, played in a browser by five people at their own desks.</summary>
public sealed class JourneyTests(Stage stage)
{
    private const string Case = "Hospital ransomware, account log-ins", Records = "log-ins-2026-11.csv";

    [Fact]
    [Trait("Provision", "ets-185/29")]
    [Trait("Provision", "ets-185/31")]
    public async Task A_request_crosses_the_border_and_the_evidence_comes_back()
    {
        await using var serbia = await stage.InvestigatorAsync();
        await using var japan = await stage.DutyOfficerAsync();
        await using var provider = await stage.OfficerAsync(DemoMembers.Provider, "Sora Nakai");
        await using var serbianAuthority = await stage.OfficerAsync(DemoMembers.Serbia, "Ana Petrović");
        await using var japaneseAuthority = await stage.OfficerAsync(DemoMembers.Japan, "Yuki Tanabe");
        await japan.MarkDocumentAsync();

        await FindTheLawfulWayAsync(serbia);
        await WriteAsync(serbia);
        await SendAsync(serbia);
        await ArrivesAsync(serbia, japan);
        await GrantAndOrderAsync(japan);
        await PreserveAsync(provider, japan, serbia);
        await AskForTheDataAsync(serbianAuthority, japaneseAuthority);
        await ProduceAsync(provider, japaneseAuthority);
        await OpenAndExportAsync(serbianAuthority, japaneseAuthority);
        await using var registrar = await stage.OfficerAsync(DemoMembers.Secretariat, "Claire Dumas");
        await LookAroundAsync(serbianAuthority, japan, registrar);
        OfficerPage.ExpectNoComplaints(serbia, japan, provider, serbianAuthority, japaneseAuthority, registrar);
    }

    /// <summary>Step 1: open and closed ways, each with its reason; what the data do not know is asked.</summary>
    private static async Task FindTheLawfulWayAsync(OfficerPage serbia)
    {
        await serbia.SayNeedAsync();
        await serbia.SeesAsync("CETS 224");
        await serbia.SeesAsync("3 of 5");
        await serbia.SayNoTreatyAsync();
        await serbia.LookAsync("request-1");
        await serbia.Way(Requests.Preservation).ClickAsync();
    }

    /// <summary>Step 2: what is missing is named with the paragraph that asks for it; the count follows what is typed; the draft keeps itself.</summary>
    private static async Task WriteAsync(OfficerPage serbia)
    {
        await serbia.FillAsync(("title", Case));
        await serbia.Page.Locator("button[value='review']").ClickAsync();
        await Expect(serbia.Page.Locator(".errors")).ToContainTextAsync("29(2)(e)");
        var score = serbia.Page.Locator("[data-score]");
        await Expect(score).ToHaveTextAsync("4"); // three are known from step 1, and the offence by its name
        await serbia.LookAsync("request-2");
        await serbia.FillAsync(Requests.Elements);
        await Expect(score).ToHaveTextAsync("6");
        await Expect(serbia.Page.Locator("[data-saved]")).ToContainTextAsync("Draft saved");
        await serbia.ReviewAsync();
        await serbia.LookAsync("request-3");
    }

    /// <summary>Step 3: the exact text, the approval, the receipt.</summary>
    private static async Task SendAsync(OfficerPage serbia)
    {
        await serbia.SeesAsync("approve");
        await serbia.ApproveAsync();
        await serbia.SeesAsync("Not yet read");
    }

    /// <summary>Step 4: on a desk that was open all the time the case appears; reading it is told to Serbia.</summary>
    private static async Task ArrivesAsync(OfficerPage serbia, OfficerPage japan)
    {
        await Expect(japan.Row(Case)).ToBeVisibleAsync();
        await japan.ExpectSameDocumentAsync();
        await japan.LookAsync("desk");
        await serbia.MarkDocumentAsync();
        await japan.OpenCaseAsync(Case);
        await japan.SeesAsync("verified: RS 24/7 point of contact");
        await Expect(serbia.Page.Locator("#thread")).ToContainTextAsync("Read ");
        await serbia.ExpectSameDocumentAsync();
    }

    /// <summary>Grants, and in the same step orders the provider to preserve, in a linked dossier.</summary>
    private static async Task GrantAndOrderAsync(OfficerPage japan)
    {
        await japan.ChooseAsync("granted");
        await japan.SeesAsync("no instrument lists them");
        await japan.FillAsync(("order.el.16.legal-basis", "Provision named by the exercise"), ("order.el.16.data", Requests.Data));
        await japan.LookAsync("grant");
        await japan.ReviewAsync();
        await japan.ApproveAsync();
    }

    /// <summary>Step 5: the provider preserves, Japan says so, Serbia sees it.</summary>
    private static async Task PreserveAsync(OfficerPage provider, OfficerPage japan, OfficerPage serbia)
    {
        await provider.OpenCaseAsync(Case);
        await provider.PerformAsync("granted");
        await provider.PerformAsync("preservation-effected");
        await japan.OpenAsync("/");
        await japan.OpenCaseAsync(Case, from: "RS");
        await japan.PerformAsync("preservation-effected");
        await japan.SeesAsync("Two clocks");
        await Expect(serbia.Page.Locator("#dossier-head")).ToContainTextAsync("Preserved");
        await serbia.ExpectSameDocumentAsync();
    }

    /// <summary>Step 6: mutual assistance, prefilled; Japan sets a condition, and delivers nothing before it is accepted.</summary>
    private static async Task AskForTheDataAsync(OfficerPage serbia, OfficerPage japan)
    {
        await serbia.OpenAsync("/");
        await serbia.OpenCaseAsync(Case);
        await serbia.ChooseAsync("request", Requests.Assistance);
        await Expect(serbia.Named("el.31.data")).ToHaveValueAsync(Requests.Elements[1].Text);
        await serbia.FillAsync(("el.31.facts", "On 14 November 2026 the systems of a hospital were encrypted. The log-ins show from where the intruder came."), ("el.31.legal-basis", "Provision named by the exercise"));
        await serbia.ReviewAsync();
        await serbia.ApproveAsync();

        await japan.OpenAsync("/");
        await japan.OpenCaseAsync(Case, from: "RS");
        await japan.PerformAsync("granted-on-condition");
        await Expect(japan.Act("delivery")).Not.ToBeAttachedAsync();
        await serbia.PerformAsync("condition-accepted");
        await Expect(japan.Act("delivery")).ToBeAttachedAsync();
    }

    /// <summary>The order to produce; the provider uploads through the form, sealed to Japan; Japan opens, and sends the same objects on.</summary>
    private static async Task ProduceAsync(OfficerPage provider, OfficerPage japan)
    {
        var foreign = japan.Page.Url;
        await japan.PerformAsync("instruction", Requests.Production,
            ("el.18.legal-basis", "Warrant named by the exercise"), ("el.18.time", TimeProvider.System.GetUtcNow().AddDays(10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        await provider.PerformAsync("granted");
        await provider.ChooseAsync("delivery");
        await provider.Page.Locator("#files").SetInputFilesAsync(new FilePayload { Name = Records, MimeType = "text/csv", Buffer = Rows() });
        await provider.Button("Upload and seal").ClickAsync();
        await Expect(provider.Page.Locator("#upload table")).ToContainTextAsync(Records);
        await provider.LookAsync("upload");
        await provider.ReviewAsync();
        await provider.ApproveAsync();

        await OpenEvidenceAsync(japan);
        await japan.OpenAsync(foreign);
        await japan.ChooseAsync("delivery");
        await japan.Button("Send on").ClickAsync();
        await Expect(japan.Page.Locator("#upload table")).ToContainTextAsync(Records);
        await japan.ReviewAsync();
        await japan.ApproveAsync();
    }

    /// <summary>From the dossier's page to the opened package.</summary>
    private static async Task OpenEvidenceAsync(OfficerPage officer)
    {
        await officer.Page.Locator("#facts a[href^='/evidence/']").First.ClickAsync();
        await officer.Page.Locator("#purpose").FillAsync("Attribution of the intrusion");
        await officer.Button("Check the seal and open").ClickAsync();
        await officer.SeesAsync("Seal intact");
        await officer.SeesAsync(Records);
    }

    /// <summary>Step 7: Serbia opens the evidence, sees custody and the use limitation, and exports a bundle that proves all of it.</summary>
    private async Task OpenAndExportAsync(OfficerPage serbia, OfficerPage japan)
    {
        await OpenEvidenceAsync(serbia);
        await serbia.SeesAsync("28(2)");
        await serbia.SeesAsync("Chain of custody");
        await serbia.LookAsync("evidence");
        await Expect(japan.Page.Locator("#facts")).ToContainTextAsync("Opened there");
        await japan.LookAsync("dossier");
        var download = await serbia.Page.RunAndWaitForDownloadAsync(() => serbia.Page.GetByRole(AriaRole.Link, new() { Name = "Proof bundle" }).ClickAsync());
        var bundle = await File.ReadAllBytesAsync(await download.PathAsync());
        var anchor = stage.Demo.Anchor();
        var report = BundleVerifier.Verify(bundle, [anchor]);
        Assert.True(report.Holds, report.Failure?.ToString());
        bundle[bundle.Length / 3] ^= 1;
        Assert.NotNull(BundleVerifier.Verify(bundle, [anchor]).Failure);
    }

    /// <summary>The pages beside the way.</summary>
    private static async Task LookAroundAsync(OfficerPage serbia, OfficerPage japan, OfficerPage registrar)
    {
        await japan.OpenAsync("/");
        await japan.LookAsync("desk-after");
        foreach (var (path, name) in ((string, string)[])
            [("/evidence", "evidence-list"), ("/log", "log"), ("/law/ets-185/29", "law"), ("/officers", "officers"), ("/help", "help")])
        {
            await serbia.OpenAsync(path);
            await serbia.LookAsync(name);
        }

        await registrar.OpenAsync("/members");
        await registrar.LookAsync("members");
    }

    /// <summary>The records that the invented provider hands over.</summary>
    private static byte[] Rows() => System.Text.Encoding.UTF8.GetBytes(
        "time_utc,account,address,port\n2026-11-14T21:07:44Z,med-backup@examplecloud.example,198.51.100.23,51514\n2026-11-14T23:52:10Z,med-backup@examplecloud.example,198.51.100.23,51760\n");
}
