using System.Collections.Immutable;

namespace Comity.Law.Routing;

/// <summary>Says of one route what a table of all routes does not need: paths, approvals, what could go wrong.</summary>
internal static class Adviser
{
    internal static RouteAdvice Advise(LawRelease release, RouteQuery query, LawRoute route)
    {
        var paths = Paths(release, query, route.Channel).ToImmutableArray();
        return new(paths, [.. Approvals(release, query, route.Channel, paths)], [.. Risks(route)]);
    }

    private static IEnumerable<PathAnswer> Paths(LawRelease release, RouteQuery query, Channel channel)
    {
        var paths = channel.Paths.IsEmpty && channel.ProcedureFrom is { } lender && release.FindChannel(lender) is { } other ? other.Paths : channel.Paths;
        foreach (var path in paths) yield return Answer(release, query, path);
    }

    private static PathAnswer Answer(LawRelease release, RouteQuery query, TransmissionPath path)
    {
        var needs = path.Condition is { } condition ? $"Needs: {condition}. " : "";
        if ((path.BlockedBy ?? path.AllowedBy) is not { } id) return new(path, true, null, path.IsDefault ? "The way that needs no reason." : needs.Trim(), Firm);
        var turned = Standing(release, query.To, id, query.On);
        var country = release.FindCountry(query.To)!.Name;
        var open = path.AllowedBy is null ? turned is null : turned is not null;
        var why = turned is null
            ? $"{needs}The register shows no declaration of {country} that {(path.AllowedBy is null ? "closes" : "opens")} it."
            : $"{needs}{country}: {turned.Value}.";
        return new(path, open, id, why, turned?.Confidence ?? Silent, turned?.FirstDay(release), turned?.Source);
    }

    private static IEnumerable<RouteNote> Approvals(LawRelease release, RouteQuery query, Channel channel, ImmutableArray<PathAnswer> paths)
    {
        if (!channel.IssuedBy.IsEmpty) yield return new("issuer", $"Issued by: {string.Join(", ", channel.IssuedBy).Replace('-', ' ')}", channel.Basis.ForPeople, channel.Confidence);
        foreach (var rule in channel.IssuerRules)
            if (query.Data is not { } data || rule.Data.Contains(data)) yield return new("rule", $"{string.Join(", ", rule.Data)}: {rule.May}", rule.Source.ForPeople, rule.Confidence);
        foreach (var turned in channel.Switches.Where(turned => Approving.Contains(turned.Operation) && !paths.Any(path => path.Switch == turned.Id)))
            foreach (var country in turned.Side is SwitchSide.Asking ? [query.From] : turned.Side is SwitchSide.Asked ? [query.To] : (CountryCode[])[query.From, query.To])
                if (Standing(release, country, turned.Id, query.On) is { } made)
                    yield return new("declaration", $"{release.FindCountry(country)!.Name}: {made.Value}", turned.Source.ForPeople, made.Confidence, made.FirstDay(release));
    }

    private static IEnumerable<RouteNote> Risks(LawRoute route)
    {
        foreach (var ground in route.Grounds) yield return new("ground", ground.Label, ground.Source.ForPeople, ground.Confidence);
        if (route.Channel.Postponement is { } later) yield return new("postponement", $"May be put off: {later.Text}", later.Source.ForPeople, route.Channel.Confidence);
        if (route.Channel.BeforeRefusal is { } first) yield return new("postponement", $"Before a refusal: {first.Text}", first.Source.ForPeople, route.Channel.Confidence);
        foreach (var reason in route.Reasons)
            if (reason.Weight == ReasonWeight.Asks) yield return new("question", reason.Text, reason.Provision.Citation, reason.Confidence, reason.Since);
            else if (!reason.Confidence.IsFirm) yield return new("doubt", $"Decides, and is marked {reason.Confidence}: {reason.Text}", reason.Provision.Citation, reason.Confidence, reason.Since);
    }

    /// <summary>The declaration by which a State has turned a switch on a day, or null.</summary>
    private static Declaration? Standing(LawRelease release, CountryCode country, string id, DateOnly on)
    {
        foreach (var declaration in release.Declarations)
            if (declaration.Country == country && declaration.Switches.Any(turned => turned.Id == id) && declaration.Holds(release, on)) return declaration;
        return null;
    }

    /// <summary>Switches that ask for somebody's act before or beside the request.</summary>
    private static readonly string[] Approving = ["require-issuer", "force-route", "require-notification", "provider-must-consult", "require-precondition"];

    private static readonly Confidence Firm = new("A");

    /// <summary>That nothing is in a register rests on how complete it is.</summary>
    private static readonly Confidence Silent = new("medium");
}
