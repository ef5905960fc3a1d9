using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>Whose declaration, reservation or notification is read.</summary>
public enum SwitchSide
{
    /// <summary>The State asked: where the data or the provider is.</summary>
    Asked,

    /// <summary>The State that asks.</summary>
    Asking,

    /// <summary>Either: it also limits its maker's own requests.</summary>
    Both,

    /// <summary>Any participant of a team.</summary>
    AnyParticipant,

    /// <summary>The State from which the data go.</summary>
    Transferring,
}

/// <summary>Something a Party can change by declaration, reservation, notification or designation.</summary>
public sealed record Switch
{
    /// <summary>Id in the data: <c>sw.185.29.4</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Where the instrument allows it.</summary>
    public required Citation Source { get; init; }

    /// <summary>declaration, reservation, designation, notification or domestic-rule.</summary>
    public required string Nature { get; init; }

    /// <summary>Whose switch is read.</summary>
    public required SwitchSide Side { get; init; }

    /// <summary>What it does: <c>disable-channel</c>, <c>add-refusal-ground</c>, …</summary>
    public required string Operation { get; init; }

    /// <summary>Channels or offences it acts on.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>Data categories it takes out.</summary>
    public required ImmutableArray<string> Categories { get; init; }

    /// <summary>Elements it adds.</summary>
    public required ImmutableArray<string> Elements { get; init; }

    /// <summary>The ground it adds, or null.</summary>
    public string? Ground { get; init; }

    /// <summary>Roles it designates.</summary>
    public required ImmutableArray<string> Roles { get; init; }

    /// <summary>How sure the data are.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Other ways in which registers cite the article.</summary>
    internal ImmutableArray<string> AlsoDeclaredAs { get; init; } = [];

    /// <summary>What the data say beside.</summary>
    public required ImmutableArray<Remark> Remarks { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>A declaration, reservation, designation or territorial statement that a Party made.</summary>
public sealed record Declaration
{
    /// <summary>Who made it.</summary>
    public required CountryCode Country { get; init; }

    /// <summary>Treaty as in the status files: <c>ETS185</c>.</summary>
    public required string Treaty { get; init; }

    /// <summary>Article as the register cites it.</summary>
    public required string Article { get; init; }

    /// <summary>declaration, reservation, authority or territorial, as the register files it.</summary>
    public required string Kind { get; init; }

    /// <summary>Kind of authority designated, or null.</summary>
    public string? AuthorityType { get; init; }

    /// <summary>What it says, in our words.</summary>
    public required string Value { get; init; }

    /// <summary>First day of effect; null where the source does not say: then from the day the treaty binds its maker.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Day from which it no longer holds (withdrawn, replaced); null while it stands.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Status date of the page that was read: how old our knowledge is, not an end of validity.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Ids of the sources.</summary>
    public required string Source { get; init; }

    /// <summary>How sure the data are.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The switches it turns; empty where its article is none.</summary>
    public required ImmutableArray<Switch> Switches { get; init; }

    /// <summary>First day of effect: its own, else the day from which the treaty binds its maker, else that of the deposit, else of the signature; null if none is known.</summary>
    public DateOnly? FirstDay(LawRelease release) =>
        ValidFrom ?? (release.StatusOf(Treaty, Country) is { } row ? row.BoundFrom ?? row.DepositedOn ?? row.SignedOn : null);

    /// <summary>True if it has effect on this day.</summary>
    public bool Holds(LawRelease release, DateOnly on) => FirstDay(release) <= on && (ValidTo is not { } to || on < to);
}
