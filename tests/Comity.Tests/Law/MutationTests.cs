using System.Collections.Concurrent;
using Comity.Law;
using Comity.Law.Checking;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>How much of the data is held in place by something: each value is changed, and a load error, a rule, a case or a table of answers must notice.</summary>
/// <remarks>A sample by default, the same in every run; every value with <c>COMITY_MUTANTS=all</c>. The rate is told part by part, because a table of answers is a weaker witness than a case.</remarks>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Sample = 700;

    private static readonly CheckParts[] Parts = [CheckParts.None, CheckParts.Rules, CheckParts.Cases, CheckParts.Answers, CheckParts.Reviews];

    [Fact]
    public void At_least_95_of_100_changes_are_noticed()
    {
        var all = Mutants.All(Files);
        var mutants = Environment.GetEnvironmentVariable("COMITY_MUTANTS") == "all" ? all : Chosen(all);
        var memory = new LawCheckMemory(FilesWithCases);
        Assert.True(LawCheck.Run(FilesWithCases, CheckParts.All, memory).IsSound);
        var noticed = new ConcurrentBag<(Mutant Mutant, CheckParts? By)>();
        _ = Parallel.ForEach(mutants, mutant => noticed.Add((mutant, By(mutant, memory))));
        Tell(all.Count, noticed.ToList());

        var deciding = noticed.Where(one => one.Mutant.Decides).ToList();
        Assert.True(deciding.Count(one => one.By is not null and not CheckParts.Reviews) >= 0.95 * deciding.Count, "Fewer than 95 of 100 changes of a value that decides are noticed without the register of reviews.");
        Assert.True(noticed.Count(one => one.By is not null) >= 0.95 * noticed.Count, "Fewer than 95 of 100 changes are noticed.");
    }

    /// <summary>The first part that notices the change; null if none does.</summary>
    private static CheckParts? By(Mutant mutant, LawCheckMemory memory)
    {
        var files = new Dictionary<string, byte[]>(FilesWithCases) { [mutant.File] = mutant.Bytes() };
        foreach (var part in Parts)
            if (!LawCheck.Run(files, part, memory).IsSound) return part;
        return null;
    }

    /// <summary>Evenly spread, so that every file and key is met in proportion, at places that a fixed seed chooses.</summary>
    private static List<Mutant> Chosen(List<Mutant> all)
    {
        var random = new FuzzSource(2026);
        var step = all.Count / Sample;
        return [.. Enumerable.Range(0, Sample).Select(i => all[(i * step) + random.Next(step)])];
    }

    private void Tell(int all, List<(Mutant Mutant, CheckParts? By)> noticed)
    {
        output.WriteLine($"{all} values in the release, {noticed.Count} changed one at a time.");
        foreach (var (name, group) in new[] { ("values that decide", noticed.Where(one => one.Mutant.Decides)), ("words, notes and sources", noticed.Where(one => !one.Mutant.Decides)), ("all", noticed) }
            .Select(group => (group.Item1, group.Item2.ToList())))
        {
            output.WriteLine($"{name}: {group.Count}");
            var sum = 0;
            foreach (var part in Parts)
            {
                sum += group.Count(one => one.By == part);
                output.WriteLine($"  {(part == CheckParts.None ? "reading" : "+ " + part.ToString().ToLowerInvariant()),-12} {100.0 * sum / Math.Max(1, group.Count):0.0} %");
            }
        }

        output.WriteLine("Noticed by nothing but the register of reviews, though they decide, or by nothing at all:");
        foreach (var (mutant, by) in noticed.Where(one => one.By is null || (one.Mutant.Decides && one.By == CheckParts.Reviews)).OrderBy(one => one.Mutant.File, StringComparer.Ordinal).ThenBy(one => one.Mutant.Line))
            output.WriteLine($"  {(by is null ? "nothing" : "review ")} {mutant}");
    }
}
