namespace Comity.Tracing;

/// <summary>What forward and backward traces share: seeds, states on the way, rows and books.</summary>
internal abstract class TraceRun<T> where T : class
{
    private readonly PriorityQueue<FlowRow, long> _ready = new();
    private readonly List<FlowRow> _rows = [];
    private readonly List<Rational[]> _books = [];
    private Action<FlowRow>? _emit;

    private protected TraceRun(ChainStore store, FlowQuestion question, TaintRule<T> rule)
    {
        (Store, Question, Rule) = (store, question, rule);
        End = question.Until is { } h ? store.EndOfBlock(h) : store.TransactionEnd;
        Pieces = new(store);
        Order = new(store);
        Seeds = TraceSeeds.Of(store, question, End);
        foreach (var _ in Seeds) _books.Add(new Rational[4]);
    }

    private protected ChainStore Store { get; }
    private protected FlowQuestion Question { get; }
    private protected TaintRule<T> Rule { get; }
    private protected long End { get; }
    private protected TracePieces Pieces { get; }
    private protected ChainOrder Order { get; }
    private protected List<long> Seeds { get; }
    private protected Dictionary<long, (T State, int Hops)> Live { get; } = [];
    private protected List<FlowFee> FeeList { get; } = [];
    private protected List<FlowFee> SubsidyList { get; } = [];

    /// <summary>Tells tests of every output that taint reached.</summary>
    internal Action<long, T>? Arrived { get; set; }

    private protected void Enter(TraceBook book, T state)
    {
        if (!Rule.Conserves) return;
        foreach (var (seed, amount) in Rule.Amounts(state))
        {
            var sum = _books[seed][(int)book] += amount;
            if (sum.Bits > ShareBook.MostBits) throw new TooManyBitsException(); // fractions of many transactions: no sum of use, and none in reasonable time
        }
    }

    /// <summary>Taint comes to rest, or is stopped with a reason.</summary>
    private protected void Rest(long output, T state, int hops, string? stopped)
    {
        var value = Store.ValueOf(output);
        Enter(stopped is null ? TraceBook.Held : TraceBook.Stopped, state);
        var unspent = Store.SpenderBefore(output, End) >= ChainStore.Overwritten;
        var exact = Rule.Conserves ? Rule.Total(state) : new Rational(value);
        _ready.Enqueue(new(output, value, Rule.Conserves ? exact.Floor() : value, exact, Rule.Ranges(state), unspent, stopped, hops), output);
    }

    /// <summary>Hands on the rows before an output; none earlier can come any more.</summary>
    private protected void Release(long before)
    {
        while (_ready.TryPeek(out var row, out var output) && output < before)
        {
            _ready.Dequeue();
            _rows.Add(row);
            _emit?.Invoke(row);
        }
    }

    private protected abstract void Trace(CancellationToken stop);

    internal FlowAnswer Run(string arithmetic, Action<FlowRow>? emit, CancellationToken stop)
    {
        _emit = emit;
        Trace(stop);
        Release(long.MaxValue);
        var total = Rule.Conserves
            ? _books.Aggregate(default(Rational), (sum, b) => sum + b[(int)TraceBook.Held] + b[(int)TraceBook.Stopped])
            : new Rational(_rows.Aggregate(System.Numerics.BigInteger.Zero, (sum, r) => sum + r.Value));
        var books = Rule.Conserves ? _books.Select((b, i) => new FlowBooks(Store.ValueOf(Seeds[i]), b[0], b[1], b[2], b[3])).ToList() : [];
        var absorbed = _books.Aggregate(default(Rational), (sum, b) => sum + b[(int)TraceBook.Absorbed]);
        return new(_rows, FeeList, SubsidyList, books, arithmetic, total.Floor(), total, absorbed);
    }
}
