using System.Text.Json;
using Comity.Trust;

namespace Comity.Node.Trust;

/// <summary>This node's judge: the pinned anchor and the keys it has imported.</summary>
internal sealed class TrustDesk
{
    private readonly TrustJudge? _judge;

    public TrustDesk(NodeCore node)
    {
        if (node.Settings.Anchor is not { } pin) return;
        using var jwk = JsonDocument.Parse(pin.Key);
        Anchor = new PinnedAnchor(EntityId.Parse(pin.Id), PublicJwk.Parse(jwk.RootElement, "The pinned anchor key"));
        _judge = new TrustJudge([Anchor], Ring);
    }

    /// <summary>Keys imported once and kept.</summary>
    internal KeyRing Ring { get; } = new();

    /// <summary>The pinned anchor; null on the anchor's own node.</summary>
    internal PinnedAnchor? Anchor { get; }

    /// <summary>Who an office is at <paramref name="at"/>, from signed papers alone.</summary>
    /// <exception cref="RefusedException">No chain, or no such role.</exception>
    /// <exception cref="StatusStaleException">A status list is missing or too old.</exception>
    internal OfficeStanding Judge(string office, DateTimeOffset at, TrustMaterial material, bool emergency = false)
    {
        if (!EntityId.TryParse(office, null, out var id)) throw new RefusedException(RefusalCode.Malformed, $"'{office}' is not an entity id.");
        var judge = _judge ?? throw new RefusedException(RefusalCode.Trust, "This node has no anchor pinned.");
        return judge.Judge(id, [], at, material, emergency ? StatusList.EmergencyFreshness : null);
    }
}
