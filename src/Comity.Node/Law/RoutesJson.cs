using System.Text.Json;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary>Routes as one line of JSON: for programs, so its members never change their meaning.</summary>
internal static class RoutesJson
{
    internal static string Write(LawRelease release, RouteQuery query, IReadOnlyList<LawRoute> routes) => LawJson.Line(json =>
    {
        if (release.IsHypothetical)
        {
            json.WriteBoolean("hypothetical", true);
            json.WriteTexts("suppositions", LawTerminal.Supposed(release));
        }

        json.WriteString("from", query.From.ToString());
        json.WriteString("to", query.To.ToString());
        json.Day("on", query.On);
        json.WriteObjects("routes", routes, route => Write(json, release, query, route));
        json.WriteString("release", release.BasedOn.ToString());
    });

    private static void Write(Utf8JsonWriter json, LawRelease release, RouteQuery query, LawRoute route)
    {
        var advice = release.Advise(query, route);
        json.WriteString("channel", route.Channel.Id);
        json.WriteString("article", route.Channel.Article);
        json.WriteString("title", route.Channel.Title);
        json.WriteBoolean("open", route.Open);
        json.WriteObjects("reasons", route.Reasons, reason => Write(json, reason));
        json.WriteTexts("requires", route.Requires);
        json.WriteTexts("grounds", route.Grounds.Select(ground => ground.Id));
        json.WriteObjects("limits", route.Limits, limit => Write(json, limit));
        json.WriteObjects("paths", advice.Paths, path => Write(json, path));
        json.WriteObjects("approvals", advice.Approvals, note => Write(json, note));
        json.WriteObjects("risks", advice.Risks, note => Write(json, note));
        json.WriteTexts("safeguards", route.Safeguards.Select(safeguard => safeguard.Id));
    }

    private static void Write(Utf8JsonWriter json, Reason reason)
    {
        json.WriteString("provision", reason.Provision.ToString());
        json.WriteString("text", reason.Text);
        json.WriteString("confidence", reason.Confidence.Mark);
        json.WriteString("weight", Word(reason.Weight));
        json.Day("since", reason.Since);
        json.WriteString("source", reason.Source);
    }

    private static void Write(Utf8JsonWriter json, TimeLimit limit)
    {
        json.WriteString("id", limit.Id);
        json.WriteString("duration", limit.Duration?.ToString());
        json.WriteString("semantics", limit.SemanticsWord);
    }

    private static void Write(Utf8JsonWriter json, PathAnswer path)
    {
        json.WriteString("id", path.Path.Id);
        json.WriteString("label", path.Path.Label);
        json.WriteBoolean("open", path.Open);
        json.WriteBoolean("default", path.Path.IsDefault);
        json.WriteString("condition", path.Path.Condition);
        json.WriteString("switch", path.Switch);
        json.WriteString("why", path.Why);
        json.WriteString("provision", path.Path.Source.First?.ToString());
        json.WriteString("confidence", path.Confidence.Mark);
        json.Day("since", path.Since);
        json.WriteString("source", path.Source);
    }

    private static void Write(Utf8JsonWriter json, RouteNote note)
    {
        json.WriteString("kind", note.Kind);
        json.WriteString("text", note.Text);
        json.WriteString("source", note.Source);
        json.WriteString("confidence", note.Confidence.Mark);
        json.Day("since", note.Since);
    }

    private static string Word(ReasonWeight weight) => weight switch
    {
        ReasonWeight.Opens => "opens",
        ReasonWeight.Closes => "closes",
        _ => "asks",
    };
}
