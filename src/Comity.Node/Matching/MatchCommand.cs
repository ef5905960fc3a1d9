using System.CommandLine;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match</c>: match files by hash, governed.</summary>
internal static class MatchCommand
{
    internal static readonly Option<string> Log = new("--log") { Required = true, Description = "The log of queries, hits and reviews." };
    internal static readonly Option<string> Officer = new("--officer") { Required = true, Description = "Who acts: role and number known to the office." };
    internal static readonly Option<bool> Json = new("--json") { Description = "Answer in JSON on standard output." };

    internal static Command Create() => new("match", "Match files against hash lists for child protection, governed.")
    {
        HashCommand.Create(),
        IndexCommand.Create(),
        SearchCommand.Create(),
        ListCommand.Create(),
        QueryCommand.Create(),
        ReviewCommand.Create(),
        ReportCommand.Create(),
        LogCommand.Create(),
        BenchCommand.Create(),
        StatusCommand.Create(),
    };

    /// <summary>Runs a command; what breaks a rule of the input is said in one line, exit code 1.</summary>
    internal static int Guarded(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is RefusedInputException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"comity match: {e.Message}");
            return 1;
        }
    }
}
