using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>What somebody who writes to a State should know beside the treaties, as far as that State told it. It advises and decides nothing.</summary>
/// <param name="Country">The State.</param>
/// <param name="IsMadeUp">True for an example made up for exercises: nothing in it is law or practice of that State.</param>
/// <param name="Entries">What it says.</param>
public sealed record CountrySheet(CountryCode Country, bool IsMadeUp, ImmutableArray<SheetEntry> Entries)
{
    /// <summary>The entries on one topic of <see cref="SheetEntry.Topics"/>.</summary>
    public IEnumerable<SheetEntry> On(string topic) => Entries.Where(entry => entry.Topic == topic);
}

/// <summary>One entry of a country sheet, with its dates, source and mark.</summary>
public sealed record SheetEntry
{
    /// <summary>The topics that a sheet may have: threshold of proof, least gravity, languages, what the desk may order itself, holidays, what comes back and why.</summary>
    public static ImmutableArray<string> Topics { get; } = ["threshold", "minimum-gravity", "languages", "desk-orders", "holidays", "returns"];

    /// <summary>Id in the data: <c>sh.au.gravity.20</c>.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="Topics"/>.</summary>
    public required string Topic { get; init; }

    /// <summary>What holds, in our words.</summary>
    public required string Text { get; init; }

    /// <summary>Channels it concerns; empty for all.</summary>
    public required ImmutableArray<string> Channels { get; init; }

    /// <summary>First day on which it holds.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Day from which it no longer holds; null while it stands.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Where it was read, or <c>made up</c>.</summary>
    public required string Source { get; init; }

    /// <summary>How sure the data are: high, medium or low.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>True if it holds on this day.</summary>
    public bool Holds(DateOnly on) => ValidFrom <= on && (ValidTo is not { } to || on < to);
}
