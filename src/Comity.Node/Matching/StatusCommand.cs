using System.CommandLine;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match status</c>: whether pictures can be decoded here, and how the worker is confined.</summary>
internal static class StatusCommand
{
    internal static Command Create()
    {
        var command = new Command("status", "Whether pictures can be decoded here, and how the worker is confined.");
        command.SetAction(_ => MatchCommand.Guarded(() =>
        {
            using var pool = new WorkerPool();
            var hello = pool.Greeting();
            Console.WriteLine($"decoder     libvips {hello.Library}; JPEG, PNG, GIF, WebP, TIFF, HEIF; no video");
            Console.WriteLine($"worker      {hello.Confinement}");
            Console.WriteLine("namespaces  none of its own: the filter refuses sockets, programs and writing instead");
            return 0;
        }));
        return command;
    }
}
