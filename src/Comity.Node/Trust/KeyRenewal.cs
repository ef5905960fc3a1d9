namespace Comity.Node.Trust;

/// <summary>Makes the next encryption keys in time (R47).</summary>
internal sealed class KeyRenewal(NodeCore node, EncryptionKeys keys) : INodeJob
{
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await keys.RenewAsync();
            await Task.Delay(TimeSpan.FromHours(1), node.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
