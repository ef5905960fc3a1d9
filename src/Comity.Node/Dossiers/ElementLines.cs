using System.Text.Json;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;

namespace Comity.Node.Dossiers;

/// <summary>What an act discloses, each with the label and the provision that asks for it, from the release named in the act.</summary>
internal static class ElementLines
{
    internal static IReadOnlyList<ElementLine> Of(StoredStatement stored, LawRelease? release)
    {
        var lines = new List<ElementLine>();
        var form = stored.Claims.Channel is { } channel ? release?.FindChannel(channel)?.Elements ?? [] : [];
        foreach (var element in form)
            if (stored.Sealed.Find(element.Id) is { } value) lines.Add(new(element.Label, Words(value), ChannelWords.ProvisionOf(element.Source)));
            else if (IsWithheld(element, stored)) lines.Add(new(element.Label, null, ChannelWords.ProvisionOf(element.Source)));
        foreach (var other in stored.Sealed.Disclosures.Where(d => d.Name.StartsWith(Disclosures.ElementPrefix, StringComparison.Ordinal) && !form.Any(e => e.Id == d.Name)))
            lines.Add(new(release?.FindElement(other.Name)?.Label ?? other.Name, Words(other.Value), ChannelWords.ProvisionOf(release?.FindElement(other.Name)?.Source)));
        lines.AddRange(Files(stored));
        return lines;
    }

    /// <summary>The words of a disclosed value, on one line.</summary>
    internal static string Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "Yes",
        JsonValueKind.False => "No",
        JsonValueKind.Null => "",
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(Words)),
        JsonValueKind.Object => string.Join("; ", value.EnumerateObject().Select(p => $"{p.Name}: {Words(p.Value)}")),
        _ => value.GetRawText(),
    };

    /// <summary>A mandatory element that neither came nor was declared missing was kept from this office.</summary>
    private static bool IsWithheld(Element element, StoredStatement stored) =>
        element.Mandatory && stored.Sealed.Undisclosed > 0 && !stored.Claims.Terms.Against.Contains(new(FindingKind.MissingElement, element.Id));

    private static IEnumerable<ElementLine> Files(StoredStatement stored) =>
        from item in stored.Claims.Terms.Items.Skip(1) // the first is the manifest
        let file = stored.Sealed.Find(Disclosures.File(item.Root))
        select new ElementLine("File", file is { } known ? FileWords(known) : null, null, IsFile: true);

    private static string FileWords(JsonElement file) =>
        file.ValueKind == JsonValueKind.Object && file.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? $"{name.GetString()}{(file.TryGetProperty("size", out var size) && size.TryGetInt64(out var bytes) ? $", {Shown.Size(bytes)}" : "")}"
            : Words(file);
}
