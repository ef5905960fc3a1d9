using System.Globalization;
using System.Text;

namespace Comity.Matching.Tests;

/// <summary>The robustness experiment of docs/matching.md on pictures drawn by seed. <c>COMITY_ROBUSTNESS=FILE</c> runs it in full and writes the table.</summary>
[Trait("Spec", "matching/11")]
public sealed class RobustnessTests
{
    private static readonly string[] Families = ["shapes", "noise", "text", "chart", "fractal"];

    private static readonly (string Name, Func<Raster, Raster> Change)[] Cells =
    [
        .. new[] { 0.1, 0.25, 0.5, 0.9, 2 }.Select(s => ($"scale {s}", (Func<Raster, Raster>)(r => r.Resize(s)))),
        .. new[] { 10, 30, 50, 75, 95 }.Select(q => ($"JPEG quality {q}", (Func<Raster, Raster>)(r => r.Recompress(q)))),
        .. new[] { 1, 2, 4, 8 }.Select(b => ($"blur radius {b}", (Func<Raster, Raster>)(r => r.Blur(b)))),
        .. new[] { -0.3, -0.1, 0.1, 0.3, 0.5 }.Select(b => ($"brightness {b:+0.0;-0.0}", (Func<Raster, Raster>)(r => r.Each(v => v + (255 * b))))),
        .. new[] { 0.5, 0.8, 1.3 }.Select(c => ($"contrast x {c}", (Func<Raster, Raster>)(r => r.Each(v => 127.5 + ((v - 127.5) * c))))),
        .. new[] { 0.5, 2 }.Select(g => ($"gamma {g}", (Func<Raster, Raster>)(r => r.Each(v => 255 * Math.Pow(v / 255, g))))),
        .. new[] { 5, 20 }.Select(n => ($"noise +-{n}", (Func<Raster, Raster>)(r => r.Noise(n)))),
        .. new[] { 0.01, 0.05, 0.1, 0.2 }.Select(a => ($"corner mark {100 * a:0} % of area", (Func<Raster, Raster>)(r => r.Mark(a, centre: false)))),
        .. new[] { 0.05, 0.2 }.Select(a => ($"centre overlay {100 * a:0} %", (Func<Raster, Raster>)(r => r.Mark(a, centre: true)))),
        .. new[] { 0.01, 0.05, 0.1 }.Select(b => ($"border {100 * b:0} %", (Func<Raster, Raster>)(r => r.Border(b)))),
        .. new[] { 0.01, 0.02, 0.05, 0.1, 0.3 }.Select(c => ($"crop {100 * c:0} %", (Func<Raster, Raster>)(r => r.Crop(c)))),
        .. new[] { 1, 2, 3, 5, 10, 45 }.Select(d => ($"rotation {d} degrees", (Func<Raster, Raster>)(r => r.Rotate(d)))),
        ("quarter turn", r => r.Rotate(90)), ("half turn", r => r.Rotate(180)), ("mirror", r => r.Mirror()), ("grey", r => r.Grey()),
    ];

    [Fact]
    public void Scaling_recompression_and_blur_keep_a_hash_near_and_a_large_crop_does_not()
    {
        var file = Environment.GetEnvironmentVariable("COMITY_ROBUSTNESS");
        if (file is null) Assert.Skip("The robustness experiment takes minutes; COMITY_ROBUSTNESS=FILE runs it and writes its table.");
        var pictures = Families.SelectMany((f, i) => Enumerable.Range(0, 4).Select(n => Raster.Draw(f, 256 + (64 * n), (100 * i) + n))).ToArray();
        var originals = Array.ConvertAll(pictures, p => p.Hash());
        var table = Cells.Select(cell => (cell.Name, Distances: pictures.Select((p, i) => Distance(originals[i], cell.Change(p))).ToArray())).ToArray();
        File.WriteAllText(file, Table(table, originals));
        int Median(string name) => Percentile(table.Single(r => r.Name == name).Distances.Select(d => d.Plain), 50);
        Assert.All(["scale 0.5", "JPEG quality 75", "blur radius 1", "brightness +0.1", "grey"], name => Assert.InRange(Median(name), 0, HashIndex.DefaultDistance));
        Assert.All(["crop 30 %", "rotation 45 degrees", "mirror"], name => Assert.InRange(Median(name), HashIndex.DefaultDistance + 1, 256));
        Assert.InRange(Percentile(table.Single(r => r.Name == "mirror").Distances.Select(d => d.Turned), 50), 0, HashIndex.DefaultDistance);
    }

    private static (int Plain, int Turned) Distance(PdqHash original, Raster changed)
    {
        var turns = new PdqHash[Turns.Count];
        var plane = changed.Plane();
        Pdq.HashTurns(plane.Values, plane.Rows, plane.Columns, turns);
        return (original.Distance(turns[0]), turns.Min(t => original.Distance(t)));
    }

    private static int Percentile(IEnumerable<int> values, int percent)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }

    private static string Table((string Name, (int Plain, int Turned)[] Distances)[] rows, PdqHash[] originals)
    {
        var text = new StringBuilder("| change | median | 95th percentile | share within 31 (95 % interval) | with eight turns |\n|---|---|---|---|---|\n");
        foreach (var (name, distances) in rows)
        {
            var plain = distances.Select(d => d.Plain).ToArray();
            var within = plain.Count(d => d <= 31);
            var (low, high) = Chance.Wilson(within, plain.Length);
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {Percentile(plain, 50)} | {Percentile(plain, 95)} | {100.0 * within / plain.Length:0} % ({100 * low:0} to {100 * high:0}) | {100.0 * distances.Count(d => d.Turned <= 31) / plain.Length:0} % |\n");
        }

        var histogram = DistanceHistogram.Of(originals);
        text.Append(CultureInfo.InvariantCulture, $"\nUnrelated pairs: {histogram.Pairs}; nearest {histogram.Rows().First().Distance}; within 31: {histogram.Within(31)}; within 63: {histogram.Within(63)}; within 95: {histogram.Within(95)}.\n");
        return text.ToString();
    }
}
