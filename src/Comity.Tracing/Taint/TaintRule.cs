namespace Comity.Tracing;

/// <summary>How taint passes through a transaction. Conventions, all of them: spec/taint.md.</summary>
public enum TaintMethod
{
    /// <summary>Inputs laid end to end in index order, outputs cut in order, the fee is the tail.</summary>
    Fifo,

    /// <summary>The same tape reversed.</summary>
    Lifo,

    /// <summary>Each output takes its share of the inputs' sum; the fee's share is destroyed.</summary>
    Haircut,

    /// <summary>Any tainted input taints every output.</summary>
    Poison,
}

/// <summary>The state of taint in one output and how it passes from the pieces of one side of a transaction to those of the other.</summary>
/// <remarks>Forward the pieces are inputs to outputs and fee; backward outputs and fee to inputs; with fees followed, a coinbase is fed by the
/// subsidy and the fees of its block. The pieces of both sides sum to the same.</remarks>
internal abstract class TaintRule<T> where T : class
{
    /// <summary>The whole of an output belongs to a seed.</summary>
    internal abstract T OfSeed(int seed, long value);

    /// <summary>Fills <paramref name="to"/> from <paramref name="from"/>; null is no taint.</summary>
    internal abstract void Pass(ReadOnlySpan<long> fromValues, ReadOnlySpan<T?> from, ReadOnlySpan<long> toValues, Span<T?> to);

    /// <summary>Both together, as when two targets share a past.</summary>
    internal abstract T Merge(T a, T b);

    /// <summary>What each seed holds of a state.</summary>
    internal abstract IEnumerable<(int Seed, Rational Amount)> Amounts(T state);

    /// <summary>Whether states hold amounts that add up; poison does not.</summary>
    internal virtual bool Conserves => true;

    /// <summary>The ranges of a state, where the rule keeps them.</summary>
    internal virtual IReadOnlyList<TaintRange> Ranges(T state) => [];

    /// <summary>What all seeds hold of a state.</summary>
    internal Rational Total(T state) => Amounts(state).Aggregate(default(Rational), (sum, a) => sum + a.Amount);

    /// <summary>Whole satoshis of all seeds.</summary>
    internal virtual long Floor(T state) => Total(state).Floor();
}

/// <summary>A half-open range of satoshis inside an output.</summary>
/// <param name="Seed">Which seed it comes from, by its place among the seeds.</param>
/// <param name="Start">First satoshi.</param>
/// <param name="End">One past the last.</param>
public readonly record struct TaintRange(int Seed, long Start, long End);
