using System.CommandLine;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary><c>comity law requires</c>: what a request through a channel must say, for whom it is visible, and what follows.</summary>
internal static class RequiresCommand
{
    internal static Command Create()
    {
        var options = new RouteOptions(needsData: false);
        var channel = new Argument<string>("CHANNEL") { Description = "The channel, as ch.185.29" };
        var circumstances = new Option<string[]>("--if") { Description = "A circumstance that makes elements due, as urgent; may be repeated", DefaultValueFactory = _ => [], Arity = ArgumentArity.ZeroOrMore };
        var command = options.AddTo(new("requires", "What a request through a channel must say between two States on a day, and who may see it.") { channel, circumstances });
        command.SetAction(parsed => LawCommand.Run(release =>
        {
            var query = options.Query(release, parsed);
            var route = release.Route(query, LawWords.Channel(release, parsed.GetRequiredValue(channel)));
            var rows = Rows(release, query, route, parsed.GetValue(circumstances)!);
            if (options.Json(parsed)) Console.WriteLine(Json(query, route, rows));
            else Print(release, query, route, rows);
            return 0;
        }));
        return command;
    }

    /// <summary>The elements of the channel, each with whether it is demanded.</summary>
    /// <exception cref="UnknownWordException">A circumstance is none of the data.</exception>
    internal static List<(Element Element, bool Demanded)> Rows(LawRelease release, RouteQuery query, LawRoute route, IEnumerable<string> circumstances)
    {
        var words = circumstances.Select(word => LawWords.Circumstance(release, word)).ToHashSet();
        if (query.Emergency) words.Add("emergency");
        var demanded = new Situation(query.On, query.From, query.To, query.Data) { Circumstances = words };
        return [.. route.Channel.Elements.Select(element => (element, release.IsDemanded(element, demanded)))];
    }

    internal static string Json(RouteQuery query, LawRoute route, List<(Element Element, bool Demanded)> rows) => LawJson.Line(json =>
    {
        json.WriteString("channel", route.Channel.Id);
        json.WriteString("from", query.From.ToString());
        json.WriteString("to", query.To.ToString());
        json.Day("on", query.On);
        json.WriteBoolean("open", route.Open);
        json.WriteObjects("elements", rows, row =>
        {
            var element = row.Element;
            json.WriteString("id", element.Id);
            json.WriteString("label", element.Label);
            json.WriteBoolean("required", row.Demanded);
            json.WriteBoolean("mandatory", element.Mandatory);
            json.WriteString("condition", element.Condition);
            json.WriteString("requiredIf", element.RequiredIf);
            json.WriteString("unless", element.Unless);
            json.WriteTexts("visibleTo", element.VisibleTo);
            json.WriteString("releaseRule", element.ReleaseRule);
            json.Cited(element.Source);
            json.WriteString("basis", element.Basis);
            json.WriteString("confidence", element.Confidence.Mark);
        });
        json.WriteTexts("issuedBy", route.Channel.IssuedBy);
        json.WriteTexts("addressee", route.Channel.Addressee);
        json.WriteTexts("alsoTo", route.Channel.AlsoTo);
        json.WriteObjects("safeguards", route.Safeguards, safeguard =>
        {
            json.WriteString("id", safeguard.Id);
            json.WriteString("label", safeguard.Label);
            json.Cited(safeguard.Source);
            json.WriteString("confidence", safeguard.Confidence.Mark);
        });
        json.WriteObjects("followUps", route.Channel.FollowUps, duty =>
        {
            json.WriteString("id", duty.Id);
            json.WriteString("trigger", duty.Trigger);
            json.WriteString("actor", duty.Actor);
            json.WriteString("action", duty.Action);
            json.Cited(duty.Source);
            json.WriteString("confidence", duty.Confidence.Mark);
        });
    });

    private static void Print(LawRelease release, RouteQuery query, LawRoute route, List<(Element Element, bool Demanded)> rows)
    {
        var console = LawTerminal.Open();
        Spectre.Console.AnsiConsoleExtensions.WriteLine(console, $"{route.Channel.Title}, {route.Channel.Basis.ForPeople}: {query.From} asks {query.To} on {query.On:yyyy-MM-dd}; {(route.Open ? "open" : "closed")}.");
        var table = LawTerminal.Table("", "element", "when", "seen by", "where");
        foreach (var (element, demanded) in rows)
            table.Row(demanded ? "required" : "", $"{element.Label}\n{element.Id}", element.Condition ?? element.RequiredIf ?? (element.Mandatory ? "always" : ""), element.VisibleTo.IsEmpty ? "every recipient" : string.Join(", ", element.VisibleTo), LawTerminal.Marked(element.Source.ForPeople, element.Confidence));
        console.Write(table);
        var duties = LawTerminal.Table("duty", "when", "who", "where");
        foreach (var duty in route.Channel.FollowUps) duties.Row(duty.Action, duty.Trigger, duty.Actor, LawTerminal.Marked(duty.Source.ForPeople, duty.Confidence));
        if (!route.Channel.FollowUps.IsEmpty) console.Write(duties);
        LawTerminal.Release(console, release);
    }
}
