using System.Net;
using System.Text.RegularExpressions;

namespace Comity.Node.Demo;

/// <summary>A form on one of our own pages, with the values it would be sent with.</summary>
internal sealed record PageForm(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    internal string this[string name] => Fields.FirstOrDefault(f => f.Key == name).Value ?? "";
}

/// <summary>Reads the forms of our own pages, as a browser without script would send them. Not for pages of others.</summary>
internal static partial class FormReader
{
    internal static IReadOnlyList<PageForm> Read(string html) =>
        [.. Form().Matches(html).Select(m => new PageForm(Attribute(m.Groups["tag"].Value, "action") ?? "", [.. Fields(m.Groups["body"].Value)]))];

    /// <summary>The text of a page without its marks, for looking things up.</summary>
    internal static string Text(string html) => WebUtility.HtmlDecode(Space().Replace(Tag().Replace(html, " "), " "));

    private static IEnumerable<KeyValuePair<string, string>> Fields(string body)
    {
        foreach (Match input in Input().Matches(body))
        {
            var tag = input.Groups["tag"].Value;
            var type = Attribute(tag, "type") ?? "text";
            if (Attribute(tag, "name") is not { } name || type is "submit" or "button" or "file") continue;
            if (type is "checkbox" or "radio" && !Checked().IsMatch(tag)) continue;
            yield return new(name, Attribute(tag, "value") ?? (type is "checkbox" or "radio" ? "on" : ""));
        }

        foreach (Match area in Area().Matches(body))
            if (Attribute(area.Groups["tag"].Value, "name") is { } name) yield return new(name, WebUtility.HtmlDecode(area.Groups["text"].Value).TrimStart('\r', '\n'));
        foreach (Match select in Select().Matches(body))
        {
            var options = Option().Matches(select.Groups["body"].Value).Select(o => o.Groups["tag"].Value).ToList();
            var chosen = options.Find(o => Selected().IsMatch(o)) ?? options.FirstOrDefault();
            if (Attribute(select.Groups["tag"].Value, "name") is { } name && chosen is not null) yield return new(name, Attribute(chosen, "value") ?? "");
        }
    }

    private static string? Attribute(string tag, string name)
    {
        var match = Regex.Match(tag, $"(?:^|\\s){name}=\"(?<value>[^\"]*)\"");
        return match.Success ? WebUtility.HtmlDecode(match.Groups["value"].Value) : null;
    }

    [GeneratedRegex("<form(?<tag>[^>]*)>(?<body>.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input(?<tag>[^>]*)>", RegexOptions.Singleline)]
    private static partial Regex Input();

    [GeneratedRegex("<textarea(?<tag>[^>]*)>(?<text>.*?)</textarea>", RegexOptions.Singleline)]
    private static partial Regex Area();

    [GeneratedRegex("<select(?<tag>[^>]*)>(?<body>.*?)</select>", RegexOptions.Singleline)]
    private static partial Regex Select();

    [GeneratedRegex("<option(?<tag>[^>]*)>", RegexOptions.Singleline)]
    private static partial Regex Option();

    [GeneratedRegex("(?:^|\\s)checked(?:[\\s=>/]|$)")]
    private static partial Regex Checked();

    [GeneratedRegex("(?:^|\\s)selected(?:[\\s=>/]|$)")]
    private static partial Regex Selected();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();
}
