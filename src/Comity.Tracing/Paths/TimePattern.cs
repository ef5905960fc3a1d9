namespace Comity.Tracing;

/// <summary>When an entity moves money: by hour and weekday of the block's time, UTC.</summary>
/// <param name="Hours">24 counts of transactions.</param>
/// <param name="Weekdays">7 counts, Monday first.</param>
/// <param name="First">Time of the earliest, seconds since 1970; 0 when there is none.</param>
/// <param name="Last">Time of the latest.</param>
/// <param name="Sampled">Transactions counted; at most the bound.</param>
public sealed record TimePattern(IReadOnlyList<int> Hours, IReadOnlyList<int> Weekdays, long First, long Last, int Sampled)
{
    /// <summary>Counts the spends of addresses. Block times are up to two hours off: read patterns, not minutes.</summary>
    public static TimePattern Of(ChainStore store, IEnumerable<uint> addresses, int most = 10_000)
    {
        var spenders = addresses.SelectMany(store.OutputsOf).Select(store.SpenderOf).Where(s => s < ChainStore.Overwritten).Distinct().Take(most).ToList();
        var (hours, weekdays) = (new int[24], new int[7]);
        var times = spenders.ConvertAll(s => (long)store.HeaderAt(store.HeightOf(s)).Time);
        foreach (var time in times)
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(time);
            hours[at.Hour]++;
            weekdays[((int)at.DayOfWeek + 6) % 7]++;
        }

        return new(hours, weekdays, times.Count == 0 ? 0 : times.Min(), times.Count == 0 ? 0 : times.Max(), times.Count);
    }
}
