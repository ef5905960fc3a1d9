namespace Comity.Tracing.Tests;

/// <summary>What really happened in a generated chain.</summary>
internal sealed class GeneratorTruth
{
    /// <summary>Ids by the generator's own numbers, 32 bytes each.</summary>
    internal byte[] Ids { get; set; } = [];

    /// <summary>The outpoint of an output by the generator's own number.</summary>
    internal Outpoint Point(int transaction, int index) => new(new(Ids.AsSpan(32 * transaction, 32)), (uint)index);

    /// <summary>Owner of an address, by the first eight bytes of its key.</summary>
    internal Dictionary<ulong, int> Owners { get; } = [];

    /// <summary>Index of the true change output of each transaction in chain order, or -1.</summary>
    internal List<short> Change { get; } = [];

    /// <summary>The shape that was planted, of each transaction in chain order.</summary>
    internal List<string> Planted { get; } = [];

    /// <summary>Ransoms: the output paid, by transaction number and index.</summary>
    internal List<(int Transaction, int Index, long Value)> Ransoms { get; } = [];

    /// <summary>Per ransom: where its satoshis sit at the end.</summary>
    internal List<TaintTruth> Taints { get; } = [];

    /// <summary>Longest peel chains planted: first output and number of links.</summary>
    internal List<(int Transaction, int Index, int Links)> PeelChains { get; } = [];
}

/// <summary>A plain, separate computation of taint, one output at a time, as the chain is made.</summary>
internal sealed class TaintTruth
{
    internal Dictionary<(int, int), List<(long From, long To)>> Fifo { get; } = [];
    internal Dictionary<(int, int), List<(long From, long To)>> Lifo { get; } = [];
    internal Dictionary<(int, int), double> Haircut { get; } = [];
    internal HashSet<(int, int)> Poison { get; } = [];

    internal void Seed(int transaction, int index, long value)
    {
        Fifo[(transaction, index)] = [(0, value)];
        Lifo[(transaction, index)] = [(0, value)];
        Haircut[(transaction, index)] = value;
        Poison.Add((transaction, index));
    }

    internal void Spend(IReadOnlyList<Coin> inputs, int transaction, IReadOnlyList<long> outputs)
    {
        if (!inputs.Any(i => Poison.Contains((i.Transaction, i.Index)))) return;
        foreach (var i in inputs) Poison.Remove((i.Transaction, i.Index));
        var total = inputs.Sum(i => i.Value);
        var hair = inputs.Sum(i => Haircut.Remove((i.Transaction, i.Index), out var h) ? h : 0);
        for (var j = 0; j < outputs.Count; j++)
        {
            Poison.Add((transaction, j));
            if (hair > 0 && outputs[j] > 0) Haircut[(transaction, j)] = hair * outputs[j] / total;
        }

        Tape(Fifo, inputs, transaction, outputs, total, reversed: false);
        Tape(Lifo, inputs, transaction, outputs, total, reversed: true);
    }

    private static void Tape(Dictionary<(int, int), List<(long From, long To)>> held, IReadOnlyList<Coin> inputs, int transaction, IReadOnlyList<long> outputs, long total, bool reversed)
    {
        var tape = new List<(long From, long To)>();
        long at = 0;
        foreach (var i in inputs)
        {
            if (held.Remove((i.Transaction, i.Index), out var ranges))
                foreach (var (from, to) in ranges) tape.Add(reversed ? (total - at - to, total - at - from) : (at + from, at + to));
            at += i.Value;
        }

        at = 0;
        for (var j = 0; j < outputs.Count; j++)
        {
            var start = at;
            at += outputs[j];
            var cut = tape.Select(r => (From: Math.Max(r.From, start) - start, To: Math.Min(r.To, start + outputs[j]) - start)).Where(r => r.From < r.To).ToList();
            if (cut.Count > 0) held[(transaction, j)] = cut;
        }
    }
}
