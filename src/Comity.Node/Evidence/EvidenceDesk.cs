using Comity.Node.Dossiers;

namespace Comity.Node.Evidence;

internal sealed record ForwardablePackage(string Id, string Title, int Files, long Bytes);

internal sealed class EvidenceDesk
{
    internal IReadOnlyList<UploadedItem> ItemsOf(string draft) => [];

    internal IReadOnlyList<ForwardablePackage> ForwardableTo(string draft) => [];

    internal Task<PackedDelivery?> PackAsync(string draft, string recipient, Digest dossier) => Task.FromResult<PackedDelivery?>(null);
}
