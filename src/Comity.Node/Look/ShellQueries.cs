namespace Comity.Node.Look;

/// <summary>Reads what the frame of every page shows.</summary>
internal sealed class ShellQueries(TimeProvider clock)
{
    internal Task<ShellView> ShowAsync(CancellationToken stop = default) =>
        Task.FromResult(new ShellView(clock.GetUtcNow(), "Comity", null, null, 0, new(true, true, false), null));
}
