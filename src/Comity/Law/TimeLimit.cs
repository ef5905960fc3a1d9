using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>What a time limit does with its two events.</summary>
public enum LimitSemantics
{
    /// <summary>The later event may not come after the term.</summary>
    Max,

    /// <summary>The state lasts at least the term.</summary>
    Min,

    /// <summary>The state lasts until the event; there is no number.</summary>
    UntilEvent,

    /// <summary>The longer of two terms counts.</summary>
    LongerOf,

    /// <summary>The event happens at the end of the term, not before, unless released earlier.</summary>
    EarliestAndLatest,

    /// <summary>A word of urgency without number.</summary>
    Qualitative,

    /// <summary>An action is possible within the term.</summary>
    Window,
}

/// <summary>A time limit between two events.</summary>
public sealed record TimeLimit
{
    /// <summary>Id in the data: <c>dl.29.7.min</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The event it runs from.</summary>
    public required string From { get; init; }

    /// <summary>The event it runs to.</summary>
    public required string To { get; init; }

    /// <summary>The term, or null where the instrument gives no number.</summary>
    public required Term? Duration { get; init; }

    /// <summary>What the term does.</summary>
    public required LimitSemantics Semantics { get; init; }

    /// <summary>Where the instrument sets it.</summary>
    public required Citation Source { get; init; }

    /// <summary>Data categories it concerns; empty for all.</summary>
    public required ImmutableArray<string> AppliesTo { get; init; }

    /// <summary>The circumstance in which alone it runs, or null.</summary>
    public string? OnlyIf { get; init; }

    /// <summary>The circumstance in which it does not run, or null.</summary>
    public string? Unless { get; init; }

    /// <summary>When it runs, in words, or null.</summary>
    public string? Condition { get; init; }

    /// <summary>The word of urgency, or null.</summary>
    public string? Qualifier { get; init; }

    /// <summary>The other of the two terms of which the longer counts, in words; null for other semantics.</summary>
    public string? OtherTerm { get; init; }

    /// <summary>The limit it prolongs, or null.</summary>
    public string? Extends { get; init; }

    /// <summary>What ends it early, or null.</summary>
    public string? ReleasedBy { get; init; }

    /// <summary>The provision by which it stands still while something is asked, or null.</summary>
    public Citation? PausedBy { get; init; }

    /// <summary>True where it may be renewed.</summary>
    public required bool Renewable { get; init; }

    /// <summary>True where only working days count.</summary>
    public required bool WorkingDays { get; init; }

    /// <summary>Whose calendar decides, in words; null for the place where the act is to be done.</summary>
    public string? CalendarOf { get; init; }

    /// <summary>True where the calendar of the issuing State decides (Regulation (EU) 2023/1543 art. 17(9)).</summary>
    public bool FollowsIssuingState => CalendarOf == "issuing State";

    /// <summary>How sure the data are.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>A note of the data, or null.</summary>
    public string? Note { get; init; }

    /// <summary>What the instrument says beside.</summary>
    public required ImmutableArray<Remark> Remarks { get; init; }

    /// <summary>The word of the data for <see cref="Semantics"/>: <c>until-event</c>.</summary>
    public string SemanticsWord => Words[(int)Semantics];

    /// <summary>The words of the data, in the order of <see cref="LimitSemantics"/>.</summary>
    internal static readonly string[] Words = ["max", "min", "until-event", "longer-of", "earliest-and-latest", "qualitative", "window"];
}
