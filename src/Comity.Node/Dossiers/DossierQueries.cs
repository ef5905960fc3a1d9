#pragma warning disable CA1822 // The store that these read arrives with the node.
namespace Comity.Node.Dossiers;

/// <summary>Reads dossiers for the signed-in officer's office.</summary>
internal sealed class DossierQueries(TimeProvider clock)
{
    /// <param name="find">A reference, a digest or a party; the empty string finds all.</param>
    /// <param name="show">The filter: open, all, to-us, from-us, complete.</param>
    /// <param name="after">Where the former page ended, or null.</param>
    /// <param name="stop">Ends the reading.</param>
    internal Task<DossierList> ListAsync(string find, string show, string? after, CancellationToken stop = default) =>
        Task.FromResult(new DossierList(clock.GetUtcNow(), find, [], []));

    /// <summary>Null when the office may not see the dossier or there is none. The first opening by the addressee gives a read receipt.</summary>
    internal Task<DossierView?> FindAsync(string dossier, CancellationToken stop = default) => Task.FromResult<DossierView?>(null);

    /// <summary>Null when the office may not see the statement or there is none.</summary>
    internal Task<ProofView?> ProofAsync(string dossier, string statement, CancellationToken stop = default) =>
        Task.FromResult<ProofView?>(null);
}
