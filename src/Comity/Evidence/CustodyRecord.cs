namespace Comity.Evidence;

/// <summary>What happened to an item.</summary>
public enum CustodyAct
{
    /// <summary>Sealed by the holder who had the file.</summary>
    Sealed,

    /// <summary>Redacted: a new object was made from it.</summary>
    Redacted,

    /// <summary>Sent to another office by a delivery.</summary>
    Delivered,

    /// <summary>Arrived whole at the other office, every chunk verified.</summary>
    Received,

    /// <summary>Opened there; the hashes were those disclosed.</summary>
    Acknowledged,

    /// <summary>Opened again by an officer.</summary>
    Opened,

    /// <summary>Left the node by an officer's hand.</summary>
    Exported,

    /// <summary>Erased there.</summary>
    Erased,
}

/// <summary>One event in the life of an item, with the ledger entry that records it.</summary>
/// <param name="ObjectRoot">Object root of the item.</param>
/// <param name="Act">What happened.</param>
/// <param name="Office">The office where it happened (entity id).</param>
/// <param name="At">Seconds since 1970 UTC.</param>
/// <param name="Log">Origin of that office's ledger.</param>
/// <param name="Index">Index of the entry in it.</param>
/// <param name="To">Of a delivery: the office addressed; of a redaction: null.</param>
/// <param name="Into">Of a redaction: the new object.</param>
public sealed record CustodyEvent(Digest ObjectRoot, CustodyAct Act, string Office, long At, string Log, long Index, string? To = null, Digest? Into = null);

/// <summary>A time during which an office had the item.</summary>
/// <param name="Office">Who had it.</param>
/// <param name="From">Since when, seconds since 1970 UTC.</param>
/// <param name="Until">Until it was erased there; null while it is still there.</param>
/// <param name="Events">What happened there, in order.</param>
public sealed record Holding(string Office, long From, long? Until, IReadOnlyList<CustodyEvent> Events);

/// <summary>Who had an item, when, and which ledger entries say so.</summary>
/// <param name="ObjectRoot">Object root of the item.</param>
/// <param name="Holdings">Each office once, by the time it came to have it.</param>
/// <param name="Gaps">What the events do not explain, in words for the reader: an arrival without a delivery, a delivery that never arrived.</param>
public sealed record CustodyRecord(Digest ObjectRoot, IReadOnlyList<Holding> Holdings, IReadOnlyList<string> Gaps)
{
    /// <summary>The record of an item from events in any order, repeated or not. The history of what it was redacted from comes first.</summary>
    public static CustodyRecord Of(Digest item, IEnumerable<CustodyEvent> events)
    {
        var all = events.Distinct().OrderBy(e => e.At).ThenBy(e => e.Log, StringComparer.Ordinal).ThenBy(e => e.Index).ToList();
        var line = Line(item, all);
        var own = all.Where(e => line.Contains(e.ObjectRoot)).ToList();
        return new(item, [.. own.GroupBy(e => e.Office).Select(Held)], [.. Unexplained(own)]);
    }

    /// <summary>The item and what it was redacted from.</summary>
    private static HashSet<Digest> Line(Digest item, List<CustodyEvent> all)
    {
        var line = new HashSet<Digest> { item };
        while (all.FirstOrDefault(e => e.Into is { } into && line.Contains(into) && !line.Contains(e.ObjectRoot)) is { } redaction) line.Add(redaction.ObjectRoot);
        return line;
    }

    private static Holding Held(IGrouping<string, CustodyEvent> at)
    {
        var events = at.ToList();
        var last = events[^1];
        return new(at.Key, events[0].At, last.Act == CustodyAct.Erased ? last.At : null, events);
    }

    private static IEnumerable<string> Unexplained(List<CustodyEvent> events)
    {
        foreach (var arrival in events.Where(e => e.Act == CustodyAct.Received))
            if (!events.Any(e => e.Act == CustodyAct.Delivered && e.To == arrival.Office && e.ObjectRoot == arrival.ObjectRoot))
                yield return $"{arrival.Office} received it, but no delivery to that office is known.";
        foreach (var delivery in events.Where(e => e.Act == CustodyAct.Delivered))
            if (!events.Any(e => e.Act is CustodyAct.Received or CustodyAct.Acknowledged && e.Office == delivery.To && e.ObjectRoot == delivery.ObjectRoot))
                yield return $"{delivery.Office} delivered it to {delivery.To}, but no arrival there is known.";
    }
}
