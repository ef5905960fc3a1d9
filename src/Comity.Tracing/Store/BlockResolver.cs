using System.Globalization;
using System.Numerics;

namespace Comity.Tracing;

/// <summary>Finds, for every input of a block, the output that it spends, before anything is written.</summary>
/// <remarks>Parents may stand after children within a block (Bitcoin Cash sorts by id), so the block's own ids are entered first.</remarks>
internal sealed class BlockResolver(ChainStore store)
{
    private readonly StoreColumns _c = store.Columns;
    private readonly HashSet<long> _spent = [];
    private int[] _table = [];

    /// <summary>The source of each input of the block, by its index there; what the coinbase has is meaningless.</summary>
    internal long[] Sources { get; private set; } = [];

    /// <summary>Fills <see cref="Sources"/>.</summary>
    /// <exception cref="MalformedException">An input spends what does not exist or is spent, or a transaction spends more than it takes, or an id repeats.</exception>
    internal void Resolve(Block block, long height)
    {
        if (Sources.Length < block.InputCount) Sources = new long[block.Inputs.Length];
        EnterIds(block);
        CheckRepeats(block, height);
        var from = store.Blocks == 0 ? block.Header.Previous : store.HeaderAt(store.BaseHeight).Previous;
        _spent.Clear();
        for (var i = 1; i < block.Count; i++) Resolve(block, i, whole: from.IsZero);
    }

    private void EnterIds(Block block)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)block.Count * 2);
        if (_table.Length < size) _table = new int[size];
        _table.AsSpan().Clear();
        for (var i = 0; i < block.Count; i++)
        {
            if (FindInBlock(block, block.Id(i), out var slot) >= 0)
                throw ChainWriter.Refuse(block, block.Transactions[i].Start, "transaction id", new Hash256(block.Id(i)).ToString() + " twice", "distinct ids");
            _table[slot] = i + 1;
        }
    }

    private int FindInBlock(Block block, ReadOnlySpan<byte> id, out int slot)
    {
        var mask = _table.Length - 1;
        for (slot = (int)(TransactionKeys.Hash(id) & (uint)mask); _table[slot] != 0; slot = (slot + 1) & mask)
            if (block.Id(_table[slot] - 1).SequenceEqual(id)) return _table[slot] - 1;
        return -1;
    }

    private void CheckRepeats(Block block, long height)
    {
        for (var i = 0; i < block.Count; i++)
        {
            var older = store.TransactionIndex.Find(block.Id(i), TransactionKeys.Hash(block.Id(i)), _c.TxId.First);
            if (older < 0 || (i == 0 && store.Network.CoinbaseRepeats.Contains((int)height))) continue;
            var t = store.Find((uint)older);
            for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++)
                if (store.SpenderOf(o) == ChainStore.Unspent)
                    throw ChainWriter.Refuse(block, block.Transactions[i].Start, "transaction id", store.IdOf(t.Id).ToString(), "an id without unspent outputs (BIP 30)");
        }
    }

    private void Resolve(Block block, int index, bool whole)
    {
        ref readonly var t = ref block.Transactions[index];
        var known = true;
        long sum = 0;
        for (var k = t.FirstInput; k < t.FirstInput + t.Inputs; k++)
        {
            var source = Sources[k] = SourceOf(block, in block.Inputs[k], index, whole, out var value);
            known &= source != ChainStore.MissingOutput;
            sum += value;
        }

        long paid = 0;
        for (var k = t.FirstOutput; k < t.FirstOutput + t.Outputs; k++) paid += block.Outputs[k].Value;
        if (known && paid > sum) throw ChainWriter.Refuse(block, t.Start, "sum of outputs", paid.ToString(CultureInfo.InvariantCulture), $"at most the inputs' {sum}");
    }

    private long SourceOf(Block block, in InputSpan input, int spender, bool whole, out long value)
    {
        value = 0;
        var key = block.SourceOf(in input);
        var own = FindInBlock(block, key, out _);
        if (own >= spender && store.Network.Coin != Coin.Bch)
            throw ChainWriter.Refuse(block, input.Source, "source", new Hash256(key).ToString(), "a transaction that stands before its spender");
        if (own >= 0) return Own(block, in input, in block.Transactions[own], out value);
        var found = store.TransactionIndex.Find(key, TransactionKeys.Hash(key), _c.TxId.First);
        if (found < 0) return whole ? throw ChainWriter.Refuse(block, input.Source, "source", new Hash256(key).ToString(), "a transaction of the chain") : ChainStore.MissingOutput;
        var maker = store.Find((uint)found);
        CheckIndex(block, in input, maker.Outputs);
        var source = maker.FirstOutput + input.Index;
        if (store.SpenderOf(source) != ChainStore.Unspent || !_spent.Add(source)) throw Twice(block, in input);
        value = store.ValueOf(source);
        return source;
    }

    private long Own(Block block, in InputSpan input, in TransactionSpan maker, out long value)
    {
        CheckIndex(block, in input, maker.Outputs);
        var source = _c.OutValue.Next + maker.FirstOutput + input.Index;
        if (!_spent.Add(source)) throw Twice(block, in input);
        value = block.Outputs[maker.FirstOutput + (int)input.Index].Value;
        return source;
    }

    private static void CheckIndex(Block block, in InputSpan input, int outputs)
    {
        if (input.Index >= (uint)outputs) throw ChainWriter.Refuse(block, input.Source + 32, "source index", input.Index.ToString(CultureInfo.InvariantCulture), $"below {outputs}");
    }

    private static MalformedException Twice(Block block, in InputSpan input) => ChainWriter.Refuse(
        block, input.Source, "source", $"{new Hash256(block.SourceOf(in input))}:{input.Index}, spent already", "an unspent output");
}
