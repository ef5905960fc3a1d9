using Comity.Node.Dossiers;
using Comity.Node.Identity;
using Comity.Node.Look;

namespace Comity.Node.Law;

/// <summary>The question of the law page: who asks whom for what, on which day.</summary>
/// <param name="From">ISO code of the asking Party.</param>
/// <param name="To">ISO code of the asked Party.</param>
/// <param name="Data">subscriber, traffic or content.</param>
/// <param name="Offence">An offence of the law data, or empty for any.</param>
/// <param name="On">The day, <c>yyyy-MM-dd</c>, or empty for today in UTC.</param>
/// <param name="Emergency">True when life or safety is at risk.</param>
public sealed record LawQuestion(string From, string To, string Data, string Offence, string On, bool Emergency);

/// <summary>The ways between two Parties on a day.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Parties">The Parties of the data.</param>
/// <param name="Data">The data categories.</param>
/// <param name="Offences">The offences.</param>
/// <param name="From">The asking Party, once chosen.</param>
/// <param name="To">The asked Party, once chosen.</param>
/// <param name="On">The day of the answer.</param>
/// <param name="Release">The digest of the law release.</param>
/// <param name="Rows">One row per channel of the data, open or closed.</param>
/// <param name="Errors">What is wrong with the question.</param>
public sealed record LawView(
    LawQuestion Question, IReadOnlyList<Choice> Parties, IReadOnlyList<Choice> Data, IReadOnlyList<Choice> Offences, Side? From, Side? To,
    DateTimeOffset On, string Release, IReadOnlyList<LawRow> Rows, IReadOnlyList<FormError> Errors);

/// <summary>A channel: open or closed with reasons, and what it asks and allows.</summary>
/// <param name="Channel">The id in the law data.</param>
/// <param name="Title">Its title.</param>
/// <param name="Provision">The article.</param>
/// <param name="Open">True if open.</param>
/// <param name="Reasons">The reasons.</param>
/// <param name="Requires">The mandatory elements.</param>
/// <param name="Grounds">The grounds of refusal that can apply.</param>
/// <param name="Limits">The time limits.</param>
/// <param name="Confidence">The lowest confidence mark among the reasons.</param>
public sealed record LawRow(
    string Channel, string Title, string Provision, bool Open, IReadOnlyList<Phrase> Reasons, IReadOnlyList<Phrase> Requires,
    IReadOnlyList<Phrase> Grounds, IReadOnlyList<Phrase> Limits, string Confidence);

/// <summary>What the data holds about a provision.</summary>
/// <param name="Provision">The provision.</param>
/// <param name="Instrument">The instrument's full title.</param>
/// <param name="Source">The address of the official text, or null.</param>
/// <param name="Title">The title of the article, or null.</param>
/// <param name="Facts">Channels, elements, limits, grounds and switches that cite it.</param>
public sealed record ProvisionView(string Provision, string Instrument, string? Source, string? Title, IReadOnlyList<LawFact> Facts);

/// <summary>A fact of the data: what kind, the words, its provision and the confidence mark.</summary>
public sealed record LawFact(string Kind, string Text, string Provision, string Confidence);
