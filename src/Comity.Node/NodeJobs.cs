namespace Comity.Node;

/// <summary>Work that a node does by itself from set-up until it stops.</summary>
internal interface INodeJob
{
    Task RunAsync(CancellationToken stop);
}

/// <summary>Runs the jobs as soon as the node is set up. A job that fails is a bug: the node stops rather than go on half working.</summary>
internal sealed class NodeJobs(NodeCell cell, IServiceProvider services, IHostApplicationLifetime life, ILogger<NodeJobs> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await cell.Ready.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested) return;
        await Task.WhenAll(services.GetServices<INodeJob>().Select(job => RunAsync(job, stoppingToken)));
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1031", Justification = "The one place where a failed job is seen.")]
    private async Task RunAsync(INodeJob job, CancellationToken stop)
    {
        try
        {
            await Task.Yield();
            await job.RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (Exception e)
        {
            log.LogCritical(e, "{Job} failed; the node stops", job.GetType().Name);
            life.StopApplication();
        }
    }
}
