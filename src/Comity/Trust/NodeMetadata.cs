using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>Where an organisation's node is and which keys it uses (<c>comity_node</c>, rule R28).</summary>
/// <param name="Exchange">Address below which peers post statements and fetch proofs.</param>
/// <param name="Hosts">Host names that the node answers on; bound by the superior's naming constraints.</param>
/// <param name="RequestKeys">Keys that sign the node's HTTP requests (ADR 0001).</param>
/// <param name="LedgerOrigin">Origin line of its checkpoints: <c>host/ledger</c> (rule R38).</param>
/// <param name="LedgerKey">Key that signs its checkpoints.</param>
public sealed record NodeMetadata(Uri Exchange, IReadOnlyList<string> Hosts, IReadOnlyList<PublicJwk> RequestKeys, string LedgerOrigin, PublicJwk LedgerKey)
{
    private const string What = "comity_node";

    internal JsonObject ToJson() => new()
    {
        ["exchange"] = Exchange.AbsoluteUri, ["hosts"] = JsonText.List(Hosts), ["request_jwks"] = FederationDocument.KeySet(RequestKeys),
        ["ledger"] = new JsonObject { ["origin"] = LedgerOrigin, ["jwk"] = LedgerKey.ToJson("sig") },
    };

    internal static NodeMetadata Read(ClaimReader claims)
    {
        claims.Only("exchange", "hosts", "request_jwks", "ledger");
        var hosts = claims.Texts("hosts", 16, 253);
        if (hosts.Count == 0 || hosts.Any(h => Uri.CheckHostName(h) != UriHostNameType.Dns || h.Any(char.IsUpper))) throw claims.Wrong("hosts", "is empty or holds something other than a host name");
        if (!Uri.TryCreate(claims.Text("exchange"), UriKind.Absolute, out var exchange) || exchange.Scheme is not ("http" or "https") || !hosts.Contains(exchange.Host))
            throw claims.Wrong("exchange", "is not an address on one of the hosts");
        var ledger = claims.Object("ledger");
        ledger.Only("origin", "jwk");
        var origin = ledger.Text("origin", 300);
        if (!hosts.Any(h => origin == h + "/ledger")) throw ledger.Wrong("origin", "is not a host of the node followed by /ledger");
        return new(exchange, hosts, FederationDocument.ReadKeySet(claims.Member("request_jwks"), $"{What}: request_jwks"), origin, PublicJwk.Parse(ledger.Member("jwk"), $"{What}: the ledger key"));
    }
}
