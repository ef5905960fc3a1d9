using System.CommandLine;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary><c>comity law routes</c>: every channel between two States on a day, open or closed, with the reasons.</summary>
internal static class RoutesCommand
{
    private static readonly Option<string> From = new("--from") { Description = "The asking State, two letters: RS", Required = true };
    private static readonly Option<string> To = new("--to") { Description = "The asked State: where the data or the provider is", Required = true };
    private static readonly Option<string> Data = new("--data") { Description = "Data category: subscriber, traffic, content, domain-registration, identification", Required = true };
    private static readonly Option<string?> On = new("--on") { Description = "The day of the act, as 2026-11-21; today (UTC) if left out" };
    private static readonly Option<bool> Emergency = new("--emergency") { Description = "A significant and imminent risk to the life or safety of a person" };
    private static readonly Option<string?> Offence = new("--offence") { Description = "Offence, as off.185.2; grounds that hang on it are kept if left out" };
    private static readonly Option<string?> Treaty = new("--treaty") { Description = "Whether a mutual assistance treaty binds the pair: none, exists; unknown if left out" };
    private static readonly Option<string?> Channel = new("--channel") { Description = "Only this channel, as ch.185.29" };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON" };

    internal static Command Create()
    {
        var command = new Command("routes", "Every channel between two States on a day, open or closed, each with article and reason.") { From, To, Data, On, Emergency, Offence, Treaty, Channel, Json };
        command.SetAction(parsed => LawCommand.Run(release => Show(release, parsed)));
        return command;
    }

    private static int Show(LawRelease release, ParseResult parsed)
    {
        var query = new RouteQuery(
            LawWords.Country(release, parsed.GetRequiredValue(From)),
            LawWords.Country(release, parsed.GetRequiredValue(To)),
            LawWords.Date(parsed.GetValue(On), TimeProvider.System),
            LawWords.Data(release, parsed.GetRequiredValue(Data)),
            parsed.GetValue(Offence) is { } offence ? LawWords.Offence(release, offence) : null,
            parsed.GetValue(Emergency),
            LawWords.Treaty(parsed.GetValue(Treaty)));
        if (query.From == query.To) throw new UnknownWordException("pair", $"{query.From}, {query.To}", ["two different States"]);
        IReadOnlyList<LawRoute> routes = parsed.GetValue(Channel) is { } channel ? [release.Route(query, LawWords.Channel(release, channel))] : release.Routes(query);
        if (parsed.GetValue(Json)) Console.WriteLine(RoutesJson.Write(query, routes));
        else RoutesView.Print(release, query, routes);
        return 0;
    }
}
