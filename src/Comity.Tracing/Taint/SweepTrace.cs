using System.Runtime.InteropServices;

namespace Comity.Tracing;

/// <summary>Follows taint forward in one sweep along the chain: the usual question, answered without allocating per output.</summary>
/// <remarks>Serves where transactions are taken in the order of their ids: not on chains that sort a block by id, and not where fees are followed.
/// <see cref="ForwardTrace{T}"/> serves everything and is what tests compare with.</remarks>
internal abstract class SweepTrace<TState> where TState : unmanaged
{
    /// <summary>A row in the making.</summary>
    private protected record struct Resting(long Output, long Value, int Hops, bool Unspent, byte Stopped, TState State);

    private static readonly string?[] Reasons = [null, "min", "hops", "unresolved-input"];
    private const byte Least = 1, Hops = 2, Unresolved = 3;

    private readonly List<Resting> _rows = [];
    private readonly ArrivalQueue<TState> _queue;
    private readonly long _lastSeed;
    private readonly bool _streams;
    private Action<FlowRow>? _emit;

    private protected SweepTrace(ChainStore store, FlowQuestion question)
    {
        (Store, Question) = (store, question);
        End = question.Until is { } h ? store.EndOfBlock(h) : store.TransactionEnd;
        Seeds = TraceSeeds.Of(store, question, End);
        var first = Seeds.Count == 0 ? store.FirstTransaction : Seeds.Min(s => store.MakerOf(s).Id);
        _queue = new(first, End);
        _lastSeed = Seeds.Count == 0 ? -1 : Seeds.Max();
        _streams = Seeds.Count == 1 && question.Hops is null && store.Columns.InMissing.Rows == 0;
    }

    private protected ChainStore Store { get; }
    private protected FlowQuestion Question { get; }
    private protected long End { get; }
    private protected List<long> Seeds { get; }

    /// <summary>Arrivals at the transaction at hand, in no order.</summary>
    private protected Arrival<TState>[] From { get; private set; } = new Arrival<TState>[16];

    /// <summary>Values of the outputs of the transaction at hand.</summary>
    private protected long[] Out { get; private set; } = new long[16];

    /// <summary>What each output gets; meaningless where <see cref="Reached"/> is false.</summary>
    private protected TState[] To { get; private set; } = new TState[16];

    /// <summary>Which outputs taint reaches.</summary>
    private protected bool[] Reached { get; private set; } = new bool[16];

    /// <summary>Outputs that taint arrived at, seeds apart.</summary>
    internal long Touched { get; private set; }

    private protected abstract TState OfSeed(int seed, long value);

    /// <summary>Whether amounts add up; not so for poison.</summary>
    private protected virtual bool Conserves => true;

    /// <summary>Reads what the rule needs of the inputs; false if an input is unresolved.</summary>
    private protected abstract bool ReadInputs(Transaction t, int arrivals);

    /// <summary>Fills <see cref="To"/> and <see cref="Reached"/> and books the fee.</summary>
    private protected abstract void Pass(Transaction t, int arrivals);

    /// <summary>Whole satoshis of a state, rounded down.</summary>
    private protected abstract long Floor(in TState state, long value);

    private protected abstract Rational Exact(in TState state, long value);

    private protected abstract IReadOnlyList<TaintRange> Ranges(in TState state);

    private protected abstract void Enter(TraceBook book, in TState state);

    /// <summary>Makes the answer of the rows.</summary>
    private protected abstract FlowAnswer Answer(IReadOnlyList<FlowRow> rows);

    internal FlowAnswer Run(Action<FlowRow>? emit, CancellationToken stop)
    {
        _emit = emit;
        for (var i = 0; i < Seeds.Count; i++)
        {
            var value = Store.ValueOf(Seeds[i]);
            Place(Seeds[i], value, OfSeed(i, value), 0);
        }

        for (var step = 0; _queue.Next(out var spender, out var head); step++)
        {
            if ((step & 1023) == 0) stop.ThrowIfCancellationRequested();
            Step(Store.Find(spender), head);
        }

        if (!_streams) CollectionsMarshal.AsSpan(_rows).Sort((a, b) => a.Output.CompareTo(b.Output));
        var rows = new ListView<FlowRow>(_rows.Count, i => Row(_rows[i]));
        if (emit is not null && !_streams) foreach (var row in rows) emit(row);
        return Answer(rows);
    }

    private protected ReadOnlySpan<Resting> AtRest => CollectionsMarshal.AsSpan(_rows);

    private FlowRow Row(Resting r) => new(r.Output, r.Value, Floor(r.State, r.Value), Exact(r.State, r.Value), Ranges(r.State), r.Unspent, Reasons[r.Stopped], r.Hops);

    private void Place(long output, long value, in TState state, int hops)
    {
        var spender = Store.SpenderBefore(output, End);
        if (spender >= ChainStore.Overwritten) Rest(output, value, state, hops, 0, unspent: true);
        else if (Question.Least > 0 && Floor(state, value) < Question.Least) Rest(output, value, state, hops, Least, unspent: false);
        else
        {
            ref var arrival = ref _queue.Add(spender);
            (arrival.Output, arrival.Value, arrival.Hops, arrival.State) = (output, value, hops, state);
        }
    }

    private void Rest(long output, long value, in TState state, int hops, byte stopped, bool unspent)
    {
        Enter(stopped == 0 ? TraceBook.Held : TraceBook.Stopped, state);
        _rows.Add(new(output, value, hops, unspent, stopped, state));
        if (_streams) _emit?.Invoke(Row(_rows[^1]));
    }

    private void Step(Transaction t, int head)
    {
        var (arrivals, hops) = Take(head);
        var known = ReadInputs(t, arrivals);
        if (!known && Conserves) StopAll(arrivals, Unresolved);
        else if (hops > Question.Hops) StopAll(arrivals, Hops);
        else
        {
            ReadOutputs(t);
            Pass(t, arrivals);
            Give(t, hops);
        }
    }

    private (int Arrivals, int Hops) Take(int head)
    {
        var (count, hops) = (0, int.MaxValue - 1);
        for (var at = head; at >= 0; count++)
        {
            ref readonly var arrival = ref _queue[at];
            if (count == From.Length) From = Grown(From, count);
            From[count] = arrival;
            hops = Math.Min(hops, arrival.Hops);
            at = arrival.Next;
        }

        return (count, hops + 1);
    }

    private void ReadOutputs(Transaction t)
    {
        if (t.Outputs > Out.Length) (Out, To, Reached) = (new long[2 * t.Outputs], new TState[2 * t.Outputs], new bool[2 * t.Outputs]);
        Store.ValuesOf(t.FirstOutput, Out.AsSpan(0, t.Outputs));
    }

    private void Give(Transaction t, int hops)
    {
        for (var j = 0; j < t.Outputs; j++)
        {
            if (!Reached[j]) continue;
            Touched++;
            var output = t.FirstOutput + j;
            if (output <= _lastSeed && Seeds.Contains(output)) Enter(TraceBook.Absorbed, To[j]);
            else Place(output, Out[j], To[j], hops);
        }
    }

    private void StopAll(int arrivals, byte reason)
    {
        for (var i = 0; i < arrivals; i++) Rest(From[i].Output, From[i].Value, From[i].State, From[i].Hops, reason, unspent: false);
    }

    private protected static T[] Grown<T>(T[] array, int atLeast)
    {
        Array.Resize(ref array, 2 * Math.Max(atLeast, array.Length));
        return array;
    }
}
