namespace Comity.Tracing;

/// <summary>Follows taint from seeds to where it lies.</summary>
internal sealed class ForwardTrace<T>(ChainStore store, FlowQuestion question, TaintRule<T> rule) : TraceRun<T>(store, question, rule) where T : class
{
    private readonly PriorityQueue<uint, ulong> _pending = new();
    private readonly HashSet<uint> _queued = [];
    private readonly HashSet<long> _seedSet = [];
    private readonly Dictionary<uint, (T State, int Hops)> _fees = [];
    private readonly PriorityQueue<long, long> _liveOrder = new();
    private readonly bool _stopsLate = question.Hops is not null || store.Columns.InMissing.Rows > 0;
    private T?[] _from = new T?[16], _to = new T?[16];

    /// <summary>Tells of each transaction that taint passed through, with the states of its outputs.</summary>
    internal Action<Transaction, List<(long Output, T State)>>? Stepped { get; set; }

    private protected override void Trace(CancellationToken stop)
    {
        _seedSet.UnionWith(Seeds);
        for (var i = 0; i < Seeds.Count; i++) Place(Seeds[i], Rule.OfSeed(i, Store.ValueOf(Seeds[i])), 0);
        while (_pending.TryDequeue(out var id, out _))
        {
            stop.ThrowIfCancellationRequested();
            _queued.Remove(id);
            var t = Store.Find(id);
            Release(Math.Min(EarliestOf(t), EarliestLive()));
            if (t.Inputs == 0) StepCoinbase(t);
            else Step(t);
        }
    }

    /// <summary>First output that this or a later step can reach.</summary>
    private long EarliestOf(Transaction t) =>
        Question.FollowFees || Store.Network.Coin == Coin.Bch ? Store.Find(Store.FirstOfBlock(Store.BlockRowOf(t.Id))).FirstOutput : t.FirstOutput;

    /// <summary>First output on the way that may yet be stopped; only bounds by hops and unresolved inputs stop late.</summary>
    private long EarliestLive()
    {
        if (!_stopsLate) return long.MaxValue;
        while (_liveOrder.TryPeek(out var output, out _) && !Live.ContainsKey(output)) _liveOrder.Dequeue();
        return _liveOrder.TryPeek(out var first, out _) ? first : long.MaxValue;
    }

    private void Queue(uint id)
    {
        if (_queued.Add(id)) _pending.Enqueue(id, Order.KeyOf(id, Question.FollowFees));
    }

    private void Place(long output, T state, int hops)
    {
        var spender = Store.SpenderBefore(output, End);
        if (spender >= ChainStore.Overwritten) Rest(output, state, hops, null);
        else if (Question.Least > 0 && (Rule.Conserves ? Rule.Floor(state) : Store.ValueOf(output)) < Question.Least) Rest(output, state, hops, "min");
        else
        {
            Live[output] = (state, hops);
            if (_stopsLate) _liveOrder.Enqueue(output, output);
            Queue(spender);
        }
    }

    private void Step(Transaction t)
    {
        var known = Pieces.Read(t);
        var hops = Take(t);
        if (!known && Rule.Conserves) StopAll(t, "unresolved-input");
        else if (hops > Question.Hops) StopAll(t, "hops");
        else
        {
            Pass(t.Inputs, t.Outputs + 1);
            Stepped?.Invoke(t, [.. Enumerable.Range(0, t.Outputs).Where(j => _to[j] is not null).Select(j => (t.FirstOutput + j, _to[j]!))]);
            Give(t, hops);
            if (_to[t.Outputs] is { } fee && Pieces.Out[^1] > 0) GiveFee(t, fee, hops);
        }
    }

    /// <summary>Collects the states of the inputs; returns the hops of the transaction.</summary>
    private int Take(Transaction t)
    {
        if (_from.Length < t.Inputs) _from = new T?[2 * t.Inputs];
        var hops = int.MaxValue - 1;
        for (var i = 0; i < t.Inputs; i++)
        {
            _from[i] = null;
            if (Store.SourceOf(t.FirstInput + i) is not { } source || !Live.TryGetValue(source, out var live)) continue;
            _from[i] = live.State;
            hops = Math.Min(hops, live.Hops);
        }

        return hops + 1;
    }

    private void StopAll(Transaction t, string reason)
    {
        for (var i = 0; i < t.Inputs; i++)
            if (Store.SourceOf(t.FirstInput + i) is { } source && Live.Remove(source, out var live)) Rest(source, live.State, live.Hops, reason);
    }

    private void Pass(int from, int to)
    {
        if (_to.Length < to) _to = new T?[2 * to];
        Rule.Pass(Pieces.In, _from.AsSpan(0, from), Pieces.Out, _to.AsSpan(0, to));
    }

    private void Give(Transaction t, int hops)
    {
        for (var i = 0; i < t.Inputs; i++)
            if (Store.SourceOf(t.FirstInput + i) is { } source) Live.Remove(source);
        for (var j = 0; j < t.Outputs; j++)
        {
            if (_to[j] is not { } state) continue;
            var output = t.FirstOutput + j;
            Arrived?.Invoke(output, state);
            if (_seedSet.Contains(output)) Enter(TraceBook.Absorbed, state);
            else Place(output, state, hops);
        }
    }

    private void GiveFee(Transaction t, T fee, int hops)
    {
        if (!Question.FollowFees)
        {
            Destroy(t.Id, fee, lost: false);
            return;
        }

        _fees[t.Id] = (fee, hops);
        Queue(Store.FirstOfBlock(Store.BlockRowOf(t.Id)));
    }

    private void Destroy(uint transaction, T fee, bool lost)
    {
        if (!Rule.Conserves) return;
        Enter(TraceBook.Fees, fee);
        FeeList.Add(new(transaction, Rule.Total(fee), lost));
    }

    private void StepCoinbase(Transaction t)
    {
        var known = Pieces.ReadCoinbase(t);
        var hops = int.MaxValue - 1;
        if (_from.Length <= Pieces.Feeders.Count) _from = new T?[2 * (Pieces.Feeders.Count + 1)];
        _from[0] = null;
        for (var i = 0; i < Pieces.Feeders.Count; i++)
        {
            _from[i + 1] = null;
            if (!_fees.Remove(Pieces.Feeders[i], out var fee)) continue;
            if (!known || fee.Hops >= Question.Hops) Destroy(Pieces.Feeders[i], fee.State, lost: false);
            else (_from[i + 1], hops) = (fee.State, Math.Min(hops, fee.Hops));
        }

        if (!known) return;
        Pass(Pieces.Feeders.Count + 1, t.Outputs + 1);
        Give(t, hops + 1);
        if (_to[t.Outputs] is { } lost) Destroy(t.Id, lost, lost: true);
    }
}
