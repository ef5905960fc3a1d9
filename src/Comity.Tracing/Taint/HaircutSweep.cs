using System.Numerics;

namespace Comity.Tracing;

/// <summary>Haircut of one seed in units of 2^-24 satoshi, swept along the chain: the arithmetic of <see cref="FastHaircut"/>, to the unit.</summary>
internal sealed class HaircutSweep : SweepTrace<HaircutSweep.Units>
{
    /// <summary>Units of 2^-24 satoshi; two halves, because a 128-bit field would widen every arrival by its alignment.</summary>
    internal readonly record struct Units(ulong Low, ulong High)
    {
        internal Units(UInt128 value) : this((ulong)(value & ulong.MaxValue), (ulong)(value >> 64)) { }

        internal UInt128 Value => new(High, Low);
    }

    private const int UnitBits = 24;
    private readonly List<(uint Transaction, Units Amount)> _fees = [];
    private readonly UInt128[] _books = new UInt128[4];
    private ulong[] _rests = new ulong[16], _order = new ulong[16];
    private UInt128 _sum;
    private long _whole;

    internal HaircutSweep(ChainStore store, FlowQuestion question) : base(store, question)
    {
        if (Seeds.Count != 1) throw new ArgumentException("one seed at a time", nameof(question));
    }

    private protected override Units OfSeed(int seed, long value) => new((UInt128)value << UnitBits);

    private protected override bool ReadInputs(Transaction t, int arrivals)
    {
        (_sum, _whole) = (0, 0);
        for (var i = 0; i < arrivals; i++)
        {
            _sum += From[i].State.Value;
            _whole += From[i].Value;
        }

        return arrivals == t.Inputs || Store.SumOfInputs(t, out _whole);
    }

    private protected override void Pass(Transaction t, int arrivals)
    {
        var parts = t.Outputs + 1;
        if (parts > _rests.Length) (_rests, _order) = (new ulong[2 * parts], new ulong[2 * parts]);
        if (_sum == 0 || _whole == 0)
        {
            Array.Clear(Reached, 0, t.Outputs);
            return;
        }

        var paid = 0L;
        for (var j = 0; j < t.Outputs; j++) paid += Out[j];
        var fee = UnitShares.Divide(_sum, (ulong)_whole, Out.AsSpan(0, t.Outputs), (ulong)(_whole - paid), To, Reached, _rests, _order);
        if (fee == 0) return;
        _books[(int)TraceBook.Fees] += fee;
        _fees.Add((t.Id, new(fee)));
    }

    private protected override long Floor(in Units state, long value) => (long)(state.Value >> UnitBits);

    private protected override Rational Exact(in Units state, long value) => InSatoshis(state.Value);

    private static Rational InSatoshis(UInt128 units) => new(units, BigInteger.One << UnitBits);

    private protected override IReadOnlyList<TaintRange> Ranges(in Units state) => [];

    private protected override void Enter(TraceBook book, in Units state) => _books[(int)book] += state.Value;

    private protected override FlowAnswer Answer(IReadOnlyList<FlowRow> rows)
    {
        var fees = new ListView<FlowFee>(_fees.Count, i => new(_fees[i].Transaction, InSatoshis(_fees[i].Amount.Value), Lost: false));
        Rational[] b = [.. _books.Select(InSatoshis)];
        UInt128 total = 0;
        foreach (ref readonly var row in AtRest) total += row.State.Value;
        return new(rows, fees, [], [new(Store.ValueOf(Seeds[0]), b[0], b[1], b[2], b[3])], "2^-24", (long)(total >> UnitBits), InSatoshis(total), b[(int)TraceBook.Absorbed]);
    }
}
