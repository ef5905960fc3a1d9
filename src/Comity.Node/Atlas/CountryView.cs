using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>Everything that the data hold about one State on a day.</summary>
/// <param name="Scene">Day and release.</param>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Facts">Region and memberships.</param>
/// <param name="Treaties">Its treaties, those it has nothing to do with left out.</param>
/// <param name="NotBound">Treaties of the data that the register does not show for it.</param>
/// <param name="Declarations">Declarations and reservations in effect.</param>
/// <param name="Ended">Those that are no longer, or not yet.</param>
/// <param name="Authorities">Who acts for it, per article.</param>
/// <param name="Territories">What it said about territories.</param>
/// <param name="Pairs">Treaties that bind it with others beside.</param>
/// <param name="Sheet">What it told of its own practice.</param>
/// <param name="SheetIsMadeUp">True for an example of an exercise.</param>
/// <param name="Offences">The offences, with what it declared on them.</param>
/// <param name="Powers">The powers at home, likewise.</param>
/// <param name="Before">The last change before the day, or null.</param>
/// <param name="After">The next change after the day, or null.</param>
public sealed record CountryView(
    ScenePart Scene, string Code, string Name, string Facts, IReadOnlyList<StandingRow> Treaties, IReadOnlyList<string> NotBound, IReadOnlyList<DeclarationRow> Declarations,
    IReadOnlyList<DeclarationRow> Ended, IReadOnlyList<AuthorityRow> Authorities, IReadOnlyList<DeclarationRow> Territories, IReadOnlyList<PairRow> Pairs,
    IReadOnlyList<SheetRow> Sheet, bool SheetIsMadeUp, IReadOnlyList<OffenceCell> Offences, IReadOnlyList<OffenceCell> Powers, DateOnly? Before, DateOnly? After);

/// <summary>Where a State stands towards a treaty.</summary>
/// <param name="Treaty">The treaty's id.</param>
/// <param name="Reference">As it is cited.</param>
/// <param name="Title">Its title.</param>
/// <param name="Href">Its page, or null.</param>
/// <param name="Standing">The standing in words.</param>
/// <param name="SignedOn">Day of signature.</param>
/// <param name="Deposited">Day of deposit.</param>
/// <param name="Deposit">Kind of deposit.</param>
/// <param name="BoundFrom">Day from which it binds.</param>
/// <param name="Why">The rule of entry into force with its provision, or what is missing.</param>
/// <param name="Source">Ids of the sources.</param>
/// <param name="Confidence">The mark.</param>
/// <param name="Note">A note of the data.</param>
public sealed record StandingRow(
    string Treaty, string Reference, string Title, string? Href, Mark Standing, DateOnly? SignedOn, DateOnly? Deposited, string Deposit, DateOnly? BoundFrom, Phrase Why,
    string Source, string Confidence, string? Note);

/// <summary>A declaration or reservation in words, and what it changes.</summary>
/// <param name="Reference">The treaty as cited.</param>
/// <param name="Article">The article as the register cites it.</param>
/// <param name="Provision">The provision, or null.</param>
/// <param name="Kind">declaration, reservation, territorial.</param>
/// <param name="Words">What it says, in our words.</param>
/// <param name="Effects">What it changes; empty where the data know no effect.</param>
/// <param name="From">First day of effect, or null.</param>
/// <param name="To">Day from which it no longer holds, or null.</param>
/// <param name="AsOf">How old our knowledge is, or null.</param>
/// <param name="Source">Ids of the sources.</param>
/// <param name="Confidence">The mark.</param>
public sealed record DeclarationRow(
    string Reference, string Article, string? Provision, string Kind, string Words, IReadOnlyList<EffectRow> Effects, DateOnly? From, DateOnly? To, DateOnly? AsOf, string Source, string Confidence);

/// <summary>What a switch does, for whom, and to which ways or offences.</summary>
public sealed record EffectRow(string Switch, string Text, string Side, IReadOnlyList<Phrase> Targets);

/// <summary>An authority that a State named.</summary>
public sealed record AuthorityRow(string Role, string Reference, string Article, string? Provision, string Kind, string Words, DateOnly? From, DateOnly? To, string Source, string Confidence);

/// <summary>A treaty or Union law beside that binds a State with others.</summary>
public sealed record PairRow(string With, string? Code, string Fact, string Instrument, DateOnly? From, DateOnly? To, string Source, string Confidence);

/// <summary>An entry of the country sheet.</summary>
public sealed record SheetRow(string Topic, string Text, IReadOnlyList<Phrase> Channels, DateOnly From, string Source, string Confidence);

/// <summary>An offence or a power at home, and whether a State declared something on it.</summary>
/// <param name="Article">The article.</param>
/// <param name="Title">Its title.</param>
/// <param name="Provision">The provision.</param>
/// <param name="Declared">True if a declaration or reservation in effect acts on it.</param>
public sealed record OffenceCell(string Article, string Title, string Provision, bool Declared);
