using System.Globalization;
using System.Text;

namespace Comity.Ledger;

/// <summary>The strict readings that the C2SP texts share: UTF-8 lines, canonical base64, decimal without leading zeroes.</summary>
internal static class NoteText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8 text without control characters other than the newline.</summary>
    internal static string Decode(ReadOnlySpan<byte> utf8, int longest, string what)
    {
        if (utf8.Length > longest) throw Malformed(what, $"is longer than {longest} bytes");
        string text;
        try
        {
            text = Strict.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed(what, "is not UTF-8");
        }

        foreach (var c in text)
            if (c < ' ' && c != '\n') throw Malformed(what, "holds a control character");
        return text;
    }

    internal static byte[] Encode(string text) => Strict.GetBytes(text);

    /// <summary>Standard base64 as the encoder writes it: the framework would let white space and loose bits pass.</summary>
    internal static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length / 4 * 3];
        if (text.Length % 4 != 0 || !Convert.TryFromBase64String(text, bytes, out var written)) return false;
        Array.Resize(ref bytes, written);
        return Convert.ToBase64String(bytes) == text;
    }

    internal static bool TryHash(string text, out Digest hash)
    {
        hash = default;
        if (text.Length != 44 || !TryBase64(text, out var bytes) || bytes.Length != Digest.Size) return false;
        hash = new(bytes);
        return true;
    }

    internal static string Base64(Digest hash) => Convert.ToBase64String(hash.ToArray());

    /// <summary>A decimal from 0 to 2^63-1 without sign or leading zeroes.</summary>
    internal static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text[0] != '0' || text.Length == 1);

    /// <summary>A key name: not empty, no Unicode space, no plus, no control character.</summary>
    internal static bool IsName(string name) =>
        name.Length is > 0 and <= 255 && !name.Any(c => char.IsWhiteSpace(c) || c is '+' || char.IsControl(c) || char.IsSurrogate(c));

    internal static RefusedException Malformed(string what, string why) => new(RefusalCode.Malformed, $"{what} {why}.");
}
