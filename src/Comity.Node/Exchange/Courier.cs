using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Node.Dossiers;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Exchange;

/// <summary>Carries the outbox: one parcel at a time per peer, in order, again with back-off until the peer's answer is final. Nothing is dropped (R26).</summary>
internal sealed class Courier(NodeCore node, PeerClient peers, OwnTrust own, ReceiptInbox inbox, ILogger<Courier> log) : INodeJob, IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500), LongestWait = TimeSpan.FromMinutes(5), Look = TimeSpan.FromSeconds(5);

    /// <summary>HTTP 425: held for something missing.</summary>
    private const int Held = 425;

    private readonly ConcurrentDictionary<string, Task> _rounds = [];
    private readonly SemaphoreSlim _mail = new(0);

    /// <summary>Says that there is mail. After the commit, never before.</summary>
    internal void Wake() => _mail.Release();

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var peer in Waiting())
                if (!_rounds.TryGetValue(peer, out var round) || round.IsCompleted) _rounds[peer] = Task.Run(() => RoundAsync(peer, stop), stop);
            await _mail.WaitAsync(Look, stop);
        }

    }

    public void Dispose() => _mail.Dispose();

    private List<string> Waiting()
    {
        using var sql = node.Database.Read();
        return ExchangeTables.PeersWithMail(sql);
    }

    /// <summary>Sends what waits for a peer until the box is empty.</summary>
    private async Task RoundAsync(string peer, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && Next(peer) is { } parcel)
        {
            var wait = parcel.Next - node.Clock.GetUtcNow();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, node.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return;
            var trouble = await TryAsync(parcel, stop);
            if (trouble is not null) await AgainAsync(parcel, trouble);
        }
    }

    private Parcel? Next(string peer)
    {
        using var sql = node.Database.Read();
        return ExchangeTables.First(sql, peer);
    }

    /// <summary>Null: the answer is final. Otherwise what stood in the way.</summary>
    private async Task<string?> TryAsync(Parcel parcel, CancellationToken stop)
    {
        try
        {
            if (!own.IsAdmitted) return "The anchor has not admitted this node yet.";
            return parcel.Kind == ParcelKind.Statement ? await SendStatementAsync(parcel, stop) : await SendReceiptAsync(parcel, stop);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or RefusedException or Comity.Trust.StatusStaleException)
        {
            return e.Message;
        }
    }

    private async Task<string?> SendStatementAsync(Parcel parcel, CancellationToken stop)
    {
        var (body, sent) = StatementParcel(Digest.Parse(parcel.Ref));
        using var answer = await PostAsync(parcel.Peer + "/exchange/statements", body, stop);
        if ((int)answer.StatusCode == Held) await SendMissingAsync(parcel.Peer, answer, stop);
        if (answer.StatusCode != HttpStatusCode.OK) return await TroubleAsync(answer, stop);
        var read = StrictJson.ParseObject(await answer.Content.ReadAsByteArrayAsync(stop), "The answer");
        await inbox.TakeAsync(read, parcel, sent);
        return null;
    }

    /// <summary>The peer lacks something of the past: what of it is ours goes first (R18).</summary>
    private async Task SendMissingAsync(string peer, HttpResponseMessage answer, CancellationToken stop)
    {
        var problem = StrictJson.ParseObject(await answer.Content.ReadAsByteArrayAsync(stop), "The answer");
        if (!problem.TryGetProperty("missing", out var missing) || missing.ValueKind != JsonValueKind.Array) return;
        var ids = missing.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.String).Select(m => m.GetString()!).ToList();
        await node.Writer.RunAsync(t => ExchangeTables.Again(t.Sql, peer, ids, node.Now));
    }

    private async Task<string?> SendReceiptAsync(Parcel parcel, CancellationToken stop)
    {
        using var answer = await PostAsync(parcel.Peer + "/exchange/receipts", ReceiptParcel(parcel.Ref), stop);
        if (!answer.IsSuccessStatusCode) return await TroubleAsync(answer, stop);
        await node.Writer.RunAsync(t => ExchangeTables.Done(t.Sql, parcel.Number, node.Now));
        return null;
    }

    private (JsonObject Body, TrustMaterial Sent) StatementParcel(Digest id)
    {
        using var sql = node.Database.Read();
        var statement = DossierTables.Find(sql, id) ?? throw new InvalidOperationException($"Statement {id} is queued but not stored.");
        var office = node.Settings.OfficeName(statement.Claims.Issuer)!;
        var officers = TrustTables.Material(sql, statement.Material).Texts.Where(t => t.Contains('~', StringComparison.Ordinal));
        var sent = own.For(office).With(officers);
        JsonObject body = new()
        {
            ["statement"] = DossierTables.Presented(sql, statement).Text,
            ["trust"] = sent.ToJson(),
            ["proof"] = Ledger.LedgerReader.Prove(sql, statement.Entry),
        };
        return (body, sent);
    }

    private JsonObject ReceiptParcel(string jti)
    {
        using var sql = node.Database.Read();
        return Answer(sql, DossierTables.Receipt(sql, jti) ?? throw new InvalidOperationException($"Receipt {jti} is queued but not stored."), own, node);
    }

    /// <summary>A receipt of ours with its proof and papers, as it stands in an answer or a parcel.</summary>
    internal static JsonObject Answer(SqliteConnection sql, StoredReceipt receipt, OwnTrust own, NodeCore node)
    {
        var issuer = Comity.Trust.Receipt.Parse(receipt.Jwt).Content.Issuer.ToString();
        return new() { ["receipt"] = receipt.Jwt, ["proof"] = receipt.Proof, ["trust"] = own.For(node.Settings.OfficeName(issuer)!).ToJson() };
    }

    private async Task<HttpResponseMessage> PostAsync(string address, JsonObject body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        return await peers.SendAsync(request, stop);
    }

    private static async Task<string> TroubleAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        var text = await answer.Content.ReadAsStringAsync(stop);
        return $"{(int)answer.StatusCode} {text[..Math.Min(text.Length, 500)]}";
    }

    private Task AgainAsync(Parcel parcel, string trouble)
    {
        var wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(parcel.Attempts, 12)));
        log.LogInformation("{Kind} {Ref} to {Peer} waits {Wait}: {Trouble}", parcel.Kind, parcel.Ref, parcel.Peer, wait, trouble);
        return node.Writer.RunAsync(t => ExchangeTables.Failed(t.Sql, parcel.Number, trouble, node.Clock.GetUtcNow() + wait));
    }
}
