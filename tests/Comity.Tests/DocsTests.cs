using System.Text.RegularExpressions;

namespace Comity.Tests;

/// <summary>What can be checked of the documents without reading them.</summary>
public sealed partial class DocsTests
{
    private const int LongestReadme = 150, LongestDecision = 60;

    private static readonly string Root = FindRoot();

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Where(IsOurs).Order(StringComparer.Ordinal)];

    public static TheoryData<RefusalCode> Codes => [.. Enum.GetValues<RefusalCode>()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_link_points_to_something_that_is_there(string page)
    {
        foreach (Match link in Link().Matches(WithoutCode(page)))
        {
            var (target, heading) = Split(link.Groups["to"].Value);
            if (target.Contains("://", StringComparison.Ordinal)) continue;
            var file = target.Length == 0 ? page : Path.GetRelativePath(Root, Path.Combine(Root, Path.GetDirectoryName(page)!, target));
            Assert.True(Path.Exists(Path.Combine(Root, file)), $"{page} points to {target}, which is not there.");
            if (heading.Length > 0) Assert.True(Headings(file).Contains(heading), $"{page} points to #{heading} in {file}, which has no such heading.");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_names_no_folder_of_somebodys_machine(string page) => Assert.DoesNotMatch(Machine(), Read(page));

    [Fact]
    public void The_readme_is_short() => Assert.InRange(File.ReadAllLines(Path.Combine(Root, "README.md")).Length, 1, LongestReadme);

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_decision_is_a_page_and_stands_in_the_index(string page)
    {
        if (!Decision().IsMatch(page)) return;
        Assert.InRange(File.ReadAllLines(Path.Combine(Root, page)).Length, 1, LongestDecision);
        Assert.Contains($"({Path.GetFileName(page)})", Read("docs/adr/README.md"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_refusal_has_its_heading_in_the_problems(RefusalCode code) => Assert.Contains(code.Word(), Headings("docs/problems.md"));

    private static bool IsOurs(string page) => !page.Split('/').Any(part => part is "artifacts" or "bin" or "obj" or "node_modules" || part.StartsWith('.'));

    private static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));

    /// <summary>What stands in code is an example, not a link.</summary>
    private static string WithoutCode(string page) => Code().Replace(Read(page), "");

    private static (string Target, string Heading) Split(string link) => link.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? (link[..at], link[(at + 1)..]) : (link, "");

    private static HashSet<string> Headings(string page) => [.. Heading().Matches(Read(page)).Select(h => NotInAnchor().Replace(h.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Comity.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex("(?<![A-Za-z0-9.])/(work|root|home|tmp)(/|\\b)")]
    private static partial Regex Machine();

    [GeneratedRegex(@"^docs/adr/\d{4}-")]
    private static partial Regex Decision();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NotInAnchor();
}
