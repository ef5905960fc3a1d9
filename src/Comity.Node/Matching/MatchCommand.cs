using System.CommandLine;

namespace Comity.Node.Matching;

/// <summary><c>comity match</c>: match files by hash.</summary>
internal static class MatchCommand
{
    internal static Command Create() => new("match", "Match files against hash lists for child protection, governed.");
}
