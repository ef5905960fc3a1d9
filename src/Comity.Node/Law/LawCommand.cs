using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary><c>comity law</c>: which ways are open between two States, and why.</summary>
internal static class LawCommand
{
    /// <summary>JSON as people read it in a terminal: no escapes for letters and signs.</summary>
    internal static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Command Create() => new("law", "Which ways are open between two States on a date, what they require, and why.")
    {
        RoutesCommand.Create(),
        RequiresCommand.Create(),
        GroundsCommand.Create(),
        DeadlineCommand.Create(),
        StatusCommand.Create(),
        WhatIfCommand.Create(),
        PairCommand.Create(),
        CheckCommand.Create(),
        DiffCommand.Create(),
    };

    /// <summary>Runs a command on the release beside the program; wrong words end with exit code 2 and one line that names the valid ones.</summary>
    internal static int Run(Func<LawRelease, int> command)
    {
        try
        {
            return command(LawFolder.Load(LawFolder.Beside));
        }
        catch (Exception unknown) when (unknown is UnknownWordException or SuppositionException)
        {
            Console.Error.WriteLine(unknown.Message);
            return 2;
        }
        catch (LawDataException wrong)
        {
            Console.Error.WriteLine($"The law data cannot be used: {wrong.Message}");
            return 1;
        }
    }
}
