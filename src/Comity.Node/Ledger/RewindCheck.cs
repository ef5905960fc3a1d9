using System.Globalization;
using System.Net;
using System.Text;
using Comity.Ledger;
using Comity.Node.Exchange;

namespace Comity.Node.Ledger;

/// <summary>Before a node starts to serve: does the witness know more of its log than it does itself? Then an old copy was restored (R41).</summary>
internal sealed class RewindCheck(NodeCore node, PeerClient peers, ILogger<RewindCheck> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <exception cref="NodeFault">The log is older than what the witness has seen.</exception>
    internal async Task RunAsync(CancellationToken stop)
    {
        if (node.Settings.Anchor is not { } anchor) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            await CompareAsync(anchor.Id, limit.Token);
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // Not admitted yet: no witness has seen anything.
        }
        catch (Exception e) when (e is HttpRequestException or RefusedException or FormatException || (e is TaskCanceledException && !stop.IsCancellationRequested))
        {
            log.LogWarning("The witness could not be asked for what it has seen of this node's log; the node starts all the same. {Why}", e.Message);
        }
    }

    /// <summary>A word of the witness is not enough to keep a node down: it must show a larger checkpoint that our own key signed.</summary>
    private async Task CompareAsync(string anchor, CancellationToken stop)
    {
        var origin = Uri.EscapeDataString(node.LogKey.Origin);
        var seen = long.Parse((await peers.ReadAsync($"{anchor}/witness/size?origin={origin}", stop)).Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
        var own = Size();
        if (seen <= own) return;
        var shown = node.LogKey.Open(SignedNote.Parse(Encoding.UTF8.GetBytes(await peers.ReadAsync($"{anchor}/witness/checkpoint?origin={origin}", stop))));
        if (shown.Size > own) throw new NodeFault(
            $"The ledger in {node.Folder.Path} has {own} entries and is older than what a witness has seen ({shown.Size}). " +
            "An old copy of this node was restored. Restore the newest one; nothing was changed.");
    }

    private long Size()
    {
        using var sql = node.Database.Read();
        return LedgerTables.Size(sql);
    }
}
