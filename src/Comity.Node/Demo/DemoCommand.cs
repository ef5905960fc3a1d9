using System.CommandLine;
using Comity.Node.Law;

namespace Comity.Node.Demo;

/// <summary><c>comity demo</c>: a small federation to try everything on.</summary>
internal static class DemoCommand
{
    internal static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Keep the data in this folder. Without it they are removed at the end." };
        var check = new Option<bool>("--check") { Description = "Play the whole journey without a browser, verify it, and stop." };
        var json = new Option<bool>("--json") { Description = "With --check: one line of JSON, the last on standard output." };
        var command = new Command("demo", "Start a small federation on this machine and print sign-in links.") { data, check, json };
        command.SetAction((parsed, stop) => parsed.GetValue(check) ? DemoCheck.RunAsync(parsed.GetValue(data), parsed.GetValue(json), stop) : RunAsync(parsed.GetValue(data), stop));
        return command;
    }

    private static async Task<int> RunAsync(string? data, CancellationToken stop)
    {
        using var folder = DemoData.At(data);
        await using var federation = await DemoFederation.StartAsync(folder.Path, LawShelf.Load(), stop, wellKnownPorts: true);
        Print(federation);
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCode.Done;
    }

    private static void Print(DemoFederation federation)
    {
        Console.WriteLine("The demo federation is up. All people, cases and the provider are invented. Ctrl+C ends it.");
        foreach (var (member, host) in federation.Nodes)
        {
            Console.WriteLine();
            Console.WriteLine($"{member.Title}  {host.Core.Settings.Url}");
            foreach (var (officer, link) in federation.Links(member.Name)) Console.WriteLine($"  {officer.Name}, {officer.Title}\n    {link}");
        }
    }
}

/// <summary>The folder of a demo: kept if the user named it, removed at the end otherwise.</summary>
internal sealed class DemoData : IDisposable
{
    private readonly bool _kept;

    private DemoData(string path, bool kept) => (Path, _kept) = (path, kept);

    internal string Path { get; }

    internal static DemoData At(string? path) =>
        path is null ? new(Directory.CreateTempSubdirectory("comity-demo-").FullName, kept: false) : new(System.IO.Path.GetFullPath(path), kept: true);

    public void Dispose()
    {
        if (!_kept) Directory.Delete(Path, recursive: true);
    }
}
