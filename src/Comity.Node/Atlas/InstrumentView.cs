using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>The instruments of the data, with how many they bind on a day.</summary>
public sealed record InstrumentsView(ScenePart Scene, IReadOnlyList<InstrumentRow> Rows, IReadOnlyList<InstrumentRow> Others);

/// <summary>An instrument or treaty in a list.</summary>
public sealed record InstrumentRow(string Id, string? Treaty, string Reference, string Title, string? Href, int Channels, int Bound, int Consented, int Signatories, Phrase InForce, string Confidence);

/// <summary>An instrument: what it opens, what its Parties can change, and who they are.</summary>
/// <param name="Scene">Day and release.</param>
/// <param name="Row">Its name and numbers.</param>
/// <param name="OfficialText">The address of the official text, or null.</param>
/// <param name="Rule">How it comes to bind, in words.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Offences">Its offences.</param>
/// <param name="Grounds">Grounds of refusal that its channels know.</param>
/// <param name="Switches">What a Party can change.</param>
/// <param name="Parties">Who is bound, has consented, or signed.</param>
public sealed record InstrumentView(
    ScenePart Scene, InstrumentRow Row, string? OfficialText, IReadOnlyList<Phrase> Rule, IReadOnlyList<ChannelRow> Channels, IReadOnlyList<LawFactRow> Offences,
    IReadOnlyList<LawFactRow> Grounds, IReadOnlyList<SwitchRow> Switches, IReadOnlyList<PartyRow> Parties);

/// <summary>A channel in a list.</summary>
public sealed record ChannelRow(string Id, string Title, string Article, string? Provision, string Text, string Who, string Data, int Elements, IReadOnlyList<Phrase> Limits, string Confidence);

/// <summary>A fact with its provision and mark.</summary>
public sealed record LawFactRow(string Text, string? Provision, string? Note, string Confidence);

/// <summary>What a Party can change, and who did.</summary>
public sealed record SwitchRow(string Id, string? Provision, string Nature, string Effect, string Side, IReadOnlyList<Phrase> Targets, IReadOnlyList<MapLand> TurnedBy, string Confidence);

/// <summary>A State towards the instrument.</summary>
public sealed record PartyRow(string Code, string Name, Mark Standing, DateOnly? Deposited, DateOnly? BoundFrom, string Confidence);

/// <summary>A channel with all that the data hold of it.</summary>
/// <param name="Scene">Day and release.</param>
/// <param name="Row">Its name.</param>
/// <param name="Instrument">Its instrument's id.</param>
/// <param name="Reference">Its instrument as cited.</param>
/// <param name="AppliesWhen">When it applies, in words.</param>
/// <param name="Parts">Who issues, to whom, and the like.</param>
/// <param name="Elements">The elements of a request.</param>
/// <param name="Limits">Its time limits.</param>
/// <param name="Grounds">Its grounds of refusal.</param>
/// <param name="Paths">Its paths.</param>
/// <param name="Safeguards">Its safeguards.</param>
/// <param name="Switches">What a Party can change of it.</param>
public sealed record ChannelView(
    ScenePart Scene, ChannelRow Row, string Instrument, string Reference, string AppliesWhen, ChannelParts Parts, IReadOnlyList<ElementRow> Elements, IReadOnlyList<LawFactRow> Limits,
    IReadOnlyList<LawFactRow> Grounds, IReadOnlyList<LawFactRow> Paths, IReadOnlyList<LawFactRow> Safeguards, IReadOnlyList<SwitchRow> Switches);

/// <summary>An element of a request.</summary>
public sealed record ElementRow(string Id, string Label, string? Provision, string Source, string When, string VisibleTo, string Confidence);
