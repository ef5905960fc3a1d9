using System.Collections.Concurrent;

namespace Comity.Trust;

/// <summary>Keeps imported keys, and which signatures were found to hold, so that nothing is computed twice. Forgetting changes no answer.</summary>
/// <remarks>Safe for use by several threads. Holds at most 4,096 of each, then starts anew.</remarks>
public sealed class KeyRing
{
    private const int Most = 4096;
    private readonly ConcurrentDictionary<string, VerificationKey> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Digest, bool> _held = [];

    /// <summary>The imported form of <paramref name="jwk"/>.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: the point is not on the curve.</exception>
    public VerificationKey Of(PublicJwk jwk)
    {
        if (_keys.TryGetValue(jwk.Kid, out var key)) return key; // the thumbprint names the key, so no other can hide behind it
        if (_keys.Count >= Most) _keys.Clear();
        return _keys[jwk.Kid] = new(jwk);
    }

    /// <summary>True if <paramref name="document"/> names one of <paramref name="keys"/> and its signature holds.</summary>
    public bool Holds(Jws document, IEnumerable<PublicJwk> keys)
    {
        if (keys.FirstOrDefault(k => k.Kid == document.Kid) is not { } key) return false;
        var digest = Digest.Of(document.Text); // the text names the key by its thumbprint
        if (_held.ContainsKey(digest)) return true;
        if (!document.IsSignedBy(Of(key))) return false;
        if (_held.Count >= Most) _held.Clear();
        return _held[digest] = true;
    }
}
