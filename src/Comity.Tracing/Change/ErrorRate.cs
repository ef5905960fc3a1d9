namespace Comity.Tracing;

/// <summary>How often a heuristic was wrong on labelled data.</summary>
/// <param name="Applicable">Transactions in which it named exactly one output.</param>
/// <param name="Wrong">Those in which that was not the change.</param>
public sealed record ErrorRate(long Applicable, long Wrong)
{
    private const double Z = 1.959964;

    /// <summary>Share of wrong answers.</summary>
    public double Rate => Applicable == 0 ? 0 : (double)Wrong / Applicable;

    /// <summary>The two-sided 95 % Wilson interval of the rate; 0 to 1 where nothing was applicable.</summary>
    public (double Low, double High) Interval()
    {
        if (Applicable == 0) return (0, 1);
        var (n, p, zz) = ((double)Applicable, Rate, Z * Z);
        var centre = (p + (zz / (2 * n))) / (1 + (zz / n));
        var half = Z * Math.Sqrt((p * (1 - p) / n) + (zz / (4 * n * n))) / (1 + (zz / n));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
