namespace Comity.Tracing;

/// <summary>FIFO and LIFO swept along the chain: the steps of <see cref="TapeRule"/> on pooled ranges.</summary>
internal sealed class TapeSweep(ChainStore store, FlowQuestion question, bool reversed) : SweepTrace<RangeArena.Run>(store, question)
{
    private const int SearchOneByOne = 1 << 10;
    private readonly RangeArena _arena = new();
    private readonly List<(uint Transaction, long Amount)> _fees = [];
    private readonly long[] _books = new long[4 * question.Seeds.Count];
    private (int Arrival, long Start)[] _laid = new (int, long)[16];
    private TaintRange[] _tape = new TaintRange[64], _piece = new TaintRange[64];
    private long _whole;
    private int _ranges;

    private protected override RangeArena.Run OfSeed(int seed, long value) => _arena.Add([new(seed, 0, value)]);

    private protected override bool ReadInputs(Transaction t, int arrivals)
    {
        if (arrivals > _laid.Length) _laid = Grown(_laid, arrivals);
        if (t.Inputs == 1)
        {
            (_laid[0], _whole) = ((0, 0), From[0].Value);
            return true;
        }

        var sorted = arrivals > 1 && (long)arrivals * t.Inputs > SearchOneByOne;
        if (sorted) From.AsSpan(0, arrivals).Sort((a, b) => a.Output.CompareTo(b.Output));
        var found = 0;
        _whole = 0;
        for (var i = 0; i < t.Inputs; i++)
        {
            if (Store.SourceOf(t.FirstInput + i) is not { } source) return false;
            var at = found == arrivals ? -1 : sorted ? Search(source, arrivals) : SearchLinear(source, arrivals);
            if (at >= 0) _laid[found++] = (at, _whole);
            _whole += at >= 0 ? From[at].Value : Store.ValueOf(source);
        }

        return true;
    }

    private int SearchLinear(long output, int arrivals)
    {
        for (var at = 0; at < arrivals; at++)
            if (From[at].Output == output) return at;
        return -1;
    }

    private int Search(long output, int arrivals)
    {
        var (low, high) = (0, arrivals - 1);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (From[middle].Output < output) low = middle + 1;
            else high = middle;
        }

        return From[low].Output == output ? low : -1;
    }

    private protected override void Pass(Transaction t, int arrivals)
    {
        Lay(arrivals);
        var (start, first) = (0L, 0);
        for (var j = 0; j < t.Outputs; j++)
        {
            var count = Cut(ref first, start, start + Out[j]);
            Reached[j] = count > 0;
            if (count > 0) To[j] = _arena.Add(_piece.AsSpan(0, count));
            start += Out[j];
        }

        Destroy(t.Id, Cut(ref first, start, _whole));
    }

    /// <summary>Lays the inputs' ranges end to end, or the other way round, and gives their room back.</summary>
    private void Lay(int arrivals)
    {
        _ranges = 0;
        for (var k = 0; k < arrivals; k++)
        {
            var (at, start) = _laid[reversed ? arrivals - 1 - k : k];
            var run = _arena[From[at].State];
            if (_ranges + run.Length > _tape.Length) _tape = Grown(_tape, _ranges + run.Length);
            if (reversed)
                for (var r = run.Length - 1; r >= 0; r--) _tape[_ranges++] = new(run[r].Seed, _whole - start - run[r].End, _whole - start - run[r].Start);
            else
                foreach (var r in run) _tape[_ranges++] = new(r.Seed, start + r.Start, start + r.End);
        }

        for (var k = 0; k < arrivals; k++) _arena.Free(From[k].State);
        if (_ranges > _piece.Length) _piece = Grown(_piece, _ranges);
    }

    /// <summary>Collects what lies in [start, end), relative to start; touching ranges of one seed become one.</summary>
    private int Cut(ref int first, long start, long end)
    {
        while (first < _ranges && _tape[first].End <= start) first++;
        var count = 0;
        for (var k = first; k < _ranges && _tape[k].Start < end; k++)
        {
            var r = _tape[k];
            var (a, b) = (Math.Max(r.Start, start) - start, Math.Min(r.End, end) - start);
            if (a >= b) continue;
            if (count > 0 && _piece[count - 1] is var last && last.Seed == r.Seed && last.End == a) _piece[count - 1] = last with { End = b };
            else _piece[count++] = new(r.Seed, a, b);
        }

        return count;
    }

    private void Destroy(uint transaction, int pieces)
    {
        if (pieces == 0) return;
        long fee = 0;
        foreach (var r in _piece.AsSpan(0, pieces))
        {
            fee += r.End - r.Start;
            _books[(4 * r.Seed) + (int)TraceBook.Fees] += r.End - r.Start;
        }

        _fees.Add((transaction, fee));
    }

    private protected override long Floor(in RangeArena.Run state, long value)
    {
        long sum = 0;
        foreach (var r in _arena[state]) sum += r.End - r.Start;
        return sum;
    }

    private protected override Rational Exact(in RangeArena.Run state, long value) => new(Floor(state, value));

    private protected override IReadOnlyList<TaintRange> Ranges(in RangeArena.Run state) => _arena[state].ToArray();

    private protected override void Enter(TraceBook book, in RangeArena.Run state)
    {
        foreach (var r in _arena[state]) _books[(4 * r.Seed) + (int)book] += r.End - r.Start;
    }

    private protected override FlowAnswer Answer(IReadOnlyList<FlowRow> rows)
    {
        var fees = new ListView<FlowFee>(_fees.Count, i => new(_fees[i].Transaction, new(_fees[i].Amount), Lost: false));
        List<FlowBooks> books = [];
        for (var i = 0; i < Seeds.Count; i++)
            books.Add(new(Store.ValueOf(Seeds[i]), Booked(i, TraceBook.Held), Booked(i, TraceBook.Fees), Booked(i, TraceBook.Absorbed), Booked(i, TraceBook.Stopped)));
        long total = 0;
        foreach (ref readonly var row in AtRest) total += Floor(row.State, row.Value);
        return new(rows, fees, [], books, "exact", total, new(total), books.Aggregate(default(Rational), (sum, b) => sum + b.Absorbed));
    }

    private Rational Booked(int seed, TraceBook book) => new(_books[(4 * seed) + (int)book]);
}
