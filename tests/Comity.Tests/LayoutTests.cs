using System.Text.RegularExpressions;

namespace Comity.Tests;

/// <summary>The arrows of docs/architecture.md, and the rule that folders are named after capabilities.</summary>
public sealed partial class LayoutTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Law"] = [], ["Ledger"] = [], ["Trust"] = [], ["Evidence"] = ["Ledger", "Trust"], ["Dossiers"] = ["Law", "Trust"],
        ["Proof"] = ["Law", "Ledger", "Trust", "Evidence", "Dossiers"],
    };

    private static readonly string[] Kinds =
        ["Services", "Models", "Helpers", "Common", "Utils", "Utilities", "Managers", "Interfaces", "Dtos", "Infrastructure", "Core", "Shared", "Misc", "Controllers", "ViewModels", "Repositories"];

    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Comity.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
            return folder;
        }
    }

    public static TheoryData<string> Parts => [.. Arrows.Keys];

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_part_uses_only_the_parts_that_the_architecture_lets_it(string part)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "src/Comity", part), "*.cs", SearchOption.AllDirectories))
            foreach (Match used in Mention().Matches(File.ReadAllText(file)))
                Assert.True(used.Groups[1].Value == part || Arrows[part].Contains(used.Groups[1].Value), $"{Path.GetRelativePath(Root, file)} uses {used.Groups[1].Value}, which {part} may not.");
    }

    [Fact]
    public void Every_part_of_the_domain_stands_in_the_map() =>
        Assert.Equal(Arrows.Keys.Order(), Directory.GetDirectories(Path.Combine(Root, "src/Comity")).Select(d => Path.GetFileName(d)).Where(n => n is not ("obj" or "bin")).Order());

    [Fact]
    public void The_domain_asks_no_clock_no_file_and_no_network()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "src/Comity"), "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            Assert.False(Outside().IsMatch(text), $"{Path.GetRelativePath(Root, file)}: {Outside().Match(text).Value}");
        }
    }

    [Fact]
    public void No_folder_is_named_after_a_kind()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(Path.GetFileName(folder), Kinds, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void Libraries_that_stand_alone_know_nobody()
    {
        foreach (var library in new[] { "Comity.Tracing", "Comity.Matching" })
            Assert.DoesNotContain("ProjectReference", File.ReadAllText(Path.Combine(Root, "src", library, library + ".csproj")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\bComity\.(Law|Ledger|Trust|Evidence|Dossiers|Proof)\b")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\b(File\.(Read|Write|Open|Exists)|Directory\.|HttpClient|TimeProvider\.System|DateTime\.(Utc)?Now|Environment\.)")]
    private static partial Regex Outside();
}
