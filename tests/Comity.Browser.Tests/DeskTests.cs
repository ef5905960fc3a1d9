using System.Text.RegularExpressions;
using Comity.Node.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Comity.Browser.Tests;

/// <summary>How the pages behave under the hands: live, by keyboard, without script.</summary>
public sealed class DeskTests(Stage stage)
{
    [Fact]
    public async Task An_emergency_of_two_persons_appears_on_the_desk_of_its_addressee_only_and_is_announced()
    {
        const string Title = "Threat to a school, sender of messages";
        await using var first = await stage.InvestigatorAsync();
        await using var second = await stage.OfficerAsync(DemoMembers.Serbia, "Jelena Kovač");
        await using var japan = await stage.DutyOfficerAsync();
        await using var provider = await stage.OfficerAsync(DemoMembers.Provider, "Sora Nakai");
        await japan.CheckLogAsync();
        foreach (var officer in (OfficerPage[])[japan, provider, second]) await officer.MarkDocumentAsync();
        await first.WriteRequestAsync(Title, "life");
        await first.Button("Approve with the exercise key").ClickAsync();
        await first.SeesAsync("It is sent by itself once the other person has.");

        await second.Page.Locator("#desk a", new() { HasText = Title }).ClickAsync();
        await second.ApproveAsync();
        await Expect(first.Page.Locator("#approval")).ToContainTextAsync("Validated");

        await Expect(japan.Page.Locator(".lane")).ToContainTextAsync(Title);
        await Expect(japan.Page.Locator("#announce")).ToHaveTextAsync("A new emergency is on the desk.");
        await japan.ExpectSameDocumentAsync();
        await japan.LookAsync("desk-emergency");
        await japan.ShootAsync("desk-emergency-window");
        Assert.DoesNotContain(Title, await provider.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        OfficerPage.ExpectNoComplaints(first, second, japan, provider);
    }

    [Fact]
    public async Task What_is_typed_outlives_leaving_the_page_and_going_back()
    {
        await using var officer = await stage.InvestigatorAsync();
        await officer.SayNeedAsync();
        await officer.SayNoTreatyAsync();
        await officer.Way(Requests.Preservation).ClickAsync();
        await officer.FillAsync(("title", "Kept while typing"));
        var draft = officer.Page.Url;
        await officer.OpenAsync("/"); // at once, before the draft has saved itself
        await Expect(officer.Page.Locator("#desk")).ToContainTextAsync("Kept while typing");
        await officer.Page.GoBackAsync();
        Assert.Equal(draft, officer.Page.Url);
        await Expect(officer.Named("title")).ToHaveValueAsync("Kept while typing");
        await officer.Page.GoForwardAsync();
        await Expect(officer.Page.Locator("#desk")).ToContainTextAsync("Kept while typing");
        OfficerPage.ExpectNoComplaints(officer);
    }

    [Fact]
    public async Task A_desk_reached_by_the_back_button_is_live_again()
    {
        const string Title = "Sent while the desk was left";
        await using var serbia = await stage.InvestigatorAsync();
        await using var japan = await stage.DutyOfficerAsync();
        await japan.OpenAsync("/atlas");
        await serbia.WriteRequestAsync(Title);
        await japan.Page.GoBackAsync();
        await japan.MarkDocumentAsync();
        await serbia.ApproveAsync();
        await Expect(japan.Row(Title)).ToBeVisibleAsync();
        await japan.ExpectSameDocumentAsync();
    }

    [Fact]
    public async Task Steps_one_to_three_need_no_mouse()
    {
        await using var officer = await stage.InvestigatorAsync();
        await officer.SayNeedAsync();
        await officer.SayNoTreatyAsync();
        await GoToAsync(officer, "button", "Start here");
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.Page.WaitForURLAsync(new Regex("/drafts/"));
        await TypeAsync(officer, "title", "By keyboard alone");
        foreach (var (field, text) in Requests.Elements) await TypeAsync(officer, field, text);
        await GoToAsync(officer, "button", "Review");
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.Page.WaitForURLAsync(new Regex("/review$"));
        await GoToAsync(officer, "button", "Approve with the exercise key");
        await officer.Page.Keyboard.PressAsync("Enter");
        await Expect(officer.Page.Locator("#approval")).ToContainTextAsync("Validated");
        await GoToAsync(officer, "a", "Open dossier");
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.Page.WaitForURLAsync(OfficerPage.DossierUrl());
        await officer.SeesAsync("By keyboard alone");
    }

    [Fact]
    public async Task Steps_one_to_three_need_no_script()
    {
        await using var officer = await stage.InvestigatorAsync(script: false);
        await officer.WriteRequestAsync("Without script");
        await officer.Button("Approve with the exercise key").ClickAsync();
        await officer.SeesAsync("Sealed, logged, and on its way");
        await officer.OpenAsync("/");
        await officer.OpenCaseAsync("Without script");
        await officer.SeesAsync("verified: RS 24/7 point of contact");
        await officer.Button("Switch light or dark theme").ClickAsync();
        await Expect(officer.Page.Locator("html")).ToHaveAttributeAsync("data-theme", new Regex("light|dark"));
        OfficerPage.ExpectNoComplaints(officer);
    }

    [Fact]
    public async Task A_purpose_half_typed_stays_when_the_page_is_refreshed_under_it()
    {
        await using var officer = await stage.InvestigatorAsync();
        await officer.Page.EvaluateAsync("""
            () => {
              const form = document.createElement('form')
              form.innerHTML = '<input id="purpose" name="purpose">'
              document.getElementById('desk').append(form)
            }
            """);
        await officer.Page.Locator("#purpose").FillAsync("Attribution of");
        await officer.Page.Locator("h1").ClickAsync(); // the focus has left
        await officer.Page.RunAndWaitForResponseAsync(
            () => { stage.Demo[DemoMembers.Serbia].Core.Live.Changed("desk"); return Task.CompletedTask; }, answer => answer.Url == officer.Page.Url);
        await Expect(officer.Page.Locator("#purpose")).ToHaveValueAsync("Attribution of");
        await officer.Page.Locator("#purpose").FillAsync("");
        await officer.Page.Locator("h1").ClickAsync();
        await Expect(officer.Page.Locator("#purpose")).Not.ToBeAttachedAsync(); // left as it was found: now the part may be replaced
    }

    private static async Task TypeAsync(OfficerPage officer, string field, string text)
    {
        await TabAsync(officer, $"e => e.name === '{field}'");
        await officer.Page.Keyboard.InsertTextAsync(text);
    }

    private static Task GoToAsync(OfficerPage officer, string tag, string text) => TabAsync(officer, $"e => e.matches('{tag}') && e.innerText.trim().startsWith('{text}')");

    /// <summary>Presses Tab until the wanted element has the focus, which must be seen.</summary>
    private static async Task TabAsync(OfficerPage officer, string wanted)
    {
        for (var i = 0; i < 150; i++)
        {
            await officer.Page.Keyboard.PressAsync("Tab");
            if (!await officer.Page.EvaluateAsync<bool>($"() => ({wanted})(document.activeElement)")) continue;
            Assert.NotEqual("none", await officer.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
            return;
        }

        Assert.Fail($"The keyboard does not reach {wanted} on {officer.Page.Url}.");
    }
}
