using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>What is known on a day about a mutual assistance treaty between two States: ETS 185 arts 27 and 28 and CETS 224 arts 11 and 12 hang on it.</summary>
/// <param name="Answer">Exists where a fact that is more than a lead shows one; else unknown. The register alone never says none: it lists treaties, not their absence.</param>
/// <param name="Decides">The fact that decides, or null.</param>
/// <param name="Facts">Every fact of the register about the pair, also those of other days, leads, and treaties that are no basis of their own.</param>
public sealed record PairKnowledge(PairTreaty Answer, PairFact? Decides, ImmutableArray<PairFact> Facts)
{
    /// <summary>Why, in words.</summary>
    public string Why => this switch
    {
        { Decides: { } fact } => $"{fact.Instrument} binds the pair",
        { Facts.IsEmpty: false } => "the register has only leads, facts of other days, or treaties that are no basis of their own",
        _ => "the register has nothing on this pair: that is not to say that there is no treaty",
    };
}
