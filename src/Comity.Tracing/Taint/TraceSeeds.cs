namespace Comity.Tracing;

/// <summary>Where taint of a seed is entered.</summary>
internal enum TraceBook
{
    /// <summary>At rest.</summary>
    Held,

    /// <summary>Destroyed, or lost by a miner.</summary>
    Fees,

    /// <summary>Arrived at another seed.</summary>
    Absorbed,

    /// <summary>In outputs that were not followed.</summary>
    Stopped,
}

/// <summary>The seeds of a question as outputs of the store.</summary>
internal static class TraceSeeds
{
    /// <summary>Their dense ids, in the order of the question.</summary>
    /// <exception cref="TracingException">A seed is named twice, or does not exist at that height.</exception>
    internal static List<long> Of(ChainStore store, FlowQuestion question, long endTransaction)
    {
        List<long> seeds = [.. question.Seeds.Select(store.OutputAt)];
        if (seeds.Distinct().Count() != seeds.Count) throw new TracingException("a seed is named twice");
        foreach (var seed in seeds)
            if (store.MakerOf(seed).Id >= endTransaction) throw new TracingException($"the seed {store.PointOf(seed)} does not exist yet after block {question.Until}");
        return seeds;
    }
}
