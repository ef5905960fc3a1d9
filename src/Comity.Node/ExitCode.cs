namespace Comity.Node;

/// <summary>What the commands answer to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done, and everything held.</summary>
    internal const int Done = 0;

    /// <summary>The answer is no: a bundle is invalid, a step failed.</summary>
    internal const int No = 1;

    /// <summary>The command line is wrong.</summary>
    internal const int Usage = 2;

    /// <summary>The node cannot run: a file is damaged, an address is taken.</summary>
    internal const int Fault = 3;
}
