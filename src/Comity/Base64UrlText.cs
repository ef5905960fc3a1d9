using System.Buffers.Text;

namespace Comity;

/// <summary>Base64url without padding, read strictly: no white space, no padding, no loose trailing bits (rule R1).</summary>
public static class Base64UrlText
{
    /// <summary>Encodes without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Decodes; false for anything that the encoder would not have written.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.ContainsAnyExcept(Alphabet) || text.Length % 4 == 1) return false; // the framework accepts padding and white space
        var buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, buffer, out _, out var written) != System.Buffers.OperationStatus.Done) return false; // loose trailing bits
        bytes = buffer.AsSpan(0, written).ToArray();
        return true;
    }

    /// <summary>Decodes.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not canonical base64url.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text, string what) =>
        TryDecode(text, out var bytes) ? bytes : throw new RefusedException(RefusalCode.Malformed, $"{what} is not canonical base64url.");

    private static readonly System.Buffers.SearchValues<char> Alphabet =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
