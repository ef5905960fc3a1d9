namespace Comity.Law;

/// <summary>A State, territory or organisation of the status data.</summary>
/// <param name="Code">Two letters.</param>
/// <param name="Alpha3">Three letters.</param>
/// <param name="Name">English short name.</param>
/// <param name="Region">Region of the United Nations' M49 list.</param>
/// <param name="IsEuMember">Member of the European Union.</param>
/// <param name="IsCouncilMember">Member of the Council of Europe.</param>
/// <param name="Kind">state, territory or organisation.</param>
public sealed record Country(CountryCode Code, string Alpha3, string Name, string Region, bool IsEuMember, bool IsCouncilMember, string Kind);

/// <summary>A treaty or Union law that binds a pair of States or a group.</summary>
public sealed record PairFact
{
    /// <summary>One side: a country, or a group.</summary>
    public required string BetweenA { get; init; }

    /// <summary>The other side: a country, a group, or <c>EU</c> for every member.</summary>
    public required string BetweenB { get; init; }

    /// <summary>mla-treaty, eu-law, uniform-legislation, or mla-transmission (which carries requests and is no basis of its own).</summary>
    public required string Fact { get; init; }

    /// <summary>The treaty or law.</summary>
    public required string Instrument { get; init; }

    /// <summary>First day of effect; null where only known to be in force on the date of the source.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Day from which it no longer holds, or null.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Ids of the sources.</summary>
    public required string Source { get; init; }

    /// <summary>How sure the data are; a low fact is a lead that decides nothing.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>A note of the data, or null.</summary>
    public string? Note { get; init; }

    /// <summary>True if it is a basis of its own in the sense of ETS 185 art. 27.1.</summary>
    public bool IsBasis => Fact is "mla-treaty" or "eu-law";

    /// <summary>True if it is in force on this day, as far as the data show.</summary>
    public bool Holds(DateOnly on) => (From is not { } from || from <= on) && (To is not { } to || on < to);
}
