namespace Comity.Matching;

/// <summary>An entry within the distance asked.</summary>
/// <param name="Entry">Entry number.</param>
/// <param name="Distance">Differing bits, 0-256.</param>
public readonly record struct Hit(int Entry, int Distance);

/// <summary>Receives hits; kept by the caller from query to query, so that a query allocates nothing.</summary>
public sealed class HitBuffer
{
    private Hit[] _hits = new Hit[64];

    /// <summary>Hits of the last query.</summary>
    public ReadOnlySpan<Hit> Hits => _hits.AsSpan(0, Count);

    /// <summary>How many hits there are.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all hits.</summary>
    public void Clear() => Count = 0;

    internal void Add(int entry, int distance)
    {
        if (Count == _hits.Length) Array.Resize(ref _hits, 2 * Count);
        _hits[Count++] = new(entry, distance);
    }

    internal Span<Hit> From(int first) => _hits.AsSpan(first, Count - first);

    internal void Truncate(int count) => Count = count;
}
