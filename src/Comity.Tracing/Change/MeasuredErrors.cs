namespace Comity.Tracing;

/// <summary>Error rates measured on generated chains whose true change is known: the test half of the seeds, docs/tracing.md has the table.</summary>
/// <remarks>Generated wallets are not real ones: the numbers compare heuristics, they do not promise. An exhibit says so.</remarks>
public static class MeasuredErrors
{
    private static readonly Dictionary<string, ErrorRate> Rates = new(StringComparer.Ordinal)
    {
        ["reuse"] = new(14_796, 0),
        ["cluster"] = new(20, 5),
        ["one-time-change"] = new(100_064, 5_304),
        ["same-shape"] = new(25_723, 7_774), // as `peel`: the other output's spender alone has the shape
    };

    /// <summary>Where the numbers come from, as exhibits quote it.</summary>
    public const string Source = "generated chains, seeds 11 to 14";

    /// <summary>The measurement of a rule, or null.</summary>
    public static ErrorRate? Of(string rule) => Rates.GetValueOrDefault(rule);

    /// <summary>What is left of 100 after the upper end of the interval, rounded down.</summary>
    public static int ConfidenceOf(string rule) => Of(rule) is { } rate ? (int)(100 * (1 - rate.Interval().High)) : 0;
}
