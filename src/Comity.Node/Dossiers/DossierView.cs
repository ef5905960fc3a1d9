using Comity.Node.Desk;
using Comity.Node.Look;

namespace Comity.Node.Dossiers;

/// <summary>The list of dossiers, searched and narrowed.</summary>
/// <param name="Now">The instant from which relative times count.</param>
/// <param name="Find">What was searched, or the empty string.</param>
/// <param name="Filters">The ways to narrow the list.</param>
/// <param name="Rows">The dossiers found.</param>
/// <param name="More">The query of the next page, or null.</param>
public sealed record DossierList(
    DateTimeOffset Now, string Find, IReadOnlyList<Filter> Filters, IReadOnlyList<DossierRow> Rows, string? More = null);

/// <summary>One dossier: what was said and signed, what is possible now, what is due.</summary>
/// <param name="Id">The dossier's id.</param>
/// <param name="Now">The instant from which relative times count.</param>
/// <param name="Reference">Our reference, or the shortened id.</param>
/// <param name="TheirReference">The other side's reference, or null.</param>
/// <param name="Title">What it is about.</param>
/// <param name="From">The asking side.</param>
/// <param name="To">The asked side.</param>
/// <param name="Provisions">The provisions it stands on.</param>
/// <param name="State">The state in words, from the fold.</param>
/// <param name="Warnings">What must be seen first: an undeclared doubt, a taint, a fork, a wait for the other side's node.</param>
/// <param name="Thread">The statements in the order of their past.</param>
/// <param name="As">Our place in it: "as asking side", "as asked side".</param>
/// <param name="Acts">The acts that are open now; the first may be the primary one.</param>
/// <param name="ClosedActs">Acts that are closed, with the reason and what would open them.</param>
/// <param name="Limits">Time limits.</param>
/// <param name="Clocks">The two clocks of a preservation, or null.</param>
/// <param name="Evidence">Packages delivered in this dossier.</param>
/// <param name="LegalBasis">The provisions with their titles.</param>
/// <param name="Safeguards">Use limitations and safeguards that bind.</param>
/// <param name="Links">Dossiers that belong to it; only our own side sees them.</param>
/// <param name="Law">The law data that it is judged by, and where the present ones differ.</param>
/// <param name="Uploading">The draft delivery for which files are being collected, or null.</param>
public sealed record DossierView(
    string Id,
    DateTimeOffset Now,
    string Reference,
    string? TheirReference,
    string Title,
    Side From,
    Side To,
    IReadOnlyList<string> Provisions,
    IReadOnlyList<Mark> State,
    IReadOnlyList<Warning> Warnings,
    IReadOnlyList<StatementCard> Thread,
    string As,
    IReadOnlyList<OpenAct> Acts,
    IReadOnlyList<ClosedAct> ClosedActs,
    IReadOnlyList<TimeLimit> Limits,
    TwoClocks? Clocks,
    IReadOnlyList<PackageRow> Evidence,
    IReadOnlyList<Basis> LegalBasis,
    IReadOnlyList<Safeguard> Safeguards,
    IReadOnlyList<DossierLink> Links,
    LawOfDossier Law,
    string? Uploading = null);

/// <summary>The law data that a dossier is judged by.</summary>
/// <param name="Releases">Digests of the releases that its statements name, the first first.</param>
/// <param name="Now">The release that this node works by now.</param>
/// <param name="Points">Where that one would decide otherwise: routes, elements, grounds, time limits, doubts. They change no judgement.</param>
public sealed record LawOfDossier(IReadOnlyList<string> Releases, string Now, IReadOnlyList<Phrase> Points)
{
    /// <summary>True if every statement names the release of now.</summary>
    public bool IsOfNow => Releases is [var only] && only == Now;
}

/// <summary>Something an officer must see before anything else.</summary>
/// <param name="Tone"><see cref="Tone.Time"/> for a doubt, <see cref="Tone.Life"/> for broken proof.</param>
/// <param name="Title">The fact in a few words.</param>
/// <param name="Text">What follows from it, with provisions.</param>
public sealed record Warning(Tone Tone, string Title, IReadOnlyList<Phrase> Text);

/// <summary>A signed act in the thread.</summary>
/// <param name="Id">The statement's id.</param>
/// <param name="At">When it was made (ours) or arrived (theirs).</param>
/// <param name="Title">The act's name: "Request", "Decision: granted".</param>
/// <param name="Side">The author's side.</param>
/// <param name="Office">The author's office.</param>
/// <param name="Marks">Badges: condition attached, against the data, pending, held.</param>
/// <param name="Say">The words of the act, with provisions, unedited.</param>
/// <param name="Elements">The elements, shown on request when there are many.</param>
/// <param name="Against">What the law data doubts, declared by the author with a reason.</param>
/// <param name="Signatures">The outcome of the checks of seal, role and approvals.</param>
/// <param name="LogIndex">The index of its entry in our log, or null before it is logged.</param>
/// <param name="Rungs">The receipts, as one ladder.</param>
/// <param name="Slim">True for a receipt or a note of the system.</param>
public sealed record StatementCard(
    string Id, DateTimeOffset At, string Title, Side Side, string Office, IReadOnlyList<Mark> Marks, IReadOnlyList<Phrase> Say,
    IReadOnlyList<ElementLine> Elements, IReadOnlyList<AgainstLine> Against, Signatures Signatures, long? LogIndex, IReadOnlyList<Rung> Rungs,
    bool Slim = false, string? TheirReference = null);

/// <summary>An element of a request, or a file of a delivery: its label, the words, the provision that asks for it. Null words were withheld from us.</summary>
public sealed record ElementLine(string Label, string? Words, string? Provision, bool IsFile = false);

/// <summary>A finding of the law data that the author sent against, with the officer's reason.</summary>
public sealed record AgainstLine(string Finding, string? Provision, string Reason);

/// <summary>A rung of the receipt ladder: arrived, validated, rejected, read, delivered, acknowledged.</summary>
/// <param name="Name">The rung in words.</param>
/// <param name="At">When it was reached, or null when it is awaited.</param>
/// <param name="By">The office that gave the receipt.</param>
/// <param name="LogIndex">The entry in the giver's log that it points to.</param>
/// <param name="Bad">True for a rejection; then <paramref name="Reason"/> says why.</param>
/// <param name="Reason">The reason of a rejection, or null.</param>
public sealed record Rung(string Name, DateTimeOffset? At, string By, long? LogIndex, bool Bad = false, string? Reason = null);

/// <summary>An act that is open now. Choosing it makes a draft.</summary>
/// <param name="Type">The word of the act, posted as <c>type</c>.</param>
/// <param name="Title">The act as a command: "Grant", "Request mutual assistance".</param>
/// <param name="Symbol">The icon's name, or null.</param>
/// <param name="Why">What the act does, with provisions; shown under the primary act only.</param>
/// <param name="Primary">True for the one act that the panel leads with.</param>
/// <param name="Re">What it answers: a condition, an item, a question; posted as <c>re</c>.</param>
/// <param name="Channel">The channel of the request that the act opens, or null; posted as <c>channel</c>.</param>
/// <param name="Rare">True for an act that stands under "other acts".</param>
/// <param name="Variant">A word that fills the form beforehand, for instance what a question asks; posted as <c>variant</c>.</param>
public sealed record OpenAct(
    string Type, string Title, string? Symbol, IReadOnlyList<Phrase> Why, bool Primary = false, string? Re = null, string? Channel = null, bool Rare = false,
    string? Variant = null);

/// <summary>An act that is closed, with the reason in the words of the table of acts.</summary>
public sealed record ClosedAct(string Title, IReadOnlyList<Phrase> Why);

/// <summary>What was promised abroad and what the domestic order gives; the shorter one warns.</summary>
public sealed record TwoClocks(TimeLimit Promised, TimeLimit Domestic);

/// <summary>A package of evidence in a list.</summary>
/// <param name="Id">The package's id in addresses.</param>
/// <param name="Reference">How it is called.</param>
/// <param name="Note">Items, size, when it was opened.</param>
/// <param name="Seal">Whether the seal held when it was last checked.</param>
public sealed record PackageRow(string Id, string Reference, string Note, Mark Seal);

/// <summary>A provision with its title.</summary>
public sealed record Basis(string Provision, string Title);

/// <summary>A use limitation or a safeguard; one that limits is marked with a lock.</summary>
public sealed record Safeguard(string Text, IReadOnlyList<Phrase> Source, bool Limits);

/// <summary>A linked dossier.</summary>
public sealed record DossierLink(string Dossier, string Reference, string What, Side From, Side To, Mark State);
