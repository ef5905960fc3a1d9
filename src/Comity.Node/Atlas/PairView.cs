using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>The question of the page of two Parties. Words as they were asked; empty for what was left out.</summary>
/// <param name="From">ISO code of the asking Party.</param>
/// <param name="To">ISO code of the asked Party.</param>
/// <param name="Data">A data category, or empty for any.</param>
/// <param name="Offence">An offence of the law data, or empty for not yet known.</param>
/// <param name="Emergency">True when life or safety is at risk.</param>
/// <param name="Treaty">none, exists, or empty for unknown: a mutual assistance treaty of the pair.</param>
/// <param name="On">The day, <c>yyyy-MM-dd</c>.</param>
/// <param name="Suppose">Supposed deposits, or null.</param>
public sealed record PairQuestion(string From, string To, string Data, string Offence, bool Emergency, string Treaty, string On, string? Suppose);

/// <summary>All ways between two Parties, in both directions.</summary>
/// <param name="Scene">Day and release.</param>
/// <param name="Question">What was asked, with its day.</param>
/// <param name="Form">What can be chosen.</param>
/// <param name="From">The asking Party, once chosen.</param>
/// <param name="To">The asked Party, once chosen.</param>
/// <param name="Groups">The ways by instrument; empty until both are chosen.</param>
/// <param name="Way">The way of which all is shown, or null.</param>
public sealed record PairView(ScenePart Scene, PairQuestion Question, PairChoices Form, Side? From, Side? To, IReadOnlyList<PairGroup> Groups, PairWay? Way)
{
    /// <summary>How many ways are open there and back, and how many there are.</summary>
    public (int There, int Back, int All) Count => (Ways.Count(way => way.There.Open), Ways.Count(way => way.Back.Open), Ways.Count());

    private IEnumerable<PairWay> Ways => Groups.SelectMany(group => group.Ways);
}

/// <summary>What the form of the page offers.</summary>
public sealed record PairChoices(IReadOnlyList<Choice> Parties, IReadOnlyList<Choice> Data, IReadOnlyList<Choice> Offences, IReadOnlyList<Choice> Treaty);

/// <summary>The ways of one instrument.</summary>
public sealed record PairGroup(string Instrument, string Reference, string Title, IReadOnlyList<PairWay> Ways);

/// <summary>A channel in both directions.</summary>
/// <param name="Channel">The id in the law data.</param>
/// <param name="Title">Its title.</param>
/// <param name="Provision">The article.</param>
/// <param name="Text">What it is, in a sentence.</param>
/// <param name="There">From the asking to the asked Party.</param>
/// <param name="Back">The other way round.</param>
/// <param name="Parts">What the instrument itself says of it; null in the overview.</param>
public sealed record PairWay(string Channel, string Title, string Provision, string Text, WayView There, WayView Back, ChannelParts? Parts);

/// <summary>A channel in one direction.</summary>
/// <param name="From">The asking Party.</param>
/// <param name="To">The asked Party.</param>
/// <param name="Open">True if open.</param>
/// <param name="Decides">What closes it, or what is to be minded on it.</param>
/// <param name="Rest">What else is true of it.</param>
/// <param name="Paths">How a request travels.</param>
/// <param name="Approvals">Who must issue or approve.</param>
/// <param name="Limits">The time limits that run.</param>
/// <param name="Requires">What a request must say.</param>
/// <param name="Risks">What could go wrong: grounds of refusal, postponement, data that are not firm.</param>
/// <param name="Safeguards">Safeguards that go with it.</param>
/// <param name="Confidence">The lowest mark among the reasons.</param>
public sealed record WayView(
    Side From, Side To, bool Open, IReadOnlyList<ReasonRow> Decides, IReadOnlyList<ReasonRow> Rest, IReadOnlyList<PathRow> Paths, IReadOnlyList<NoteRow> Approvals, IReadOnlyList<Phrase> Limits,
    IReadOnlyList<Phrase> Requires, IReadOnlyList<NoteRow> Risks, IReadOnlyList<Phrase> Safeguards, string Confidence);

/// <summary>A reason with all that stands behind it.</summary>
public sealed record ReasonRow(string Text, string Provision, DateOnly? Since, string? Source, string Confidence);

/// <summary>A way for a request to travel, and whether it is open to it.</summary>
public sealed record PathRow(string Text, string? Provision, bool Open, string Why, string Confidence);

/// <summary>An approval to have, or what could go wrong, with where it stands.</summary>
public sealed record NoteRow(string Text, string Source, DateOnly? Since, string Confidence);

/// <summary>What an instrument says of a channel, whoever asks whom.</summary>
/// <param name="IssuedBy">Who may issue.</param>
/// <param name="Addressee">To whom.</param>
/// <param name="Data">What data it can bring.</param>
/// <param name="DualCriminality">Whether dual criminality may be asked for.</param>
/// <param name="GroundsClosed">True where no other ground is allowed.</param>
/// <param name="GroundsNote">What to know about refusing, or null.</param>
/// <param name="FollowUps">Duties that follow.</param>
public sealed record ChannelParts(string IssuedBy, string Addressee, string Data, Phrase DualCriminality, bool GroundsClosed, string? GroundsNote, IReadOnlyList<Phrase> FollowUps);
