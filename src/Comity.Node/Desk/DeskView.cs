using Comity.Node.Look;

namespace Comity.Node.Desk;

/// <summary>The desk: what waits, until when, and for whom.</summary>
/// <param name="Now">The instant from which relative times count.</param>
/// <param name="Lead">One line under the title, for instance the office on duty.</param>
/// <param name="Tally">The figures at the top.</param>
/// <param name="Emergencies">Open emergencies, the shortest time first.</param>
/// <param name="Ruler">Limits of the next 24 hours.</param>
/// <param name="Filters">The ways to narrow the table, with counts.</param>
/// <param name="Groups">The rows, grouped by how near their limit is; empty groups are left out.</param>
/// <param name="Waiting">Drafts and acts that wait for an approval.</param>
/// <param name="More">The query of the next page of rows, or null.</param>
public sealed record DeskView(
    DateTimeOffset Now,
    string Lead,
    DeskTally Tally,
    IReadOnlyList<Emergency> Emergencies,
    IReadOnlyList<RulerMark> Ruler,
    IReadOnlyList<Filter> Filters,
    IReadOnlyList<DeskGroup> Groups,
    IReadOnlyList<DraftRow> Waiting,
    string? More = null);

/// <summary>How many dossiers are in which state.</summary>
public sealed record DeskTally(int Emergencies, int Overdue, int DueInADay, int ToApprove, int Open);

/// <summary>A request where life or safety is at risk.</summary>
/// <param name="Dossier">The dossier's id.</param>
/// <param name="Reference">Our reference, or the shortened id.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="From">The asking side.</param>
/// <param name="To">The asked side.</param>
/// <param name="Channel">The procedure in words, with the provision it stands on.</param>
/// <param name="Summary">One or two sentences.</param>
/// <param name="Until">The limit or target, or null.</param>
/// <param name="UntilNote">What the time is, for instance "to target 04:20 UTC" and "Art. 9 sets no limit".</param>
/// <param name="Action">The next act of this office, or null when the other side is to act.</param>
public sealed record Emergency(
    string Dossier, string Reference, string Title, Side From, Side To, Phrase Channel, string Summary,
    DateTimeOffset? Until, IReadOnlyList<string> UntilNote, string? Action);

/// <summary>A limit on the ruler.</summary>
public sealed record RulerMark(DateTimeOffset At, string Label, bool Emergency = false);

/// <summary>A way to narrow a list: the value of <c>show</c>, its words and how many rows it leaves.</summary>
public sealed record Filter(string Show, string Text, int Count, bool Current);

/// <summary>Rows under one heading: Overdue, Next 24 hours, This week, Later, No limit.</summary>
public sealed record DeskGroup(string Title, IReadOnlyList<DossierRow> Rows);

/// <summary>One dossier in a list.</summary>
/// <param name="Dossier">The dossier's id.</param>
/// <param name="Reference">Our reference, or the shortened id.</param>
/// <param name="TheirReference">The other side's reference, or null.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Procedure">The procedure's name, with its provision.</param>
/// <param name="From">The asking side.</param>
/// <param name="To">The asked side.</param>
/// <param name="Data">The data category in words.</param>
/// <param name="Status">The state of the dossier in words.</param>
/// <param name="Limit">The next limit, or null.</param>
/// <param name="Signatures">The signatures of the newest act.</param>
public sealed record DossierRow(
    string Dossier, string Reference, string? TheirReference, string Title, Phrase Procedure, Side From, Side To, string Data,
    Mark Status, TimeLimit? Limit, Signatures Signatures);

/// <summary>An act that this office has begun: a draft, or one that waits for an approval.</summary>
public sealed record DraftRow(string Draft, string Title, string Note, DateTimeOffset Changed, Mark State, bool ToApprove);
