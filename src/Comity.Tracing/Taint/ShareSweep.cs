using System.Numerics;

namespace Comity.Tracing;

/// <summary>Exact haircut of one seed swept along the chain: one fraction per transaction, because each of its outputs is tainted by the same share.</summary>
internal sealed class ShareSweep : SweepTrace<ShareSweep.ShareId>
{
    /// <summary>The share of the transaction that made an output.</summary>
    internal readonly record struct ShareId(int Index, long Value);

    private readonly int _mostBits, _longestSum;
    private readonly List<Share> _shares = [Share.One];
    private readonly List<(uint Transaction, int Share, long Value)> _fees = [];
    private readonly ShareBook[] _books;
    private readonly List<(int Share, long Value)> _parts = [];
    private long _whole;

    internal ShareSweep(ChainStore store, FlowQuestion question, int mostBits, int longestSum = ShareBook.MostBits) : base(store, question)
    {
        if (Seeds.Count != 1) throw new ArgumentException("one seed at a time", nameof(question));
        (_mostBits, _longestSum, _books) = (mostBits, longestSum, [new(_shares), new(_shares), new(_shares), new(_shares)]);
    }

    private protected override ShareId OfSeed(int seed, long value) => new(0, value);

    private protected override bool ReadInputs(Transaction t, int arrivals)
    {
        (_whole, var sum) = (0, 0L);
        _parts.Clear();
        From.AsSpan(0, arrivals).Sort((a, b) => a.State.Index.CompareTo(b.State.Index));
        for (var i = 0; i < arrivals; i++)
        {
            var (share, value) = (From[i].State.Index, From[i].Value);
            sum += value;
            if (value == 0) continue;
            if (_parts.Count > 0 && _parts[^1].Share == share) _parts[^1] = (share, _parts[^1].Value + value);
            else _parts.Add((share, value));
        }

        _whole = sum;
        return arrivals == t.Inputs || Store.SumOfInputs(t, out _whole);
    }

    private protected override void Pass(Transaction t, int arrivals)
    {
        Array.Clear(Reached, 0, t.Outputs);
        if (_parts.Count == 0) return;
        var share = ShareOf(out var index);
        var outputs = Out.AsSpan(0, t.Outputs);
        var fee = _whole;
        for (var j = 0; j < outputs.Length; j++)
        {
            fee -= outputs[j];
            if (outputs[j] == 0) continue;
            (Reached[j], To[j]) = (true, new(index, outputs[j]));
        }

        if (!share.Fits(outputs, _mostBits) || !share.Fits([fee], _mostBits)) throw new TooManyBitsException();
        if (fee == 0) return;
        _books[(int)TraceBook.Fees].Add(index, fee);
        _fees.Add((t.Id, index, fee));
    }

    /// <summary>The share of the transaction at hand: that of its inputs where they have one and nothing clean is mixed in.</summary>
    private Share ShareOf(out int index)
    {
        var (first, value) = _parts[0];
        index = first;
        if (_parts.Count == 1 && value == _whole) return _shares[first];
        index = _shares.Count;
        _shares.Add(_parts.Count == 1 ? _shares[first].Of(value, _whole) : Mixed());
        return _shares[index];
    }

    private Share Mixed()
    {
        var sum = (Upper: BigInteger.Zero, Lower: BigInteger.One);
        foreach (var (share, value) in _parts)
        {
            var part = _shares[share].Times(value);
            sum = ShareSum.Add(sum, (part.Numerator, part.Denominator));
        }

        var common = BigInteger.GreatestCommonDivisor(sum.Upper, _whole);
        return Share.Of(sum.Upper / common, sum.Lower * (_whole / common));
    }

    private protected override long Floor(in ShareId state, long value) => _shares[state.Index].Floor(value);

    private protected override Rational Exact(in ShareId state, long value) => _shares[state.Index].Times(value);

    private protected override IReadOnlyList<TaintRange> Ranges(in ShareId state) => [];

    private protected override void Enter(TraceBook book, in ShareId state) => _books[(int)book].Add(state.Index, state.Value);

    private protected override FlowAnswer Answer(IReadOnlyList<FlowRow> rows)
    {
        var value = Store.ValueOf(Seeds[0]);
        var fees = new ListView<FlowFee>(_fees.Count, i => new(_fees[i].Transaction, _shares[_fees[i].Share].Times(_fees[i].Value), Lost: false));
        var exact = _books.Select(b => b.Exact(_longestSum)).TakeWhile(e => e is not null).ToArray();
        if (exact.Length < _books.Length) return Rounded(rows, fees, value);
        Rational[] b = [.. exact.Select(e => e!.Value)];
        var total = b[(int)TraceBook.Held] + b[(int)TraceBook.Stopped];
        return new(rows, fees, [], [new(value, b[0], b[1], b[2], b[3])], "exact", total.Floor(), total, b[(int)TraceBook.Absorbed]);
    }

    /// <summary>Rows stay exact; only sums too long to be of use are rounded, after they were seen to balance.</summary>
    private FlowAnswer Rounded(IReadOnlyList<FlowRow> rows, ListView<FlowFee> fees, long value)
    {
        if (_books.Aggregate(BigInteger.Zero, (sum, book) => sum + book.Modulo()) % ShareBook.Prime != value)
            throw new InvalidOperationException("the books of a trace do not balance: a fault of this program, so there is no answer");
        Rational[] b = [.. _books.Select(x => x.InUnits())];
        var (held, stopped) = (_books[(int)TraceBook.Held], _books[(int)TraceBook.Stopped]);
        var kept = _books[(int)TraceBook.Fees].IsEmpty && _books[(int)TraceBook.Absorbed].IsEmpty;
        var total = ShareBook.Floor(held, stopped, kept ? value : null);
        return new(rows, fees, [], [new(value, b[0], b[1], b[2], b[3], Rounded: true)], "exact", total, b[0] + b[3], b[(int)TraceBook.Absorbed]);
    }
}
