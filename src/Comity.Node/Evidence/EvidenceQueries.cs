#pragma warning disable CA1822 // The store that these read arrives with the node.
namespace Comity.Node.Evidence;

/// <summary>Reads packages of evidence for the signed-in officer's office.</summary>
internal sealed class EvidenceQueries(TimeProvider clock)
{
    internal Task<EvidenceList> ListAsync(CancellationToken stop = default) => Task.FromResult(new EvidenceList(clock.GetUtcNow(), []));

    /// <summary>Null when there is no such package or the office may not see it. Looking at this page opens nothing.</summary>
    internal Task<EvidenceView?> FindAsync(string package, CancellationToken stop = default) => Task.FromResult<EvidenceView?>(null);
}
