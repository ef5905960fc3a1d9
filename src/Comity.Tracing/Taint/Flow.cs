namespace Comity.Tracing;

/// <summary>Where did the money go, or where did it come from: a question with all its bounds.</summary>
public sealed record FlowQuestion
{
    /// <summary>Outputs to start from; each stays wholly its own.</summary>
    public required IReadOnlyList<Outpoint> Seeds { get; init; }

    /// <summary>The convention.</summary>
    public required TaintMethod Method { get; init; }

    /// <summary>Whether to look for origins instead of destinations.</summary>
    public bool Backward { get; init; }

    /// <summary>Last block that counts; null is the tip.</summary>
    public long? Until { get; init; }

    /// <summary>Backward: first block that counts.</summary>
    public long? Since { get; init; }

    /// <summary>Most transactions in a row; null is no bound.</summary>
    public int? Hops { get; init; }

    /// <summary>Outputs that hold less, in satoshis, are not followed.</summary>
    public long Least { get; init; }

    /// <summary>Whether fees are followed into the coinbase of their block, instead of being destroyed.</summary>
    public bool FollowFees { get; init; }

    /// <summary>Haircut in units of 2^-24 satoshi from the start.</summary>
    public bool Fast { get; init; }
}

/// <summary>An output where taint lies.</summary>
/// <param name="Output">Dense id.</param>
/// <param name="Value">Its value, satoshis.</param>
/// <param name="Tainted">Tainted satoshis of all seeds, rounded down; for poison the value.</param>
/// <param name="Exact">The exact amount.</param>
/// <param name="Ranges">FIFO and LIFO: which satoshis of the output.</param>
/// <param name="Unspent">Whether it was unspent after the last block that counts.</param>
/// <param name="Stopped">Why it was not followed although it was spent, or null.</param>
/// <param name="Hops">Transactions from the nearest seed.</param>
public sealed record FlowRow(long Output, long Value, long Tainted, Rational Exact, IReadOnlyList<TaintRange> Ranges, bool Unspent, string? Stopped, int Hops);

/// <summary>Taint that went to a miner.</summary>
/// <param name="Transaction">Whose fee it was, or the coinbase that did not claim it.</param>
/// <param name="Amount">How much.</param>
/// <param name="Lost">Whether a miner left it unclaimed.</param>
public sealed record FlowFee(uint Transaction, Rational Amount, bool Lost);

/// <summary>The books of one seed: what it was worth equals what became of it.</summary>
/// <param name="Value">The seed's value.</param>
/// <param name="Held">At rest.</param>
/// <param name="Fees">Destroyed as fees or lost.</param>
/// <param name="Absorbed">Arrived at another seed.</param>
/// <param name="Stopped">In outputs that were not followed.</param>
/// <param name="Rounded">The four exact sums have no denominator of use; they were balanced, and each is shown at most two units of 2^-24 satoshi too small.</param>
public sealed record FlowBooks(long Value, Rational Held, Rational Fees, Rational Absorbed, Rational Stopped, bool Rounded = false)
{
    /// <summary>Whether the books balance.</summary>
    public bool Balance
    {
        get
        {
            var missing = new Rational(Value) - (Held + Fees + Absorbed + Stopped);
            return missing == default || (Rounded && missing > default(Rational) && missing < new Rational(8, 1 << 24));
        }
    }
}

/// <summary>The answer to a <see cref="FlowQuestion"/>; rows in chain order.</summary>
/// <param name="Rows">Where the taint lies, stopped outputs included.</param>
/// <param name="Fees">Taint in fees.</param>
/// <param name="Subsidies">Backward with fees followed: what came from new coins.</param>
/// <param name="Books">Per seed; empty for poison.</param>
/// <param name="Arithmetic"><c>exact</c> or <c>2^-24</c>.</param>
/// <param name="Total">Whole satoshis in the rows, rounded down once.</param>
/// <param name="TotalExact">The exact sum, or rounded as the books are.</param>
/// <param name="Absorbed">What arrived at seeds, of all.</param>
public sealed record FlowAnswer(
    IReadOnlyList<FlowRow> Rows, IReadOnlyList<FlowFee> Fees, IReadOnlyList<FlowFee> Subsidies, IReadOnlyList<FlowBooks> Books, string Arithmetic,
    long Total, Rational TotalExact, Rational Absorbed);

/// <summary>Answers <see cref="FlowQuestion"/>s.</summary>
public static class Flow
{
    /// <summary>Largest exact fraction, bits of both numbers; past that a haircut is run again in units of 2^-24 satoshi.</summary>
    public const int MostBits = 4096;

    /// <summary>Traces.</summary>
    /// <param name="store">The chain.</param>
    /// <param name="question">From where, how, how far.</param>
    /// <param name="row">Called with each row as soon as nothing earlier can come, or null.</param>
    /// <param name="stop">Ends a long trace.</param>
    /// <exception cref="TracingException">A seed does not exist at that height.</exception>
    public static FlowAnswer Trace(ChainStore store, FlowQuestion question, Action<FlowRow>? row = null, CancellationToken stop = default)
    {
        if (Sweeps(store, question)) return Balanced(Sweep(store, question, row, stop));
        return Balanced(question.Method switch
        {
            TaintMethod.Fifo or TaintMethod.Lifo => Run(new TapeRule(question.Method == TaintMethod.Lifo), "exact", row),
            TaintMethod.Poison => Run(new PoisonRule(), "exact", row),
            _ => question.Fast ? Fast() : Exact(),
        });

        FlowAnswer Fast() => SweepsOneSeed(store, question) ? new HaircutSweep(store, question).Run(row, stop) : Run(new FastHaircut(), "2^-24", row);

        FlowAnswer Run<T>(TaintRule<T> rule, string arithmetic, Action<FlowRow>? emit) where T : class => question.Backward
            ? new BackwardTrace<T>(store, question, rule).Run(arithmetic, emit, stop)
            : new ForwardTrace<T>(store, question, rule).Run(arithmetic, emit, stop);

        FlowAnswer Exact()
        {
            // Rows are held back until it is certain that the run need not be repeated.
            FlowAnswer answer;
            try
            {
                answer = SweepsOneSeed(store, question) ? new ShareSweep(store, question, MostBits).Run(null, stop) : Run(new ExactHaircut(MostBits), "exact", null);
            }
            catch (TooManyBitsException)
            {
                return Fast();
            }

            if (row is not null) foreach (var r in answer.Rows) row(r);
            return answer;
        }
    }

    /// <summary>Whether transactions are taken in the order of their ids, so that one sweep along the chain answers.</summary>
    private static bool SweepsForward(ChainStore store, FlowQuestion question) => !question.Backward && !question.FollowFees && store.Network.Coin != Coin.Bch;

    private static bool SweepsOneSeed(ChainStore store, FlowQuestion question) => question.Seeds.Count == 1 && SweepsForward(store, question);

    private static bool Sweeps(ChainStore store, FlowQuestion question) => question.Method != TaintMethod.Haircut && SweepsForward(store, question);

    private static FlowAnswer Sweep(ChainStore store, FlowQuestion question, Action<FlowRow>? row, CancellationToken stop) => question.Method == TaintMethod.Poison
        ? new PoisonSweep(store, question).Run(row, stop)
        : new TapeSweep(store, question, question.Method == TaintMethod.Lifo).Run(row, stop);

    private static FlowAnswer Balanced(FlowAnswer answer)
    {
        if (answer.Books.All(b => b.Balance)) return answer;
        throw new InvalidOperationException("the books of a trace do not balance: a fault of this program, so there is no answer");
    }
}
