namespace Comity.Tracing;

/// <summary>Follows outputs back to where their coins came from.</summary>
internal sealed class BackwardTrace<T>(ChainStore store, FlowQuestion question, TaintRule<T> rule) : TraceRun<T>(store, question, rule) where T : class
{
    private readonly PriorityQueue<uint, ulong> _pending = new();
    private readonly HashSet<uint> _queued = [];
    private readonly Dictionary<uint, (T State, int Hops)> _fees = [];
    private T?[] _from = new T?[16], _to = new T?[16];

    private protected override void Trace(CancellationToken stop)
    {
        for (var i = 0; i < Seeds.Count; i++) Place(Seeds[i], Rule.OfSeed(i, Store.ValueOf(Seeds[i])), 0);
        while (_pending.TryDequeue(out var id, out _))
        {
            stop.ThrowIfCancellationRequested();
            _queued.Remove(id);
            var t = Store.Find(id);
            if (t.Inputs == 0) StepCoinbase(t);
            else Step(t);
        }
    }

    private void Place(long output, T state, int hops)
    {
        if (Live.TryGetValue(output, out var there)) (state, hops) = (Rule.Merge(there.State, state), Math.Min(hops, there.Hops));
        Live[output] = (state, hops);
        Queue(Store.MakerOf(output).Id);
    }

    private void Queue(uint id)
    {
        if (_queued.Add(id)) _pending.Enqueue(id, ulong.MaxValue - Order.KeyOf(id, Question.FollowFees));
    }

    private string? Bound(Transaction t, bool known, int hops)
    {
        if (Question.Since is { } since && Store.HeightOf(t.Id) < since) return "since";
        if (hops > Question.Hops) return "hops";
        return !known && Rule.Conserves ? "unresolved-input" : null;
    }

    private void Step(Transaction t)
    {
        var known = Pieces.Read(t);
        var hops = Take(t, t.Outputs + 1);
        if (_fees.Remove(t.Id, out var fee)) (_from[t.Outputs], hops) = (fee.State, Math.Min(hops, fee.Hops + 1));
        if (Bound(t, known, hops) is { } reason)
        {
            StopAll(t, reason);
            return;
        }

        Pass(Pieces.Out, t.Outputs + 1, Pieces.In, t.Inputs);
        Forget(t);
        for (var i = 0; i < t.Inputs; i++)
            if (_to[i] is { } state && Store.SourceOf(t.FirstInput + i) is { } source) Arrive(source, state, hops);
    }

    private void Arrive(long output, T state, int hops)
    {
        Arrived?.Invoke(output, state);
        if (Question.Least > 0 && (Rule.Conserves ? Rule.Floor(state) : Store.ValueOf(output)) < Question.Least) Rest(output, state, hops, "min");
        else Place(output, state, hops);
    }

    private int Take(Transaction t, int pieces)
    {
        if (_from.Length < pieces) _from = new T?[2 * pieces];
        _from[pieces - 1] = null;
        var hops = int.MaxValue - 1;
        for (var j = 0; j < t.Outputs; j++)
        {
            _from[j] = null;
            if (!Live.TryGetValue(t.FirstOutput + j, out var live)) continue;
            (_from[j], hops) = (live.State, Math.Min(hops, live.Hops));
        }

        return hops + 1;
    }

    private void Pass(ReadOnlySpan<long> fromValues, int from, ReadOnlySpan<long> toValues, int to)
    {
        if (_to.Length < to) _to = new T?[2 * to];
        Rule.Pass(fromValues, _from.AsSpan(0, from), toValues, _to.AsSpan(0, to));
    }

    private void Forget(Transaction t)
    {
        for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++) Live.Remove(o);
    }

    private void StopAll(Transaction t, string? reason)
    {
        for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++)
            if (Live.Remove(o, out var live)) Rest(o, live.State, live.Hops, reason);
        if (_from[t.Outputs] is { } fee && Rule.Conserves)
        {
            Enter(TraceBook.Fees, fee);
            FeeList.Add(new(t.Id, Rule.Total(fee), Lost: false));
        }
    }

    private void StepCoinbase(Transaction t)
    {
        var hops = Take(t, t.Outputs + 1);
        if (!Question.FollowFees || hops > Question.Hops || !Pieces.ReadCoinbase(t))
        {
            StopAll(t, null);
            return;
        }

        Pass(Pieces.Out, t.Outputs + 1, Pieces.In, Pieces.Feeders.Count + 1);
        Forget(t);
        if (_to[0] is { } subsidy && Rule.Conserves)
        {
            Enter(TraceBook.Held, subsidy);
            SubsidyList.Add(new(t.Id, Rule.Total(subsidy), Lost: false));
        }

        for (var i = 0; i < Pieces.Feeders.Count; i++)
        {
            if (_to[i + 1] is not { } fee) continue;
            _fees[Pieces.Feeders[i]] = (fee, hops);
            Queue(Pieces.Feeders[i]);
        }
    }
}
