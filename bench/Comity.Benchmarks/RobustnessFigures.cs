using System.Globalization;
using Comity.Matching;
using Comity.Matching.Robustness;

namespace Comity.Benchmarks;

/// <summary>How far do changes of a picture move its hash, and how near do unrelated pictures come? Writes the tables of docs/matching.md.</summary>
internal static class RobustnessFigures
{
    private const int Pictures = 200;

    internal static void Run()
    {
        Console.Error.WriteLine($"drawing {Pictures} pictures");
        var experiment = new Experiment(0, Pictures);
        Console.WriteLine($"Seeds 0 to {Pictures - 1}; {experiment.Pictures} of {experiment.Drawn} drawings had a quality above {Pdq.LowQuality}; libvips {VipsDecoder.Start()}.\n");
        Console.WriteLine("| change | strength | median | 95 % within | found at 31 (95 % interval) | found in one of eight turns |\n|---|---|---|---|---|---|");
        foreach (var change in Changes.All()) Console.WriteLine(experiment.Measure(change).Line());
        var (within, between) = experiment.Unrelated();
        Console.WriteLine("\n| unrelated pairs | pairs | nearest | nearest 0.1 % | within 31 | at most (95 %) |\n|---|---|---|---|---|---|");
        Console.WriteLine(Line("within a family", within));
        Console.WriteLine(Line("between families", between));
    }

    private static string Line(string name, DistanceHistogram pairs)
    {
        var rows = pairs.Rows().ToArray();
        var within = pairs.Within(HashIndex.DefaultDistance);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {pairs.Pairs} | {rows[0].Distance} | {rows.First(r => 1000 * r.Cumulative >= pairs.Pairs).Distance} | {within} | {Chance.UpperBound(within, pairs.Pairs):0.0e+0} |");
    }
}
