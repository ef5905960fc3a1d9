#pragma warning disable CA1822 // The store that these read arrives with the node.
using Comity.Node.Look;

namespace Comity.Node.Dossiers;

/// <summary>Reads routes, drafts and their review for the signed-in officer's office.</summary>
internal sealed class DraftQueries(TimeProvider clock)
{
    /// <summary>The ways for what is needed; with an incomplete need, the choices only.</summary>
    internal Task<RoutesView> RoutesAsync(Need need, CancellationToken stop = default) => Task.FromResult(new RoutesView(
        need, new([], [], [], [], []), new Side("", ""), null, clock.GetUtcNow(), "", false, [], [], []));

    /// <summary>Null when there is no such draft, it was sent, or it is another office's.</summary>
    internal Task<DraftView?> FindAsync(string draft, CancellationToken stop = default) => Task.FromResult<DraftView?>(null);

    /// <summary>Null when there is no such draft or it is another office's. A sent draft stays readable.</summary>
    internal Task<ReviewView?> ReviewAsync(string draft, CancellationToken stop = default) => Task.FromResult<ReviewView?>(null);
}
