using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Comity.Law;
using Comity.Law.Checking;

namespace Comity.Node.Law;

/// <summary><c>comity law check</c>: is the law data right in itself, do its cases hold, who reviewed what. For editors and for every change.</summary>
internal static partial class CheckCommand
{
    private static readonly Option<string?> Law = new("--law") { Description = "The folder of the law data; ./law if it is there, else the one beside the program" };
    private static readonly Option<string?> Tests = new("--tests") { Description = "A folder of test programs: provisions that their tests are tagged with count as covered too" };
    private static readonly Option<string?> Accept = new("--accept") { Description = "Your name: you have compared what changed with its source. Writes the tables of answers and the register of reviews" };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON" };

    internal static Command Create()
    {
        var command = new Command("check", "Checks the law data: references, dates, collisions, entry into force, cases, reviews. Exit code 0 if nothing is wrong, else 1.") { Law, Tests, Accept, Json };
        command.SetAction(parsed => Run(parsed, TimeProvider.System));
        return command;
    }

    private static int Run(ParseResult parsed, TimeProvider clock)
    {
        try
        {
            var folder = parsed.GetValue(Law) ?? (File.Exists(Path.Combine("law", "common.yaml")) ? "law" : LawFolder.Beside);
            if (parsed.GetValue(Accept) is { } name && !Accepted(folder, name, clock)) return 1;
            var report = LawCheck.Run(LawFolder.ReadWithCases(folder));
            var tagged = parsed.GetValue(Tests) is { } tests ? Tagged(tests) : [];
            if (parsed.GetValue(Json)) Console.WriteLine(JsonOf(report, tagged));
            else Print(report, tagged);
            return report.IsSound ? 0 : 1;
        }
        catch (LawDataException wrong)
        {
            Console.Error.WriteLine($"The law data cannot be used: {wrong.Message}");
            return 1;
        }
    }

    private static bool Accepted(string folder, string name, TimeProvider clock)
    {
        if (name.Trim().Length is < 2 or > 80 || name.Any(char.IsControl))
        {
            Console.Error.WriteLine("A reviewer has a name of 2 to 80 characters.");
            return false;
        }

        foreach (var (path, bytes) in LawCheck.Accept(LawFolder.ReadWithCases(folder), name.Trim(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)))
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes)) File.WriteAllBytes(file, bytes);
        }

        return true;
    }

    /// <summary>The provisions that tests are tagged with, read from their source text.</summary>
    private static List<Provision> Tagged(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Trait().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct().Order(StringComparer.Ordinal).Select(text => Provision.TryParse(text, null, out var provision) ? provision : null).OfType<Provision>(),
    ];

    private static void Print(LawCheckReport report, List<Provision> tagged)
    {
        foreach (var fault in report.Faults) Console.WriteLine(fault);
        if (report.Release is null)
        {
            Console.WriteLine($"{Count(report.Faults.Length, "fault")}. The release cannot be read; cases were not run.");
            return;
        }

        var uncovered = report.Uncovered(tagged);
        if (uncovered.Length > 0) Console.WriteLine($"Provisions of the data that no case{(tagged.Count > 0 ? " and no test" : "")} names:");
        foreach (var provision in uncovered) Console.WriteLine($"  {provision}");
        var all = report.Provisions.Length;
        Console.WriteLine($"Provisions: {all} in the data, {all - report.Uncovered([]).Length} named by cases{(tagged.Count > 0 ? $", {all - uncovered.Length} by cases or tests" : "")}.");
        Console.WriteLine($"{Count(report.Cases, "case")} run, {Count(report.Answers, "answer")} compared, {Count(report.Faults.Length, "fault")}. Law release {report.Release.Digest}.");
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string JsonOf(LawCheckReport report, List<Provision> tagged) => JsonSerializer.Serialize(
        new
        {
            sound = report.IsSound,
            release = report.Release?.Digest.ToString(),
            cases = report.Cases,
            answers = report.Answers,
            faults = report.Faults.Select(fault => new { file = fault.File, line = fault.Line, wrong = fault.Wrong, remedy = fault.Remedy }),
            provisions = report.Provisions.Length,
            uncovered = report.Uncovered(tagged).Select(provision => provision.ToString()),
        },
        LawCommand.Readable);

    [GeneratedRegex("""\[(?:assembly: )?Trait\("Provision", "([a-z0-9/-]+)"\)\]""")]
    private static partial Regex Trait();
}
