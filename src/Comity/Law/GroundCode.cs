namespace Comity.Law;

/// <summary>What exactly stands against a request under a ground: "human rights" under "own law or treaty".</summary>
/// <remarks>A refusal records <see cref="Id"/> in place of the ground alone. Where no instrument lists the code the division is ours.</remarks>
public sealed record GroundCode
{
    /// <summary>What a refusal records, the ground and the word: <c>rg.requested-law.human-rights</c>.</summary>
    public string Id => $"{Ground}.{Word}";

    /// <summary>The ground it divides: <c>rg.requested-law</c>.</summary>
    public required string Ground { get; init; }

    /// <summary>The code, the same under every ground, so that statistics can add it up: <c>human-rights</c>.</summary>
    public required string Word { get; init; }

    /// <summary>The code, in words.</summary>
    public required string Label { get; init; }

    /// <summary>Help for the officer who must choose.</summary>
    public required string Help { get; init; }

    /// <summary>Where an instrument names it; the words "ours" where none does.</summary>
    public required Citation Source { get; init; }

    /// <summary>True where no instrument names it: whether the law of a State knows it must be read there.</summary>
    public bool IsOurs => Source.Text == "ours";

    /// <summary>True where it cannot be the only reason for an offence of ETS 185 arts 2-11 (25.4).</summary>
    public required bool NotForCoreOffences { get; init; }

    /// <summary>How sure the data are.</summary>
    public required Confidence Confidence { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
