using System.Collections.Concurrent;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.AspNetCore.Http.Features;

namespace Comity.Node.Exchange;

/// <summary>Signs what this node asks of others, and finds out which organisation asks it (ADR 0001).</summary>
internal sealed class NodeRequests(NodeCore node, TrustDesk trust)
{
    /// <summary>How long the members' keys are used before they are judged anew, and how soon an unknown key may ask for that.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1), Again = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Remembered = HttpSignature.Validity + HttpSignature.Skew;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _nonces = [];
    private readonly Lock _reading = new();
    private Known _known = new(DateTimeOffset.MinValue, new Dictionary<string, Asker>());

    private sealed record Asker(string Organisation, VerificationKey Key);

    private sealed record Known(DateTimeOffset At, IReadOnlyDictionary<string, Asker> Keys);

    /// <summary>A signed request without a body.</summary>
    internal HttpRequestMessage Get(string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        var signature = HttpSignature.Sign("GET", request.RequestUri!, null, node.Clock.GetUtcNow(), node.Folder.Key(NodeKeys.Node), node.Random);
        request.Headers.Add("Signature-Input", signature.InputHeader);
        request.Headers.Add("Signature", signature.SignatureHeader);
        return request;
    }

    /// <summary>The organisation whose node signed the request; for requests without a body.</summary>
    /// <exception cref="RefusedException">Not signed, by nobody we know, too old, or seen before.</exception>
    internal string Caller(HttpContext http)
    {
        var signature = HttpSignature.Parse(http.Request.Headers["Signature-Input"], http.Request.Headers["Signature"]);
        var asker = Find(signature.KeyId) ?? throw new RefusedException(RefusalCode.Trust, $"{signature.KeyId} is no request key of a member.");
        var now = node.Clock.GetUtcNow();
        signature.Verify(http.Request.Method, Target(http), null, asker.Key, now);
        if (!_nonces.TryAdd(signature.Nonce, now)) throw new RefusedException(RefusalCode.Replay, "The request was made before.");
        foreach (var (nonce, at) in _nonces.Where(n => now - n.Value > Remembered)) _nonces.TryRemove(KeyValuePair.Create(nonce, at));
        return asker.Organisation;
    }

    /// <summary>The address under our own name, never under one that the sender chose.</summary>
    private Uri Target(HttpContext http) => Uri.TryCreate(node.Settings.Url + http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, UriKind.Absolute, out var target)
        ? target
        : throw new RefusedException(RefusalCode.Malformed, "The request has no usable address.");

    private Asker? Find(string kid)
    {
        lock (_reading)
        {
            var age = node.Clock.GetUtcNow() - _known.At;
            if (age > Kept || (age > Again && !_known.Keys.ContainsKey(kid))) _known = Read();
            return _known.Keys.GetValueOrDefault(kid);
        }
    }

    /// <summary>The request keys of every member whose papers hold now.</summary>
    private Known Read()
    {
        using var sql = node.Database.Read();
        var keys = new Dictionary<string, Asker>();
        foreach (var office in TrustTables.Offices(sql))
        {
            if (keys.Values.Any(k => k.Organisation == office.Member) || Judge(office.Entity, TrustTables.OfficeMaterial(sql, office.Entity)) is not { } standing) continue;
            foreach (var jwk in standing.Node.RequestKeys) keys[jwk.Kid] = new(standing.Authority.ToString(), trust.Ring.Of(jwk));
        }

        return new(node.Clock.GetUtcNow(), keys);
    }

    private OfficeStanding? Judge(string office, TrustMaterial material)
    {
        try
        {
            return trust.Judge(office, node.Now, material);
        }
        catch (Exception e) when (e is RefusedException or StatusStaleException)
        {
            return null; // whose papers do not hold now has no keys now
        }
    }
}
