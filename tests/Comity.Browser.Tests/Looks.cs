using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Comity.Browser.Tests;

/// <summary>Looks at a page as the design does: wide in both themes and narrow. Keeps a picture of each; sideways scroll and serious findings of axe are complaints of the officer.</summary>
internal static class Looks
{
    private const int Wide = 1440, High = 900;

    private static readonly (string Name, int Width, int Height, ColorScheme Theme)[] Shapes =
        [("dark", Wide, High, ColorScheme.Dark), ("390", 390, 844, ColorScheme.Light), ("light", Wide, High, ColorScheme.Light)];

    // The theme changes colours only, so the dark pass looks at them alone.
    private static readonly AxeRunOptions ColoursOnly = new() { RunOnly = new() { Type = "rule", Values = ["color-contrast"] } };

    internal static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Stage.Root, "artifacts", "screens")).FullName;

    /// <summary>Takes <c>NAME-light.png</c>, <c>-dark</c> and <c>-390</c>, and leaves the page wide and light.</summary>
    internal static async Task LookAsync(this OfficerPage officer, string name)
    {
        foreach (var shape in Shapes)
        {
            await officer.Page.EmulateMediaAsync(new() { ColorScheme = shape.Theme });
            await officer.Page.SetViewportSizeAsync(shape.Width, shape.Height);
            // A window as high as the page: what sticks to the foot is then at the foot of the picture.
            await officer.Page.SetViewportSizeAsync(shape.Width, Math.Max(shape.Height, await officer.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight")));
            var picture = $"{name}-{shape.Name}";
            await officer.ShootAsync(picture);
            var over = await officer.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (over > 0) officer.Complain($"{picture} scrolls sideways by {over} px");
            foreach (var finding in await FindingsAsync(officer.Page, shape.Theme is ColorScheme.Dark ? ColoursOnly : null)) officer.Complain($"{picture}: {finding}");
        }

        await officer.Page.SetViewportSizeAsync(Wide, High);
    }

    /// <summary>One picture of what is in the window now, without checks.</summary>
    internal static Task ShootAsync(this OfficerPage officer, string name) =>
        officer.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });

    private static async Task<IEnumerable<string>> FindingsAsync(IPage page, AxeRunOptions? options) =>
        from finding in (await page.RunAxe(options)).Violations
        where finding.Impact is "serious" or "critical"
        from place in finding.Nodes
        select $"{finding.Id} ({finding.Impact}) at {place.Target}: {Short(place.Html)}";

    private static string Short(string html) => html.Length <= 160 ? html : html[..160];
}
