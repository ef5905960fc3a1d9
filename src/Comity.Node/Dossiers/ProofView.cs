using Comity.Node.Look;

namespace Comity.Node.Dossiers;

/// <summary>Everything that proves one statement.</summary>
/// <param name="Id">The statement's id.</param>
/// <param name="Dossier">The dossier's id.</param>
/// <param name="Reference">The dossier's reference.</param>
/// <param name="Title">The act in words.</param>
/// <param name="Facts">Author, addressee, times, place in the chain, law release, key: label and value, digests marked.</param>
/// <param name="Checks">What was checked: bytes, seal, chain of trust, role at that time, approvals, place, log.</param>
/// <param name="Receipts">The receipts.</param>
/// <param name="SignedPart">The signed part, decoded for reading; the bytes kept are those received.</param>
/// <param name="Words">Four words derived from the digest, to be read aloud on the telephone, or null.</param>
public sealed record ProofView(
    string Id, string Dossier, string Reference, string Title, IReadOnlyList<ProofFact> Facts, IReadOnlyList<Check> Checks,
    IReadOnlyList<Rung> Receipts, string SignedPart, string? Words = null);

/// <summary>A fact of a statement; a digest is shown as one.</summary>
public sealed record ProofFact(string Label, string Text, bool IsDigest = false);
