using System.CommandLine;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary><c>comity law grounds</c>: on which grounds a request may be refused here, and which fall away.</summary>
internal static class GroundsCommand
{
    internal static Command Create()
    {
        var options = new RouteOptions(needsData: false);
        var channel = new Argument<string>("CHANNEL") { Description = "The channel, as ch.185.29" };
        var command = options.AddTo(new("grounds", "On which grounds a request through a channel may be refused between two States on a day, and which fall away.") { channel });
        command.SetAction(parsed => LawCommand.Run(release =>
        {
            var query = options.Query(release, parsed);
            var route = release.Route(query, LawWords.Channel(release, parsed.GetRequiredValue(channel)));
            if (options.Json(parsed)) Console.WriteLine(Json(release, query, route));
            else Print(release, query, route);
            return 0;
        }));
        return command;
    }

    internal static string Json(LawRelease release, RouteQuery query, LawRoute route) => LawJson.Line(json =>
    {
        var channel = route.Channel;
        json.WriteString("channel", channel.Id);
        json.WriteString("from", query.From.ToString());
        json.WriteString("to", query.To.ToString());
        json.Day("on", query.On);
        json.WriteBoolean("open", route.Open);
        json.WriteBoolean("closedList", channel.GroundsClosed);
        json.WriteString("note", channel.GroundsNote);
        json.WriteObjects("grounds", route.Grounds, ground => Write(json, release, ground));
        json.WriteObjects("fallAway", channel.Grounds.Except(route.Grounds), ground =>
        {
            Write(json, release, ground);
            json.WriteString("because", FallsAway(release, query, ground));
        });
        json.WriteBoolean("dualCriminality", channel.DualCriminalityAllowed);
        json.WriteString("dualCriminalitySource", channel.DualCriminalitySource?.Text);
        json.WriteString("postponement", channel.Postponement?.Text);
    });

    private static void Write(System.Text.Json.Utf8JsonWriter json, LawRelease release, RefusalGround ground)
    {
        json.WriteString("id", ground.Id);
        json.WriteString("label", ground.Label);
        json.Cited(ground.Source);
        json.WriteString("confidence", ground.Confidence.Mark);
        json.WriteString("requiresSwitch", ground.RequiresSwitch);
        json.WriteString("form", ground.Form);
        json.WriteString("stage", ground.Stage);
        json.WriteTexts("codes", release.CodesOf(ground.Id).Select(code => code.Id));
    }

    private static string FallsAway(LawRelease release, RouteQuery query, RefusalGround ground) =>
        ground.RequiresSwitch is { } needed && !release.IsTurned(needed, query.From, query.To, query.On) ? $"{query.To} has not made what it needs ({needed})"
        : ground.NotForCoreOffences && query.Offence is { } offence && release.FindOffence(offence)!.IsCore ? "it does not apply to an offence of ETS 185 articles 2 to 11"
        : "a treaty of the pair has its own grounds";

    private static void Print(LawRelease release, RouteQuery query, LawRoute route)
    {
        var console = LawTerminal.Open();
        Spectre.Console.AnsiConsoleExtensions.WriteLine(console, $"{route.Channel.Title}, {route.Channel.Basis.ForPeople}: {query.From} asks {query.To} on {query.On:yyyy-MM-dd}; {(route.Open ? "open" : "closed")}.");
        var table = LawTerminal.Table("", "ground", "where");
        foreach (var ground in route.Grounds) table.Row("can apply", $"{ground.Label}\n{ground.Id}", LawTerminal.Marked(ground.Source.ForPeople, ground.Confidence));
        foreach (var ground in route.Channel.Grounds.Except(route.Grounds)) table.Row("falls away", $"{ground.Label}\n{ground.Id}: {FallsAway(release, query, ground)}", LawTerminal.Marked(ground.Source.ForPeople, ground.Confidence));
        console.Write(table);
        Spectre.Console.AnsiConsoleExtensions.WriteLine(console, route.Channel.GroundsClosed ? "The list is closed: no other ground counts." : "The list is not closed by the instrument.");
        if (route.Channel.GroundsNote is { } note) Spectre.Console.AnsiConsoleExtensions.WriteLine(console, note);
        LawTerminal.Release(console, release);
    }
}
