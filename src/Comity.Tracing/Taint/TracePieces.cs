namespace Comity.Tracing;

/// <summary>The pieces of a transaction that taint passes between: values of inputs, and of outputs with the fee last.</summary>
internal sealed class TracePieces(ChainStore store)
{
    private readonly List<long> _in = [], _out = [];

    internal ReadOnlySpan<long> In => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_in);

    internal ReadOnlySpan<long> Out => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_out);

    /// <summary>Transactions of a block whose fees feed its coinbase, in block order.</summary>
    internal List<uint> Feeders { get; } = [];

    /// <summary>Reads a transaction; false if an input is unresolved (it then has the value 0).</summary>
    internal bool Read(Transaction t)
    {
        _in.Clear();
        _out.Clear();
        var (known, sum) = (true, 0L);
        for (var i = 0; i < t.Inputs; i++)
        {
            var source = store.SourceOf(t.FirstInput + i);
            known &= source is not null;
            _in.Add(source is { } s ? store.ValueOf(s) : 0);
            sum += _in[^1];
        }

        for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++)
        {
            _out.Add(store.ValueOf(o));
            sum -= _out[^1];
        }

        _out.Add(known ? sum : 0);
        return known;
    }

    /// <summary>Reads a coinbase with fees followed: subsidy and fees in, outputs and what was not claimed out; false if a fee is unknown.</summary>
    internal bool ReadCoinbase(Transaction coinbase)
    {
        var height = store.HeightOf(coinbase.Id);
        _in.Clear();
        _out.Clear();
        Feeders.Clear();
        _in.Add(store.Network.Subsidy(height));
        var (known, sum) = (true, _in[0]);
        for (long id = coinbase.Id + 1; id < store.EndOfBlock(height); id++)
        {
            known &= Fee(store.Find((uint)id), out var fee);
            Feeders.Add((uint)id);
            _in.Add(fee);
            sum += fee;
        }

        for (var o = coinbase.FirstOutput; o < coinbase.FirstOutput + coinbase.Outputs; o++)
        {
            _out.Add(store.ValueOf(o));
            sum -= _out[^1];
        }

        _out.Add(sum);
        return known && sum >= 0;
    }

    /// <summary>A transaction's fee; false if an input is unresolved.</summary>
    internal bool Fee(Transaction t, out long fee)
    {
        fee = 0;
        for (var i = 0; i < t.Inputs; i++)
        {
            if (store.SourceOf(t.FirstInput + i) is not { } source) return false;
            fee += store.ValueOf(source);
        }

        for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++) fee -= store.ValueOf(o);
        return true;
    }
}
