namespace Comity.Tracing;

/// <summary>What a transaction's shape suggests. Suspicion, never proof; <see cref="CoinJoin"/> has the rules.</summary>
[Flags]
public enum Labels : ushort
{
    /// <summary>Nothing known.</summary>
    None = 0,

    /// <summary>A Whirlpool mix.</summary>
    WhirlpoolMix = 1,

    /// <summary>The preparation of a Whirlpool mix by one owner.</summary>
    WhirlpoolTx0 = 2,

    /// <summary>A Wasabi 2.0 coinjoin.</summary>
    Wasabi2 = 4,

    /// <summary>A Wasabi 1.0 coinjoin: one level.</summary>
    Wasabi10 = 8,

    /// <summary>A Wasabi 1.1 coinjoin: several levels.</summary>
    Wasabi11 = 16,

    /// <summary>A Wasabi 1.0 coinjoin by the stricter rule.</summary>
    Wasabi10Strict = 32,

    /// <summary>A JoinMarket coinjoin.</summary>
    JoinMarket = 64,

    /// <summary>A Stonewall: looks like a two-person mix, often one owner.</summary>
    Stonewall = 128,

    /// <summary>Equal outputs, as in many mixes and some payouts.</summary>
    EqualOutputs = 256,

    /// <summary>Maybe a PayJoin: an input that was not needed.</summary>
    PayJoin = 512,

    /// <summary>An input comes from before the store's first block: its address and value are unknown.</summary>
    Unresolved = 1024,
}

/// <summary>What follows from labels.</summary>
public static class LabelRules
{
    private const Labels Mixes = Labels.WhirlpoolMix | Labels.Wasabi2 | Labels.Wasabi10 | Labels.Wasabi11 | Labels.Wasabi10Strict
        | Labels.JoinMarket | Labels.Stonewall | Labels.EqualOutputs;

    /// <summary>Labels that a batch payout of an exchange looks like.</summary>
    internal const Labels PayoutLike = Labels.Wasabi10 | Labels.Wasabi11 | Labels.Wasabi10Strict | Labels.JoinMarket;

    /// <summary>Labels after the guards: a stonewall is nothing else; what an exchange pays out is no JoinMarket or Wasabi 1.</summary>
    public static Labels Guarded(this Labels labels, bool inputTaggedExchange)
    {
        if ((labels & Labels.Stonewall) != 0) return Labels.Stonewall | (labels & ~Mixes);
        return inputTaggedExchange ? labels & ~PayoutLike : labels;
    }

    /// <summary>Whether the inputs are left unmerged.</summary>
    public static bool Withheld(this Labels labels) => (labels & Mixes) != 0;

    /// <summary>The names used in output and exhibits.</summary>
    public static IEnumerable<string> Names(this Labels labels) => All.Where(l => (labels & l.Label) != 0).Select(l => l.Name);

    private static readonly (Labels Label, string Name)[] All =
    [
        (Labels.WhirlpoolMix, "whirlpool-mix"), (Labels.WhirlpoolTx0, "whirlpool-tx0"), (Labels.Wasabi2, "wasabi-2"), (Labels.Wasabi10, "wasabi-1.0"),
        (Labels.Wasabi11, "wasabi-1.1"), (Labels.Wasabi10Strict, "wasabi-1.0-strict"), (Labels.JoinMarket, "joinmarket"),
        (Labels.Stonewall, "stonewall"), (Labels.EqualOutputs, "equal-outputs"), (Labels.PayJoin, "payjoin?"), (Labels.Unresolved, "unresolved"),
    ];
}
