namespace Comity.Tracing;

/// <summary>Traces like <see cref="Flow"/> and tells of every transaction that taint passed through.</summary>
internal static class FlowRecorder
{
    internal delegate void Step(uint transaction, IEnumerable<(long Output, long Tainted, string Exact, IReadOnlyList<TaintRange> Ranges)> outputs);

    internal static FlowAnswer Trace(ChainStore store, FlowQuestion question, Step step)
    {
        switch (question.Method)
        {
            case TaintMethod.Poison: return Run(new PoisonRule(), "exact", step);
            case TaintMethod.Fifo or TaintMethod.Lifo: return Run(new TapeRule(question.Method == TaintMethod.Lifo), "exact", step);
            default:
                if (question.Fast) return Run(new FastHaircut(), "2^-24", step);
                var steps = new List<(uint, List<(long, long, string, IReadOnlyList<TaintRange>)>)>();
                try
                {
                    var answer = Run(new ExactHaircut(Flow.MostBits), "exact", (t, outputs) => steps.Add((t, [.. outputs])));
                    foreach (var (t, outputs) in steps) step(t, outputs);
                    return answer;
                }
                catch (TooManyBitsException)
                {
                    return Run(new FastHaircut(), "2^-24", step);
                }
        }

        FlowAnswer Run<T>(TaintRule<T> rule, string arithmetic, Step told) where T : class
        {
            var trace = new ForwardTrace<T>(store, question, rule);
            trace.Stepped = (t, states) => told(t.Id, states.Select(s => (s.Output, rule.Conserves ? rule.Floor(s.State) : store.ValueOf(s.Output),
                rule.Conserves ? rule.Total(s.State).ToString() : store.ValueOf(s.Output) + "/1", rule.Ranges(s.State))));
            return trace.Run(arithmetic, null, CancellationToken.None);
        }
    }
}
