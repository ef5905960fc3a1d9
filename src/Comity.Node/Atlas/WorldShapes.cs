using System.Text.RegularExpressions;

namespace Comity.Node.Atlas;

/// <summary>The lands that <c>world.svg</c> draws, by their codes, in the order of drawing.</summary>
internal sealed partial class WorldShapes(IWebHostEnvironment host)
{
    private readonly Lazy<IReadOnlyList<string>> _codes = new(() => Read(host));

    internal IReadOnlyList<string> Codes => _codes.Value;

    private static IReadOnlyList<string> Read(IWebHostEnvironment host)
    {
        using var text = new StreamReader(host.WebRootFileProvider.GetFileInfo("world.svg").CreateReadStream());
        return [.. Id().Matches(text.ReadToEnd()).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("id=\"c-([A-Z]{2})\"")]
    private static partial Regex Id();
}
