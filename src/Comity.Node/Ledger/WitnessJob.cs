namespace Comity.Node.Ledger;

/// <summary>Has every growth of the log cosigned within a minute, and the head of an idle one from time to time (R40).</summary>
internal sealed class WitnessJob(NodeCore node, WitnessClient client, WitnessFeed feed) : INodeJob
{
    /// <summary>A burst of entries shares one cosignature.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Beat = TimeSpan.FromMinutes(10), FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromSeconds(50);

    public async Task RunAsync(CancellationToken stop)
    {
        var wait = FirstWait;
        while (!stop.IsCancellationRequested)
        {
            if (await client.TrySubmitAsync(stop) && await feed.TryReadAsync(stop))
            {
                wait = FirstWait;
                await node.Writer.Growth.WaitAsync(Beat, stop);
                await PauseAsync(Settle, stop);
            }
            else
            {
                await PauseAsync(wait, stop);
                wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
            }
        }
    }

    private Task PauseAsync(TimeSpan time, CancellationToken stop) => Task.Delay(time, node.Clock, stop);
}
