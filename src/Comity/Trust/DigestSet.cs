namespace Comity.Trust;

/// <summary>One digest that names a set of digests, whatever their order.</summary>
internal static class DigestSet
{
    /// <summary>SHA-256 over the digests joined in byte order; of none, SHA-256 of nothing.</summary>
    internal static Digest Of(IEnumerable<Digest> digests)
    {
        var sorted = digests.Order().ToList();
        var joined = new byte[sorted.Count * Digest.Size];
        for (var i = 0; i < sorted.Count; i++) sorted[i].CopyTo(joined.AsSpan(i * Digest.Size));
        return Digest.Of(joined);
    }
}
