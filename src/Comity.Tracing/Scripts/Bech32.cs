namespace Comity.Tracing;

/// <summary>Bech32 and bech32m for witness programs (BIP 173, BIP 350), and the 5-bit regrouping they share with cashaddr.</summary>
internal static class Bech32
{
    internal const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const uint Plain = 1, Modified = 0x2bc830a3;

    private static ReadOnlySpan<uint> Generator => [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    internal static bool Looks(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && text[prefix.Length] == '1';

    internal static string Encode(string prefix, int version, ReadOnlySpan<byte> program)
    {
        byte[] data = [(byte)version, .. ToGroups(program)];
        var sum = Checksum(prefix, [.. data, 0, 0, 0, 0, 0, 0]) ^ (version == 0 ? Plain : Modified);
        var tail = Enumerable.Range(0, 6).Select(i => (byte)((sum >> (5 * (5 - i))) & 31));
        return prefix + "1" + string.Concat(data.Concat(tail).Select(g => Alphabet[g]));
    }

    /// <summary>Reads a witness address.</summary>
    /// <exception cref="TracingException">It breaks a rule of BIP 173 or BIP 350.</exception>
    internal static Identity Parse(string text, Network network)
    {
        if (text.Length > 90) throw new TracingException("a bech32 address has at most 90 characters");
        if (text.Any(char.IsAsciiLetterLower) && text.Any(char.IsAsciiLetterUpper)) throw new TracingException("a bech32 address has one case only");
        var lower = text.ToLowerInvariant();
        var groups = Groups(lower[(network.Prefix.Length + 1)..]);
        if (groups.Length < 8) throw new TracingException("too short for bech32");
        var sum = Checksum(network.Prefix, groups);
        var version = groups[0];
        if (sum is not (Plain or Modified)) throw new TracingException("the bech32 checksum is wrong");
        if (sum != (version == 0 ? Plain : Modified)) throw new TracingException("the bech32 checksum is of the wrong kind for its version");
        return Program(version, FromGroups(groups.AsSpan(1..^6)), network);
    }

    private static Identity Program(byte version, byte[] program, Network network)
    {
        if (version > 16 || program.Length is < 2 or > 40) throw new TracingException("not a witness program");
        if (version == 0 && program.Length is not (20 or 32)) throw new TracingException("a version 0 program has 20 or 32 bytes");
        byte[] script = [(byte)(version == 0 ? 0 : 0x50 + version), (byte)program.Length, .. program];
        return Script.Identify(script, network.Coin);
    }

    internal static byte[] Groups(string text)
    {
        var groups = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var value = Alphabet.IndexOf(text[i], StringComparison.Ordinal);
            if (value < 0) throw new TracingException("a character outside the bech32 alphabet");
            groups[i] = (byte)value;
        }

        return groups;
    }

    internal static byte[] ToGroups(ReadOnlySpan<byte> bytes)
    {
        var groups = new List<byte>((bytes.Length * 8 / 5) + 1);
        uint held = 0;
        var bits = 0;
        foreach (var b in bytes)
        {
            held = (held << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5) groups.Add((byte)((held >> (bits - 5)) & 31));
            held &= 0xff;
        }

        if (bits > 0) groups.Add((byte)((held << (5 - bits)) & 31));
        return [.. groups];
    }

    internal static byte[] FromGroups(ReadOnlySpan<byte> groups)
    {
        var bytes = new byte[groups.Length * 5 / 8];
        uint held = 0;
        var (bits, at) = (0, 0);
        foreach (var g in groups)
        {
            held = ((held << 5) | g) & 0xfff;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes[at++] = (byte)((held >> bits) & 0xff);
        }

        if (bits > 4 || (held & ((1u << bits) - 1)) != 0) throw new TracingException("the padding of the address is not zero");
        return bytes;
    }

    private static uint Checksum(string prefix, ReadOnlySpan<byte> groups)
    {
        uint sum = 1;
        foreach (var c in prefix) sum = Step(sum, (byte)(c >> 5));
        sum = Step(sum, 0);
        foreach (var c in prefix) sum = Step(sum, (byte)(c & 31));
        foreach (var g in groups) sum = Step(sum, g);
        return sum;
    }

    private static uint Step(uint sum, byte value)
    {
        var top = sum >> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ value;
        for (var i = 0; i < 5; i++)
            if (((top >> i) & 1) != 0) sum ^= Generator[i];
        return sum;
    }
}
