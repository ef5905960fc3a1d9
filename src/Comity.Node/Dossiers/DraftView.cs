using Comity.Node.Identity;
using Comity.Node.Look;

namespace Comity.Node.Dossiers;

/// <summary>What the officer needs, as asked on the first step of a request. Empty strings are "not said yet".</summary>
/// <param name="Data">subscriber, traffic or content.</param>
/// <param name="Holder">Who holds the data.</param>
/// <param name="To">ISO code of the Party in whose territory it is held.</param>
/// <param name="Offence">An offence of the law data, <c>off.185.4</c>.</param>
/// <param name="Urgency">volatile, life or none.</param>
/// <param name="Issuer">The role that issues: one of the law data's actors.</param>
/// <param name="Treaty">Whether a mutual assistance treaty binds the pair: unknown, none or yes.</param>
/// <param name="Consent">True if the data subject's lawful and voluntary consent is on file.</param>
public sealed record Need(
    string Data, string Holder, string To, string Offence, string Urgency, string Issuer, string Treaty, bool Consent);

/// <summary>What can be chosen on the first step.</summary>
public sealed record NeedChoices(
    IReadOnlyList<Choice> Data, IReadOnlyList<Choice> Holders, IReadOnlyList<Choice> Parties, IReadOnlyList<Choice> Offences,
    IReadOnlyList<Choice> Issuers);

/// <summary>The ways to what is needed, open and closed.</summary>
/// <param name="Need">What was asked.</param>
/// <param name="Choices">What can be asked.</param>
/// <param name="From">Our Party.</param>
/// <param name="To">The other Party, or null while none is chosen.</param>
/// <param name="On">The date for which the law data was read.</param>
/// <param name="Law">The digest of the law release.</param>
/// <param name="TreatyAsked">True when the data does not know whether a treaty binds the pair, so the officer is asked.</param>
/// <param name="Open">Open ways, the best first.</param>
/// <param name="Closed">Closed ways.</param>
/// <param name="Errors">What is wrong with the form.</param>
public sealed record RoutesView(
    Need Need, NeedChoices Choices, Side From, Side? To, DateTimeOffset On, string Law, bool TreatyAsked,
    IReadOnlyList<Route> Open, IReadOnlyList<Route> Closed, IReadOnlyList<FormError> Errors);

/// <summary>A way, open or closed, with its reasons.</summary>
/// <param name="Channel">The id in the law data, posted as <c>channel</c>.</param>
/// <param name="Title">The channel's title.</param>
/// <param name="Provision">The article.</param>
/// <param name="Why">What it is, and the reasons that decide or are to be minded, each with its provision.</param>
/// <param name="More">What else is true of it.</param>
/// <param name="Figure">A figure such as "60 days", or null.</param>
/// <param name="Note">What the figure is, or what would open a closed way.</param>
/// <param name="Confidence">The lowest confidence mark of the reasons (A to D, high to low).</param>
/// <param name="CanStart">True when this office can start it here; a closed way can be started against the data.</param>
public sealed record Route(
    string Channel, string Title, string Provision, IReadOnlyList<Phrase> Why, IReadOnlyList<Phrase> More, string? Figure, string? Note, string Confidence, bool CanStart);

/// <summary>How a field is asked.</summary>
public enum FieldKind
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>Several lines.</summary>
    Text,

    /// <summary>One of a list.</summary>
    Select,

    /// <summary>One of a few, all shown.</summary>
    One,

    /// <summary>Any of a few; values are joined by line feeds.</summary>
    Many,

    /// <summary>Yes or nothing; the value is "yes" or empty.</summary>
    Yes,

    /// <summary>A day, <c>yyyy-MM-dd</c>, in UTC.</summary>
    Day,

    /// <summary>A whole number, with its unit in the label.</summary>
    Number,
}

/// <summary>A field of a form made from the law data.</summary>
/// <param name="Name">The field's name in the post; unique in the form.</param>
/// <param name="Label">The label.</param>
/// <param name="Kind">How it is asked.</param>
/// <param name="Value">What was typed or chosen.</param>
/// <param name="Provision">The provision that asks for it, or null when no instrument does.</param>
/// <param name="Element">The element of the law data that it fills; fields of one element count together.</param>
/// <param name="Help">One or two sentences, for instance from the T-CY template.</param>
/// <param name="Missing">What to say when a mandatory field is empty; null for an optional one.</param>
/// <param name="Choices">The choices of a list.</param>
/// <param name="Most">The most characters, or null.</param>
/// <param name="Half">True to stand beside its neighbour on a wide screen.</param>
/// <param name="Error">What is wrong with the value, or null.</param>
public sealed record FormField(
    string Name, string Label, FieldKind Kind, string Value, string? Provision = null, string? Element = null, string? Help = null,
    string? Missing = null, IReadOnlyList<Choice>? Choices = null, int? Most = null, bool Half = false, string? Error = null)
{
    /// <summary>The id of the control in the page.</summary>
    public string Id => "f-" + Name.Replace('.', '-').Replace('/', '-');

    /// <summary>True when the field is mandatory and empty.</summary>
    public bool IsMissing => Missing is not null && string.IsNullOrWhiteSpace(Value);
}

/// <summary>Fields under one heading; a group without title is the act itself, one with a title goes together with it.</summary>
public sealed record FieldGroup(string? Title, string? Lead, string? Provision, IReadOnlyList<FormField> Fields);

/// <summary>An element on the completeness panel.</summary>
public sealed record Needed(string Element, string Label, string? Provision, bool Held);

/// <summary>What the law data doubts about the draft. Sending needs a reason for each; both sides see it.</summary>
/// <param name="Id">The finding's id, posted as <c>against.ID</c>.</param>
/// <param name="Text">The doubt.</param>
/// <param name="Provision">The provision behind it.</param>
/// <param name="Confidence">The confidence mark of the fact.</param>
/// <param name="Reason">The officer's reason so far.</param>
public sealed record Doubt(string Id, string Text, string? Provision, string Confidence, string Reason);

/// <summary>A check that was made, with its outcome in words.</summary>
public sealed record Check(string Text, string? Provision, bool Holds, string? Note = null);

/// <summary>A draft: the second step of a request, or the form of any other act.</summary>
/// <param name="Id">The draft's id.</param>
/// <param name="Now">The instant from which relative times count.</param>
/// <param name="Opens">True for an act that opens a dossier: the three steps are shown.</param>
/// <param name="Dossier">The dossier it belongs to, or null.</param>
/// <param name="Reference">That dossier's reference, or null.</param>
/// <param name="Title">The title: "Required elements", "Grant preservation".</param>
/// <param name="Lead">One line under it.</param>
/// <param name="Channel">The way in words, with its provision.</param>
/// <param name="From">The side that acts.</param>
/// <param name="To">The side addressed.</param>
/// <param name="Groups">The fields.</param>
/// <param name="Needs">The completeness panel; empty when the act needs no elements.</param>
/// <param name="Doubts">What the law data doubts.</param>
/// <param name="Checks">What the other side will check.</param>
/// <param name="CheckedBy">Who that is, for the heading "What … will check".</param>
/// <param name="LawText">The words of the provision in the midst, paraphrased, or null.</param>
/// <param name="Upload">The files of a delivery, or null.</param>
/// <param name="Saved">When it was last saved, or null.</param>
/// <param name="Errors">What is wrong, each with the field's id.</param>
public sealed record DraftView(
    string Id, DateTimeOffset Now, bool Opens, string? Dossier, string? Reference, string Title, string Lead, Phrase Channel, Side From, Side To,
    IReadOnlyList<FieldGroup> Groups, IReadOnlyList<Needed> Needs, IReadOnlyList<Doubt> Doubts, IReadOnlyList<Check> Checks, string? CheckedBy,
    Phrase? LawText, UploadView? Upload, DateTimeOffset? Saved, IReadOnlyList<FormError> Errors);

/// <summary>The files of a package that is being made.</summary>
/// <param name="Items">What is stored and sealed so far.</param>
/// <param name="SealedTo">The office that alone can open it.</param>
/// <param name="Forwardable">Packages that this office received and opened, and may send on as they are.</param>
public sealed record UploadView(IReadOnlyList<UploadedItem> Items, string SealedTo, IReadOnlyList<Choice> Forwardable);

/// <summary>A stored and sealed file.</summary>
public sealed record UploadedItem(string Id, string Name, long Bytes, string Sha256);

/// <summary>Where a draft stands on its way out.</summary>
public enum ReviewState
{
    /// <summary>Something must be done on the form first.</summary>
    Blocked,

    /// <summary>It can be approved.</summary>
    Ready,

    /// <summary>The signed-in officer has approved; another person is to follow.</summary>
    AwaitsOther,

    /// <summary>Sealed, logged and on its way or arrived.</summary>
    Sent,
}

/// <summary>The third step: the exact words, the approvals, what happens then.</summary>
/// <param name="Id">The draft's id.</param>
/// <param name="Now">The instant from which relative times count.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Opens">True for an act that opens a dossier.</param>
/// <param name="Dossier">The dossier, once there is one.</param>
/// <param name="Reference">Its reference, or the draft's number.</param>
/// <param name="Channel">The way in words, with its provision.</param>
/// <param name="From">The side that acts.</param>
/// <param name="To">The side addressed.</param>
/// <param name="Acts">The acts, each approved by its own digest: one, or an act and the order that goes with it.</param>
/// <param name="Approvals">Who has to approve.</param>
/// <param name="ExerciseKey">True when the officer's passkey is held by the demo.</param>
/// <param name="Then">What happens after the approval.</param>
/// <param name="Checks">The checks made on it.</param>
/// <param name="Blocks">Why it cannot be approved, with the field's id.</param>
/// <param name="Sent">What became of it, once sent.</param>
public sealed record ReviewView(
    string Id, DateTimeOffset Now, ReviewState State, bool Opens, string? Dossier, string? Reference, Phrase Channel, Side From, Side To,
    IReadOnlyList<ActText> Acts, IReadOnlyList<ApprovalSlot> Approvals, bool ExerciseKey, IReadOnlyList<AfterStep> Then,
    IReadOnlyList<Check> Checks, IReadOnlyList<FormError> Blocks, SentAct? Sent);

/// <summary>An act as the other side will read it.</summary>
/// <param name="Digest">What the passkey signs (the challenge of the approval).</param>
/// <param name="Title">The act in words.</param>
/// <param name="Line">From which office to which, under which provision.</param>
/// <param name="Provision">That provision.</param>
/// <param name="Elements">The elements and terms.</param>
/// <param name="Against">What is sent against the data.</param>
/// <param name="Version">The number of this version of the draft.</param>
public sealed record ActText(
    string Digest, string Title, string Line, string? Provision, IReadOnlyList<ElementLine> Elements, IReadOnlyList<AgainstLine> Against, int Version);

/// <summary>One of the persons who have to approve.</summary>
public sealed record ApprovalSlot(string Person, string Note, bool Done, bool Me);

/// <summary>What happens after the approval, in order.</summary>
public sealed record AfterStep(string Symbol, string Title, string Note, string? Provision = null);

/// <summary>What became of a sent act: the acts with their place in the log and the receipts so far.</summary>
public sealed record SentAct(DateTimeOffset At, IReadOnlyList<SentLine> Lines);

/// <summary>One sent act: its dossier, log index, and the ladder of receipts.</summary>
public sealed record SentLine(string Title, string Dossier, string Reference, long? LogIndex, IReadOnlyList<Rung> Rungs);
