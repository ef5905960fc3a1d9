using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>The world map of a treaty on a day.</summary>
/// <param name="Scene">Day and release.</param>
/// <param name="Treaty">What is shown: a treaty, or a treaty and its protocol, divided by a comma.</param>
/// <param name="Title">The same for people.</param>
/// <param name="Treaties">What can be shown.</param>
/// <param name="Levels">The legend, from most to least bound.</param>
/// <param name="Dates">The days on which something changes, the day shown among them.</param>
/// <param name="Changes">The newest changes up to the day.</param>
/// <param name="Country">The State looked at.</param>
public sealed record MapView(
    ScenePart Scene, string Treaty, string Title, IReadOnlyList<Choice> Treaties, IReadOnlyList<MapLevel> Levels, IReadOnlyList<DateOnly> Dates,
    IReadOnlyList<ChangeRow> Changes, CountryCard? Country);

/// <summary>A step of the legend with the lands on it.</summary>
/// <param name="Class">The fill: m4 to m0.</param>
/// <param name="Label">What it means.</param>
/// <param name="Pattern">How it is drawn, for who does not see the colour.</param>
/// <param name="Lands">The lands on it.</param>
public sealed record MapLevel(string Class, string Label, string Pattern, IReadOnlyList<MapLand> Lands);

/// <summary>A land of the map.</summary>
/// <param name="Code">Two letters.</param>
/// <param name="Name">Its name, or empty for a land that is not in the data.</param>
public sealed record MapLand(string Code, string Name);

/// <summary>Something a State did towards a treaty.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="On">The day.</param>
/// <param name="Act">Signature, ratification, accession, …</param>
/// <param name="Instrument">The treaty as cited.</param>
/// <param name="Href">The page of the instrument, or null.</param>
/// <param name="Effect">What followed.</param>
public sealed record ChangeRow(string Code, string Name, DateOnly On, string Act, string Instrument, string? Href, string Effect);

/// <summary>A State beside the map: where it stands, and what its declarations change.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Standings">Where it stands towards the instruments of the data.</param>
/// <param name="Authorities">Who acts, by role.</param>
/// <param name="Declarations">What it changed.</param>
/// <param name="Offences">The offences, with what it declared on them; empty while it is not bound.</param>
/// <param name="Powers">The powers at home, likewise.</param>
public sealed record CountryCard(
    string Code, string Name, IReadOnlyList<StandingRow> Standings, IReadOnlyList<AuthorityRow> Authorities, IReadOnlyList<DeclarationRow> Declarations, IReadOnlyList<OffenceCell> Offences,
    IReadOnlyList<OffenceCell> Powers);

/// <summary>The standing of States towards a treaty, as a table.</summary>
/// <param name="Scene">Day and release.</param>
/// <param name="Treaty">The treaty's id.</param>
/// <param name="Title">The treaty as cited, and its title.</param>
/// <param name="Treaties">What can be shown.</param>
/// <param name="Rows">Every State of the register.</param>
/// <param name="Outside">Names of the States that the register does not have.</param>
public sealed record StatusView(ScenePart Scene, string Treaty, string Title, IReadOnlyList<Choice> Treaties, IReadOnlyList<(MapLand Country, StandingRow Row, string? OnMap)> Rows, IReadOnlyList<MapLand> Outside);
