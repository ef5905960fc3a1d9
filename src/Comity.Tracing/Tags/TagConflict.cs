namespace Comity.Tracing;

/// <summary>Finds tags that cannot all be right. All are kept; none wins.</summary>
public static class TagConflict
{
    private static readonly HashSet<string> Services = new(StringComparer.Ordinal)
    {
        "exchange", "service", "wallet_service", "payment_processor", "mining_service", "miner", "hosted_wallet", "market", "gambling", "donation", "defi",
    };

    /// <summary>Pairs of tags on one address or cluster that contradict each other.</summary>
    public static IEnumerable<(Tag First, Tag Second)> Among(IReadOnlyList<Tag> tags)
    {
        for (var i = 0; i < tags.Count; i++)
            for (var k = i + 1; k < tags.Count; k++)
                if (Contradict(tags[i], tags[k])) yield return (tags[i], tags[k]);
    }

    private static bool Contradict(Tag a, Tag b)
    {
        if (a.Actor is not null && b.Actor is not null) return !string.Equals(a.Actor, b.Actor, StringComparison.OrdinalIgnoreCase) || Concepts(a, b);
        if (a.Actor is null && b.Actor is null && !string.Equals(a.Label.Trim(), b.Label.Trim(), StringComparison.OrdinalIgnoreCase)) return true;
        return Concepts(a, b);
    }

    /// <summary>Disjoint concepts of which one is an abuse and the other a service.</summary>
    private static bool Concepts(Tag a, Tag b)
    {
        var (x, y) = (All(a), All(b));
        if (x.Count == 0 || y.Count == 0 || x.Overlaps(y)) return false;
        return (IsAbuse(a) && y.Overlaps(Services)) || (IsAbuse(b) && x.Overlaps(Services));
    }

    private static bool IsAbuse(Tag tag) => tag.Abuse is not null;

    private static HashSet<string> All(Tag tag) =>
        new(tag.Concepts.Concat(new[] { tag.Category, tag.Abuse }.OfType<string>()), StringComparer.Ordinal);
}
