using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Comity.Tracing.Tests;

namespace Comity.Node.Tests.Tracing;

/// <summary>A small generated chain and a store of it, for the tests that call the program.</summary>
public sealed class TracedChain : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("comity-trace-").FullName;

    public TracedChain()
    {
        Truth = ChainGenerator.Write(this["blocks"], 61, 6_000, perBlock: 80);
        var (code, _, error) = TraceCommandTests.Run("ingest", this["blocks"], "--store", this["store"]).GetAwaiter().GetResult();
        if (code != 0) throw new InvalidOperationException(error);
    }

    internal GeneratorTruth Truth { get; }

    internal string this[string name] => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>The tracing commands as people and programs call them: JSON alone on standard output, exit codes, one line for what is wrong.</summary>
public sealed class TraceCommandTests(TracedChain chain) : IClassFixture<TracedChain>
{
    private string Seed => chain.Truth.Point(chain.Truth.Ransoms[0].Transaction, chain.Truth.Ransoms[0].Index).ToString();

    internal static async Task<(int Code, string Output, string Error)> Run(params string[] words)
    {
        using var program = Start(words);
        var output = program.StandardOutput.ReadToEndAsync();
        var error = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, await output, await error);
    }

    private static Process Start(params string[] words) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Comity.Node.dll"), "trace", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private async Task<JsonElement> Json(params string[] words)
    {
        var (code, output, error) = await Run([.. words, "--store", chain["store"], "--json"]);
        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }

    [Fact]
    public async Task Every_command_answers_in_json_with_the_members_promised()
    {
        Assert.All(["blocks", "transactions", "scripts", "addresses", "clusters"], name => Assert.True(Json("status").Result.GetProperty(name).GetInt64() > 0));
        foreach (var method in new[] { "fifo", "lifo", "haircut", "poison" })
        {
            var flow = await Json("flow", "--from", Seed, "--method", method);
            var first = flow.GetProperty("outputs")[0];
            Assert.Equal(["txid", "vout", "value", "tainted", "unspent"], first.EnumerateObject().Select(m => m.Name).Take(5));
            Assert.Equal(method == "haircut", first.TryGetProperty("fraction", out _));
            Assert.True(flow.GetProperty("total").GetInt64() > 0);
        }

        var address = await Json("address", Seed);
        Assert.Equal(Seed[..64], address.GetProperty("history")[0].GetProperty("txid").GetString());
        var entity = await Json("entity", Seed, "--level", "1", "--times", "--explain", Seed);
        Assert.All(["size", "tags", "conflicts", "addresses", "limits", "refused", "explanation", "times"], name => Assert.True(entity.TryGetProperty(name, out _), name));
        Assert.True((await Json("path", "--from", Seed)).TryGetProperty("stopped", out _));
        Assert.True((await Json("path", "--from", Seed, "--to", Seed)).TryGetProperty("bounds", out _));
        Assert.Equal(0, (await Json("tag", "import", "seed")).GetProperty("imported").GetInt32());
        Assert.Equal(0, (await Json("tag", "export")).GetProperty("tags").GetArrayLength());
        var watched = address.GetProperty("address").GetString()!;
        Assert.Equal(watched, (await Json("watch", "add", watched)).GetProperty("watches")[0].GetProperty("address").GetString());
        Assert.Equal(1, (await Json("watch", "list")).GetProperty("watches").GetArrayLength());
        Assert.Equal(0, (await Json("watch", "remove", watched)).GetProperty("watches").GetArrayLength());
        Assert.Equal(0, (await Json("watch", "events")).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task An_exhibit_is_made_the_same_twice_and_one_changed_satoshi_ends_verify_with_1()
    {
        var made = await Json("exhibit", "--from", Seed, "--method", "fifo", "--until", "90", "--out", chain["exhibit"]);
        await Json("exhibit", "--from", Seed, "--method", "fifo", "--until", "90", "--out", chain["again"]);
        foreach (var file in new[] { "exhibit.json", "exhibit.html", "exhibit.pdf" })
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(chain["exhibit"], file)), await File.ReadAllBytesAsync(Path.Combine(chain["again"], file)));
        Assert.Equal(64, made.GetProperty("digest").GetString()!.Length);
        var path = Path.Combine(chain["exhibit"], "exhibit.json");
        Assert.Equal(0, (await Run("verify", path)).Code);
        var text = await File.ReadAllTextAsync(path);
        var at = text.IndexOf("\"value\":\"", StringComparison.Ordinal) + 9;
        await File.WriteAllTextAsync(path, text[..at] + (text[at] == '9' ? '8' : (char)(text[at] + 1)) + text[(at + 1)..]);
        var (code, output, _) = await Run("verify", path, "--json");
        using var verdict = JsonDocument.Parse(output);
        Assert.Equal((1, false), (code, verdict.RootElement.GetProperty("valid").GetBoolean()));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task An_export_leaves_whole_files_only(string format)
    {
        var written = await Json("export", "--out", chain[format], "--format", format);
        Assert.Equal(5, written.GetProperty("tables").GetArrayLength());
        Assert.Equal(5, Directory.GetFiles(chain[format], "*." + format).Length);
        Assert.Equal(5, Directory.GetFiles(chain[format]).Length);
    }

    [Theory]
    [InlineData("no store", "status", "--store", "/nonexistent")]
    [InlineData("no such folder", "ingest", "/nonexistent", "--store", "@")]
    [InlineData("the store is of btc-regtest", "ingest", ".", "--network", "btc", "--store", "@")]
    [InlineData("fifo, lifo, haircut or poison", "flow", "--from", "*", "--method", "1", "--store", "@")]
    [InlineData("not TXID:VOUT", "flow", "--from", "zz", "--method", "fifo", "--store", "@")]
    [InlineData("destroy or follow", "flow", "--from", "*", "--method", "fifo", "--fees", "maybe", "--store", "@")]
    [InlineData("0 or 1", "entity", "*", "--level", "2", "--store", "@")]
    [InlineData("at least 1", "entity", "*", "--limit", "0", "--store", "@")]
    [InlineData("Base58", "address", "nonsense", "--store", "@")]
    [InlineData("no such file", "tag", "import", "/nonexistent", "--store", "@")]
    [InlineData("no watch", "watch", "remove", "nonsense", "--store", "@")]
    [InlineData("--out FOLDER or --clickhouse", "export", "--store", "@")]
    [InlineData("http or https", "export", "--clickhouse", "ftp://a", "--store", "@")]
    [InlineData("needs a reason", "exhibit", "--from", "*", "--method", "fifo", "--override", " ", "--out", "x", "--store", "@")]
    [InlineData("Could not find", "verify", "/nonexistent")]
    public async Task What_is_wrong_is_one_line_and_code_2(string said, params string[] words)
    {
        var (code, output, error) = await Run([.. words.Select(w => w switch { "@" => chain["store"], "*" => Seed, _ => w })]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Ctrl_C_leaves_a_whole_store_and_the_next_run_finishes_it()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("signals of Linux");
        ChainGenerator.Write(chain["long"], 62, 60_000, keepTruth: false);
        using (var program = Start("ingest", chain["long"], "--store", chain["stopped"], "--json"))
        {
            var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
            while (!File.Exists(Path.Combine(chain["stopped"], "writing")) && !program.HasExited) await Task.Delay(5);
            await Task.Delay(150);
            _ = Kill(program.Id, 2);
            await program.WaitForExitAsync();
            using var json = JsonDocument.Parse(await output);
            Assert.Equal(json.RootElement.GetProperty("stopped").GetBoolean() ? 130 : 0, program.ExitCode);
            Assert.DoesNotContain("Unhandled", await error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await Run("status", "--store", chain["stopped"])).Code);
        Assert.Equal(0, (await Run("ingest", chain["long"], "--store", chain["stopped"])).Code);
        Assert.Equal(0, (await Run("ingest", chain["long"], "--store", chain["clean"])).Code);
        Assert.Equal((await Run("status", "--store", chain["clean"], "--json")).Output, (await Run("status", "--store", chain["stopped"], "--json")).Output);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
