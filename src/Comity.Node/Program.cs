using System.CommandLine;
using System.CommandLine.Invocation;
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

if (args.Length == 0) return Welcome.Print(root);
var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction wrong) wrong.ShowHelp = false;
var code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : code;
