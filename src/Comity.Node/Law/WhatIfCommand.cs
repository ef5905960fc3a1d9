using System.CommandLine;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary><c>comity law whatif</c>: the ways as they would be if States deposited, declared or withdrew something. Never usable in a request.</summary>
internal static class WhatIfCommand
{
    internal static Command Create()
    {
        var options = new RouteOptions(needsData: true);
        var channel = RoutesCommand.OneChannel();
        var ratify = Repeated("--ratify", "A deposit to suppose, COUNTRY:TREATY:DAY, as IE:ETS185:2026-12-01; may be repeated");
        var declare = Repeated("--declare", "A declaration or reservation to suppose, COUNTRY:TREATY:ARTICLE:DAY, as NL:ETS185:29.4:2026-12-01; may be repeated");
        var withdraw = Repeated("--withdraw", "A declaration or reservation to suppose withdrawn, as JP:ETS185:29.4:2026-12-01; may be repeated");
        var command = options.AddTo(new("whatif", "The ways as they would be after deposits or declarations that nobody has made. For looking ahead: no request can rest on it.") { ratify, declare, withdraw, channel });
        command.SetAction(parsed => LawCommand.Run(release =>
            RoutesCommand.Show(Suppose(release, parsed.GetValue(ratify)!, parsed.GetValue(declare)!, parsed.GetValue(withdraw)!), options, parsed, parsed.GetValue(channel))));
        return command;
    }

    private static LawRelease Suppose(LawRelease release, string[] deposits, string[] declared, string[] withdrawn)
    {
        if (deposits.Length + declared.Length + withdrawn.Length == 0) throw new UnknownWordException("supposition", "", ["--ratify IE:ETS185:2026-12-01", "--declare NL:ETS185:29.4:2026-12-01", "--withdraw JP:ETS185:29.4:2026-12-01"]);
        return release.Suppose(
            [.. deposits.Select(word => Supposition.TryParse(word, null, out var supposed) ? supposed : throw Unknown(word, "COUNTRY:TREATY:DAY, as IE:ETS185:2026-12-01"))],
            [.. declared.Select(word => Declaration(word, false)), .. withdrawn.Select(word => Declaration(word, true))]);
    }

    private static SupposedDeclaration Declaration(string word, bool isWithdrawn) =>
        SupposedDeclaration.TryParse(word, isWithdrawn, out var supposed) ? supposed : throw Unknown(word, "COUNTRY:TREATY:ARTICLE:DAY, as JP:ETS185:29.4:2026-12-01");

    private static UnknownWordException Unknown(string word, string valid) => new("supposition", word, [valid]);

    private static Option<string[]> Repeated(string name, string description) => new(name) { Description = description, DefaultValueFactory = _ => [], Arity = ArgumentArity.ZeroOrMore };
}
