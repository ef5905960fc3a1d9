using System.Globalization;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Look;
using LimitSemantics = Comity.Dossiers.LimitSemantics;
using Shown = Comity.Node.Look.Shown;
using ShownLimit = Comity.Node.Look.TimeLimit;

namespace Comity.Node.Law;

/// <summary>Time limits of a dossier in the words of the desk: what must have happened, by when, and who says so.</summary>
internal static class LimitWords
{
    /// <summary>A limit that runs in a request of <paramref name="channel"/>.</summary>
    internal static ShownLimit Of(DueDate due, string channel, LawRelease? release)
    {
        var from = DateTimeOffset.FromUnixTimeSeconds(due.From);
        DateTimeOffset? at = due.At is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : null;
        return due.Limit switch
        {
            "promised" => new("Preservation lapses", at, $"as stated, kept since {Shown.Exact(from)}", Keeping(channel)),
            "put-off" => new("Decision that was put off", at, "the date named when it was postponed", "ets-185/27/5"),
            "review" => new("Review by a second person", at, "24 hours after an act approved alone, rule R12"),
            _ => OfLaw(due, from, at, release?.FindLimit(due.Limit)),
        };
    }

    /// <summary>The provision under which data are kept.</summary>
    internal static string Keeping(string channel) => channel == "pw.185.16" ? "ets-185/16/2" : "ets-185/29/7";

    private static ShownLimit OfLaw(DueDate due, DateTimeOffset from, DateTimeOffset? at, Comity.Law.TimeLimit? limit) =>
        new(Label(due, limit), at, Source(due, from, limit), due.Provision.Contains('/', StringComparison.Ordinal) ? due.Provision : null);

    private static string Label(DueDate due, Comity.Law.TimeLimit? limit) => (limit?.To, due.Semantics) switch
    {
        (LawEvents.PreservationEffected, _) => "Preserve the data",
        (LawEvents.PreservationMayEnd, LimitSemantics.Min) => "Earliest end of the preservation",
        (LawEvents.PreservationMayEnd, LimitSemantics.Max) => "Latest end of the order",
        (LawEvents.PreservationMayEnd, _) => "End of the preservation",
        (LawEvents.MlaDecision, _) => "Data stay until the request is decided",
        (LawEvents.Response, _) => "Answer the request",
        (LawEvents.OutcomeTold, _) => "Tell the outcome",
        (LawEvents.ConditionsAnswered, _) => "Answer the conditions",
        ({ } to, _) => to.Replace('-', ' '),
        _ => due.Limit,
    };

    private static string Source(DueDate due, DateTimeOffset from, Comity.Law.TimeLimit? limit)
    {
        if (limit?.Duration is { } term)
        {
            var length = term.Days > 0 ? Plural(term.Days, "day") : term.Hours > 0 ? Plural(term.Hours, "hour") : "at once,";
            var how = due.StandsStill ? "; stands still while a question is open" : due.WithoutCalendar && term.Days > 0 ? "; no calendar of the State at hand, counted as time passes" : "";
            return $"{(due.Semantics == LimitSemantics.Min ? "at least " : "")}{length} from {Shown.Exact(from)}{how}";
        }

        return limit?.Qualifier ?? "no fixed limit";
    }

    private static string Plural(int count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
