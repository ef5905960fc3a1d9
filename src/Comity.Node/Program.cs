using System.CommandLine;
using Comity.Node;
using Comity.Node.Demo;
using Comity.Node.Law;
using Comity.Node.Matching;
using Comity.Node.Proof;
using Comity.Node.Tracing;

// The table of contents: one line per capability. Each folder holds its own commands, pages, endpoints, tables and jobs.
var root = new RootCommand("Comity carries lawful requests for electronic evidence between States and providers, and proves every step.")
{
    DemoCommand.Create(),
    ServeCommand.Create(),
    VerifyCommand.Create(),
    LawCommand.Create(),
    TraceCommand.Create(),
    MatchCommand.Create(),
};

return args.Length == 0 ? Welcome.Print(root) : await CommandLine.RunAsync(root, args);
