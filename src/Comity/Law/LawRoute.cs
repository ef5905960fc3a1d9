using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>What is known about a mutual assistance treaty between two States, as the officer answered.</summary>
public enum PairTreaty
{
    /// <summary>Not answered: the register of pair facts is read, and if it is silent the question stays open.</summary>
    Unknown,

    /// <summary>None binds the pair: ETS 185 arts 27-28 are the procedure.</summary>
    None,

    /// <summary>One binds the pair: its own rules are the procedure.</summary>
    Exists,
}

/// <summary>The question: which ways are open from one State to another.</summary>
/// <param name="From">The asking State.</param>
/// <param name="To">The asked State: where the data or the provider is.</param>
/// <param name="On">The day of the act, UTC.</param>
/// <param name="Data">Data category, or null for any.</param>
/// <param name="Offence">Offence, or null if not yet known.</param>
/// <param name="Emergency">True for a significant and imminent risk to life or safety of a person (CETS 224 art. 3.2.c).</param>
/// <param name="TreatyOfPair">The officer's answer about a mutual assistance treaty.</param>
public sealed record RouteQuery(
    CountryCode From, CountryCode To, DateOnly On, string? Data = null, string? Offence = null, bool Emergency = false, PairTreaty TreatyOfPair = PairTreaty.Unknown);

/// <summary>What a reason does to a route.</summary>
public enum ReasonWeight
{
    /// <summary>Speaks for it.</summary>
    Opens,

    /// <summary>Closes it.</summary>
    Closes,

    /// <summary>Leaves something to ask, or to bear in mind.</summary>
    Asks,
}

/// <summary>Why a route is open or closed, or what to mind on it.</summary>
/// <param name="Weight">What it does.</param>
/// <param name="Provision">Where the law says so.</param>
/// <param name="Text">The reason in words.</param>
/// <param name="Confidence">How sure the data are of the value that decides.</param>
/// <param name="Since">The day since which it holds, or null.</param>
/// <param name="Source">Ids of the sources, or the words of the data.</param>
public sealed record Reason(ReasonWeight Weight, Provision Provision, string Text, Confidence Confidence, DateOnly? Since = null, string? Source = null);

/// <summary>One channel between two States on a day: open or closed, and why.</summary>
public sealed record LawRoute
{
    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>True if nothing closes it.</summary>
    public required bool Open { get; init; }

    /// <summary>Why: what opens it, what closes it, what remains to ask.</summary>
    public required ImmutableArray<Reason> Reasons { get; init; }

    /// <summary>Ids of the elements that a request must have.</summary>
    public required ImmutableArray<string> Requires { get; init; }

    /// <summary>Grounds of refusal that can apply.</summary>
    public required ImmutableArray<RefusalGround> Grounds { get; init; }

    /// <summary>Time limits that run.</summary>
    public required ImmutableArray<TimeLimit> Limits { get; init; }

    /// <summary>Safeguards that go with it.</summary>
    public required ImmutableArray<Safeguard> Safeguards { get; init; }
}
