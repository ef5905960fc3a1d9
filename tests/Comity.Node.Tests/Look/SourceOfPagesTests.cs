using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Comity.Node.Tests.Look;

/// <summary>What the content policy and the design ask of every page, read from the sources.</summary>
public sealed partial class SourceOfPagesTests
{
    [Fact]
    public void No_page_holds_an_inline_style_or_script()
    {
        var offenders = Files("*.razor").Where(f => Inline().IsMatch(File.ReadAllText(f))).Select(Path.GetFileName);
        Assert.Empty(offenders);
    }

    [Fact]
    public void Colours_stand_in_the_tokens_only()
    {
        var offenders = Files("*.css").Concat(Files("*.razor")).Where(f => Path.GetFileName(f) != "tokens.css")
            .Where(f => Colour().IsMatch(File.ReadAllText(f))).Select(Path.GetFileName);
        Assert.Empty(offenders);
    }

    [Fact]
    public void Every_icon_that_a_page_names_is_in_the_sprite()
    {
        var sprite = SymbolId().Matches(File.ReadAllText(Path.Combine(Node, "wwwroot", "icons.svg"))).Select(m => m.Groups[1].Value).ToHashSet();
        var named = Files("*.razor").SelectMany(f => IconName().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct();
        Assert.Empty(named.Except(sprite));
    }

    [Fact]
    public void Every_form_that_posts_carries_a_token_except_the_theme()
    {
        var offenders = Files("*.razor").SelectMany(f => PostForm().Matches(File.ReadAllText(f)))
            .Where(m => !m.Value.Contains("AntiforgeryToken", StringComparison.Ordinal) && !m.Value.Contains("/theme", StringComparison.Ordinal));
        Assert.Empty(offenders.Select(m => m.Value));
    }

    private static readonly string Node = Path.GetFullPath(Path.Combine(Here(), "../../../src/Comity.Node"));

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Node, pattern, SearchOption.AllDirectories);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("""\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*"|javascript:""")]
    private static partial Regex Inline();

    [GeneratedRegex("""(?<![&\w"'/])#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(""")]
    private static partial Regex Colour();

    [GeneratedRegex("""<symbol id="([^"]+)""")]
    private static partial Regex SymbolId();

    [GeneratedRegex("(?:<Icon Name|Symbol)=\"([a-z0-9-]+)\"")]
    private static partial Regex IconName();

    [GeneratedRegex("""<form[^>]*method="post".*?</form>""", RegexOptions.Singleline)]
    private static partial Regex PostForm();
}
