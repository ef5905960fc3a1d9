using System.CommandLine;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary>The options of every command that asks for ways between two States, and the question they make.</summary>
internal sealed class RouteOptions
{
    private readonly Option<string> _from = new("--from") { Description = "The asking State, two letters: RS", Required = true };
    private readonly Option<string> _to = new("--to") { Description = "The asked State: where the data or the provider is", Required = true };
    private readonly Option<string?> _data;
    private readonly Option<string?> _on = new("--on") { Description = "The day of the act, as 2026-11-21, past or future; today (UTC) if left out" };
    private readonly Option<bool> _emergency = new("--emergency") { Description = "A significant and imminent risk to the life or safety of a person" };
    private readonly Option<string?> _offence = new("--offence") { Description = "Offence, as off.185.2; grounds that hang on it are kept if left out" };
    private readonly Option<string?> _treaty = new("--treaty") { Description = "Whether a mutual assistance treaty binds the pair: none, exists; unknown if left out" };
    private readonly Option<bool> _json = new("--json") { Description = "One line of JSON" };

    internal RouteOptions(bool needsData)
    {
        _data = new("--data") { Description = "Data category: subscriber, traffic, content, domain-registration, identification" + (needsData ? "" : "; any if left out"), Required = needsData };
    }

    internal Command AddTo(Command command)
    {
        foreach (var option in (Option[])[_from, _to, _data, _on, _emergency, _offence, _treaty, _json]) command.Add(option);
        return command;
    }

    internal bool Json(ParseResult parsed) => parsed.GetValue(_json);

    internal RouteQuery Query(LawRelease release, ParseResult parsed)
    {
        var query = new RouteQuery(
            LawWords.Country(release, parsed.GetRequiredValue(_from)),
            LawWords.Country(release, parsed.GetRequiredValue(_to)),
            LawWords.Date(parsed.GetValue(_on), TimeProvider.System),
            parsed.GetValue(_data) is { } data ? LawWords.Data(release, data) : null,
            parsed.GetValue(_offence) is { } offence ? LawWords.Offence(release, offence) : null,
            parsed.GetValue(_emergency),
            LawWords.Treaty(parsed.GetValue(_treaty)));
        return query.From != query.To ? query : throw new UnknownWordException("pair", $"{query.From}, {query.To}", ["two different States"]);
    }
}
