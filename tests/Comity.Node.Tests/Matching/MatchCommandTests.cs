using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Comity.Node.Matching;

namespace Comity.Node.Tests.Matching;

/// <summary>The commands of <c>comity match</c> as a program calls them: contracts in JSON, exit codes, one line for what is wrong.</summary>
public sealed class MatchCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.At(name), text);
        return _folder.At(name);
    }

    [Fact]
    public async Task Without_the_decoding_library_the_command_says_how_to_install_it()
    {
        MatchRun.NeedsDecoder();
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/unshare")) Assert.Skip("needs root and unshare, to hide the library from the command");
        using var folder = new TestFolder();
        MatchRun.Draw(folder.At("a.png"), 1);
        var start = MatchRun.Program("hash", folder.At("a.png"));
        const string Hide = "for lib in $(ldconfig -p | awk '/libvips.so.42 /{print $NF}'); do mount --bind /dev/null \"$(readlink -f $lib)\"; done; exec dotnet \"$@\"";
        string[] hidden = ["--mount", "bash", "-c", Hide, "bash", .. start.ArgumentList];
        var run = await MatchRun.Of(new ProcessStartInfo("unshare", hidden) { RedirectStandardOutput = true, RedirectStandardError = true });
        if (run.Error.Contains("unshare: ", StringComparison.Ordinal) || run.Error.Contains("mount: ", StringComparison.Ordinal)) Assert.Skip("nothing can be hidden here: " + run.Error);
        Assert.Equal(1, run.Code);
        Assert.Contains("apt install libvips42", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_answers_in_json()
    {
        static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);
        var leaves = Leaves(MatchCommand.Create()).ToArray();
        Assert.InRange(leaves.Length, 19, 40);
        Assert.All(leaves, leaf => Assert.Contains(MatchCommand.Json, leaf.Options));
    }

    [Fact]
    public async Task Hash_gives_the_members_promised_and_names_what_it_refuses()
    {
        MatchRun.NeedsDecoder();
        MatchRun.Draw(_folder.At("a.png"), 1);
        var (good, bad) = (_folder.At("a.png"), Write("b.png", "no picture"));
        var run = await MatchRun.Of("hash", good, bad, _folder.At("missing.png"), "--json");
        Assert.Equal(1, run.Code);
        var answers = run.Read();
        Assert.Equal(["file", "pdq", "quality", "sha256"], answers[0].EnumerateObject().Select(m => m.Name));
        Assert.Equal(good, answers[0].GetProperty("file").GetString());
        Assert.Matches("^[0-9a-f]{64}$", answers[0].GetProperty("pdq").GetString()!);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(good))), answers[0].GetProperty("sha256").GetString());
        Assert.Equal(["file", "refused"], answers[1].EnumerateObject().Select(m => m.Name));
        Assert.StartsWith("format:", answers[1].GetProperty("refused").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("unreadable:", answers[2].GetProperty("refused").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await MatchRun.Of("hash", good)).Code);
    }

    [Fact]
    public async Task Search_gives_every_pair_by_its_0_based_lines()
    {
        var (a, b, near) = (new string('a', 64), new string('5', 64), new string('a', 63) + "b");
        var (list, queries) = (Write("list.txt", $"# drawn\n{a}\n{b}\n{a}\n"), Write("queries.txt", $"{near}\n{b},90\n{a},49\n"));
        var run = await MatchRun.Of("search", "--list", list, "--queries", queries, "--distance", "31", "--json");
        Assert.Equal((0, """{"pairs":[{"query":0,"entry":1,"distance":1},{"query":0,"entry":3,"distance":1},{"query":1,"entry":2,"distance":0}]}"""), (run.Code, run.Output.TrimEnd()));
        Assert.Contains("a floor, not an error rate", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 queries have quality 49 or less", run.Error, StringComparison.Ordinal);
        Assert.Equal("""{"pairs":[{"query":1,"entry":2,"distance":0}]}""", (await MatchRun.Of("search", "--list", list, "--queries", queries, "--distance", "0", "--json")).Output.TrimEnd());
    }

    [Fact]
    public async Task A_scan_prints_matches_only_and_finds_a_mirrored_picture()
    {
        MatchRun.NeedsDecoder();
        Directory.CreateDirectory(_folder.At("scan"));
        for (var seed = 1; seed <= 3; seed++) MatchRun.Draw(_folder.At($"scan/{seed}.png"), seed);
        var turns = (await MatchRun.Json("hash", _folder.At("scan/2.png"), "--turns"))[0].GetProperty("turns");
        var found = await MatchRun.Json("search", "--list", Write("list.txt", turns.GetProperty("flip-y").GetString()!), "--scan", _folder.At("scan"));
        var match = Assert.Single(found.GetProperty("matches").EnumerateArray());
        Assert.Equal((_folder.At("scan/2.png"), "flip-y", "possible"), (match.GetProperty("file").GetString(), match.GetProperty("turn").GetString(), match.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_still_asked_by_its_exact_hashes()
    {
        MatchRun.NeedsDecoder();
        var file = Write("film.mp4", "no picture, but listed");
        var list = Write("list.txt", $"md5:{new string('0', 32)}\nsha256:{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}\n");
        for (var round = 0; round < 2; round++) // the second time from the manifest
        {
            var run = await MatchRun.Of("search", "--list", list, "--scan", file, "--manifest", _folder.At("manifest"), "--json");
            Assert.Equal(1, run.Code);
            Assert.Contains($"refused   {file}", run.Error, StringComparison.Ordinal);
            var match = Assert.Single(run.Read().GetProperty("matches").EnumerateArray());
            Assert.Equal((1, "exact", JsonValueKind.Null), (match.GetProperty("entry").GetInt32(), match.GetProperty("agreement").GetString(), match.GetProperty("distance").ValueKind));
        }
    }

    [Theory]
    [InlineData(2, "--distance is 0 to 63", "search", "--list", "L", "--queries", "L", "--distance", "64")]
    [InlineData(2, "Required argument", "hash")]
    [InlineData(2, "--officer", "review", "decide", "--log", "x", "--hit", "1", "--decision", "confirm", "--reason", "y")]
    [InlineData(1, "line 1", "search", "--list", "BAD", "--queries", "L")]
    [InlineData(1, "Could not find file", "search", "--list", "none.txt", "--queries", "L")]
    [InlineData(1, "--sealed", "search", "--queries", "L")]
    [InlineData(1, "with --scan alone", "search", "--sealed", "L", "--queries", "L")]
    [InlineData(1, "no sealed list", "list", "show", "L")]
    [InlineData(1, "no sealed list", "search", "--sealed", "L", "--share", "L", "--scan", "L", "--log", "new.log", "--officer", "o", "--purpose", "p", "--case", "c")]
    [InlineData(1, "Line 1 of the log", "log", "verify", "BAD")]
    [InlineData(1, "no opening", "log", "opened", "EMPTY", "--case", "BAD")]
    [InlineData(1, "no P-256 key", "query", "members", "--hashes", "L", "--name", "x/1", "--signer", "BAD", "--out", "o")]
    [InlineData(1, "no measured rate", "search", "--list", "L", "--queries", "L", "--measured", "BAD")]
    public async Task What_is_wrong_is_said_in_one_line(int code, string says, params string[] words)
    {
        var files = new Dictionary<string, string> { ["L"] = Write("l.txt", new string('a', 64)), ["BAD"] = Write("bad.txt", "zz\n"), ["EMPTY"] = Write("empty.log", "") };
        var start = MatchRun.Program([.. words.Select(w => files.GetValueOrDefault(w, w))]);
        start.WorkingDirectory = _folder.Path;
        using var program = Process.Start(start)!;
        var (output, error) = (program.StandardOutput.ReadToEndAsync(), await program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith("expected", StringComparison.Ordinal)).ToArray();
        Assert.Equal((code, ""), (program.ExitCode, await output));
        Assert.Contains(says, Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_interrupted_goes_on_from_its_manifest()
    {
        MatchRun.NeedsDecoder();
        const int Files = 60;
        Directory.CreateDirectory(_folder.At("many"));
        for (var n = 0; n < Files; n++) MatchRun.Draw(_folder.At($"many/{n:00}.png"), n, 600);
        string[] words = ["hash", _folder.At("many"), "--manifest", _folder.At("manifest"), "--parallel", "1", "--json"];
        using (var program = Process.Start(MatchRun.Program(words))!)
        {
            var output = program.StandardOutput.ReadToEndAsync();
            while (!program.HasExited && Lines() < 5) await Task.Delay(5);
            using (var interrupt = Process.Start("kill", ["-INT", $"{program.Id}"])) await interrupt.WaitForExitAsync();
            await program.WaitForExitAsync();
            Assert.NotEqual(0, program.ExitCode);
        }

        var kept = Lines();
        Assert.InRange(kept, 5, Files - 1);
        var first = File.ReadAllLines(_folder.At("manifest"))[0];
        File.AppendAllText(_folder.At("manifest"), "{\"file\":\"cut of"); // as a break of the machine leaves it
        Assert.Equal(Files, (await MatchRun.Json(words[..^1])).GetArrayLength());
        Assert.Equal((Files, first), (Lines(), File.ReadAllLines(_folder.At("manifest"))[0]));

        int Lines() => File.Exists(_folder.At("manifest")) ? File.ReadAllText(_folder.At("manifest")).Count(c => c == '\n') : 0;
    }

    [Fact]
    public async Task The_office_measures_its_own_rate_of_chance_matches()
    {
        var random = new Random(1);
        var hashes = Enumerable.Range(0, 40).Select(_ => { var bytes = new byte[32]; random.NextBytes(bytes); return Convert.ToHexStringLower(bytes); });
        var measured = await MatchRun.Json("bench", "--reference", Write("own.txt", string.Join('\n', hashes)), "--out", _folder.At("rate.json"));
        Assert.Equal((780, 0), (measured.GetProperty("pairs").GetInt32(), measured.GetProperty("within").GetInt32()));
        var run = await MatchRun.Of("search", "--list", _folder.At("own.txt"), "--queries", _folder.At("own.txt"), "--measured", _folder.At("rate.json"));
        Assert.Contains("0 in 780 pairs", run.Error, StringComparison.Ordinal);
    }
}
