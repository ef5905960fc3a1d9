#pragma warning disable CA1822 // The law data that these read arrives with the node.
namespace Comity.Node.Law;

/// <summary>Reads the law data for its pages.</summary>
internal sealed class LawQueries(TimeProvider clock)
{
    /// <summary>The ways; with an incomplete question, the choices only.</summary>
    internal Task<LawView> RoutesAsync(LawQuestion question, CancellationToken stop = default) =>
        Task.FromResult(new LawView(question, [], [], [], null, null, clock.GetUtcNow(), "", [], []));

    /// <summary>Null when the data knows no such instrument.</summary>
    internal Task<ProvisionView?> ProvisionAsync(string provision, CancellationToken stop = default) => Task.FromResult<ProvisionView?>(null);
}
