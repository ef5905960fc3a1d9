using Comity.Node.Look;

namespace Comity.Node.Desk;

/// <summary>Reads the desk of the signed-in officer's office.</summary>
internal sealed class DeskQueries(TimeProvider clock)
{
    /// <param name="show">The filter: all, to-us, from-us, to-approve, preservation, mutual-assistance, orders.</param>
    /// <param name="after">Where the former page ended, or null.</param>
    /// <param name="stop">Ends the reading.</param>
    internal Task<DeskView> ShowAsync(string show, string? after, CancellationToken stop = default) =>
        Task.FromResult(new DeskView(clock.GetUtcNow(), "", new(0, 0, 0, 0, 0), [], [], [], [], []));
}
