using Comity.Law;
using Spectre.Console;

namespace Comity.Node.Law;

/// <summary>Routes as a table for the terminal: open ones first, closed ones with what closes them; one channel alone with all that goes with it.</summary>
internal static class RoutesView
{
    internal static void Print(LawRelease release, RouteQuery query, IReadOnlyList<LawRoute> routes)
    {
        var console = LawTerminal.Open();
        console.MarkupLineInterpolated($"[bold]{release.FindCountry(query.From)!.Name} asks {release.FindCountry(query.To)!.Name}[/] for {query.Data} data on {query.On:yyyy-MM-dd}");
        var table = LawTerminal.Table("", "channel", "way", "why");
        foreach (var route in routes.OrderByDescending(route => route.Open)) AddRow(table, route);
        console.Write(table);
        if (routes is [var only]) PrintAdvice(console, only, release.Advise(query, only));
        var open = routes.Count(route => route.Open);
        console.MarkupLineInterpolated($"{open} open, {routes.Count - open} closed.");
        LawTerminal.Release(console, release);
    }

    private static void AddRow(Table table, LawRoute route) => table.AddRow(
        route.Open ? "[green]open[/]" : "[red]closed[/]",
        Markup.Escape(route.Channel.Id),
        Markup.Escape($"{route.Channel.Title}, {route.Channel.Basis.ForPeople}"),
        Markup.Escape(string.Join('\n', route.Reasons.Where(reason => reason.Weight == (route.Open ? ReasonWeight.Asks : ReasonWeight.Closes)).Select(Line))));

    private static string Line(Reason reason) => LawTerminal.Marked($"{reason.Provision.Citation}: {reason.Text}", reason.Confidence);

    private static void PrintAdvice(IAnsiConsole console, LawRoute route, RouteAdvice advice)
    {
        var facts = LawTerminal.Table("", "what", "where", "since");
        foreach (var reason in route.Reasons.Where(reason => reason.Weight == ReasonWeight.Opens)) facts.Row("opens", LawTerminal.Marked(reason.Text, reason.Confidence), $"{reason.Provision.Citation}\n{reason.Source}", Day(reason.Since));
        foreach (var path in advice.Paths) facts.Row(path.Open ? "path open" : "path blocked", $"{path.Path.Label}\n{LawTerminal.Marked(path.Why, path.Confidence)}", $"{path.Path.Source.ForPeople}\n{path.Switch}", Day(path.Since));
        foreach (var note in advice.Approvals) facts.Row("approval", LawTerminal.Marked(note.Text, note.Confidence), note.Source, Day(note.Since));
        foreach (var note in advice.Risks) facts.Row($"risk: {note.Kind}", LawTerminal.Marked(note.Text, note.Confidence), note.Source, Day(note.Since));
        foreach (var limit in route.Limits) facts.Row("time limit", LawTerminal.Marked($"{limit.Id}: {ProvisionFacts.Limit(limit).Text}", limit.Confidence), limit.Source.ForPeople, "");
        console.Write(facts);
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", null) ?? "";
}
