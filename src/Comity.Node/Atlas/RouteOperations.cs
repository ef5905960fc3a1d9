using System.ComponentModel;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Atlas;

/// <summary>Operations on the ways between two Parties; they answer with the JSON of the commands.</summary>
internal static class RouteOperations
{
    private const string
        FromText = "The asking State: RS", ToText = "The asked State: where the data or the provider is", DataText = "Data category; any if left out", OffenceText = "Offence; grounds that hang on it are kept if left out",
        EmergencyText = "yes for a significant and imminent risk to the life or safety of a person", TreatyText = "Whether a mutual assistance treaty binds the pair: none, exists, unknown",
        OnText = "The day, as 2026-11-21, past or future; today (UTC) if left out", ChannelText = "The channel", FormatText = "json or csv; json if left out";

    internal static void Map(IEndpointRouteBuilder law)
    {
        law.MapGet("/routes", Routes).WithName("routes").WithSummary("Every channel between two States on a day, open or closed, each with article and reason").Produces<RoutesAnswer>(200, "application/json", "text/csv");
        law.MapGet("/requires/{channel}", Requires).WithName("requires").WithSummary("What a request through a channel must say, and who may see it").Produces<RequiresAnswer>();
        law.MapGet("/grounds/{channel}", Grounds).WithName("grounds").WithSummary("On which grounds a request may be refused, and which fall away").Produces<GroundsAnswer>();
        law.MapGet("/deadline/{limit}", Deadline).WithName("deadline").WithSummary("When a time limit ends, by the calendar of the State whose law decides, step by step").Produces<DeadlineAnswer>();
        law.MapGet("/what-if", WhatIf).WithName("what-if").WithSummary("The ways as they would be after deposits or declarations that nobody has made").Produces<RoutesAnswer>(200, "application/json", "text/csv");
        law.MapGet("/what-if/changes", Changes).WithName("what-if-changes").WithSummary("Which ways would open, close or change between whom").Produces<ChangesAnswer>(200, "application/json", "text/csv");
    }

    private static IResult Routes(
        AtlasDesk desk, [Description(FromText), Ask("RS", Required = true)] string? from, [Description(ToText), Ask("JP", Required = true)] string? to, [Description(DataText), Ask("traffic")] string? data,
        [Description(OffenceText), Ask("off.185.2")] string? offence, [Description(EmergencyText), Ask("no")] string? emergency, [Description(TreatyText), Ask("unknown")] string? treaty,
        [Description("Only this channel"), Ask("ch.185.29")] string? channel, [Description(OnText), Ask("2026-11-21")] string? on, [Description(FormatText), Ask("json")] string? format) =>
        Answer(desk.Current, Query(desk, from, to, data, offence, emergency, treaty, on), channel, format);

    private static ContentHttpResult Requires(
        AtlasDesk desk, [Description(ChannelText), Ask("ch.185.29")] string channel, [Description(FromText), Ask("RS", Required = true)] string? from, [Description(ToText), Ask("JP", Required = true)] string? to,
        [Description(DataText), Ask("traffic")] string? data, [Description(OffenceText), Ask("off.185.2")] string? offence, [Description(EmergencyText), Ask("no")] string? emergency,
        [Description(TreatyText), Ask("unknown")] string? treaty, [Description("Circumstances that make elements due, divided by commas"), Ask("urgent")] string? circumstances, [Description(OnText), Ask("2026-11-21")] string? on)
    {
        var (law, query) = (desk.Current, Query(desk, from, to, data, offence, emergency, treaty, on));
        var route = law.Route(query, LawWords.Channel(law, AtlasDesk.Shorten(channel)));
        return LawReply.Json(RequiresCommand.Json(query, route, RequiresCommand.Rows(law, query, route, Words(circumstances))));
    }

    private static ContentHttpResult Grounds(
        AtlasDesk desk, [Description(ChannelText), Ask("ch.185.29")] string channel, [Description(FromText), Ask("RS", Required = true)] string? from, [Description(ToText), Ask("JP", Required = true)] string? to,
        [Description(DataText), Ask("traffic")] string? data, [Description(OffenceText), Ask("off.185.2")] string? offence, [Description(EmergencyText), Ask("no")] string? emergency,
        [Description(TreatyText), Ask("unknown")] string? treaty, [Description(OnText), Ask("2026-11-21")] string? on)
    {
        var (law, query) = (desk.Current, Query(desk, from, to, data, offence, emergency, treaty, on));
        return LawReply.Json(GroundsCommand.Json(law, query, law.Route(query, LawWords.Channel(law, AtlasDesk.Shorten(channel)))));
    }

    private static ContentHttpResult Deadline(
        AtlasDesk desk, [Description("The time limit"), Ask("dl.eu.10.4")] string limit, [Description("When the event happened that starts it, local or with an offset"), Ask("2026-10-30T17:10", Required = true)] string? start,
        [Description("Time zone of the place by its IANA name; that of the State's capital if left out"), Ask("Europe/Lisbon")] string? zone, [Description("The State whose calendar decides"), Ask("PT")] string? state,
        [Description("Times in which it stands still, FROM/TO or FROM/, divided by commas"), Ask("2026-10-30T18:00/2026-10-30T18:30")] string? pauses, [Description("When it was prolonged or renewed")] string? prolonged,
        [Description("When it was released")] string? released, [Description("The time that the request or order names itself")] string? stated) =>
        LawReply.Json(DeadlineCommand.ToJson(desk.Current, new(
            AtlasDesk.Shorten(limit), AtlasDesk.Shorten(start ?? ""), Word(zone), Word(state), [.. Words(pauses)], Word(prolonged), Word(released), Word(stated))));

    private static IResult WhatIf(
        AtlasDesk desk, [Description("Acts to suppose, divided by commas: " + SupposedActs.Form + "; " + SupposedActs.DeclarationForm), Ask("IE:ETS185:2026-12-01", Required = true)] string? suppose,
        [Description(FromText), Ask("RS", Required = true)] string? from, [Description(ToText), Ask("IE", Required = true)] string? to, [Description(DataText), Ask("traffic")] string? data,
        [Description(OffenceText), Ask("off.185.2")] string? offence, [Description(EmergencyText), Ask("no")] string? emergency, [Description(TreatyText), Ask("unknown")] string? treaty,
        [Description("Only this channel"), Ask("ch.185.29")] string? channel, [Description(OnText), Ask("2027-04-01")] string? on, [Description(FormatText), Ask("json")] string? format) =>
        Answer(desk.Suppose(Supposed(suppose)), Query(desk, from, to, data, offence, emergency, treaty, on), channel, format);

    private static IResult Changes(
        AtlasDesk desk, [Description("Acts to suppose, divided by commas"), Ask("IE:ETS185:2026-12-01", Required = true)] string? suppose,
        [Description("The day of comparison; the first day on which every supposed act has effect if left out"), Ask("2027-04-01")] string? on, [Description(DataText), Ask("traffic")] string? data,
        [Description(FormatText), Ask("json")] string? format)
    {
        var supposed = Supposed(suppose);
        var scene = new AtlasScene(desk.Suppose(supposed), RegisterOperations.Day(desk, on), desk.Today, supposed, []);
        if (string.IsNullOrEmpty(on) && WhatIfQueries.Effective(scene) is { } effective) scene = scene with { On = effective };
        var changes = RouteChanges.Of(desk.Current, scene, string.IsNullOrEmpty(data) ? null : LawWords.Data(scene.Law, AtlasDesk.Shorten(data))).Select(LawAnswers.Of).ToList();
        var release = scene.Law.BasedOn.ToString();
        return LawReply.Either(format, new ChangesAnswer(true, supposed.Words, Shown.Iso(scene.On), changes, release), "what-if", () =>
        {
            var table = new CsvText("hypothetical", "on", "from", "to", "opens", "closes", "alters", "release");
            foreach (var one in changes) table.Row(string.Join(' ', supposed.Words), Shown.Iso(scene.On), one.From, one.To, string.Join(' ', one.Opens), string.Join(' ', one.Closes), string.Join(' ', one.Alters), release);
            return table;
        });
    }

    private static RouteQuery Query(AtlasDesk desk, string? from, string? to, string? data, string? offence, string? emergency, string? treaty, string? on)
    {
        var law = desk.Current;
        var query = new RouteQuery(
            LawWords.Country(law, AtlasDesk.Shorten(from ?? "")), LawWords.Country(law, AtlasDesk.Shorten(to ?? "")), RegisterOperations.Day(desk, on), Word(data) is { } category ? LawWords.Data(law, category) : null,
            Word(offence) is { } crime ? LawWords.Offence(law, crime) : null, IsYes(emergency), LawWords.Treaty(Word(treaty)));
        return query.From != query.To ? query : throw new UnknownWordException("pair", $"{query.From}, {query.To}", ["two different States"]);
    }

    private static IResult Answer(LawRelease law, RouteQuery query, string? channel, string? format)
    {
        IReadOnlyList<LawRoute> routes = Word(channel) is { } one ? [law.Route(query, LawWords.Channel(law, one))] : law.Routes(query);
        return Word(format) switch
        {
            null or "json" => LawReply.Json(RoutesJson.Write(law, query, routes)),
            "csv" => LawReply.Csv(Table(law, query, routes), $"routes-{query.From}-{query.To}"),
            var other => throw new UnknownWordException("format", other, ["json", "csv"]),
        };
    }

    /// <summary>One line for each reason, with all that stands behind it.</summary>
    private static CsvText Table(LawRelease law, RouteQuery query, IReadOnlyList<LawRoute> routes)
    {
        var table = new CsvText("from", "to", "on", "channel", "article", "title", "open", "weight", "provision", "reason", "since", "source", "confidence", "hypothetical", "release");
        foreach (var route in routes)
            foreach (var reason in route.Reasons)
                table.Row(
                    query.From.ToString(), query.To.ToString(), Shown.Iso(query.On), route.Channel.Id, route.Channel.Article, route.Channel.Title, route.Open ? "open" : "closed", reason.Weight.ToString().ToLowerInvariant(),
                    reason.Provision.ToString(), reason.Text, LawAnswers.Day(reason.Since), reason.Source, reason.Confidence.Mark, string.Join(' ', LawTerminal.Supposed(law)), law.BasedOn.ToString());
        return table;
    }

    private static SupposedActs Supposed(string? suppose) =>
        SupposedActs.Read(suppose) is { IsEmpty: false } supposed ? supposed : throw new UnknownWordException("supposition", "", [SupposedActs.Form, SupposedActs.DeclarationForm]);

    /// <summary>A word that was said, short enough to be repeated; null for none.</summary>
    private static string? Word(string? word) => string.IsNullOrEmpty(word) ? null : AtlasDesk.Shorten(word);

    private static IEnumerable<string> Words(string? list) => (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(SupposedActs.Most);

    private static bool IsYes(string? word) => word switch
    {
        null or "" or "no" or "false" => false,
        "yes" or "true" => true,
        _ => throw new UnknownWordException("answer on the emergency", AtlasDesk.Shorten(word), ["yes", "no"]),
    };
}
