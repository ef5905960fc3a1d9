namespace Comity.Ledger;

/// <summary>What a ledger entry records. A closed list (rule R36).</summary>
public enum EntryKind
{
    /// <summary>A statement sealed by an office of this node.</summary>
    StatementOut,

    /// <summary>A statement or a package arrived whole.</summary>
    Arrival,

    /// <summary>A statement was validated or rejected.</summary>
    Verdict,

    /// <summary>A receipt was signed.</summary>
    Receipt,

    /// <summary>An officer opened personal data, or a package was opened.</summary>
    Access,

    /// <summary>Data left the node by an officer's hand.</summary>
    Export,

    /// <summary>A person or a credential was enrolled.</summary>
    Enrolment,

    /// <summary>A key was made, retired or destroyed.</summary>
    Key,

    /// <summary>A release of the law data came into use.</summary>
    LawRelease,

    /// <summary>Content was erased.</summary>
    Erasure,

    /// <summary>A hold began or ended.</summary>
    Hold,

    /// <summary>What a peer showed as its checkpoint.</summary>
    PeerCheckpoint,

    /// <summary>Two statements or verdicts that cannot both be honest.</summary>
    Equivocation,

    /// <summary>The periodic deletion of what has passed its term.</summary>
    Sweep,
}

/// <summary>The wire's words for <see cref="EntryKind"/>.</summary>
public static class EntryKindWords
{
    private static readonly string[] Words =
    [
        "statement-out", "arrival", "verdict", "receipt", "access", "export", "enrolment", "key", "law-release", "erasure", "hold",
        "peer-checkpoint", "equivocation", "sweep",
    ];

    /// <summary>The word in a record: <c>statement-out</c> for <see cref="EntryKind.StatementOut"/>.</summary>
    public static string Word(this EntryKind kind) => Words[(int)kind];

    /// <summary>The kind of a word, or null if it is none of ours.</summary>
    public static EntryKind? Parse(string word) => Array.IndexOf(Words, word) is >= 0 and var i ? (EntryKind)i : null;
}
