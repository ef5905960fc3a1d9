namespace Comity.Tracing;

/// <content>Addresses of the store and the outputs they received.</content>
public sealed partial class ChainStore
{
    /// <summary>Class and key of an address.</summary>
    public Identity IdentityOf(uint address) => new(KindOf(address), new AddressKeys(Columns).KeyOf(address).ToArray());

    /// <summary>Class of an address.</summary>
    public ScriptKind KindOf(uint address) => address switch
    {
        DataOutput => ScriptKind.Data,
        OtherOutput => ScriptKind.Other,
        _ => (ScriptKind)(Columns.AddressKind.U8(address) & AddressKeys.KindMask),
    };

    /// <summary>The text of an address; for identities without one, the class and the first bytes of the key's hash.</summary>
    public string TextOf(uint address) => Address.Shown(address < NoAddress ? IdentityOf(address) : new(KindOf(address), default), Network);

    /// <summary>The dense id of an address text, or null when the chain has not seen it.</summary>
    /// <exception cref="TracingException">The text is no address of this network.</exception>
    public uint? FindAddress(string text) => FindAddress(Address.Parse(text, Network));

    /// <summary>The dense id of an identity, or null when the chain has not seen it.</summary>
    public uint? FindAddress(Identity identity)
    {
        byte[] key = [(byte)identity.Kind, .. identity.Key.Span];
        var id = AddressIndex.Find(key, AddressKeys.Hash(key[0], key.AsSpan(1)), Settings.FirstAddress);
        return id < 0 ? null : (uint)id;
    }

    /// <summary>Outputs that an address received, newest first.</summary>
    public IEnumerable<long> OutputsOf(uint address)
    {
        for (var output = Columns.AddressLast.U40(address); output != NoOutput; output = Columns.OutPrevious.U40(output)) yield return output;
    }

    /// <summary>The output that the same address received before this one, or null.</summary>
    internal long? PreviousOf(long output)
    {
        var previous = Columns.OutPrevious.U40(output);
        return previous == NoOutput ? null : previous;
    }

    /// <summary>An output by its outpoint.</summary>
    /// <exception cref="TracingException">The chain has no such output.</exception>
    public long OutputAt(Outpoint point)
    {
        var t = Find(point.Transaction) ?? throw new TracingException($"the store has no transaction {point.Transaction}");
        if (point.Index >= (uint)t.Outputs) throw new TracingException($"transaction {point.Transaction} has {t.Outputs} outputs, no {point.Index}");
        return t.FirstOutput + point.Index;
    }

    /// <summary>The outpoint of an output.</summary>
    public Outpoint PointOf(long output)
    {
        var maker = MakerOf(output);
        return new(IdOf(maker.Id), (uint)(output - maker.FirstOutput));
    }
}
