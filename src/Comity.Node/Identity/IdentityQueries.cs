#pragma warning disable CA1822 // The store that these read arrives with the node.
using Comity.Node.Look;

namespace Comity.Node.Identity;

/// <summary>Reads what sign-in, set-up and the officers' page show.</summary>
internal sealed class IdentityQueries(TimeProvider clock)
{
    /// <param name="error">The code of a failed attempt (<c>?error=</c>), or null.</param>
    /// <param name="stop">Ends the reading.</param>
    internal Task<SignInView> SignInAsync(string? error, CancellationToken stop = default) =>
        Task.FromResult(new SignInView("Comity", false, [], error is null ? null : "The passkey is not known here."));

    /// <summary>Null once the node is set up. A wrong or absent code gives the step <see cref="SetUpStep.Locked"/>.</summary>
    internal Task<SetUpView?> SetUpAsync(string? code, CancellationToken stop = default) => Task.FromResult<SetUpView?>(null);

    internal Task<OfficersView> OfficersAsync(CancellationToken stop = default) =>
        Task.FromResult(new OfficersView(clock.GetUtcNow(), "", [], [], false));

    /// <summary>Null when there is no such invitation, or it has ended.</summary>
    internal Task<InvitationView?> InvitationAsync(string code, CancellationToken stop = default) => Task.FromResult<InvitationView?>(null);
}
