using Comity.Law;
using Spectre.Console;

namespace Comity.Node.Law;

/// <summary>The terminal for tables of the law: no colours and a fixed width where the output goes to a file or another program.</summary>
internal static class LawTerminal
{
    private const int WidthOfFiles = 140;

    internal static IAnsiConsole Open()
    {
        if (!Console.IsOutputRedirected) return AnsiConsole.Console;
        var plain = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
        plain.Profile.Width = WidthOfFiles;
        return plain;
    }

    internal static Table Table(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    /// <summary>A row of plain words.</summary>
    internal static void Row(this Table table, params ReadOnlySpan<string> cells)
    {
        var escaped = new string[cells.Length];
        for (var i = 0; i < cells.Length; i++) escaped[i] = Markup.Escape(cells[i]);
        table.AddRow(escaped);
    }

    /// <summary>The words with the mark of confidence, unless it is firm.</summary>
    internal static string Marked(string words, Confidence confidence) => confidence.IsFirm ? words : $"{words} [{confidence}]";

    /// <summary>The release behind an answer; what is supposed comes first and cannot be overlooked.</summary>
    internal static void Release(IAnsiConsole console, LawRelease release)
    {
        if (release.IsHypothetical)
            console.MarkupLineInterpolated($"[bold]HYPOTHETICAL: supposed {string.Join(", ", Supposed(release))}. Not usable in a request.[/] Based on law release {release.BasedOn}.");
        else
            console.MarkupLineInterpolated($"Law release {release.Digest}.");
    }

    /// <summary>What is supposed, as it was written.</summary>
    internal static IEnumerable<string> Supposed(LawRelease release) => release.Suppositions.Select(one => one.ToString()).Concat(release.SupposedDeclarations.Select(one => one.ToString()));
}
