using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>What the documents of OpenID Federation 1.0 have in common: types, key sets, longest validity.</summary>
internal static class FederationDocument
{
    internal const string StatementType = "entity-statement+jwt", MarkType = "trust-mark+jwt", DelegationType = "trust-mark-delegation+jwt", StatusType = "comity-status+jwt";
    internal const int MostKeys = 16;

    /// <summary>Longest validity of a statement or mark. Our limit.</summary>
    internal static readonly TimeSpan LongestValidity = TimeSpan.FromDays(400);

    internal static JsonObject KeySet(IEnumerable<PublicJwk> keys) => new() { ["keys"] = JsonText.List(keys.Select(k => (JsonNode)k.ToJson("sig"))) };

    internal static JsonObject KeySet(IEnumerable<DatedKey> keys, string use) => new()
    {
        ["keys"] = JsonText.List(keys.Select(k => (JsonNode)k.Jwk.ToJson(use).With("exp", k.Expires.ToUnixTimeSeconds()))),
    };

    internal static IReadOnlyList<PublicJwk> ReadKeySet(JsonElement set, string what) => Distinct(Keys(set, what).Select(k => PublicJwk.Parse(k, what)), k => k, what);

    internal static IReadOnlyList<DatedKey> ReadDatedKeySet(JsonElement set, string what, string use) =>
        Distinct(Keys(set, what).Select(k => DatedKey.Parse(k, what, use)), k => k.Jwk, what);

    internal static JsonObject Times(this JsonObject claims, DateTimeOffset issued, DateTimeOffset expires)
    {
        claims["iat"] = issued.ToUnixTimeSeconds();
        claims["exp"] = expires.ToUnixTimeSeconds();
        return claims;
    }

    private static IEnumerable<JsonElement> Keys(JsonElement set, string what)
    {
        var claims = new ClaimReader(set, what);
        claims.Only("keys");
        return claims.Items("keys", MostKeys);
    }

    private static List<T> Distinct<T>(IEnumerable<T> keys, Func<T, PublicJwk> jwk, string what)
    {
        var list = keys.ToList();
        return list.Count > 0 && list.Select(jwk).Distinct().Count() == list.Count
            ? list : throw new RefusedException(RefusalCode.Malformed, $"{what} is empty or repeats a key.");
    }
}
