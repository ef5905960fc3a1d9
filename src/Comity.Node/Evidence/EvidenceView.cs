using Comity.Node.Dossiers;
using Comity.Node.Look;

namespace Comity.Node.Evidence;

/// <summary>The packages that this office may see.</summary>
public sealed record EvidenceList(DateTimeOffset Now, IReadOnlyList<EvidenceRow> Rows);

/// <summary>A package in the list.</summary>
public sealed record EvidenceRow(
    string Id, string Reference, string Title, Side From, Side To, string Dossier, string DossierReference, int Items, long Bytes,
    DateTimeOffset Delivered, Mark Seal);

/// <summary>Whether the seal held when it was checked. "Intact" only if every check was made and passed.</summary>
public enum SealCheck
{
    /// <summary>The transfer is not complete, or no check was made yet.</summary>
    NotChecked,

    /// <summary>Every chunk, hash and signature held.</summary>
    Intact,

    /// <summary>A check failed.</summary>
    Broken,
}

/// <summary>A package of evidence.</summary>
/// <param name="Id">The package's id in addresses.</param>
/// <param name="Now">The instant from which relative times count.</param>
/// <param name="Reference">How it is called.</param>
/// <param name="Title">What it is.</param>
/// <param name="From">Who delivered it.</param>
/// <param name="To">Who received it.</param>
/// <param name="Provision">The provision of the delivery.</param>
/// <param name="Dossier">The dossier's id.</param>
/// <param name="DossierReference">The dossier's reference.</param>
/// <param name="Seal">The outcome of the check.</param>
/// <param name="SealNote">When it was checked, or which check failed and where.</param>
/// <param name="Custody">The hops, oldest first; the last may be the next one, not yet recorded.</param>
/// <param name="Items">The files.</param>
/// <param name="ItemsNote">"All hashes match the manifest", or what does not.</param>
/// <param name="Openings">Who opened it.</param>
/// <param name="SealFacts">Root, sealed by, readable by, log, witnesses.</param>
/// <param name="Limits">Limits on use, on its face.</param>
/// <param name="Quarantine">Why it may not be opened, exported or used, or null.</param>
/// <param name="Opened">True once this office has opened it: only then are the files offered.</param>
/// <param name="MayOpen">True when the signed-in officer may open it.</param>
public sealed record EvidenceView(
    string Id, DateTimeOffset Now, string Reference, string Title, Side From, Side To, string? Provision, string Dossier,
    string DossierReference, SealCheck Seal, string SealNote, IReadOnlyList<Hop> Custody, IReadOnlyList<EvidenceItem> Items, Mark ItemsNote,
    IReadOnlyList<Opening> Openings, IReadOnlyList<SealFact> SealFacts, IReadOnlyList<Safeguard> Limits, IReadOnlyList<Phrase>? Quarantine,
    bool Opened, bool MayOpen);

/// <summary>A hop of custody; one without an instant is not recorded yet.</summary>
public sealed record Hop(string What, DateTimeOffset? At, string Who, long? LogIndex);

/// <summary>A file of the package.</summary>
/// <param name="Number">Its place in the manifest, used in addresses.</param>
/// <param name="Name">The name, or null while only its size is known.</param>
/// <param name="What">What it is.</param>
/// <param name="Period">The period it covers, with zone, or null.</param>
/// <param name="Bytes">The true size.</param>
/// <param name="Sha256">Hexadecimal, or empty before it is opened.</param>
/// <param name="Sha512">Hexadecimal, or empty.</param>
/// <param name="Checked">The outcome of the comparison with the signed manifest.</param>
public sealed record EvidenceItem(
    int Number, string? Name, string What, string? Period, long Bytes, string Sha256, string Sha512, Signatures Checked);

/// <summary>An opening: every one is a log entry.</summary>
public sealed record Opening(DateTimeOffset At, string Who, string What, string Purpose, long LogIndex);

/// <summary>A fact about the seal; a digest is shown as one.</summary>
public sealed record SealFact(string Label, string Text, bool IsDigest = false);
