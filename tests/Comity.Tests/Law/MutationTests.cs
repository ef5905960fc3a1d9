using System.Collections.Concurrent;
using Comity.Law;
using Comity.Law.Checking;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>How much of the data is held in place by something: each value is changed, and a load error, a rule, a case or a table of answers must notice.</summary>
/// <remarks>A sample by default, the same in every run; every value with <c>COMITY_MUTANTS=all</c>. The rate is told part by part, because a table of answers is a weaker witness than a case.</remarks>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Sample = 600;

    private static readonly CheckParts[] Parts = [CheckParts.None, CheckParts.Rules, CheckParts.Cases, CheckParts.Answers, CheckParts.Reviews];

    [Fact]
    public void At_least_95_of_100_changes_are_noticed()
    {
        var all = Mutants.All(Files);
        var mutants = Environment.GetEnvironmentVariable("COMITY_MUTANTS") == "all" ? all : Chosen(all);
        var memory = new LawCheckMemory(FilesWithCases);
        Assert.True(LawCheck.Run(FilesWithCases, CheckParts.All, memory).IsSound);
        var noticed = new ConcurrentBag<(Mutant Mutant, HashSet<CheckParts> By)>();
        _ = Parallel.ForEach(mutants, mutant => noticed.Add((mutant, By(mutant, memory))));
        Tell(all.Count, [.. noticed]);

        var deciding = noticed.Where(one => one.Mutant.Decides).ToList();
        Assert.True(deciding.Count(one => one.By.Any(part => part != CheckParts.Reviews)) >= 0.95 * deciding.Count, "Fewer than 95 of 100 changes of a value that decides are noticed without the register of reviews.");
        Assert.True(noticed.Count(one => one.By.Count > 0) >= 0.95 * noticed.Count, "Fewer than 95 of 100 changes are noticed.");
    }

    /// <summary>The parts that notice the change.</summary>
    private static HashSet<CheckParts> By(Mutant mutant, LawCheckMemory memory) =>
        [.. LawCheck.Run(new Dictionary<string, byte[]>(FilesWithCases) { [mutant.File] = mutant.Bytes() }, CheckParts.All, memory).Faults.Select(fault => fault.Part)];

    /// <summary>Evenly spread, so that every file and key is met in proportion, at places that a fixed seed chooses.</summary>
    private static List<Mutant> Chosen(List<Mutant> all)
    {
        var random = new FuzzSource(2026);
        var step = all.Count / Sample;
        return [.. Enumerable.Range(0, Sample).Select(i => all[(i * step) + random.Next(step)])];
    }

    private void Tell(int all, List<(Mutant Mutant, HashSet<CheckParts> By)> noticed)
    {
        output.WriteLine($"{all} values in the release, {noticed.Count} changed one at a time. Noticed by each part alone, and by all up to it:");
        Tell("rules, values that decide", noticed.Where(one => one.Mutant is { Decides: true, IsOfRegister: false }));
        Tell("registers, values that decide", noticed.Where(one => one.Mutant is { Decides: true, IsOfRegister: true }));
        Tell("words, notes and sources", noticed.Where(one => !one.Mutant.Decides));
        Tell("all", noticed);
        output.WriteLine("Noticed by nothing but the register of reviews, though they decide, or by nothing at all:");
        foreach (var (mutant, by) in noticed.Where(one => one.By.Count == 0 || (one.Mutant.Decides && one.By.SetEquals([CheckParts.Reviews]))).OrderBy(one => one.Mutant.File, StringComparer.Ordinal).ThenBy(one => one.Mutant.Line))
            output.WriteLine($"  {(by.Count == 0 ? "nothing" : "review ")} {mutant}");
    }

    private void Tell(string name, IEnumerable<(Mutant Mutant, HashSet<CheckParts> By)> chosen)
    {
        var group = chosen.ToList();
        output.WriteLine($"{name}: {group.Count}");
        for (var i = 0; i < Parts.Length; i++)
        {
            var (part, upTo) = (Parts[i], Parts[..(i + 1)]);
            double Rate(Func<HashSet<CheckParts>, bool> by) => 100.0 * group.Count(one => by(one.By)) / Math.Max(1, group.Count);
            output.WriteLine($"  {(part == CheckParts.None ? "reading" : part.ToString().ToLowerInvariant()),-10} {Rate(by => by.Contains(part)),5:0.0} %  {Rate(by => upTo.Any(by.Contains)),5:0.0} %");
        }
    }
}
