namespace Comity.Tracing;

/// <summary>A transaction reduced to what the rules look at: addresses and amounts, in order. Reused from one to the next.</summary>
internal sealed class Shape
{
    /// <summary>Address and value of each input with an address.</summary>
    internal List<(uint Address, long Value)> In { get; } = [];

    /// <summary>Address and value of each output with an address.</summary>
    internal List<(uint Address, long Value)> Out { get; } = [];

    /// <summary>Value of every output, of any kind.</summary>
    internal List<long> AllOut { get; } = [];

    /// <summary>Value and address (or mark) of every output that can be spent.</summary>
    internal List<(uint Address, long Value)> Spendable { get; } = [];

    /// <summary>Value of every input, when all are known.</summary>
    internal List<long> AllIn { get; } = [];

    /// <summary>Number of inputs, unknown ones included.</summary>
    internal int Inputs { get; private set; }

    internal bool IsCoinbase { get; private set; }

    /// <summary>Whether an input comes from before the store's first block.</summary>
    internal bool Unresolved { get; private set; }

    /// <summary>Number of distinct input scripts.</summary>
    internal int InputScripts { get; private set; }

    /// <summary>The largest number of inputs of one script.</summary>
    internal int MostOfOneScript { get; private set; }

    /// <summary>Whether no output script occurs twice.</summary>
    internal bool OutputsDistinct { get; private set; }

    internal long Fee => AllIn.Sum() - AllOut.Sum();

    internal void Clear(bool coinbase)
    {
        In.Clear();
        Out.Clear();
        AllOut.Clear();
        AllIn.Clear();
        Spendable.Clear();
        (IsCoinbase, Unresolved, Inputs) = (coinbase, false, 0);
    }

    internal void AddInput(uint address, long value)
    {
        Inputs++;
        AllIn.Add(value);
        if (address < ChainStore.NoAddress) In.Add((address, value));
    }

    internal void AddUnknownInput()
    {
        Inputs++;
        Unresolved = true;
    }

    internal void AddOutput(uint address, long value)
    {
        AllOut.Add(value);
        if (address != ChainStore.DataOutput) Spendable.Add((address, value));
        if (address < ChainStore.NoAddress) Out.Add((address, value));
    }

    /// <summary>Counts what several rules ask for.</summary>
    internal void Count()
    {
        (InputScripts, MostOfOneScript) = Runs(In);
        OutputsDistinct = Runs(Out).Distinct == Out.Count;
    }

    private static (int Distinct, int Longest) Runs(List<(uint Address, long Value)> list)
    {
        if (list.Count < 2) return (list.Count, list.Count);
        Span<uint> sorted = list.Count <= 512 ? stackalloc uint[list.Count] : new uint[list.Count];
        for (var i = 0; i < list.Count; i++) sorted[i] = list[i].Address;
        sorted.Sort();
        var (distinct, longest, run) = (1, 1, 1);
        for (var i = 1; i < sorted.Length; i++)
        {
            run = sorted[i] == sorted[i - 1] ? run + 1 : 1;
            if (run == 1) distinct++;
            longest = Math.Max(longest, run);
        }

        return (distinct, longest);
    }
}
