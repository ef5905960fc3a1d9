using System.Globalization;
using System.Net;
using System.Text;
using Comity.Ledger;
using Comity.Node.Exchange;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Ledger;

/// <summary>Brings this node's newest checkpoint to the witness and keeps its cosignature (R40). Work does not wait for it (R42).</summary>
internal sealed class WitnessClient(NodeCore node, PeerClient peers, WitnessKeys keys, Witness witness, ILogger<WitnessClient> log) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Has the present head of the log cosigned. False: the witness was not reached or did not agree, and the log says why.</summary>
    internal async Task<bool> TrySubmitAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            return await SubmitAsync(stop);
        }
        catch (Exception e) when (e is HttpRequestException or RefusedException || (e is TaskCanceledException && !stop.IsCancellationRequested))
        {
            log.LogInformation("The witness did not cosign: {Why}", e.Message);
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<bool> SubmitAsync(CancellationToken stop)
    {
        var key = await keys.FindAsync(stop);
        var head = await node.Writer.RunAsync(t => t.SignLog());
        if (head.Size == 0) return true;
        var old = LastSeen(key.Name);
        var (status, body) = await PostAsync(Request(old, head), stop);
        if (status == HttpStatusCode.Conflict && Size(body) is { } size && size != old && size <= head.Size)
            (status, body) = await PostAsync(Request(size, head), stop);
        if (status == HttpStatusCode.OK) return await KeepAsync(key, head, body);
        Complain(status, body, head);
        return false;
    }

    /// <summary>An unknown log is one that is not admitted yet. Anything else from a witness that was reached is a matter for the operator (R41).</summary>
    private void Complain(HttpStatusCode status, string body, StoredCheckpoint head)
    {
        if (status == HttpStatusCode.NotFound) log.LogInformation("The witness does not know this node's log yet");
        else log.LogError("The witness refused our checkpoint of {Size} entries with {Status}: {Body}", head.Size, (int)status, body.TrimEnd());
    }

    private AddCheckpoint Request(long old, StoredCheckpoint head)
    {
        using var sql = node.Database.Read();
        return new(old, old == 0 ? [] : LedgerReader.Consistency(sql, old, head.Size), SignedNote.Parse(Encoding.UTF8.GetBytes(head.Note)));
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(AddCheckpoint request, CancellationToken stop)
    {
        if (node.Settings.Anchor is not { } anchor)
        {
            var own = await witness.ConsiderAsync(request);
            return ((HttpStatusCode)own.Reply.Status, own.Line ?? (own.Reply is WitnessReply.OtherSize(var size) ? size.ToString(CultureInfo.InvariantCulture) : ""));
        }

        using var post = new HttpRequestMessage(HttpMethod.Post, anchor.Id + "/witness/add-checkpoint") { Content = new ByteArrayContent(request.ToBytes()) };
        using var answer = await peers.SendAsync(post, stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(stop));
    }

    /// <summary>Keeps the first cosignature over each size: it bounds the time of what lies below (R34).</summary>
    private async Task<bool> KeepAsync(CosignerKey key, StoredCheckpoint head, string body)
    {
        var lines = SignedNote.ParseSignatures(Encoding.UTF8.GetBytes(body)).Where(l => l.Name == key.Name && l.KeyId == key.KeyId).ToList();
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(head.Note)).With(lines);
        var at = key.SeenAt(note) ?? throw new RefusedException(RefusalCode.Seal, "The witness's answer is not its cosignature of our checkpoint.");
        await node.Writer.RunAsync(t =>
        {
            LedgerTables.AddCosignature(t.Sql, head.Size, key.Name, at, lines[0].Line);
            t.AfterCommit(() => node.Live.Changed("ledger"));
        });
        return true;
    }

    private long LastSeen(string witnessName)
    {
        using var sql = node.Database.Read();
        return sql.Scalar<long>("SELECT coalesce(max(size), 0) FROM ledger_cosignature WHERE witness = $1", witnessName);
    }

    private static long? Size(string body) =>
        long.TryParse(body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;
}
