using System.Collections.Immutable;
using Comity.Law.Calendars;

namespace Comity.Law;

/// <summary>A treaty or regulation that opens channels.</summary>
public sealed record Instrument
{
    /// <summary>Id in the law data and first part of its provisions: <c>ets-185</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Full title.</summary>
    public required string Title { get; init; }

    /// <summary>As it is cited: <c>ETS 185</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>How sure the data are of what they say about it, unless an item says otherwise.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Its channels, in the order of the articles.</summary>
    public required ImmutableArray<Channel> Channels { get; init; }

    /// <summary>How it counts time, or null if the data know no rule.</summary>
    public TimeCounting? Counting { get; init; }

    /// <summary>What it says beside: definitions, transport, scope.</summary>
    public required ImmutableArray<Remark> Remarks { get; init; }

    /// <summary>Safeguards on every item that its channels bring.</summary>
    internal ImmutableArray<string> DataSafeguards { get; init; } = [];

    /// <summary>Safeguards it adds to every channel where an offence against a child is pursued.</summary>
    internal ImmutableArray<string> Overlays { get; init; } = [];

    /// <summary>Members of the European Union that a regulation does not bind.</summary>
    internal ImmutableArray<CountryCode> NotBound { get; init; } = [];

    /// <summary>First day on which a regulation applies.</summary>
    internal DateOnly? AppliesSince { get; init; }

    /// <summary>What the data flag as status, and since when: checked against the deposits, never relied on.</summary>
    internal string Status { get; init; } = "";

    /// <summary>The date of entry into force that the data flag.</summary>
    internal DateOnly? InForceSince { get; init; }

    /// <summary>The instrument whose channels it extends to its own offences, or null.</summary>
    internal string? Extends { get; init; }

    /// <summary>Where it says so.</summary>
    internal Citation? ExtendsSource { get; init; }
}

/// <summary>Something an instrument says that the program tells but does not compute with.</summary>
/// <param name="Name">Key in the data.</param>
/// <param name="Text">Its value as text.</param>
public sealed record Remark(string Name, string Text);
