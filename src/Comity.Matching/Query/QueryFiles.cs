using System.Text.Json.Nodes;

namespace Comity.Matching;

/// <summary>What a provider sends to the holder: blinded elements, uniformly random to whoever sees them.</summary>
/// <param name="List">List id and version, as the membership set names them.</param>
/// <param name="Elements">1 to 1,000 compressed points of 33 bytes.</param>
public sealed record QueryRequest(string List, IReadOnlyList<byte[]> Elements)
{
    private const string What = "The request";

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes() => QueryFile.Bytes("comity-query-request/v1", List, ("elements", QueryFile.Hex(Elements)));

    /// <summary>Reads canonical bytes. Whether the elements are points, the evaluation checks.</summary>
    /// <exception cref="RefusedInputException">Not a request.</exception>
    public static QueryRequest Read(ReadOnlySpan<byte> bytes)
    {
        var (json, list) = QueryFile.Read(bytes, "comity-query-request/v1", 3, What);
        return new(list, QueryFile.Elements(json, "elements", Voprf.PointSize, What));
    }
}

/// <summary>What the holder sends back.</summary>
/// <param name="List">List id and version.</param>
/// <param name="Evaluation">The evaluated elements, and the proof that the published key was used.</param>
public sealed record QueryAnswer(string List, Voprf.Evaluation Evaluation)
{
    private const string What = "The answer";

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes() =>
        QueryFile.Bytes("comity-query-answer/v1", List, ("elements", QueryFile.Hex(Evaluation.Elements)), ("proof", Convert.ToHexStringLower(Evaluation.Proof)));

    /// <summary>Reads canonical bytes. Whether the proof holds, <see cref="Voprf.Finish"/> checks.</summary>
    /// <exception cref="RefusedInputException">Not an answer.</exception>
    public static QueryAnswer Read(ReadOnlySpan<byte> bytes)
    {
        var (json, list) = QueryFile.Read(bytes, "comity-query-answer/v1", 4, What);
        var elements = QueryFile.Elements(json, "elements", Voprf.PointSize, What);
        return new(list, new(elements, QueryFile.Digits(CanonicalJson.Text(json, "proof", What), Voprf.ProofSize, What)));
    }
}

/// <summary>What the provider keeps until the answer comes: its inputs and their blinds. Secret; thrown away afterwards.</summary>
/// <param name="List">List id and version.</param>
/// <param name="Lines">0-based line of each input in the provider's file.</param>
/// <param name="Blinded">Inputs with their blinds, in the order of the request.</param>
public sealed record QuerySecret(string List, IReadOnlyList<int> Lines, IReadOnlyList<Voprf.Blinded> Blinded)
{
    private const string What = "The secret of the request";

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes() => QueryFile.Bytes(
        "comity-query-secret/v1", List, ("lines", new JsonArray([.. Lines.Select(l => (JsonNode)l)])), ("inputs", QueryFile.Hex(Blinded.Select(b => b.Input))),
        ("scalars", QueryFile.Hex(Blinded.Select(b => b.Scalar))), ("elements", QueryFile.Hex(Blinded.Select(b => b.Element))));

    /// <summary>Reads canonical bytes.</summary>
    /// <exception cref="RefusedInputException">Not such a secret.</exception>
    public static QuerySecret Read(ReadOnlySpan<byte> bytes)
    {
        var (json, list) = QueryFile.Read(bytes, "comity-query-secret/v1", 6, What);
        var lines = CanonicalJson.Array(json, "lines", What).Select(l => l is JsonValue v && v.TryGetValue<int>(out var n) && n >= 0 ? n : throw new RefusedInputException($"{What} has a line that is none.")).ToArray();
        var inputs = CanonicalJson.Texts(json, "inputs", What).Select(t => QueryFile.Digits(t, t.Length / 2, What)).ToArray();
        var scalars = QueryFile.Elements(json, "scalars", P256.ScalarSize, What);
        var elements = QueryFile.Elements(json, "elements", Voprf.PointSize, What);
        if (lines.Length != elements.Length || inputs.Length != elements.Length || scalars.Length != elements.Length) throw new RefusedInputException($"{What} has parts of different lengths.");
        return new(list, lines, [.. elements.Select((e, i) => new Voprf.Blinded(inputs[i], scalars[i], e))]);
    }
}

/// <summary>What the files of a private query have in common: canonical JSON with <c>comity</c> (what it is) and <c>list</c>.</summary>
internal static class QueryFile
{
    private const int Longest = 1 << 19;

    internal static byte[] Bytes(string kind, string list, params ReadOnlySpan<(string Name, JsonNode Value)> members)
    {
        var json = new JsonObject { ["comity"] = kind, ["list"] = list };
        foreach (var (name, value) in members) json[name] = value;
        return CanonicalJson.Bytes(json);
    }

    internal static (JsonObject Json, string List) Read(ReadOnlySpan<byte> bytes, string kind, int members, string what)
    {
        var json = CanonicalJson.Read(bytes, Longest, what);
        if (CanonicalJson.Text(json, "comity", what) != kind || json.Count != members) throw new RefusedInputException($"{what} is no {kind}.");
        return (json, CanonicalJson.Text(json, "list", what));
    }

    internal static byte[][] Elements(JsonObject json, string name, int size, string what)
    {
        var elements = CanonicalJson.Texts(json, name, what).Select(t => Digits(t, size, what)).ToArray();
        return elements.Length is > 0 and <= Voprf.MostInputs ? elements : throw new RefusedInputException($"{what} holds 1 to {Voprf.MostInputs} elements.");
    }

    internal static byte[] Digits(string text, int size, string what) =>
        size > 0 && text.Length == 2 * size && text.All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(text) : throw new RefusedInputException($"{what} holds digits of the wrong length.");

    internal static JsonArray Hex(IEnumerable<byte[]> parts) => new([.. parts.Select(p => (JsonNode)Convert.ToHexStringLower(p))]);
}
