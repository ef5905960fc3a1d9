using System.Collections.Concurrent;
using Comity.Trust;

namespace Comity.Node.Evidence;

/// <summary>Fetches the packages that validated deliveries announce: one round per package at a time, again with back-off, from where the last one broke off.</summary>
internal sealed class Collector(NodeCore node, PackageTransfer transfer, ILogger<Collector> log) : INodeJob, IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromMinutes(5), Look = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Digest, Task> _rounds = [];
    private readonly SemaphoreSlim _announced = new(0);

    /// <summary>Says that something was announced. After the commit, never before.</summary>
    internal void Wake() => _announced.Release();

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var now = node.Clock.GetUtcNow().ToUnixTimeSeconds();
            foreach (var package in Awaited().Where(p => p.Next <= now))
                if (!_rounds.TryGetValue(package.Delivery, out var round) || round.IsCompleted) _rounds[package.Delivery] = Task.Run(() => RoundAsync(package, stop), stop);
            foreach (var (done, _) in _rounds.Where(r => r.Value.IsCompletedSuccessfully)) _rounds.TryRemove(done, out _);
            await ((Task)_announced.WaitAsync(Look, stop)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_rounds.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _announced.Dispose();

    private List<Package> Awaited()
    {
        using var sql = node.Database.Read();
        return EvidenceTables.Awaited(sql);
    }

    private async Task RoundAsync(Package package, CancellationToken stop)
    {
        try
        {
            await transfer.CollectAsync(package, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The node stops; what was verified stays on the disk, and the next start goes on from there.
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or RefusedException or StatusStaleException)
        {
            await AgainAsync(package, e is OperationCanceledException ? "The sender's node stopped answering." : e.Message);
        }
    }

    private Task AgainAsync(Package package, string trouble)
    {
        var wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(package.Attempts, 12)));
        log.LogInformation("Package {Root} from {Sender} waits {Wait}: {Trouble}", package.Root, package.Sender, wait, trouble);
        return node.Writer.RunAsync(t =>
        {
            EvidenceTables.SetTrouble(t.Sql, package.Delivery, trouble, node.Clock.GetUtcNow() + wait);
            t.AfterCommit(() => node.Live.Changed(package.Dossier.ToString()));
        });
    }
}
