using System.Collections.Immutable;

namespace Comity.Law.Calendars;

/// <summary>A time during which a term stands still (Regulation (EU) 2023/1543 art. 10(6)).</summary>
/// <param name="From">When it stopped.</param>
/// <param name="To">When it went on; null while it still stands.</param>
public readonly record struct Pause(DateTimeOffset From, DateTimeOffset? To);

/// <summary>What happened to a term that runs: when it began, where, and what stopped, prolonged or released it.</summary>
/// <param name="Start">When the event happened that starts it.</param>
/// <param name="Zone">The time zone in which days begin and end.</param>
/// <param name="Calendar">Holidays and weekends of the State whose law decides; null if the release has none.</param>
public sealed record TermRun(DateTimeOffset Start, TimeZoneInfo Zone, StateCalendar? Calendar)
{
    /// <summary>When it stood still. Those that overlap count once.</summary>
    public ImmutableArray<Pause> Pauses { get; init; } = [];

    /// <summary>A time that the request or order names itself, or null.</summary>
    public DateTimeOffset? Stated { get; init; }

    /// <summary>When it was prolonged or renewed, or null.</summary>
    public DateTimeOffset? ProlongedAt { get; init; }

    /// <summary>When it was released, or null.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }
}

/// <summary>One step of a computation, in words.</summary>
/// <param name="Text">What was counted, and why.</param>
/// <param name="At">Where the term then stood, or null.</param>
/// <param name="Source">The provision or source that says so, or null for what follows by itself.</param>
public sealed record TermStep(string Text, DateTimeOffset? At = null, string? Source = null);

/// <summary>When a term ends, and how that was found.</summary>
public sealed record TermEnd
{
    /// <summary>The end, in the zone of the question; null if there is no number, the term stands still, or it cannot be counted.</summary>
    public required DateTimeOffset? Due { get; init; }

    /// <summary>True while the term stands still.</summary>
    public bool StandsStill { get; init; }

    /// <summary>True if holidays decide and no calendar covers the days: the end may be another.</summary>
    public bool CalendarMissing { get; init; }

    /// <summary>The next open day, where the end lies on a closed one and the instrument has no rule about that; else null.</summary>
    public DateTimeOffset? MayMoveTo { get; init; }

    /// <summary>How it was counted.</summary>
    public required ImmutableArray<TermStep> Steps { get; init; }
}

/// <summary>How an instrument counts time.</summary>
/// <param name="MovesOn">True where a term in days that would end on a closed day ends on the next open one.</param>
/// <param name="Source">Where that stands.</param>
/// <param name="Confidence">How sure the data are.</param>
public sealed record TimeCounting(bool MovesOn, Citation Source, Confidence Confidence);
