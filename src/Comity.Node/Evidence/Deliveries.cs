using Comity.Dossiers;
using Comity.Evidence;

namespace Comity.Node.Evidence;

/// <summary>Notes packages in the very transaction that makes their delivery statement durable.</summary>
internal static class Deliveries
{
    /// <summary>A delivery of ours: from now on its recipient may fetch the objects.</summary>
    /// <exception cref="RefusedException">It names a package that was not packed here for that office: it could never be fetched.</exception>
    internal static void Sent(Transaction t, Statement delivery)
    {
        var packed = delivery.Terms.Package is { } root && DraftItems.RecipientOf(t.Sql, root) == delivery.To ? DraftItems.Objects(t.Sql, root) : [];
        if (packed.Count == 0 || !packed.Select(p => (p.Object.Root, Digest.Of(p.Envelope))).SequenceEqual(delivery.Terms.Items.Select(i => (i.Root, i.Envelopes is [var only] ? only : default))))
            throw new RefusedException(RefusalCode.Malformed, "The delivery names a package that was not packed here for that office.");
        EvidenceTables.Add(t.Sql, delivery, ours: true, DateTimeOffset.FromUnixTimeSeconds(delivery.At), fault: null);
        for (var place = 0; place < packed.Count; place++) EvidenceTables.SetEnvelopes(t.Sql, delivery.Id, place, [packed[place].Envelope]);
    }

    /// <summary>A validated delivery to an office of ours: its package is fetched as soon as this is durable.</summary>
    internal static void Announced(Transaction t, Statement delivery, DateTimeOffset now, Action wake)
    {
        var holds = PackageManifest.RootOf(delivery.Terms.Items.Select(i => i.Root)) == delivery.Terms.Package;
        EvidenceTables.Add(t.Sql, delivery, ours: false, now, holds ? null : "The package root does not follow from the objects that the delivery names.");
        t.AfterCommit(wake);
    }
}
