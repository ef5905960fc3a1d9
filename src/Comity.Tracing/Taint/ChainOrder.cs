namespace Comity.Tracing;

/// <summary>The order in which taint passes through transactions: parents before children, coinbases after the fees of their block.</summary>
internal sealed class ChainOrder(ChainStore store)
{
    private readonly Dictionary<long, int[]> _ranks = [];

    /// <summary>A key that sorts as transactions must be taken.</summary>
    internal ulong KeyOf(uint transaction, bool feesFollow)
    {
        if (feesFollow && store.IsCoinbase(transaction)) return (2 * (ulong)(store.EndOfBlock(store.HeightOf(transaction)) - 1)) + 1;
        return 2 * (store.Network.Coin == Coin.Bch ? Ranked(transaction) : transaction);
    }

    /// <summary>Where a transaction stands when those of its block are sorted parents first; free ones by position.</summary>
    private ulong Ranked(uint transaction)
    {
        var row = store.BlockRowOf(transaction);
        var first = store.FirstOfBlock(row);
        if (!_ranks.TryGetValue(row, out var ranks)) _ranks.Add(row, ranks = Rank(first, (int)(store.EndOfBlock(store.BaseHeight + row) - first)));
        return first + (ulong)ranks[transaction - first];
    }

    private int[] Rank(uint first, int count)
    {
        var (children, parents) = (new List<int>?[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var t = store.Find((uint)(first + i));
            for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++)
            {
                var spender = store.SpenderOf(o);
                if (spender >= first + count || spender < first) continue;
                (children[i] ??= []).Add((int)(spender - first));
                parents[spender - first]++;
            }
        }

        var free = new PriorityQueue<int, int>(Enumerable.Range(0, count).Where(i => parents[i] == 0).Select(i => (i, i)));
        var ranks = new int[count];
        for (var rank = 0; free.TryDequeue(out var i, out _); rank++)
        {
            ranks[i] = rank;
            foreach (var child in children[i] ?? [])
                if (--parents[child] == 0) free.Enqueue(child, child);
        }

        return ranks;
    }
}
