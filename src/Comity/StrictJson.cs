using System.Text.Json;

namespace Comity;

/// <summary>Reads JSON that a peer sent: UTF-8, no duplicate names, at most 8 levels, whole numbers of at most 53 bits, no lone surrogates, at most 1 MiB (rule R1).</summary>
public static class StrictJson
{
    /// <summary>Longest body read, in bytes.</summary>
    public const int LongestBody = 1 << 20;

    /// <summary>Deepest nesting read.</summary>
    public const int DeepestLevel = 8;

    private const long LargestInteger = (1L << 53) - 1;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = DeepestLevel };

    /// <summary>Parses and checks the whole document.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>, naming what is wrong.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, string what)
    {
        if (utf8.Length > LongestBody) throw Malformed(what, $"is longer than {LongestBody} bytes");
        try
        {
            using var document = JsonDocument.Parse(utf8.ToArray(), Options);
            Check(document.RootElement, what);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw Malformed(what, $"is not JSON that we accept ({e.Message})");
        }
        catch (InvalidOperationException)
        {
            throw Malformed(what, "holds text that is not well-formed Unicode");
        }
    }

    /// <summary>Parses a document whose root must be an object.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>.</exception>
    public static JsonElement ParseObject(ReadOnlySpan<byte> utf8, string what)
    {
        var root = Parse(utf8, what);
        return root.ValueKind == JsonValueKind.Object ? root : throw Malformed(what, "is not an object");
    }

    private static void Check(JsonElement value, string what)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name; // throws on a lone surrogate
                    Check(member.Value, what);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Check(item, what);
                break;
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Number:
                if (!value.TryGetInt64(out var number) || number is > LargestInteger or < -LargestInteger || value.GetRawText().AsSpan().ContainsAny(".eE"))
                    throw Malformed(what, $"holds the number {value.GetRawText()}, which is not a whole number of at most 53 bits");
                break;
        }
    }

    private static RefusedException Malformed(string what, string why) => new(RefusalCode.Malformed, $"{what} {why}.");
}
