namespace Comity.Dossiers;

/// <summary>What the law data doubt in an act (R17a). Law never rejects: an act with findings is sent if its author declares them.</summary>
public enum FindingKind
{
    /// <summary>A mandatory element is missing for this recipient; about the element, <c>el.29.offence</c>.</summary>
    MissingElement,

    /// <summary>The channel is closed between the two on this day; about the channel.</summary>
    ClosedRoute,

    /// <summary>A ground, condition or postponement that the channel does not have; about the ground.</summary>
    GroundOutsideList,

    /// <summary>A date that the law's time limit does not allow; about the limit, <c>dl.29.7.min</c>.</summary>
    WrongTerm,

    /// <summary>The author's office has none of the roles that the channel names; about the channel.</summary>
    IssuerDoubted,
}

/// <summary>One finding: its kind and the id of the law data that it is about.</summary>
public readonly record struct Finding(FindingKind Kind, string About) : IComparable<Finding>
{
    /// <summary>By kind, then by what it is about.</summary>
    public int CompareTo(Finding other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(About, other.About);

    /// <summary>As in a refusal: <c>missing-element el.29.offence</c>.</summary>
    public override string ToString() => $"{Kind.Word()} {About}";

    /// <summary>Before.</summary>
    public static bool operator <(Finding left, Finding right) => left.CompareTo(right) < 0;

    /// <summary>After.</summary>
    public static bool operator >(Finding left, Finding right) => left.CompareTo(right) > 0;

    /// <summary>Not after.</summary>
    public static bool operator <=(Finding left, Finding right) => left.CompareTo(right) <= 0;

    /// <summary>Not before.</summary>
    public static bool operator >=(Finding left, Finding right) => left.CompareTo(right) >= 0;
}
