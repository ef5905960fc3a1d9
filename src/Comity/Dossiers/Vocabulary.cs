namespace Comity.Dossiers;

/// <summary>How pressing a request is.</summary>
public enum Urgency
{
    /// <summary>Ordinary.</summary>
    None,

    /// <summary>Expedited answer wanted (ETS 185 art. 25(3), 31(3)).</summary>
    Urgent,

    /// <summary>Danger to a person. Asks for two approvals (R12).</summary>
    Emergency,
}

/// <summary>Whether a mutual assistance treaty binds the pair, as the officer answered (ETS 185 art. 27(1), 28(1)).</summary>
public enum TreatyOfPair
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>None: the fallback rules of articles 27 and 28 apply.</summary>
    None,

    /// <summary>There is one.</summary>
    Exists,
}

/// <summary>The endings that are no refusal.</summary>
public enum OutcomeWord
{
    /// <summary>The custodian holds nothing of the kind.</summary>
    NothingHeld,

    /// <summary>It was there and is gone.</summary>
    Gone,

    /// <summary>It had expired before the request came.</summary>
    Expired,

    /// <summary>Somebody else holds it.</summary>
    OtherHolder,

    /// <summary>Sent on to the competent authority (ETS 185 art. 27(9)(c)).</summary>
    SentOn,

    /// <summary>A part was done.</summary>
    PartlyDone,
}

/// <summary>What a <see cref="ActType.ClarificationAsked"/> is about.</summary>
public enum AskWord
{
    /// <summary>A question.</summary>
    Question,

    /// <summary>Something is missing before it can be executed.</summary>
    SupplementNeeded,

    /// <summary>Preservation would not do, or would do harm (ETS 185 art. 29(6)).</summary>
    PreservationNotEnough,
}

/// <summary>What a condition asks.</summary>
public enum ConditionKind
{
    /// <summary>Used for this case only (ETS 185 art. 28(2)(b)).</summary>
    UseLimit,

    /// <summary>Kept confidential (ETS 185 art. 28(2)(a)).</summary>
    Confidentiality,

    /// <summary>Not passed on without consent.</summary>
    NoOnwardTransfer,

    /// <summary>Erased by the date named.</summary>
    EraseBy,

    /// <summary>An assurance given, for instance on punishment.</summary>
    Assurance,
}

/// <summary>What went wrong with data.</summary>
public enum IncidentWord
{
    /// <summary>Seen by somebody who should not have.</summary>
    Breach,

    /// <summary>Lost.</summary>
    Loss,

    /// <summary>Used for something else.</summary>
    Misuse,
}

/// <summary>Why one person approved where two are asked (R12).</summary>
public enum SoloReason
{
    /// <summary>The second person did not answer in time.</summary>
    NoAnswer,

    /// <summary>There was no way to reach one.</summary>
    Unreachable,
}

/// <summary>The closed words of the wire: the name of an enum member in lower case, its words joined by hyphens.</summary>
public static class Words
{
    /// <summary>The word for a value: <c>granted-on-condition</c> for <see cref="ActType.GrantedOnCondition"/>.</summary>
    public static string Word<T>(this T value)
        where T : struct, Enum => Of<T>.ByValue[value];

    /// <summary>The value of a word, or null if the word is none of ours.</summary>
    public static T? Parse<T>(string word)
        where T : struct, Enum => Of<T>.ByWord.TryGetValue(word, out var value) ? value : null;

    private static class Of<T>
        where T : struct, Enum
    {
        internal static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>().ToDictionary(v => v, v => Hyphenate(v.ToString()));
        internal static readonly Dictionary<string, T> ByWord = ByValue.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }

    private static string Hyphenate(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
