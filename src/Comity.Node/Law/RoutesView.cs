using Comity.Law;
using Spectre.Console;

namespace Comity.Node.Law;

/// <summary>Routes as a table for the terminal: open ones first, closed ones with what closes them.</summary>
internal static class RoutesView
{
    internal static void Print(LawRelease release, RouteQuery query, IReadOnlyList<LawRoute> routes)
    {
        var console = Terminal();
        console.MarkupLineInterpolated($"[bold]{release.FindCountry(query.From)!.Name} asks {release.FindCountry(query.To)!.Name}[/] for {query.Data} data on {query.On:yyyy-MM-dd}");
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn("").AddColumn("channel").AddColumn("way").AddColumn("why");
        foreach (var route in routes.OrderByDescending(route => route.Open)) AddRow(table, route);
        console.Write(table);
        var open = routes.Count(route => route.Open);
        console.MarkupLineInterpolated($"{open} open, {routes.Count - open} closed. Law release {release.Digest}.");
    }

    /// <summary>No colours and a fixed width where the output goes to a file or another program.</summary>
    private static IAnsiConsole Terminal()
    {
        if (!Console.IsOutputRedirected) return AnsiConsole.Console;
        var plain = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
        plain.Profile.Width = 140;
        return plain;
    }

    private static void AddRow(Table table, LawRoute route) => table.AddRow(
        route.Open ? "[green]open[/]" : "[red]closed[/]",
        Markup.Escape(route.Channel.Id),
        Markup.Escape($"{route.Channel.Title}, {route.Channel.Basis.ForPeople}"),
        Markup.Escape(string.Join('\n', route.Reasons.Where(reason => reason.Weight == (route.Open ? ReasonWeight.Asks : ReasonWeight.Closes)).Select(Line))));

    private static string Line(Reason reason) => $"{reason.Provision.Citation}: {reason.Text}{(reason.Confidence.IsFirm ? "" : $" [{reason.Confidence}]")}";
}
