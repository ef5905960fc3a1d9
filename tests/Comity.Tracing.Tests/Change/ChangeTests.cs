using System.Globalization;
using System.Text;

namespace Comity.Tracing.Tests;

[Trait("Spec", "tracing/5")]
public sealed class ChangeTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_interval_of_Wilson_has_its_published_values()
    {
        var (low, high) = new ErrorRate(2000, 1990).Interval();
        Assert.Equal((0.99082, 0.99728), (Math.Round(low, 5), Math.Round(high, 5)));
        Assert.Equal(0.01264, Math.Round(new ErrorRate(300, 0).Interval().High, 5));
    }

    [Fact]
    public void Each_heuristic_keeps_what_it_cannot_rule_out()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine(("a", 5_000_000), ("a", 7_000_000), ("b", 9));
        chain.Pay([f[0], f[1]], ("shop", 9_000_000), ("a", 2_900_000));
        chain.Mine(("m", 1));
        chain.Mine(("shop", 1));
        using var store = _scratch.Store(chain);
        var change = ChangeAnalysis.Of(store);
        Assert.False(change.Look(0));
        Assert.True(change.Look(2));
        Assert.Equal(1, change.Informative(ChangeRule.Reuse)?.Only);
        Assert.Equal(0, change.Informative(ChangeRule.Fresh)?.Only);
        Assert.Equal(1, change.Informative(ChangeRule.Optimal)?.Only);
        Assert.Equal(1, change.Informative(ChangeRule.Round)?.Only);
        Assert.Equal(1, change.Informative(ChangeRule.NotReusedLater)?.Only);
        Assert.Null(change.Informative(ChangeRule.Type));
        Assert.Null(change.Informative(ChangeRule.Cluster));
        Assert.Equal((1, "reuse"), change.Decide());
        var early = ChangeAnalysis.Of(store, until: 1);
        Assert.True(early.Look(2));
        Assert.Null(early.Informative(ChangeRule.NotReusedLater));
        Assert.Equal(new OutputSet(0, 2), change.Intersection(ChangeRule.Fresh, ChangeRule.Optimal));
    }

    [Fact]
    public void Level_1_is_the_same_each_time_and_never_splits_level_0()
    {
        ChainGenerator.Write(_scratch["blocks"], 31, 6000, perBlock: 80);
        using (var ingest = Ingest.Open(_scratch["store"], null, _scratch["blocks"])) ingest.Run(_scratch["blocks"]);
        using var store = ChainStore.Open(_scratch["store"]);
        var (one, two) = (EntityLevel1.Compute(store), EntityLevel1.Compute(store));
        var level0 = new ClusterColumns(store.Columns);
        Assert.Contains(one.Log, m => m.Refused is null);
        for (uint a = 0; a < store.Addresses; a++)
        {
            Assert.Equal(one.Find(a), two.Find(a));
            Assert.Equal(one.Find(level0.Find(a)), one.Find(a));
            Assert.True(one.Find(a) <= a);
        }
    }

    /// <summary>The measurement behind <see cref="MeasuredErrors"/> and the table of docs/tracing.md; by hand, with COMITY_MEASURE=1.</summary>
    [Fact]
    public void Measure_error_rates()
    {
        var file = Environment.GetEnvironmentVariable("COMITY_MEASURE") ?? "";
        if (file.Length == 0) Assert.Skip("set COMITY_MEASURE to a file to measure again");
        var counts = new SortedDictionary<string, (long Seen, long Applicable, long Wrong)>(StringComparer.Ordinal);
        foreach (var seed in new[] { 11, 12, 13, 14 }) Measure(seed, counts);
        var text = new StringBuilder();
        foreach (var (rule, c) in counts)
        {
            var rate = new ErrorRate(c.Applicable, c.Wrong);
            var (low, high) = rate.Interval();
            text.Append(CultureInfo.InvariantCulture, $"| `{rule}` | {100.0 * c.Applicable / c.Seen:0.0} % | {c.Applicable} | {c.Wrong} | {100 * rate.Rate:0.00} % | {100 * low:0.00} to {100 * high:0.00} % |\n");
        }

        File.WriteAllText(file, text.ToString());
    }

    /// <summary>The stratum of a transaction: what its inputs are locked with.</summary>
    private static string KindOf(ChainStore store, uint transaction)
    {
        var t = store.Find(transaction);
        var kinds = Enumerable.Range(0, t.Inputs).Select(i => store.SourceOf(t.FirstInput + i)).Select(s => s is { } o ? store.KindOf(store.AddressOf(o)) : ScriptKind.None).Distinct().ToList();
        return kinds.Count == 1 ? $"inputs {kinds[0]}" : "inputs of several kinds";
    }

    private void Measure(int seed, SortedDictionary<string, (long Seen, long Applicable, long Wrong)> counts)
    {
        var truth = ChainGenerator.Write(_scratch["m" + seed], seed, 50_000);
        using (var ingest = Ingest.Open(_scratch["ms" + seed], null, _scratch["m" + seed])) ingest.Run(_scratch["m" + seed]);
        using var store = ChainStore.Open(_scratch["ms" + seed]);
        var change = ChangeAnalysis.Of(store);
        for (uint id = 0; id < store.Transactions; id++)
        {
            if (truth.Change[(int)id] < 0 || !change.Look(id)) continue;
            foreach (var rule in Enum.GetValues<ChangeRule>()) Count(rule.ToString(), change.Informative(rule)?.Only);
            Count("one-time-change", change.OneTimeChange().Only);
            var decision = change.Decide()?.Place;
            Count("decision", decision);
            Count($"decision, {KindOf(store, id)}", decision);
            Count($"decision, {change.Outputs.Count switch { 2 => "2 outputs", _ => "3 to 10 outputs" }}", decision);
            Count($"decision, {(store.Find(id).Inputs == 1 ? "1 input" : "several inputs")}", decision);
            Count($"decision, {(change.SpentOnly().IsAll ? "all outputs spent" : "some output unspent")}", decision);

            void Count(string rule, int? place)
            {
                var c = counts.GetValueOrDefault(rule);
                counts[rule] = (c.Seen + 1, c.Applicable + (place is null ? 0 : 1), c.Wrong + (place is { } p && p != truth.Change[(int)id] ? 1 : 0));
            }
        }
    }
}
