namespace Comity.Tracing;

/// <summary>How sure each label of a transaction is, 0 to 100; the table is docs/tracing.md, "Shapes".</summary>
internal static class LabelConfidence
{
    internal static IReadOnlyList<(string Label, int Confidence)> Of(ChainStore store, uint transaction, Labels labels)
    {
        var t = store.Find(transaction);
        return [.. labels.Names().Select(name => (name, Of(store, t, name)))];
    }

    private static int Of(ChainStore store, Transaction t, string label) => label switch
    {
        "whirlpool-mix" => HasLineage(store, t, levels: 2) ? 90 : 60,
        "whirlpool-tx0" => FeedsMix(store, t) ? 90 : 60,
        "wasabi-2" => 60,
        "wasabi-1.0" or "wasabi-1.1" => Wasabi(store, t),
        "wasabi-1.0-strict" => 70,
        "joinmarket" => 49,
        "stonewall" => 40,
        "equal-outputs" => 30,
        _ => 50,
    };

    /// <summary>Inputs above the pool's size come from a tx0, those equal to it from a mix.</summary>
    private static bool HasLineage(ChainStore store, Transaction t, int levels)
    {
        var d = store.ValueOf(t.FirstOutput);
        for (var i = 0; i < t.Inputs; i++)
        {
            if (store.SourceOf(t.FirstInput + i) is not { } source) return false;
            var maker = store.MakerOf(source);
            var wanted = store.ValueOf(source) > d ? Labels.WhirlpoolTx0 : Labels.WhirlpoolMix;
            if ((store.LabelsOf(maker.Id) & wanted) == 0) return false;
            if (levels > 1 && wanted == Labels.WhirlpoolMix && !HasLineage(store, maker, levels - 1)) return false;
        }

        return true;
    }

    private static bool FeedsMix(ChainStore store, Transaction t)
    {
        for (var o = 0; o < Math.Min(20, t.Outputs); o++)
            if (store.SpenderOf(t.FirstOutput + o) is < ChainStore.Overwritten and var spender && (store.LabelsOf(spender) & Labels.WhirlpoolMix) != 0) return true;
        return false;
    }

    /// <summary>floor(50 + 50 (t - 1/7) / (6/7)) with t = n/A, halved if only one of the two conditions on outputs holds.</summary>
    private static int Wasabi(ChainStore store, Transaction t)
    {
        var shape = new Shape();
        ChainWriter.ReadShape(store, t, shape);
        shape.Count();
        var (largest, inActive, _, _) = CoinJoin.Levels(shape);
        var confidence = 50 + (50 * ((7 * largest) - shape.InputScripts) / (6 * shape.InputScripts));
        var both = 2 * inActive >= shape.Out.Count - 1 && inActive >= shape.Out.Count - shape.InputScripts - 1;
        return both ? confidence : confidence / 2;
    }
}
