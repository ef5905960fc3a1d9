using System.CommandLine;

namespace Comity.Node;

/// <summary>What <c>./comity</c> alone prints: the commands, each with an example.</summary>
internal static class Welcome
{
    private static readonly Dictionary<string, string> Examples = new()
    {
        ["demo"] = "./comity demo            (or: ./comity demo --check)",
        ["serve"] = "./comity serve --data DIR --url https://HOST",
        ["verify"] = "./comity verify bundle.zip --anchor anchor.json",
        ["law"] = "./comity law routes --from RS --to JP --data traffic",
        ["trace"] = "./comity trace status --store DIR",
        ["match"] = "./comity match hash FILE",
    };

    internal static int Print(RootCommand root)
    {
        Console.WriteLine(root.Description);
        Console.WriteLine();
        foreach (var command in root.Subcommands)
        {
            Console.WriteLine($"  {command.Name,-8} {command.Description}");
            if (Examples.TryGetValue(command.Name, out var example)) Console.WriteLine($"           {example}");
        }

        Console.WriteLine();
        Console.WriteLine("Add --help to any command for its options.");
        return 0;
    }
}
