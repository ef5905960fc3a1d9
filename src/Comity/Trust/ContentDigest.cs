using System.Diagnostics.CodeAnalysis;

namespace Comity.Trust;

/// <summary>The header <c>Content-Digest</c> with SHA-256, in its one spelling. RFC 9530 section 2.</summary>
public static class ContentDigest
{
    private const string Start = "sha-256=:", End = ":";

    /// <summary>The header's value for a body.</summary>
    public static string Of(Digest body) => Start + Convert.ToBase64String(body.ToArray()) + End;

    /// <summary>Reads the header's value.</summary>
    public static bool TryParse([NotNullWhen(true)] string? value, out Digest body)
    {
        body = default;
        if (value is null || value.Length > 100 || !value.StartsWith(Start, StringComparison.Ordinal) || !value.EndsWith(End, StringComparison.Ordinal)) return false;
        Span<byte> bytes = stackalloc byte[Digest.Size];
        if (value.Length <= Start.Length || !Convert.TryFromBase64String(value[Start.Length..^End.Length], bytes, out var written) || written != Digest.Size) return false;
        body = new(bytes);
        return Of(body) == value; // no white space, no loose bits
    }
}
