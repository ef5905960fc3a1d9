namespace Comity.Trust;

/// <summary>Judges who an office was at time T, from signed material and pinned anchors alone (rules R27 to R33). No clock, no fetching: the same question has the same answer for ever.</summary>
/// <param name="anchors">The pinned anchors; a chain to one suffices.</param>
/// <param name="ring">Kept keys; shared by all judgements of a node.</param>
public sealed class TrustJudge(IReadOnlyList<PinnedAnchor> anchors, KeyRing ring)
{
    /// <summary>Judges <paramref name="office"/> at <paramref name="at"/>.</summary>
    /// <param name="office">The office that wrote.</param>
    /// <param name="roles">The roles of which it must hold one; none if any office will do.</param>
    /// <param name="at">T: the receiver's arrival time, or the entry's time for a third party.</param>
    /// <param name="material">What the sender enclosed, with whatever newer documents the receiver holds.</param>
    /// <param name="oldestStatus">Greatest age of a status list; null means <see cref="StatusList.Freshness"/>, an emergency may take <see cref="StatusList.EmergencyFreshness"/>.</param>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Trust"/>, <see cref="RefusalCode.Role"/>, or the material is malformed.</exception>
    /// <exception cref="StatusStaleException">A superior's status list is missing or too old: a passing fault.</exception>
    public OfficeStanding Judge(EntityId office, IReadOnlyCollection<string> roles, DateTimeOffset at, TrustMaterial material, TimeSpan? oldestStatus = null)
    {
        var documents = new TrustDocuments(material, at);
        Exception? fault = null;
        foreach (var anchor in anchors)
        {
            try
            {
                var standing = new TrustChain(anchor, documents, ring, oldestStatus ?? StatusList.Freshness).Judge(office);
                if (roles.Count > 0) standing.RequireRole(roles);
                return standing;
            }
            catch (Exception e) when (e is RefusedException or StatusStaleException) // a chain to another anchor may still hold
            {
                fault = fault is null || e is StatusStaleException ? e : fault; // a fault that passes is no verdict
            }
        }

        throw fault ?? new RefusedException(RefusalCode.Trust, "No anchor is pinned.");
    }
}
