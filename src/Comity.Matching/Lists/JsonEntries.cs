using System.Text.Json;

namespace Comity.Matching;

/// <summary>Entries of a JSON list.</summary>
internal static class JsonEntries
{
    internal static List<HashEntry> Read(JsonElement root, string name)
    {
        var array = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("hashes", out var hashes) ? hashes : root;
        if (array.ValueKind != JsonValueKind.Array) throw new RefusedInputException($"{name} is neither an array of hashes nor an object that holds one under \"hashes\".");
        var entries = new List<HashEntry>();
        var number = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (!IsRefused(item)) entries.Add(Entry(item, number) ?? throw new RefusedInputException($"{name}, element {number + 1}: not a hash."));
            number++;
        }

        return entries;
    }

    private static bool IsRefused(JsonElement item) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("refused", out _);

    private static HashEntry? Entry(JsonElement item, int number)
    {
        if (item.ValueKind == JsonValueKind.String) return PdqHash.TryParse(item.GetString(), null, out var only) ? new(number, only, null, [], null) : null;
        if (item.ValueKind != JsonValueKind.Object) return null;
        var (pdq, quality, category) = ((PdqHash?)null, (int?)null, (string?)null);
        var exact = new List<ExactHash>();
        foreach (var member in item.EnumerateObject())
        {
            switch (member.Name)
            {
                case "pdq" or "hash" when Text(member.Value) is { } text && PdqHash.TryParse(text, null, out var hash): pdq = hash; break;
                case "quality" when member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var q) && q is >= 0 and <= 100: quality = q; break;
                case "category": category = Text(member.Value); break;
                case "sha256" or "sha1" or "md5" when Text(member.Value) is { } text
                    && ExactHash.TryParse(HashListReader.Algorithm(member.Name)!.Value, text, out var e): exact.Add(e); break;
                case "pdq" or "hash" or "quality" or "sha256" or "sha1" or "md5" when member.Value.ValueKind != JsonValueKind.Null: return null;
            }
        }

        return pdq is null && exact.Count == 0 ? null : new(number, pdq, quality, [.. exact], category);
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
