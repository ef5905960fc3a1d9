using Comity.Node.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Comity.Browser.Tests;

/// <summary>The atlas under the hands: looked at in every shape, moved by mouse and keyboard, and without script.</summary>
public sealed class AtlasTests(Stage stage)
{
    private static readonly (string Path, string Name)[] Pages =
    [
        ("/atlas?on=2026-11-21", "atlas"), ("/atlas/status?treaty=ETS185&on=2026-11-21", "atlas-status"), ("/atlas/country/JP?on=2026-11-21", "atlas-country"),
        ("/atlas/pair?from=RS&to=JP&data=traffic&on=2026-11-21", "atlas-pair"), ("/atlas/pair?from=RS&to=JP&data=traffic&on=2026-11-21&channel=ch.185.25", "atlas-way"),
        ("/atlas/instruments?on=2026-11-21", "atlas-instruments"), ("/atlas/instrument/ets-185?on=2026-11-21", "atlas-instrument"), ("/atlas/channel/ch.185.29?on=2026-11-21", "atlas-channel"),
        ("/atlas/what-if?suppose=IE:ETS185:2026-12-01,NL:ETS185:29.4:2026-12-01", "atlas-what-if"), ("/atlas?treaty=ETS9&on=soon", "atlas-wrong"),
    ];

    [Fact]
    public async Task Every_page_looks_as_designed_in_every_shape()
    {
        await using var officer = await stage.DutyOfficerAsync();
        foreach (var (path, name) in Pages)
        {
            await officer.OpenAsync(path);
            await officer.LookAsync(name);
        }

        OfficerPage.ExpectNoComplaints(officer);
    }

    [Fact]
    public async Task The_slider_moves_the_map_by_the_keyboard_without_a_new_page_and_the_address_follows()
    {
        await using var officer = await stage.DutyOfficerAsync();
        await officer.OpenAsync("/atlas?treaty=ETS185&on=2012-11-01&country=JP");
        await officer.MarkDocumentAsync();
        var slider = officer.Page.GetByRole(AriaRole.Slider);
        await Expect(officer.Page.Locator("#country")).ToContainTextAsync("Party");
        await slider.FocusAsync();
        await officer.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(officer.Page.Locator("#country .badge").First).ToContainTextAsync("Consented");
        await Expect(slider).ToHaveAttributeAsync("aria-valuetext", "1 Oct 2012");
        await Expect(slider).ToBeFocusedAsync();
        await officer.Page.WaitForURLAsync("**/atlas?treaty=ETS185&on=2012-10-01&country=JP");
        await officer.Page.Keyboard.PressAsync("Home");
        await Expect(officer.Page.Locator("#country .badge").First).Not.ToContainTextAsync("Consented");
        await officer.ExpectSameDocumentAsync();
        OfficerPage.ExpectNoComplaints(officer);
    }

    [Fact]
    public async Task A_State_clicked_on_the_map_stands_beside_it_and_the_keyboard_goes_by_the_table()
    {
        await using var officer = await stage.DutyOfficerAsync();
        await officer.OpenAsync("/atlas?on=2026-11-21");
        await officer.Page.Locator("a[href*='country=BR'] use").First.ClickAsync(new() { Force = true });
        await Expect(officer.Page.Locator("#country h2")).ToHaveTextAsync("Brazil");
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "As table" }).FocusAsync();
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.SeesAsync("the map in words");
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Brazil" }).FocusAsync();
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.SeesAsync("Declarations and reservations");
        OfficerPage.ExpectNoComplaints(officer);
    }

    [Fact]
    public async Task Without_script_the_day_is_chosen_from_a_list_and_a_supposition_from_a_form()
    {
        await using var officer = await stage.OfficerAsync(DemoMembers.Serbia, "Marko Ilić", script: false);
        await officer.OpenAsync("/atlas?treaty=ETS185");
        await officer.Page.Locator("#day").SelectOptionAsync("2004-07-01");
        await officer.Page.Locator("#atlas-time button").ClickAsync();
        await Expect(officer.Page.Locator("#atlas-day")).ToHaveTextAsync("1 Jul 2004");
        await officer.OpenAsync("/atlas/what-if");
        await officer.Page.Locator("#c-country").SelectOptionAsync("IE");
        await officer.Page.Locator("#day").FillAsync("2026-12-01");
        await officer.Button("Suppose it").ClickAsync();
        await officer.SeesAsync("Hypothetical.");
        await officer.SeesAsync("Ireland asks");
        OfficerPage.ExpectNoComplaints(officer);
    }

    [Fact]
    public async Task On_paper_the_map_and_its_words_remain_and_the_controls_go()
    {
        await using var officer = await stage.DutyOfficerAsync();
        await officer.OpenAsync("/atlas/pair?from=RS&to=JP&data=traffic&on=2026-11-21");
        await officer.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(officer.Page.Locator("form.ask")).ToBeHiddenAsync();
        await Expect(officer.Page.Locator("#ways")).ToContainTextAsync("Expedited preservation");
        await officer.ShootAsync("atlas-pair-print");
    }
}
