using System.Text;
using Comity.Law;
using Comity.Node.Demo;
using Comity.Node.Law;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Comity.Browser.Tests;

/// <summary>The forms that the law data make: mutual assistance with its circumstances, refusing with a code, going against the data, and data that have changed since.</summary>
public sealed class WizardTests(Stage stage)
{
    private static readonly (string Field, string Text)[] Assistance =
    [
        ("el.31.requested", "Central authority of Japan."), ("el.31.offence", "Data interference, up to five years."), ("el.31.facts", "The systems of a hospital were encrypted; the log-ins lead to the intruder."),
        ("el.31.data", Requests.Data), ("el.31.provider", "ExampleCloud K.K."),
    ];

    [Fact]
    public async Task Mutual_assistance_has_its_own_form_whose_circumstances_make_elements_due_and_is_refused_with_a_code()
    {
        const string Title = "Log-ins wanted, refused with a code";
        await using var serbia = await stage.OfficerAsync(DemoMembers.Serbia, "Ana Petrović");
        await using var japan = await stage.OfficerAsync(DemoMembers.Japan, "Yuki Tanabe");
        await serbia.SayNeedAsync("none");
        await serbia.SayNoTreatyAsync();
        await serbia.LookAsync("wizard-ways");
        await serbia.Way(Requests.Assistance).ClickAsync();
        await serbia.Named("el.31.status").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await serbia.FillAsync([("title", Title), .. Assistance]);
        await serbia.Page.Locator("[name='need.urgency'][value='volatile']").CheckAsync();
        await serbia.Page.Locator("[name='case.special-procedure']").CheckAsync();
        await serbia.Button("Save").ClickAsync();
        await serbia.SeesAsync("Closed: the asked State declared that requests go through its central authority.");
        await Expect(serbia.Named("el.31.vulnerable")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(serbia.Named("el.mla.procedure")).ToHaveAttributeAsync("aria-invalid", "true");
        await serbia.LookAsync("wizard-mutual-assistance");
        await serbia.FillAsync(("el.31.vulnerable", "The preservation ends in January."), ("el.mla.procedure", "Records certified by their custodian."), ("el.mla.urgency", "The preservation ends in January."));
        await serbia.ReviewAsync();
        await serbia.LookAsync("wizard-review");
        await serbia.Button("Approve with the exercise key").ClickAsync();

        await japan.Page.WaitForTimeoutAsync(1500);
        await japan.OpenAsync("/");
        await japan.OpenCaseAsync(Title);
        await japan.SeesAsync("No mutual assistance treaty binds the two, as the author answered");
        await japan.ChooseAsync("refused");
        await japan.LookAsync("refuse-codes");
        await japan.Button("Review").ClickAsync();
        await japan.SeesAsync("A refusal names its ground.");
        await japan.Page.Locator("[value='rg.requested-law.human-rights']").CheckAsync();
        await japan.FillAsync(("words", "Proceedings of that kind have been found unfair. An assurance could answer this."));
        await japan.ReviewAsync();
        await japan.SeesAsync("Human rights of a person concerned");
        await japan.Button("Approve with the exercise key").ClickAsync();
        await japan.OpenAsync("/");
        await japan.OpenCaseAsync(Title);
        await japan.SeesAsync("Ground: Human rights of a person concerned");
        OfficerPage.ExpectNoComplaints(serbia, japan);
    }

    [Fact]
    public async Task A_way_that_the_data_close_is_shown_with_its_reason_and_goes_out_only_with_one_by_keyboard_too()
    {
        await using var serbia = await stage.OfficerAsync(DemoMembers.Serbia, "Ana Petrović");
        await serbia.SayNeedAsync("none");
        await serbia.SayNoTreatyAsync();
        await serbia.Way("ch.224.8").ClickAsync();
        await serbia.Page.Locator("[name='title']").FocusAsync();
        await serbia.Page.Keyboard.TypeAsync("Against the data");
        await serbia.Page.Locator("[name='need.urgency'][value='none']").FocusAsync();
        await serbia.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(serbia.Page.Locator("[name='need.urgency'][value='volatile']")).ToBeCheckedAsync();
        await serbia.Button("Review").ClickAsync();
        await serbia.SeesAsync("closed between the two on that day");
        await serbia.LookAsync("wizard-against-the-data");
        OfficerPage.ExpectNoComplaints(serbia);
    }

    [Fact]
    public async Task A_dossier_shows_what_the_present_data_would_decide_otherwise()
    {
        const string Title = "Made under older data";
        var folder = Directory.CreateTempSubdirectory("comity-drift-").FullName;
        try
        {
            var federation = await DemoFederation.StartAsync(folder, LawShelf.Load(), default);
            await using (var officer = await stage.OfficerAsync(federation, DemoMembers.Serbia, "Marko Ilić"))
            {
                await officer.WriteRequestAsync(Title);
                await officer.ApproveAsync();
            }

            await federation.DisposeAsync();
            federation = await DemoFederation.StartAsync(folder, Changed(), default);
            await using (var officer = await stage.OfficerAsync(federation, DemoMembers.Serbia, "Marko Ilić"))
            {
                await officer.OpenCaseAsync(Title);
                await officer.SeesAsync("60 days by the data of the request, 90 days by the present");
                await officer.LookAsync("dossier-law-changed");
                OfficerPage.ExpectNoComplaints(officer);
            }

            await federation.DisposeAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static LawShelf Changed()
    {
        var files = LawFolder.Read(LawFolder.Beside);
        files["ets-185.yaml"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files["ets-185.yaml"]).Replace("duration: P60D", "duration: P90D", StringComparison.Ordinal));
        return new(LawRelease.Load(files));
    }
}
