namespace Comity.Tracing;

/// <summary>Ways to tell which output is change. Each rules outputs out, or abstains; docs/tracing.md has error rates.</summary>
public enum ChangeRule
{
    /// <summary>The output's identity is also an input's.</summary>
    Reuse,

    /// <summary>The identity is seen for the first time.</summary>
    Fresh,

    /// <summary>Worth less than every input: else an input was not needed.</summary>
    Optimal,

    /// <summary>Of the kind of the inputs.</summary>
    Type,

    /// <summary>Not a round amount.</summary>
    Round,

    /// <summary>The spender sets its locktime alike.</summary>
    LockTime,

    /// <summary>The spender has the same version and the same replaceability.</summary>
    VersionRbf,

    /// <summary>The spender pays the same fee rate.</summary>
    FeeRate,

    /// <summary>The spender is also one input and two outputs.</summary>
    Peel,

    /// <summary>The output belongs to the inputs' cluster by common input made elsewhere.</summary>
    Cluster,

    /// <summary>The identity is never paid again.</summary>
    NotReusedLater,
}

/// <summary>A set of spendable outputs of one transaction, by place among them; at most ten.</summary>
/// <param name="Bits">One bit per output.</param>
/// <param name="Of">How many spendable outputs there are.</param>
public readonly record struct OutputSet(uint Bits, int Of)
{
    /// <summary>Number of outputs in the set.</summary>
    public int Count => System.Numerics.BitOperations.PopCount(Bits);

    /// <summary>Whether it holds every output and so says nothing.</summary>
    public bool IsAll => Count == Of;

    /// <summary>The place of its only output, or null.</summary>
    public int? Only => Count == 1 ? System.Numerics.BitOperations.TrailingZeroCount(Bits) : null;

    /// <summary>Outputs in both.</summary>
    public OutputSet And(OutputSet other) => new(Bits & other.Bits, Of);

    /// <summary>Outputs in either.</summary>
    public OutputSet Or(OutputSet other) => new(Bits | other.Bits, Of);

    /// <summary>Outputs not in the other.</summary>
    public OutputSet Without(OutputSet other) => new(Bits & ~other.Bits, Of);

    /// <summary>The set if it has one member, else the empty set.</summary>
    public OutputSet Unique() => Count == 1 ? this : new(0, Of);
}
