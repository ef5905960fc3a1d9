using System.CommandLine;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary><c>comity law routes</c>: every channel between two States on a day, open or closed, with the reasons.</summary>
internal static class RoutesCommand
{
    internal static Command Create()
    {
        var options = new RouteOptions(needsData: true);
        var channel = OneChannel();
        var command = options.AddTo(new("routes", "Every channel between two States on a day, open or closed, each with article and reason.") { channel });
        command.SetAction(parsed => LawCommand.Run(release => Show(release, options, parsed, parsed.GetValue(channel))));
        return command;
    }

    internal static Option<string?> OneChannel() => new("--channel") { Description = "Only this channel, as ch.185.29, with paths, approvals and what could go wrong" };

    internal static int Show(LawRelease release, RouteOptions options, ParseResult parsed, string? channel)
    {
        var query = options.Query(release, parsed);
        IReadOnlyList<LawRoute> routes = channel is null ? release.Routes(query) : [release.Route(query, LawWords.Channel(release, channel))];
        if (options.Json(parsed)) Console.WriteLine(RoutesJson.Write(release, query, routes));
        else RoutesView.Print(release, query, routes);
        return 0;
    }
}
