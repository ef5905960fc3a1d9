using System.CommandLine;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match status</c>: whether pictures can be decoded here, and how the worker is confined.</summary>
internal static class StatusCommand
{
    private static readonly string[] Formats = ["JPEG", "PNG", "GIF", "WebP", "TIFF", "HEIF"];

    internal static Command Create()
    {
        var command = new Command("status", "Whether pictures can be decoded here, and how the worker is confined.") { MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            using var pool = new WorkerPool();
            var hello = pool.Greeting();
            if (parsed.GetValue(MatchCommand.Json))
            {
                JsonOutput.WriteObject(("decoder", $"libvips {hello.Library}"), ("formats", Formats), ("confinement", hello.Confinement));
                return 0;
            }

            Console.WriteLine($"decoder     libvips {hello.Library}; {string.Join(", ", Formats)}; no video");
            Console.WriteLine($"worker      {hello.Confinement}");
            return 0;
        }));
        return command;
    }
}
