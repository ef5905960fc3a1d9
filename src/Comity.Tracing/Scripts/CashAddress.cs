namespace Comity.Tracing;

/// <summary>Bitcoin Cash addresses: types 0 and 1, and the token-aware 2 and 3, which are the same identities.</summary>
internal static class CashAddress
{
    private static ReadOnlySpan<ulong> Generator => [0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470];

    private static ReadOnlySpan<int> Sizes => [20, 24, 28, 32, 40, 48, 56, 64];

    internal static bool Looks(string text, string prefix) =>
        text.Contains(':', StringComparison.Ordinal) || (text.Length >= 42 && !text.Any(c => Bech32.Alphabet.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal) < 0)) || text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    internal static string Encode(string prefix, int type, ReadOnlySpan<byte> key)
    {
        var version = (byte)((type * 8) + Sizes.IndexOf(key.Length));
        var groups = Bech32.ToGroups([version, .. key]);
        var sum = Checksum(prefix, [.. groups, 0, 0, 0, 0, 0, 0, 0, 0]);
        var tail = Enumerable.Range(0, 8).Select(i => (byte)((sum >> (5 * (7 - i))) & 31));
        return prefix + ":" + string.Concat(groups.Concat(tail).Select(g => Bech32.Alphabet[g]));
    }

    /// <summary>Reads the form with or without prefix.</summary>
    /// <exception cref="TracingException">It breaks a rule.</exception>
    internal static Identity Parse(string text, string prefix)
    {
        if (text.Any(char.IsAsciiLetterLower) && text.Any(char.IsAsciiLetterUpper)) throw new TracingException("a cash address has one case only");
        var lower = text.ToLowerInvariant();
        var colon = lower.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && lower[..colon] != prefix) throw new TracingException("the address has the prefix of another network");
        var groups = Bech32.Groups(lower[(colon + 1)..]);
        if (groups.Length < 9 || Checksum(prefix, groups) != 0) throw new TracingException("the cash address checksum is wrong");
        return Payload(Bech32.FromGroups(groups.AsSpan(..^8)));
    }

    private static Identity Payload(byte[] payload)
    {
        if (payload.Length < 1 || (payload[0] & 0x80) != 0) throw new TracingException("not a cash address version");
        if (payload.Length - 1 != Sizes[payload[0] & 7]) throw new TracingException("the cash address has another length than it says");
        var key = payload.AsMemory(1);
        return (payload[0] >> 3, key.Length) switch
        {
            (0 or 2, 20) => new(ScriptKind.PubKeyHash, key),
            (1 or 3, 20) => new(ScriptKind.ScriptHash, key),
            (1 or 3, 32) => new(ScriptKind.ScriptHash32, key),
            _ => throw new TracingException("no known type of cash address"),
        };
    }

    private static ulong Checksum(string prefix, ReadOnlySpan<byte> groups)
    {
        ulong sum = 1;
        foreach (var c in prefix) sum = Step(sum, (byte)(c & 31));
        sum = Step(sum, 0);
        foreach (var g in groups) sum = Step(sum, g);
        return sum ^ 1;
    }

    private static ulong Step(ulong sum, byte value)
    {
        var top = sum >> 35;
        sum = ((sum & 0x07ffffffff) << 5) ^ value;
        for (var i = 0; i < 5; i++)
            if (((top >> i) & 1) != 0) sum ^= Generator[i];
        return sum;
    }
}
