using System.Text;
using System.Text.Json;
using Comity.Ledger;
using Comity.Node.Exchange;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Ledger;

/// <summary>Reads the witness's feed: the newest cosigned checkpoint of every member log (R40). So two peers who never talk still compare.</summary>
internal sealed class WitnessFeed(NodeCore node, PeerClient peers, WitnessKeys keys, ILogger<WitnessFeed> log)
{
    private const string What = "The feed";

    /// <summary>Reads and keeps the feed; false if the witness was not reached or the feed does not hold.</summary>
    internal async Task<bool> TryReadAsync(CancellationToken stop)
    {
        if (node.Settings.Anchor is not { } anchor) return true; // our own witnessed logs are the feed
        try
        {
            var key = await keys.FindAsync(stop);
            var feed = Parse(await peers.ReadAsync(anchor.Id + "/witness/feed", stop), key);
            await node.Writer.RunAsync(t => feed.ForEach(seen => Take(t, seen)));
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or RefusedException || (e is TaskCanceledException && !stop.IsCancellationRequested))
        {
            log.LogInformation("The witness's feed could not be read: {Why}", e.Message);
            return false;
        }
    }

    /// <summary>Reads a feed and checks that the witness cosigned every line of it.</summary>
    /// <exception cref="RefusedException">Malformed, or a line without its cosignature.</exception>
    internal static List<SeenCheckpoint> Parse(string json, CosignerKey witness)
    {
        var body = StrictJson.ParseObject(Encoding.UTF8.GetBytes(json), What);
        if (!body.TryGetProperty("checkpoints", out var list) || list.ValueKind != JsonValueKind.Array) throw new RefusedException(RefusalCode.Malformed, $"{What} lacks \"checkpoints\".");
        return [.. list.EnumerateArray().Select(line => Seen(line, witness))];
    }

    private static SeenCheckpoint Seen(JsonElement line, CosignerKey witness)
    {
        if (line.ValueKind != JsonValueKind.String) throw new RefusedException(RefusalCode.Malformed, $"{What} holds something other than notes.");
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(line.GetString()!));
        var checkpoint = Checkpoint.Parse(note.Text);
        var at = witness.SeenAt(note) ?? throw new RefusedException(RefusalCode.Seal, $"{What} shows {checkpoint.Origin} without the witness's cosignature.");
        return new(checkpoint.Origin, checkpoint.Size, checkpoint.Root, note.ToString(), at);
    }

    /// <summary>Never takes less than was seen before, and keeps both notes where one size has two roots (R41).</summary>
    private void Take(Transaction t, SeenCheckpoint seen)
    {
        var former = WitnessTables.Fed(t.Sql, seen.Origin);
        if (former is not null && former.Size == seen.Size && former.Root != seen.Root) WitnessTables.Conflict(t, seen.Origin, Note(former), Note(seen), node.Now);
        if (seen.Origin == t.Origin && IsForeign(t.Sql, seen)) log.LogError("The witness shows a log of ours that we do not have: {Size} entries", seen.Size);
        if (former is null || former.Size < seen.Size || (former.Size == seen.Size && former.Root == seen.Root)) WitnessTables.Keep(t.Sql, seen);
        else log.LogError("The witness's feed went back or forked for {Origin}: from {Former} to {Size} entries", seen.Origin, former.Size, seen.Size);
    }

    private static bool IsForeign(SqliteConnection sql, SeenCheckpoint seen) =>
        seen.Size > LedgerTables.Size(sql) || MerkleTree.Root(seen.Size, TreeTiles.Subtrees(seen.Size, LedgerTables.Tiles(sql))) != seen.Root;

    private static SignedNote Note(SeenCheckpoint seen) => SignedNote.Parse(Encoding.UTF8.GetBytes(seen.Note));
}
