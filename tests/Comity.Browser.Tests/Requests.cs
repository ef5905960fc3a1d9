using Comity.Node.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Comity.Browser.Tests;

/// <summary>Serbia's request for preservation, written by hand in three steps.</summary>
internal static class Requests
{
    internal const string Preservation = "ch.185.29", Assistance = "ch.185.31", Production = "pw.185.18.1.a";

    internal const string Data = "Log-in records (time, address, source port) of account med-backup@examplecloud.example, 1 to 21 November 2026, UTC.";

    internal static readonly (string Field, string Text)[] Elements =
    [
        ("el.29.offence", "Data interference (Art. 4 ETS 185). On 14 November 2026 the systems of a hospital were encrypted and a ransom note was left."),
        ("el.29.data", Data + " The intruder used the account to take the back-ups."),
        ("el.29.necessity", "The provider keeps log-in records for a short time only, and no other copy is known."),
    ];

    internal static Task<OfficerPage> InvestigatorAsync(this Stage stage, bool script = true) => stage.OfficerAsync(DemoMembers.Serbia, "Marko Ilić", script);

    internal static Task<OfficerPage> DutyOfficerAsync(this Stage stage) => stage.OfficerAsync(DemoMembers.Japan, "Haruka Mori");

    /// <summary>Step 1 as far as the ways: says what is needed.</summary>
    internal static async Task SayNeedAsync(this OfficerPage officer, string urgency = "volatile")
    {
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "New request" }).First.ClickAsync();
        await officer.Named("data").SelectOptionAsync("traffic");
        await officer.Named("to").SelectOptionAsync(new SelectOptionValue { Label = "Japan" });
        await officer.Named("holder").SelectOptionAsync("ExampleCloud K.K.");
        await officer.Named("offence").SelectOptionAsync("off.185.4");
        await officer.Named("issuer").SelectOptionAsync("competent-authority");
        await officer.Page.Locator($"[name='urgency'][value='{urgency}']").CheckAsync();
        await officer.Button("Show the ways").ClickAsync();
    }

    /// <summary>The treaty that the data do not know of: the exercise's answer is that none binds.</summary>
    internal static async Task SayNoTreatyAsync(this OfficerPage officer)
    {
        await officer.Page.Locator("input[type='radio'][name='treaty'][value='none']").CheckAsync();
        await officer.Button("Show the ways").ClickAsync();
        await Expect(officer.Page.Locator("input[type='radio'][name='treaty'][value='none']")).ToBeCheckedAsync();
    }

    internal static ILocator Way(this OfficerPage officer, string channel) => officer.Page.Locator($"form[action='/requests']:has(input[name='channel'][value='{channel}']) button");

    /// <summary>All three steps up to the review.</summary>
    internal static async Task WriteRequestAsync(this OfficerPage officer, string title, string urgency = "volatile")
    {
        await officer.SayNeedAsync(urgency);
        await officer.SayNoTreatyAsync();
        await officer.Way(Preservation).ClickAsync();
        await officer.FillAsync([("title", title), .. Elements]);
        await officer.ReviewAsync();
    }

    /// <summary>A case on the desk. <paramref name="from"/> tells a request of another State from the domestic order of the same title.</summary>
    internal static ILocator Row(this OfficerPage officer, string title, string from = "") =>
        officer.Page.Locator($"#desk tr{(from.Length > 0 ? $":has(abbr:text-is('{from}'))" : "")}", new() { HasText = title });

    /// <summary>Has the log checked, and returns to the desk.</summary>
    internal static async Task CheckLogAsync(this OfficerPage officer)
    {
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Check the log" }).ClickAsync();
        await officer.Button("Check the log now").ClickAsync();
        await Expect(officer.Page.Locator("#strip")).ToContainTextAsync("Log consistent");
        await officer.OpenAsync("/");
    }

    /// <summary>Opens a case from the desk.</summary>
    internal static async Task OpenCaseAsync(this OfficerPage officer, string title, string from = "")
    {
        await officer.Row(title, from).Locator("a.ref").First.ClickAsync();
        await officer.Page.WaitForURLAsync(OfficerPage.DossierUrl());
    }
}
