using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Evidence;

namespace Comity.Node.Evidence;

/// <summary>An object that a sender offers: how it is cut, and its key in envelopes.</summary>
internal sealed record OfferedObject(Digest Root, ObjectLayout Layout, IReadOnlyList<string> Envelopes);

/// <summary>What a sender answers about a package: nothing in it is believed that the signed delivery does not say or the bytes do not show.</summary>
internal static class PackageOffer
{
    private const string What = "The package as offered";

    internal static JsonObject Write(Digest package, IEnumerable<OfferedObject> objects) => new()
    {
        ["package"] = package.ToString(),
        ["objects"] = new JsonArray([.. objects.Select(o => (JsonNode)new JsonObject
        {
            ["root"] = o.Root.ToString(), ["chunk"] = o.Layout.ChunkSize, ["envelopes"] = new JsonArray([.. o.Envelopes.Select(e => (JsonNode)e)]),
        })]),
    };

    /// <summary>Reads an offer against the terms of the delivery: the same objects in the same order, the envelopes that it names, each for its object.</summary>
    /// <exception cref="RefusedException">It is not what the delivery names.</exception>
    internal static IReadOnlyList<OfferedObject> Read(ReadOnlySpan<byte> bytes, Terms terms)
    {
        var offer = StrictJson.ParseObject(bytes, What);
        if (!offer.TryGetProperty("objects", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != terms.Items.Count)
            throw Malformed($"has not the {terms.Items.Count} objects of the delivery");
        return [.. list.EnumerateArray().Zip(terms.Items, Read)];
    }

    private static OfferedObject Read(JsonElement offered, ItemTerms named)
    {
        if (offered.ValueKind != JsonValueKind.Object || !offered.TryGetProperty("root", out var root) || root.ValueKind != JsonValueKind.String || root.GetString() != named.Root.ToString())
            throw Malformed($"has another object where the delivery names {named.Root}");
        if (!offered.TryGetProperty("chunk", out var chunk) || chunk.ValueKind != JsonValueKind.Number || !chunk.TryGetInt32(out var size)
            || size is < SealedHeader.SmallestChunk or > SealedHeader.LargestChunk) throw Malformed($"states no chunk size of object {named.Root}");
        return new(named.Root, new(size, named.Size), Envelopes(offered, named));
    }

    private static List<string> Envelopes(JsonElement offered, ItemTerms named)
    {
        if (!offered.TryGetProperty("envelopes", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != named.Envelopes.Count)
            throw Malformed($"has not the envelopes that the delivery names for object {named.Root}");
        var envelopes = list.EnumerateArray().Select(e => KeyEnvelope.Parse(e.ValueKind == JsonValueKind.String ? e.GetString()! : "")).ToList();
        if (!envelopes.Select(e => e.Digest).Order().SequenceEqual(named.Envelopes.Order()) || envelopes.Any(e => e.ObjectRoot != named.Root))
            throw Malformed($"has other envelopes than the delivery names for object {named.Root}");
        return [.. envelopes.Select(e => e.Text)];
    }

    private static RefusedException Malformed(string why) => new(RefusalCode.Malformed, $"{What} {why}.");
}
