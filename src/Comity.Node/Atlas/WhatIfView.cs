using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>What would change by deposits and declarations that nobody has made.</summary>
/// <param name="Scene">Day, release and suppositions.</param>
/// <param name="Form">What can be chosen.</param>
/// <param name="Data">The data category asked for, or empty.</param>
/// <param name="Supposed">Each supposition, with what would follow from it.</param>
/// <param name="Changes">Pairs with ways that open or close against the real data on that day, together where they are the same.</param>
/// <param name="Pairs">How many ordered pairs change.</param>
/// <param name="Opened">How many ways open, over all pairs.</param>
/// <param name="Closed">How many close.</param>
/// <param name="Altered">How many stay open with other grounds, elements or things to mind.</param>
public sealed record WhatIfView(
    ScenePart Scene, WhatIfChoices Form, string Data, IReadOnlyList<SupposedRow> Supposed, IReadOnlyList<WayChange> Changes, int Pairs, int Opened, int Closed, int Altered);

/// <summary>What the form offers.</summary>
public sealed record WhatIfChoices(IReadOnlyList<Choice> Countries, IReadOnlyList<Choice> Treaties, IReadOnlyList<Choice> Data);

/// <summary>A supposed act.</summary>
/// <param name="Country">The State's name.</param>
/// <param name="What">The treaty as cited, with the article of a declaration.</param>
/// <param name="Effect">The day, and from when it would have effect, or what would still be missing.</param>
/// <param name="Without">The address of the page without it.</param>
public sealed record SupposedRow(string Country, string What, string Effect, string Without);

/// <summary>Ways that open or close for a set of pairs in the same manner.</summary>
/// <param name="Subject">The State that asks, or is asked.</param>
/// <param name="Asks">True where <paramref name="Subject"/> asks the others, false where they ask it.</param>
/// <param name="Others">The other sides.</param>
/// <param name="Opens">Channels that open.</param>
/// <param name="Closes">Channels that close.</param>
/// <param name="Alters">Channels that stay open, with other grounds, elements or things to mind.</param>
public sealed record WayChange(MapLand Subject, bool Asks, IReadOnlyList<MapLand> Others, IReadOnlyList<ChangedWay> Opens, IReadOnlyList<ChangedWay> Closes, IReadOnlyList<ChangedWay> Alters);

/// <summary>A channel that opens or closes.</summary>
public sealed record ChangedWay(string Channel, string Title, string? Provision);
