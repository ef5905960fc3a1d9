namespace Comity.Tracing;

/// <summary>Finds the identity behind an output script: the first template that fits.</summary>
internal static class Script
{
    /// <summary>A script's class, and its key as a span into the script or into <paramref name="scratch"/>.</summary>
    /// <param name="script">The output script.</param>
    /// <param name="coin">Chains differ in what they spend by witness.</param>
    /// <param name="scratch">41 bytes for keys that are not in the script as they stand.</param>
    /// <param name="key">The key bytes.</param>
    /// <param name="bareKey">Whether the script is a key itself, not its hash.</param>
    internal static ScriptKind Classify(ReadOnlySpan<byte> script, Coin coin, Span<byte> scratch, out ReadOnlySpan<byte> key, out bool bareKey)
    {
        key = default;
        bareKey = false;
        if (coin == Coin.Bch) script = WithoutToken(script);
        var n = script.Length;
        if (n is 35 or 67 && IsBareKey(script))
        {
            Ripemd160.Hash160(script[1..^1]).CopyTo(scratch);
            key = scratch[..20];
            bareKey = true;
            return ScriptKind.PubKeyHash;
        }

        if (n == 25 && script[0] == 0x76 && script[1] == 0xa9 && script[2] == 0x14 && script[23] == 0x88 && script[24] == 0xac)
            return Found(ScriptKind.PubKeyHash, script[3..23], out key);
        if (n == 23 && script[0] == 0xa9 && script[1] == 0x14 && script[22] == 0x87) return Found(ScriptKind.ScriptHash, script[2..22], out key);
        if (coin == Coin.Bch)
        {
            if (n == 35 && script[0] == 0xaa && script[1] == 0x20 && script[34] == 0x87) return Found(ScriptKind.ScriptHash32, script[2..34], out key);
        }
        else if (n is >= 4 and <= 42 && script[1] == n - 2 && script[0] is 0 or (>= 0x51 and <= 0x60))
        {
            return Program(script, coin, scratch, out key);
        }

        if (IsMultisig(script)) return Found(ScriptKind.Multisig, script, out key);
        return n > 0 && script[0] == 0x6a ? ScriptKind.Data : ScriptKind.Other;
    }

    private static ScriptKind Found(ScriptKind kind, ReadOnlySpan<byte> found, out ReadOnlySpan<byte> key)
    {
        key = found;
        return kind;
    }

    private static bool IsBareKey(ReadOnlySpan<byte> script) => script[^1] == 0xac
        && ((script[0] == 33 && script.Length == 35 && script[1] is 2 or 3) || (script[0] == 65 && script.Length == 67 && script[1] is 4 or 6 or 7));

    private static ScriptKind Program(ReadOnlySpan<byte> script, Coin coin, Span<byte> scratch, out ReadOnlySpan<byte> key)
    {
        var program = script[2..];
        if (script[0] == 0 && program.Length == 20) return Found(ScriptKind.WitnessPubKeyHash, program, out key);
        if (script[0] == 0 && program.Length == 32) return Found(ScriptKind.WitnessScriptHash, program, out key);
        if (script[0] == 0x51 && program.Length == 32) return Found(ScriptKind.Taproot, program, out key);
        if (script[0] == 0x51 && coin == Coin.Btc && program is [0x4e, 0x73]) return Found(ScriptKind.Anchor, program, out key);
        scratch[0] = (byte)(script[0] == 0 ? 0 : script[0] - 0x50);
        program.CopyTo(scratch[1..]);
        return Found(ScriptKind.WitnessUnknown, scratch[..(program.Length + 1)], out key);
    }

    private static bool IsMultisig(ReadOnlySpan<byte> script)
    {
        if (script.Length < 37 || script[^1] != 0xae || script[0] is < 0x51 or > 0x60 || script[^2] is < 0x51 or > 0x60) return false;
        var keys = 0;
        var at = 1;
        for (; at < script.Length - 2 && script[at] is 33 or 65; keys++) at += 1 + script[at];
        return at == script.Length - 2 && keys == script[^2] - 0x50 && script[0] - 0x50 <= keys;
    }

    /// <summary>Strips a token prefix (CashTokens): category, bit field, commitment, amount. A token is never bitcoin value.</summary>
    internal static ReadOnlySpan<byte> WithoutToken(ReadOnlySpan<byte> script)
    {
        if (script.Length < 34 || script[0] != 0xef) return script;
        var field = script[33];
        var at = 34;
        if ((field & 0x40) != 0 && !SkipCompact(script, ref at, skipData: true)) return script;
        if ((field & 0x10) != 0 && !SkipCompact(script, ref at, skipData: false)) return script;
        return script[at..];
    }

    private static bool SkipCompact(ReadOnlySpan<byte> script, ref int at, bool skipData)
    {
        if (at >= script.Length) return false;
        var width = script[at] switch { 0xfd => 2, 0xfe => 4, 0xff => 8, _ => 0 };
        if (at + 1 + width > script.Length) return false;
        ulong value = width == 0 ? script[at] : 0UL;
        for (var i = 0; i < width; i++) value |= (ulong)script[at + 1 + i] << (8 * i);
        at += 1 + width;
        if (!skipData) return true;
        if (value > (ulong)(script.Length - at)) return false;
        at += (int)value;
        return true;
    }

    /// <summary>The identity of a script, with its own copy of the key.</summary>
    internal static Identity Identify(ReadOnlySpan<byte> script, Coin coin)
    {
        Span<byte> scratch = stackalloc byte[41];
        var kind = Classify(script, coin, scratch, out var key, out _);
        return new(kind, key.ToArray());
    }
}
