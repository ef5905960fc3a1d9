namespace Comity.Tracing;

/// <summary>The text forms of an identity: Base58Check, bech32, bech32m, cashaddr.</summary>
public static class Address
{
    /// <summary>The usual text of an identity, or null where there is none (bare multisig, data, version 0 of odd length).</summary>
    public static string? Encode(Identity identity, Network network)
    {
        var key = identity.Key.Span;
        return identity.Kind switch
        {
            ScriptKind.PubKeyHash when network.Coin == Coin.Bch => CashAddress.Encode(network.Prefix, 0, key),
            ScriptKind.ScriptHash or ScriptKind.ScriptHash32 when network.Coin == Coin.Bch => CashAddress.Encode(network.Prefix, 1, key),
            ScriptKind.PubKeyHash => Base58.EncodeCheck(network.PubKeyHash, key),
            ScriptKind.ScriptHash => Base58.EncodeCheck(network.ScriptHash, key),
            ScriptKind.WitnessPubKeyHash or ScriptKind.WitnessScriptHash => Bech32.Encode(network.Prefix, 0, key),
            ScriptKind.Taproot or ScriptKind.Anchor => Bech32.Encode(network.Prefix, 1, key),
            ScriptKind.WitnessUnknown when key[0] != 0 => Bech32.Encode(network.Prefix, key[0], key[1..]),
            _ => null,
        };
    }

    /// <summary>What is shown for an identity: its address; where there is none, the class and the first bytes of the key's hash.</summary>
    internal static string Shown(Identity identity, Network network) => identity.Kind switch
    {
        ScriptKind.Data => "data",
        ScriptKind.Other => "other",
        _ => Encode(identity, network) ?? $"{(identity.Kind == ScriptKind.Multisig ? "multisig" : "program")}:{Hash256.Of(identity.Key.Span).ToString()[..40]}",
    };

    /// <summary>Reads any text form that the network accepts.</summary>
    /// <exception cref="TracingException">Wrong checksum, network, length or form; the message says which.</exception>
    public static Identity Parse(string text, Network network)
    {
        if (text.Length is 0 or > 120) throw new TracingException($"an address has 1 to 120 characters, not {text.Length}");
        if (network.Coin == Coin.Bch)
            return CashAddress.Looks(text, network.Prefix) ? CashAddress.Parse(text, network.Prefix) : FromBase58(text, network);
        return Bech32.Looks(text, network.Prefix) ? Bech32.Parse(text, network) : FromBase58(text, network);
    }

    private static Identity FromBase58(string text, Network network)
    {
        var bytes = Base58.DecodeCheck(text);
        if (bytes.Length != 21) throw new TracingException($"an address carries 20 bytes, this one {bytes.Length - 1}");
        var (keyHash, scriptHash) = network.Coin == Coin.Bch && network.PubKeyHash == 0 ? ((byte)0, (byte)5) : (network.PubKeyHash, network.ScriptHash);
        if (bytes[0] == keyHash) return new(ScriptKind.PubKeyHash, bytes.AsMemory(1));
        if (bytes[0] == scriptHash || bytes[0] == network.OldScriptHash) return new(ScriptKind.ScriptHash, bytes.AsMemory(1));
        throw new TracingException($"version byte {bytes[0]} is not one of {network.Name}");
    }
}
