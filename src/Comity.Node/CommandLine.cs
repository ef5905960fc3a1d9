using System.CommandLine;
using Comity.Law;

namespace Comity.Node;

/// <summary>Runs a command: a wrong command line ends with 2, a node that cannot run with 3 and a line that says which file and what to do.</summary>
internal static class CommandLine
{
    internal static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is NodeFault or LawDataException)
        {
            await Console.Error.WriteLineAsync("comity: " + e.Message);
            return ExitCode.Fault;
        }
    }
}
