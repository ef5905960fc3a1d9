namespace Comity.Tracing;

/// <summary>What locks an output.</summary>
public enum ScriptKind : byte
{
    /// <summary>No output, or one outside the store.</summary>
    None = 0,

    /// <summary>Hash of a key; a bare key counts as its hash.</summary>
    PubKeyHash = 1,

    /// <summary>Hash of a script, 20 bytes.</summary>
    ScriptHash = 2,

    /// <summary>Hash of a script, 32 bytes (Bitcoin Cash).</summary>
    ScriptHash32 = 3,

    /// <summary>SegWit version 0, hash of a key.</summary>
    WitnessPubKeyHash = 4,

    /// <summary>SegWit version 0, hash of a script.</summary>
    WitnessScriptHash = 5,

    /// <summary>SegWit version 1: taproot.</summary>
    Taproot = 6,

    /// <summary>Pay to anchor: anyone can spend it.</summary>
    Anchor = 7,

    /// <summary>Any other witness program.</summary>
    WitnessUnknown = 8,

    /// <summary>Bare multisig: one identity by its whole script.</summary>
    Multisig = 9,

    /// <summary>OP_RETURN: data, never spendable.</summary>
    Data = 10,

    /// <summary>Anything else.</summary>
    Other = 11,
}

/// <summary>Who can spend, as the chain shows it: a class and a key. Two scripts of one identity are one address.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Key">Hash, program or script, by class; an unknown witness program has its version first.</param>
public readonly record struct Identity(ScriptKind Kind, ReadOnlyMemory<byte> Key)
{
    /// <summary>Whether the key is bytes of the chain that count as an address.</summary>
    public bool IsAddress => Kind is not (ScriptKind.None or ScriptKind.Data or ScriptKind.Other);

    /// <summary>Whether spending proves a key: the anchor and unknown programs do not.</summary>
    public bool ProvesKey => IsAddress && Proves(Kind);

    internal static bool Proves(ScriptKind kind) => kind is not (ScriptKind.Anchor or ScriptKind.WitnessUnknown);

    /// <summary>Same class and key bytes.</summary>
    public bool Equals(Identity other) => Kind == other.Kind && Key.Span.SequenceEqual(other.Key.Span);

    /// <summary>Hash over class and key.</summary>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Kind);
        hash.AddBytes(Key.Span);
        return hash.ToHashCode();
    }
}
