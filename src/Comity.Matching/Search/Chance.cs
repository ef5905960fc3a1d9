namespace Comity.Matching;

/// <summary>How many matches chance alone would give, three ways that must not be mixed up: random bits, measured, reviewed.</summary>
/// <remarks>spec/matching.md, section 5. None of them is the probability that a picture is the listed one; that is never stated.</remarks>
public static class Chance
{
    private static readonly double[] LogFactorial = LogFactorials(Pdq.Bits);

    /// <summary>Probability that two hashes of 256 even, independent bits lie within <paramref name="distance"/>.</summary>
    public static double Uniform(int distance) =>
        Sum(Enumerable.Range(0, distance + 1).Select(k => LogChoose(256, k) - (256 * Math.Log(2))));

    /// <summary>The same for hashes with exactly 128 set bits, which PDQ gives where no coefficients tie: only even distances occur.</summary>
    public static double Balanced(int distance) =>
        Sum(Enumerable.Range(0, (distance / 2) + 1).Select(j => (2 * LogChoose(128, j)) - LogChoose(256, 128)));

    /// <summary>Expected chance matches "if hashes were random": a floor, not an error rate.</summary>
    /// <param name="entries">Entries compared with.</param>
    /// <param name="queries">Queries asked.</param>
    /// <param name="turns">Turns of each query, 1 or 8.</param>
    /// <param name="distance">Threshold.</param>
    public static double Expected(long entries, long queries, int turns, int distance) =>
        (double)entries * queries * turns * Math.Max(Uniform(distance), Balanced(distance));

    /// <summary>The 95 % interval of a share, by Wilson's formula.</summary>
    public static (double Low, double High) Wilson(long hits, long trials)
    {
        if (trials == 0) return (0, 1);
        const double Z = 1.959963984540054;
        double n = trials, share = hits / n, z2 = Z * Z;
        var centre = (share + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z * Math.Sqrt((share * (1 - share) / n) + (z2 / (4 * n * n))) / (1 + (z2 / n));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    /// <summary>The upper 95 % bound of a rate: 3/n where nothing was seen ("rule of three"), else Wilson's.</summary>
    public static double UpperBound(long hits, long trials) => hits == 0 ? Math.Min(1, 3.0 / Math.Max(1, trials)) : Wilson(hits, trials).High;

    private static double Sum(IEnumerable<double> logarithms) => logarithms.Sum(Math.Exp);

    private static double LogChoose(int n, int k) => LogFactorial[n] - LogFactorial[k] - LogFactorial[n - k];

    private static double[] LogFactorials(int largest)
    {
        var logs = new double[largest + 1];
        for (var i = 1; i <= largest; i++) logs[i] = logs[i - 1] + Math.Log(i);
        return logs;
    }
}

/// <summary>A rate of false matches that an office measured on its own reference set of unrelated, harmless pictures.</summary>
/// <param name="Hits">Pairs within the threshold.</param>
/// <param name="Pairs">Pairs compared.</param>
/// <param name="Distance">Threshold.</param>
/// <param name="On">Day of the measurement.</param>
public sealed record MeasuredRate(long Hits, long Pairs, int Distance, DateOnly On);

/// <summary>What reviewers found of earlier hits of a list.</summary>
/// <param name="False">Hits found false.</param>
/// <param name="Reviewed">Hits decided.</param>
public sealed record ReviewedHistory(long False, long Reviewed);

/// <summary>The three lines that stand beside every answer, so that nobody reads a hit as a verdict.</summary>
/// <param name="Floor">Expected chance matches if hashes were random.</param>
/// <param name="Measured">The office's own measurement, or null: not measured.</param>
/// <param name="History">Reviewed hits of this list, or null: not measured.</param>
public sealed record ChanceStatement(double Floor, MeasuredRate? Measured, ReviewedHistory? History)
{
    /// <summary>The three lines in words.</summary>
    public IEnumerable<string> Lines()
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        yield return string.Create(invariant, $"expected chance matches if hashes were random (a floor, not an error rate): {Floor:0.##e+0}");
        yield return Measured is { } m
            ? string.Create(invariant, $"measured on unrelated pictures ({m.On:yyyy-MM-dd}, distance {m.Distance}): {m.Hits} in {m.Pairs} pairs, at most {Chance.UpperBound(m.Hits, m.Pairs):0.##e+0} (95 %)")
            : "measured on unrelated pictures: not measured";
        yield return History is { Reviewed: > 0 } h && Chance.Wilson(h.False, h.Reviewed) is var (low, high)
            ? string.Create(invariant, $"reviewed hits of this list: {h.False} of {h.Reviewed} were false (95 %: {low:0.000} to {high:0.000})")
            : "reviewed hits of this list: not measured";
    }
}
