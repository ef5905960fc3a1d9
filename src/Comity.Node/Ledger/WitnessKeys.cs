using System.Security.Cryptography;
using Comity.Ledger;
using Comity.Node.Exchange;
using Comity.Node.Trust;
using Comity.Trust;

namespace Comity.Node.Ledger;

/// <summary>Knows the key of the witness: the anchor's, under its pinned root; on the anchor's own node its own.</summary>
internal sealed class WitnessKeys(NodeCore node, PeerClient peers, TrustDesk trust)
{
    private (string Text, CosignerKey Key)? _known;

    /// <summary>The witness's key, from the anchor's configuration as last kept or, before the first, as it is now.</summary>
    /// <exception cref="HttpRequestException">The anchor was never reached.</exception>
    /// <exception cref="RefusedException">Its configuration does not hold.</exception>
    internal async Task<CosignerKey> FindAsync(CancellationToken stop)
    {
        if (trust.Anchor is not { } anchor) return new(node.Settings.Host, node.LedgerKey);
        var text = Kept() ?? await peers.ReadAsync($"{anchor.Id}/.well-known/openid-federation", stop);
        if (_known is { } known && known.Text == text) return known.Key;
        var key = Read(anchor, text);
        _known = (text, key);
        return key;
    }

    private CosignerKey Read(PinnedAnchor anchor, string text)
    {
        var read = EntityConfiguration.Parse(text);
        read.Document.Verify(trust.Ring.Of(anchor.RootKey), "The anchor's configuration");
        if (read.Content.Entity != anchor.Id || read.Content.Metadata.Node is not { } metadata)
            throw new RefusedException(RefusalCode.Trust, "The anchor's configuration names another entity or no log.");
        return new(anchor.Id.Host, ECDsa.Create(metadata.LedgerKey.ToParameters()));
    }

    private string? Kept()
    {
        using var sql = node.Database.Read();
        return sql.Scalar<string>("SELECT text FROM own_document WHERE name = $1", OwnTrust.AnchorConfiguration);
    }
}
