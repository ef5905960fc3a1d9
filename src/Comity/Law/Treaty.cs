using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>The step of time between a deposit and its effect.</summary>
public enum EntryStep
{
    /// <summary>First day of the month after three months have run: the deposit month plus four, day 1.</summary>
    MonthStartAfterThreeMonths,

    /// <summary>Ninety days after the deposit.</summary>
    After90Days,

    /// <summary>Thirty days after the deposit.</summary>
    After30Days,
}

/// <summary>A treaty and its own rule of entry into force.</summary>
public sealed record Treaty
{
    /// <summary>As in the status files: <c>ETS185</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The instrument of the law data, or null if it has none.</summary>
    public string? Instrument { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>How sure the data are of the rule.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>True for Union law: it binds members, without deposits.</summary>
    public required bool BindsEuMembers { get; init; }

    /// <summary>Deposits it needs to enter into force; 0 where the date is given or deposits play no part.</summary>
    public required int Deposits { get; init; }

    /// <summary>Of these, member States of the Council of Europe.</summary>
    public required int CouncilMembers { get; init; }

    /// <summary>The day it entered into force, where the data have no full list of deposits to compute it from.</summary>
    public DateOnly? Given { get; init; }

    /// <summary>The earliest day on which the number of deposits counts, or null.</summary>
    public DateOnly? NotBefore { get; init; }

    /// <summary>True where organisations do not count.</summary>
    public required bool StatesOnly { get; init; }

    /// <summary>Step from the last needed deposit to entry into force.</summary>
    public required EntryStep FirstStep { get; init; }

    /// <summary>Step from a later deposit to its effect.</summary>
    public required EntryStep LaterStep { get; init; }

    /// <summary>The provision on entry into force.</summary>
    public required Citation FirstSource { get; init; }

    /// <summary>The provision on later deposits.</summary>
    public required Citation LaterSource { get; init; }

    /// <summary>The provision on accession.</summary>
    public required Citation AccessionSource { get; init; }

    /// <summary>The treaty that only its own Parties may join this one, or null.</summary>
    public string? Presupposes { get; init; }

    /// <summary>The day of effect of a deposit by a step.</summary>
    public static DateOnly Step(DateOnly deposit, EntryStep step) => step switch
    {
        EntryStep.MonthStartAfterThreeMonths => new DateOnly(deposit.Year, deposit.Month, 1).AddMonths(4),
        EntryStep.After90Days => deposit.AddDays(90),
        EntryStep.After30Days => deposit.AddDays(30),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No such step."),
    };
}

/// <summary>Where a State stands towards a treaty, as the register shows it and as the treaty's own rule computes it.</summary>
public sealed record TreatyStatus
{
    /// <summary>The treaty: <c>ETS185</c>.</summary>
    public required string Treaty { get; init; }

    /// <summary>The State.</summary>
    public required CountryCode Country { get; init; }

    /// <summary>The register's word: party, consented, signatory, invited.</summary>
    public required string Status { get; init; }

    /// <summary>Day of signature, or null.</summary>
    public DateOnly? SignedOn { get; init; }

    /// <summary>Day of deposit of the instrument, or null.</summary>
    public DateOnly? DepositedOn { get; init; }

    /// <summary>ratification, acceptance, approval, accession, succession, definitive signature; null if none.</summary>
    public string? DepositKind { get; init; }

    /// <summary>The day from which the treaty binds this State: computed from deposits by the treaty's own rule; the printed day where the
    /// deposit is not known or a State succeeded; null while the treaty is not known to enter into force.</summary>
    public DateOnly? BoundFrom { get; init; }

    /// <summary>The day printed in the register, or null. Checked, not relied on.</summary>
    public DateOnly? Printed { get; init; }

    /// <summary>Ids of the sources.</summary>
    public required string Source { get; init; }

    /// <summary>How sure the data are.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>A note of the data, or null.</summary>
    public string? Note { get; init; }

    /// <summary>True where the day of effect rests on a supposition.</summary>
    public bool IsSupposed { get; init; }

    /// <summary>File and line of its row.</summary>
    internal (string File, int Line) Row { get; init; }

    /// <summary>True if the treaty binds the State on this day.</summary>
    public bool IsBound(DateOnly on) => BoundFrom is { } from && from <= on;

    /// <summary>True if the State had deposited its consent by this day.</summary>
    public bool HasConsented(DateOnly on) => DepositedOn is { } day ? day <= on : IsBound(on);
}
