using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Comity.Browser.Tests;

/// <summary>A person at a desk: clicks, types and reads, and notes down what the browser complains of.</summary>
internal sealed partial class OfficerPage : IAsyncDisposable
{
    /// <summary>How long a person waits for something to appear, in milliseconds. Long, because test machines are shared.</summary>
    internal const float Patience = 40_000;

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private OfficerPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"{page.Url}: {error}");
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400) _complaints.Add($"{answer.Request.Method} {answer.Url} answered {answer.Status}");
        };
    }

    internal IPage Page { get; }

    internal static async Task<OfficerPage> SignInAsync(IBrowser browser, string link, bool script)
    {
        var context = await browser.NewContextAsync(new() { JavaScriptEnabled = script, ViewportSize = new() { Width = 1440, Height = 900 }, AcceptDownloads = true });
        context.SetDefaultTimeout(Patience);
        var officer = new OfficerPage(context, await context.NewPageAsync());
        await officer.Page.GotoAsync(link);
        return officer;
    }

    /// <summary>Errors in the console, breaches of the content policy, answers of 400 and above, and what <see cref="Looks"/> found.</summary>
    internal static void ExpectNoComplaints(params IEnumerable<OfficerPage> officers)
    {
        var all = officers.SelectMany(o => o._complaints).Distinct().ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    internal void Complain(string what) => _complaints.Add(what);

    internal Task OpenAsync(string path) => Page.GotoAsync(new Uri(new Uri(Page.Url), path).ToString());

    internal ILocator Named(string field) => Page.Locator($"main [name='{field}']:not([type='hidden'])");

    internal ILocator Button(string text) => Page.GetByRole(AriaRole.Button, new() { Name = text }).First;

    internal Task SeesAsync(string words) => Expect(Page.Locator("#main")).ToContainTextAsync(words);

    /// <summary>The button of an act on a dossier's page. <paramref name="channel"/> where the act opens a request of its own.</summary>
    internal ILocator Act(string type, string channel = "") => Page.Locator(
        $"form[action$='/drafts']:has(input[name='type'][value='{type}']){(channel.Length > 0 ? $":has(input[name='channel'][value='{channel}'])" : ":not(:has(input[name='channel']))")}:not(:has(input[name='variant'])) button").First;

    /// <summary>Waits until the page offers the act, without reload, and chooses it.</summary>
    internal async Task ChooseAsync(string type, string channel = "")
    {
        var act = Act(type, channel);
        await Expect(act).ToBeAttachedAsync();
        if (!await act.IsVisibleAsync()) await Page.Locator("#other-acts summary").ClickAsync();
        await act.ClickAsync();
        await Page.WaitForURLAsync(DraftUrl());
    }

    /// <summary>Fills fields of a form by their names.</summary>
    internal async Task FillAsync(params (string Field, string Text)[] fields)
    {
        foreach (var (field, text) in fields) await Named(field).FillAsync(text);
    }

    internal async Task ReviewAsync()
    {
        await Page.Locator("button[name='go'][value='review']").ClickAsync();
        await Page.WaitForURLAsync(ReviewUrl());
    }

    /// <summary>Approves with the exercise key, and looks on until the other side has validated every act. Leads to the dossier.</summary>
    internal async Task ApproveAsync()
    {
        await Button("Approve with the exercise key").ClickAsync();
        await Expect(Page.Locator("#approval")).ToContainTextAsync("Validated");
        await Expect(Page.Locator("#approval")).Not.ToContainTextAsync("Not yet validated");
        await Page.Locator("#approval a.btn.go").First.ClickAsync();
        await Page.WaitForURLAsync(DossierUrl());
    }

    /// <summary>An act from its button to its receipt.</summary>
    internal async Task PerformAsync(string type, string channel = "", params (string Field, string Text)[] fields)
    {
        await ChooseAsync(type, channel);
        await FillAsync(fields);
        await ReviewAsync();
        await ApproveAsync();
    }

    /// <summary>Marks the document as it is now; <see cref="ExpectSameDocumentAsync"/> fails if it was loaded anew since.</summary>
    internal Task MarkDocumentAsync() => Page.EvaluateAsync("() => { window.unreloaded = true }");

    internal async Task ExpectSameDocumentAsync() => Assert.True(await Page.EvaluateAsync<bool>("() => window.unreloaded === true"), "The page was loaded anew.");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    [GeneratedRegex("/drafts/[^/]+$")]
    private static partial Regex DraftUrl();

    [GeneratedRegex("/drafts/[^/]+/review$")]
    private static partial Regex ReviewUrl();

    [GeneratedRegex("/dossiers/[^/]+$")]
    internal static partial Regex DossierUrl();
}
