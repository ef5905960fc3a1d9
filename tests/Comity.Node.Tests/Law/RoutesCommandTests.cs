using System.Diagnostics;
using System.Text.Json;

namespace Comity.Node.Tests.Law;

/// <summary>The command line as a program calls it: JSON alone on standard output, exit codes, one line for wrong words.</summary>
public sealed class RoutesCommandTests
{
    [Fact]
    public async Task Json_is_one_line_with_the_members_promised()
    {
        var (code, output, error) = await Run("--from", "RS", "--to", "JP", "--data", "traffic", "--offence", "off.185.2", "--on", "2026-11-21", "--json");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(1, output.Count(c => c == '\n'));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["from", "to", "on", "routes", "release"], json.RootElement.EnumerateObject().Select(member => member.Name));
        var route = json.RootElement.GetProperty("routes").EnumerateArray().Single(route => route.GetProperty("channel").GetString() == "ch.185.29");
        Assert.Equal(["channel", "article", "title", "open", "reasons", "requires", "grounds", "limits", "paths", "approvals", "risks", "safeguards"], route.EnumerateObject().Select(member => member.Name));
        Assert.True(route.GetProperty("open").GetBoolean());
        Assert.Equal("""["rg.political","rg.essential-interests"]""", route.GetProperty("grounds").GetRawText());
        Assert.Contains("""{"id":"dl.29.7.min","duration":"P60D","semantics":"min"}""", route.GetProperty("limits").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["provision", "text", "confidence", "weight", "since", "source"], route.GetProperty("reasons")[0].EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("country", "AD, AE", "--from", "XX", "--to", "JP", "--data", "traffic")]
    [InlineData("data category", "subscriber, traffic, content", "--from", "RS", "--to", "JP", "--data", "gossip")]
    [InlineData("date", "2026-11-21", "--from", "RS", "--to", "JP", "--data", "traffic", "--on", "2026-02-30")]
    [InlineData("channel", "ch.185.29", "--from", "RS", "--to", "JP", "--data", "traffic", "--channel", "ch.1")]
    [InlineData("offence", "off.185.2", "--from", "RS", "--to", "JP", "--data", "traffic", "--offence", "theft")]
    [InlineData("pair", "two different States", "--from", "RS", "--to", "RS", "--data", "traffic")]
    public async Task Wrong_words_end_with_2_and_one_line_that_names_the_valid_ones(string what, string valid, params string[] words)
    {
        var (code, output, error) = await Run([.. words, "--json"]);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"Unknown {what} '", error, StringComparison.Ordinal);
        Assert.Contains(valid, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_missing_option_ends_with_2_and_nothing_on_standard_output()
    {
        var (code, output, error) = await Run("--to", "JP", "--data", "traffic");
        Assert.Equal((2, ""), (code, output.Trim()));
        Assert.Contains("--from", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Provision", "ets-185/27/9/e")]
    public async Task Each_path_is_open_or_blocked_by_a_switch_that_is_named()
    {
        var (_, output, _) = await Run("--from", "RS", "--to", "JP", "--data", "traffic", "--on", "2026-11-21", "--channel", "ch.185.25", "--json");
        using var json = JsonDocument.Parse(output);
        var paths = json.RootElement.GetProperty("routes")[0].GetProperty("paths").EnumerateArray().ToDictionary(path => path.GetProperty("id").GetString()!);
        Assert.Equal(["rt.27.2", "rt.27.9.a", "rt.27.9.b", "rt.27.9.d", "rt.25.3"], paths.Keys);
        Assert.True(paths["rt.27.2"].GetProperty("open").GetBoolean());
        Assert.Equal((false, "sw.185.27.9.e", "2012-11-01"), (paths["rt.27.9.a"].GetProperty("open").GetBoolean(), paths["rt.27.9.a"].GetProperty("switch").GetString(), paths["rt.27.9.a"].GetProperty("since").GetString()));
        Assert.Contains("central authorities", paths["rt.27.9.a"].GetProperty("why").GetString(), StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Error)> Run(params string[] words) => LawProgram.Run(["routes", .. words]);
}

/// <summary>Runs <c>comity law</c> as a program of its own.</summary>
internal static class LawProgram
{
    internal static async Task<(int Code, string Output, string Error)> Run(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Comity.Node.dll"), "law", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEndAsync();
        var error = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, await output, await error);
    }

    internal static async Task<JsonElement> Json(params string[] words)
    {
        var (code, output, error) = await Run([.. words, "--json"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(1, output.Count(c => c == '\n'));
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }
}
