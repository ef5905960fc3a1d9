using System.Numerics;

namespace Comity.Tracing;

/// <summary>Poison swept along the chain: whatever is reached is tainted wholly, so there is nothing to carry.</summary>
internal sealed class PoisonSweep(ChainStore store, FlowQuestion question) : SweepTrace<PoisonSweep.Whole>(store, question)
{
    /// <summary>The whole of an output.</summary>
    internal readonly record struct Whole;

    private protected override bool Conserves => false;

    private protected override Whole OfSeed(int seed, long value) => default;

    private protected override bool ReadInputs(Transaction t, int arrivals) => true;

    private protected override void Pass(Transaction t, int arrivals) => Reached.AsSpan(0, t.Outputs).Fill(true);

    private protected override long Floor(in Whole state, long value) => value;

    private protected override Rational Exact(in Whole state, long value) => new(value);

    private protected override IReadOnlyList<TaintRange> Ranges(in Whole state) => [];

    private protected override void Enter(TraceBook book, in Whole state) { }

    private protected override FlowAnswer Answer(IReadOnlyList<FlowRow> rows)
    {
        var total = BigInteger.Zero;
        foreach (ref readonly var row in AtRest) total += row.Value;
        return new(rows, [], [], [], "exact", (long)total, new(total), default);
    }
}
