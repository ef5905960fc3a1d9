using System.Numerics;

namespace Comity.Tracing;

/// <summary>Base58Check: a version byte, the data, four bytes of H2.</summary>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    internal static string EncodeCheck(byte version, ReadOnlySpan<byte> data)
    {
        byte[] body = [version, .. data];
        Span<byte> hash = stackalloc byte[32];
        Sha256.Twice(body, hash);
        return Encode([.. body, .. hash[..4]]);
    }

    /// <summary>Version and data.</summary>
    /// <exception cref="TracingException">A foreign character or wrong checksum.</exception>
    internal static byte[] DecodeCheck(string text)
    {
        var bytes = Decode(text);
        if (bytes.Length < 5) throw new TracingException("too short for Base58Check");
        Span<byte> hash = stackalloc byte[32];
        Sha256.Twice(bytes.AsSpan(..^4), hash);
        if (!hash[..4].SequenceEqual(bytes.AsSpan(^4..))) throw new TracingException("the Base58 checksum is wrong");
        return bytes[..^4];
    }

    private static string Encode(byte[] bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = new List<char>();
        for (; !number.IsZero; number /= 58) text.Add(Alphabet[(int)(number % 58)]);
        for (var i = 0; i < bytes.Length && bytes[i] == 0; i++) text.Add('1');
        text.Reverse();
        return new([.. text]);
    }

    private static byte[] Decode(string text)
    {
        BigInteger number = 0;
        foreach (var c in text)
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0) throw new TracingException($"'{(char.IsControl(c) ? '?' : c)}' is no Base58 character");
            number = (number * 58) + digit;
        }

        var zeros = text.TakeWhile(c => c == '1').Count();
        byte[] rest = number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[zeros], .. rest];
    }
}
