using System.Collections.Concurrent;
using System.Globalization;

namespace Comity.Matching.Robustness;

/// <summary>One row of the table: a change, and how far it moved the hashes.</summary>
/// <param name="Change">The change.</param>
/// <param name="Pictures">Originals of sufficient quality.</param>
/// <param name="Median">Distance to the original.</param>
/// <param name="High">95th percentile of the distance.</param>
/// <param name="Found">Found at distance 31 as it is.</param>
/// <param name="FoundTurned">Found at distance 31 in one of the eight turns.</param>
internal sealed record RobustnessRow(Change Change, int Pictures, int Median, int High, int Found, int FoundTurned)
{
    /// <summary>The row in Markdown; the share has its 95 % interval.</summary>
    internal string Line()
    {
        var (low, high) = Chance.Wilson(Found, Pictures);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Change.Kind} | {Change.Strength} | {Median} | {High} | {100.0 * Found / Pictures:0.#} % ({100 * low:0} to {100 * high:0}) | {100.0 * FoundTurned / Pictures:0.#} % |");
    }
}

/// <summary>Changes drawn pictures, hashes them again, and compares: how robust the hash is, and how far unrelated drawings lie apart.</summary>
/// <remarks>spec/matching.md, section 11. It holds for these drawings, not for photographs.</remarks>
internal sealed class Experiment
{
    private readonly (int Seed, Picture Picture, PdqHash[] Turns)[] _originals;

    /// <summary>Draws <paramref name="count"/> pictures from <paramref name="first"/> up; those of low quality are left out, as a search does.</summary>
    internal Experiment(int first, int count)
    {
        Drawn = count;
        _originals = [.. Enumerable.Range(first, count).AsParallel().AsOrdered().Select(Original).Where(o => o.Quality > Pdq.LowQuality).Select(o => (o.Seed, o.Picture, o.Turns))];
    }

    internal int Drawn { get; }

    internal int Pictures => _originals.Length;

    /// <summary>Applies a change to each picture. A changed picture of low quality is not found, as no search would compare it.</summary>
    internal RobustnessRow Measure(Change change)
    {
        var distances = new ConcurrentBag<(int AsIs, int Best, bool IsUsable)>();
        Parallel.ForEach(_originals, original =>
        {
            var (turns, quality) = change.Apply(original.Picture).Hash();
            var kept = original.Turns[0];
            distances.Add((turns[0].Distance(kept), turns.Min(t => t.Distance(kept)), quality > Pdq.LowQuality));
        });
        var sorted = distances.Select(d => d.AsIs).Order().ToArray();
        return new(
            change, sorted.Length, sorted[sorted.Length / 2], sorted[Math.Min(sorted.Length - 1, sorted.Length * 95 / 100)],
            distances.Count(d => d.IsUsable && d.AsIs <= HashIndex.DefaultDistance), distances.Count(d => d.IsUsable && d.Best <= HashIndex.DefaultDistance));
    }

    /// <summary>Distances between all pairs of different drawings, within a family and between families.</summary>
    internal (DistanceHistogram Within, DistanceHistogram Between) Unrelated()
    {
        long[] within = new long[Pdq.Bits + 1], between = new long[Pdq.Bits + 1];
        for (var i = 0; i < _originals.Length; i++)
            for (var j = i + 1; j < _originals.Length; j++)
            {
                var alike = _originals[i].Seed % Drawings.Families.Length == _originals[j].Seed % Drawings.Families.Length;
                (alike ? within : between)[_originals[i].Turns[0].Distance(_originals[j].Turns[0])]++;
            }

        return (new(within), new(between));
    }

    private static (int Seed, Picture Picture, PdqHash[] Turns, int Quality) Original(int seed)
    {
        var picture = Drawings.Draw(seed);
        var (turns, quality) = picture.Hash();
        return (seed, picture, turns, quality);
    }
}
