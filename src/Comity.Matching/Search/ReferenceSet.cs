namespace Comity.Matching;

/// <summary>Distances between all pairs of an office's own unrelated, harmless pictures: what chance really gives.</summary>
/// <param name="Counts">Pairs per distance, 0-256.</param>
public sealed record DistanceHistogram(long[] Counts)
{
    /// <summary>Compares all pairs.</summary>
    public static DistanceHistogram Of(IReadOnlyList<PdqHash> hashes)
    {
        var counts = new long[Pdq.Bits + 1];
        for (var i = 0; i < hashes.Count; i++)
            for (var j = i + 1; j < hashes.Count; j++) counts[hashes[i].Distance(hashes[j])]++;
        return new(counts);
    }

    /// <summary>Pairs compared.</summary>
    public long Pairs => Counts.Sum();

    /// <summary>Pairs within a distance.</summary>
    public long Within(int distance) => Counts.AsSpan(0, distance + 1).ToArray().Sum();

    /// <summary>The measured rate at a distance.</summary>
    public MeasuredRate Rate(int distance, DateOnly on) => new(Within(distance), Pairs, distance, on);

    /// <summary>Distances with pairs, with their count, the pairs up to there, and the pairs that random bits would give up to there.</summary>
    public IEnumerable<(int Distance, long Count, long Cumulative, double IfRandom)> Rows()
    {
        long sum = 0;
        for (var d = 0; d <= Pdq.Bits; d++)
        {
            sum += Counts[d];
            if (Counts[d] > 0) yield return (d, Counts[d], sum, Pairs * Chance.Balanced(d));
        }
    }
}
