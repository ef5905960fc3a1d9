using System.CommandLine;

namespace Comity.Node.Law;

/// <summary><c>comity law</c>: which ways are open between two States, and why.</summary>
internal static class LawCommand
{
    internal static Command Create() => new("law", "Which ways are open between two States on a date, what they require, and why.");
}
