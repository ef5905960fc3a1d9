namespace Comity.Proof;

/// <summary>What a verifier says of a bundle.</summary>
public enum BundleVerdict
{
    /// <summary>Everything holds.</summary>
    Valid,

    /// <summary>Everything holds, and there is something that a court should know.</summary>
    ValidWithNotes,

    /// <summary>Something does not hold.</summary>
    Invalid,
}

/// <summary>The first thing that does not hold.</summary>
/// <param name="File">The file of the bundle; <c>the archive</c> where no file is to blame.</param>
/// <param name="Rule">The step of spec/bundle.md and the rule: <c>step 3, R27</c>.</param>
/// <param name="Message">What was expected and what was found.</param>
public sealed record BundleFailure(string File, string Rule, string Message)
{
    /// <summary>File, rule and message in one line.</summary>
    public override string ToString() => $"{File}: {Message} ({Rule})";
}

/// <summary>What a note is about.</summary>
public enum BundleNoteKind
{
    /// <summary>Elements that the receiver was shown are left out.</summary>
    Withheld,

    /// <summary>Something that an act rests on was revoked with effect at or before its time (R32).</summary>
    Tainted,

    /// <summary>The witness saw the entry more than a day after its stated time, or before it (R34).</summary>
    WeakTime,

    /// <summary>A superior's newest status list was older than a day when the bundle was made.</summary>
    OldStatus,

    /// <summary>A side wrote two statements for one place, or one act twice (R21).</summary>
    Contested,

    /// <summary>No witness has cosigned a checkpoint, or two checkpoints are not joined (R42). Allowed by the reader.</summary>
    Unwitnessed,

    /// <summary>The law data judge an act otherwise than the receiver did.</summary>
    Law,

    /// <summary>No verdict on a statement is at hand.</summary>
    Pending,

    /// <summary>One person approved what may have been a first contact, and its addressee asks for two (R12).</summary>
    FirstContact,
}

/// <summary>Something to know about a bundle that holds.</summary>
public sealed record BundleNote(BundleNoteKind Kind, string File, string Text)
{
    /// <summary>The kind as a word: <c>weak-time</c>.</summary>
    public string Word => Kind switch { BundleNoteKind.WeakTime => "weak-time", BundleNoteKind.OldStatus => "old-status", BundleNoteKind.FirstContact => "first-contact", var k => k.ToString().ToLowerInvariant() };
}

/// <summary>How a reader wants a bundle judged.</summary>
public sealed record BundlePolicy
{
    /// <summary>Accept proofs that no witness has cosigned (R42).</summary>
    public bool AllowUnwitnessed { get; init; }

    /// <summary>Status lists that became known after the bundle was made, as compact JWS.</summary>
    public IReadOnlyList<string> LaterStatus { get; init; } = [];
}

/// <summary>The answer to: what does this bundle prove?</summary>
public sealed record BundleReport
{
    /// <summary>The verdict.</summary>
    public required BundleVerdict Verdict { get; init; }

    /// <summary>The first thing that does not hold; null if everything does.</summary>
    public BundleFailure? Failure { get; init; }

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<BundleNote> Notes { get; init; } = [];

    /// <summary>The cover as signed; null if it could not be read.</summary>
    public BundleCover? Cover { get; init; }

    /// <summary>The exporter's organisation in the anchor's words; null before it is judged.</summary>
    public string? ExporterName { get; init; }

    /// <summary>Number of statements.</summary>
    public int Statements { get; init; }

    /// <summary>Number of receipts.</summary>
    public int Receipts { get; init; }

    /// <summary>Entries of <c>_sd</c> without a disclosure, of all statements: withheld elements and decoys, which nobody but the authors can tell apart (R6).</summary>
    public int Undisclosed { get; init; }

    /// <summary>The state of the dossier, line by line; empty if the bundle is invalid.</summary>
    public IReadOnlyList<string> State { get; init; } = [];

    /// <summary>True unless something does not hold.</summary>
    public bool Holds => Verdict != BundleVerdict.Invalid;
}

/// <summary>Ends a verification: this does not hold. Caught once, where the report is written.</summary>
internal sealed class BundleFaultException(BundleFailure failure) : Exception(failure.ToString())
{
    internal BundleFaultException(string file, string rule, string message)
        : this(new BundleFailure(file, rule, message))
    {
    }

    internal BundleFailure Failure { get; } = failure;
}
