namespace Comity;

/// <summary>Why a peer's bytes or act were refused. The words are those of the wire (spec/receipt.md).</summary>
public enum RefusalCode
{
    /// <summary>Not the bytes that the format allows (R1).</summary>
    Malformed,

    /// <summary>A JWS header other than the three allowed members, or an algorithm or type not expected (R2).</summary>
    Header,

    /// <summary>The signature does not hold, or the key is not one of the office's (R3, R27).</summary>
    Seal,

    /// <summary>The issuer's chain does not reach a pinned anchor (R27).</summary>
    Trust,

    /// <summary>The office does not hold a role that may do this (R27, R29).</summary>
    Role,

    /// <summary>The approvals do not cover the act (R12-R14).</summary>
    Approval,

    /// <summary>Addressed to somebody else (R7).</summary>
    Audience,

    /// <summary>Seen before, or a number used twice (R7, R21).</summary>
    Replay,

    /// <summary>The time stated cannot be (R34).</summary>
    Clock,

    /// <summary>Place in the chain wrong: number, former, seen or out (R16, R17).</summary>
    Chain,

    /// <summary>The past did not arrive in time (R18).</summary>
    PastMissing,

    /// <summary>Written as if the other side's act were not known, which it was (R19).</summary>
    StaleSight,

    /// <summary>Names an act that was rejected (R17).</summary>
    ReVoid,

    /// <summary>The table of acts does not allow this act in this state (R22).</summary>
    Order,

    /// <summary>A delivery while a condition is neither accepted nor withdrawn (R24).</summary>
    ConditionOpen,

    /// <summary>The law data find something that the author did not declare (R17a).</summary>
    UndeclaredFinding,

    /// <summary>The law release was withdrawn (R10).</summary>
    LawStale,
}

/// <summary>A peer's bytes or act are refused. Thrown where they are read; caught once, where the verdict is written.</summary>
/// <param name="code">The word that the other side gets.</param>
/// <param name="message">What was wrong, where, and what to do; safe to show to the other side.</param>
public sealed class RefusedException(RefusalCode code, string message) : Exception(message)
{
    /// <summary>The word that the other side gets.</summary>
    public RefusalCode Code { get; } = code;
}

/// <summary>The wire's words for <see cref="RefusalCode"/>.</summary>
public static class RefusalWords
{
    /// <summary>The word on the wire: <c>past-missing</c> for <see cref="RefusalCode.PastMissing"/>.</summary>
    public static string Word(this RefusalCode code) => Words[(int)code];

    /// <summary>The code of a word, or null if it is none of ours.</summary>
    public static RefusalCode? Parse(string word) => Array.IndexOf(Words, word) is >= 0 and var i ? (RefusalCode)i : null;

    private static readonly string[] Words =
    [
        "malformed", "header", "seal", "trust", "role", "approval", "audience", "replay", "clock", "chain", "past-missing", "stale-sight",
        "re-void", "order", "condition-open", "undeclared-finding", "law-stale",
    ];
}
