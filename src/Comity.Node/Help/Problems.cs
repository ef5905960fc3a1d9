using System.Collections.Frozen;
using System.Text;

namespace Comity.Node.Help;

/// <summary>The words that a problem's <c>type</c> ends with, explained: <c>docs/problems.md</c>, which is built into the program so that the address in an error leads somewhere.</summary>
internal static class Problems
{
    /// <param name="Word">The word: <c>malformed</c>.</param>
    /// <param name="Answers">What happened, whose fault it is, what to do.</param>
    internal sealed record Problem(string Word, IReadOnlyList<Answer> Answers);

    internal sealed record Answer(string Question, string Text);

    internal static readonly FrozenDictionary<string, Problem> All = Read().ToFrozenDictionary(problem => problem.Word);

    /// <summary>A section is <c>## word</c> and items <c>- **Question.** text</c>, each over one or more lines.</summary>
    private static IEnumerable<Problem> Read()
    {
        using var stream = typeof(Problems).Assembly.GetManifestResourceStream("problems.md")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        foreach (var section in reader.ReadToEnd().Split("\n## ").Skip(1))
        {
            var items = section.Split("\n- **");
            yield return new(items[0].Trim(), [.. items.Skip(1).Select(Item)]);
        }
    }

    private static Answer Item(string item)
    {
        var end = item.IndexOf(".**", StringComparison.Ordinal);
        return new(item[..end], string.Join(' ', item[(end + 3)..].Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries)).Replace("`", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal));
    }
}
