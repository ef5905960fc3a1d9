#pragma warning disable CA1822 // The store that these read arrives with the node.
namespace Comity.Node.Trust;

/// <summary>Reads the members of the federation at its anchor.</summary>
internal sealed class MemberQueries
{
    /// <summary>Null on a node that is no anchor.</summary>
    internal Task<MembersView?> ListAsync(CancellationToken stop = default) => Task.FromResult<MembersView?>(null);
}
