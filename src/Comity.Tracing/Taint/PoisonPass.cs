namespace Comity.Tracing;

/// <summary>Poison over a whole store in one pass over the spenders: for seeds that reach so far that a queue would be slower.</summary>
internal static unsafe class PoisonPass
{
    /// <summary>Marks every transaction that the seed reaches; returns the number of tainted outputs.</summary>
    internal static long Run(ChainStore store, long seed)
    {
        var c = store.Columns;
        var (first, rows) = (c.TxId.First, c.TxId.Rows);
        var words = new uint[(rows + 31) / 32];
        var spent = (uint*)c.OutSpent.Pointer;
        var counts = c.TxCounts.Pointer;
        long tainted = 1, output = 0;
        Mark(words, spent[seed - c.OutValue.First], first);
        unchecked
        {
            for (long row = 0; row < rows; row++)
            {
                int outputs = counts[(2 * row) + 1];
                if (outputs == ChainStore.Escape) outputs = store.Find((uint)(first + row)).Outputs;
                if ((words[row >> 5] & (1u << (int)(row & 31))) != 0)
                {
                    tainted += outputs;
                    for (var o = output; o < output + outputs; o++) Mark(words, spent[o], first);
                }

                output += outputs;
            }
        }

        return tainted;
    }

    private static void Mark(uint[] words, uint spender, long first)
    {
        if (spender >= ChainStore.Overwritten) return;
        var row = spender - first;
        words[row >> 5] |= 1u << (int)(row & 31);
    }
}
