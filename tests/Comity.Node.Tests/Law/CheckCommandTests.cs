using System.Diagnostics;
using System.Text.Json;

namespace Comity.Node.Tests.Law;

/// <summary>The editor's commands as a program calls them: <c>law check</c> and <c>law diff</c>.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("comity-law-").FullName;

    public CheckCommandTests()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "law");
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(shipped, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_data_beside_the_program_are_sound()
    {
        var (code, output, error) = await Run("check", "--law", _folder, "--json");
        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["sound", "release", "cases", "answers", "faults", "provisions", "uncovered"], json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.True(json.RootElement.GetProperty("cases").GetInt32() > 200);
    }

    [Fact]
    public async Task A_change_is_a_fault_until_a_second_person_accepts_it_and_the_difference_is_told_in_words()
    {
        var rules = Path.Combine(_folder, "sheets", "au.yaml");
        var old = Directory.CreateTempSubdirectory("comity-law-old-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            {
                _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(old, Path.GetRelativePath(_folder, file)))!);
                File.Copy(file, Path.Combine(old, Path.GetRelativePath(_folder, file)));
            }

            await File.WriteAllTextAsync(rules, (await File.ReadAllTextAsync(rules)).Replace("valid_from: 2013-03-01", "valid_from: 2013-04-01", StringComparison.Ordinal));
            var (code, output, _) = await Run("check", "--law", _folder);
            Assert.Equal(1, code);
            Assert.Contains("sheets/au.yaml:3: sh.au.gravity.20 changed since import of 2026-11-21 reviewed it", output, StringComparison.Ordinal);
            Assert.Contains("the table expects “2013-03-01”, the data answer “2013-04-01”", output, StringComparison.Ordinal);
            Assert.Equal(0, (await Run("check", "--law", _folder, "--accept", "M. Weber")).Code);
            Assert.Equal(0, (await Run("check", "--law", _folder)).Code);
            var (same, told, error) = await Run("diff", old, _folder);
            Assert.Equal((0, ""), (same, error));
            Assert.Contains("sh.au.gravity.20, from: “2013-04-01”, before “2013-03-01”.", told, StringComparison.Ordinal);
            using var json = JsonDocument.Parse((await Run("diff", old, _folder, "--json")).Output);
            Assert.Equal(["from", "to", "changes"], json.RootElement.EnumerateObject().Select(member => member.Name));
        }
        finally
        {
            Directory.Delete(old, recursive: true);
        }
    }

    [Fact]
    public async Task A_release_that_is_nowhere_ends_with_2_and_one_line()
    {
        var (code, output, error) = await Run("diff", "nowhere", _folder);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("Unknown release 'nowhere'.", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Comity.Node.dll"), "law", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEndAsync();
        var error = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, await output, await error);
    }
}
