using System.CommandLine;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace</c>: follow cryptocurrency. One file per group of commands.</summary>
internal static class TraceCommand
{
    internal static Command Create() => new("trace", "Follow cryptocurrency: ingest a chain, cluster, trace, make an exhibit.")
    {
        IngestCommand.Create(),
        StatusCommand.Create(),
        AddressCommand.Create(),
        EntityCommand.Create(),
        FlowCommand.Create(),
        PathCommand.Create(),
        TagCommand.Create(),
        WatchCommand.Create(),
        ExhibitCommand.Create(),
        ExhibitCommand.CreateVerify(),
        BenchCommand.Create(),
        ExportCommand.Create(),
    };
}
