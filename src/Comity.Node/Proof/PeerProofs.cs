using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Ledger;
using Comity.Node.Dossiers;
using Comity.Node.Exchange;
using Comity.Node.Trust;
using Comity.Proof;
using Comity.Trust;

namespace Comity.Node.Proof;

/// <summary>Asks a peer for fresher proofs of the receipts that it gave us. If it is down, what lies beside the receipts has to do (R42).</summary>
internal sealed class PeerProofs(NodeCore node, PeerClient peers, TrustDesk trust, ILogger<PeerProofs> log)
{
    private sealed record Fresh(IReadOnlyList<(string Receipt, string Proof)> Proofs, IReadOnlyList<LogJoint> Joints);

    /// <summary>Refreshes the proofs of receipts of one peer.</summary>
    internal async Task TryRefreshAsync(string peer, IReadOnlyList<StoredReceipt> receipts, CancellationToken stop)
    {
        try
        {
            foreach (var part in receipts.Chunk(ProofEndpoints.MostReceipts)) await RefreshAsync(peer, part, stop);
        }
        catch (Exception e) when (e is HttpRequestException or RefusedException or StatusStaleException || (e is TaskCanceledException && !stop.IsCancellationRequested))
        {
            log.LogInformation("{Peer} gave no fresher proofs: {Why}", peer, e.Message);
        }
    }

    private async Task RefreshAsync(string peer, StoredReceipt[] receipts, CancellationToken stop)
    {
        var question = new JsonObject(receipts.Select(r => KeyValuePair.Create(r.Jti, (JsonNode?)Digest.Of(r.Jwt).ToString())));
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question)) { Headers = { ContentType = new("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, peer + "/exchange/proofs") { Content = content };
        using var answer = await peers.SendAsync(request, stop);
        answer.EnsureSuccessStatusCode();
        var fresh = Read(await answer.Content.ReadAsByteArrayAsync(stop), receipts);
        await node.Writer.RunAsync(t =>
        {
            foreach (var (receipt, proof) in fresh.Proofs) ProofTables.SetProof(t.Sql, receipt, proof);
            foreach (var joint in fresh.Joints) ProofTables.Add(t.Sql, joint);
        });
    }

    private Fresh Read(byte[] bytes, StoredReceipt[] receipts)
    {
        // The answer is as long as its proofs are; each is bounded when it is parsed.
        using var body = Parse(bytes);
        if (!body.RootElement.TryGetProperty("proofs", out var proofs) || !body.RootElement.TryGetProperty("joints", out var joints)
            || proofs.ValueKind != JsonValueKind.Object || joints.ValueKind != JsonValueKind.Array)
            throw new RefusedException(RefusalCode.Malformed, "The peer's answer holds no proofs.");
        var read = new List<(string, string)>();
        foreach (var receipt in receipts)
            if (proofs.TryGetProperty(receipt.Jti, out var text) && text.ValueKind == JsonValueKind.String && IsFresher(receipt, text.GetString()!)) read.Add((receipt.Jti, text.GetString()!));
        return new(read, [.. joints.EnumerateArray().Where(j => j.ValueKind == JsonValueKind.String).Select(j => LogJoint.Parse(Encoding.UTF8.GetBytes(j.GetString()!)))]);
    }

    private static JsonDocument Parse(byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, new() { MaxDepth = 4, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new RefusedException(RefusalCode.Malformed, e.Message);
        }
    }

    /// <summary>The same entry, under a checkpoint of the same log.</summary>
    private bool IsFresher(StoredReceipt receipt, string text)
    {
        var says = Receipt.Parse(receipt.Jwt).Content;
        var proof = TlogProof.Parse(Encoding.UTF8.GetBytes(text));
        using var sql = node.Database.Read();
        var giver = trust.Judge(says.Issuer.ToString(), says.At, ProofTables.Material(sql, receipt.Jti));
        using var key = ECDsa.Create(giver.Node.LedgerKey.ToParameters());
        var proven = proof.Verify(new LogKey(giver.Node.LedgerOrigin, key));
        return proven.Index == says.Log.Index && proven.Entry.LeafHash == says.Log.Leaf;
    }
}
