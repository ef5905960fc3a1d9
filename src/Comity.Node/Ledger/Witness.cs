using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Comity.Ledger;

namespace Comity.Node.Ledger;

/// <summary>A witness's answer, with the cosignature line if there is one.</summary>
internal sealed record WitnessAnswer(WitnessReply Reply, string? Line = null);

/// <summary>The anchor's node as witness: cosigns what extends what it cosigned before, and remembers that before it answers (R39, R40).</summary>
internal sealed class Witness(NodeCore node)
{
    private readonly CosignerKey _cosigner = new(node.Settings.Host, node.LedgerKey);
    private readonly ConcurrentDictionary<string, LogKey> _logs = [];

    /// <summary>Judges a checkpoint of a member's log or of our own.</summary>
    internal async Task<WitnessAnswer> ConsiderAsync(AddCheckpoint request)
    {
        // Who cannot sign for a known log does not reach the one writer.
        if (WitnessRules.OriginOf(request) is not { } origin) return new(new WitnessReply.BadRequest("The note is not a checkpoint."));
        if (LogOf(origin) is not { } log) return new(new WitnessReply.UnknownLog());
        if (!log.Verifies(request.Note)) return new(new WitnessReply.NotSigned());
        return await node.Writer.RunAsync(t => Consider(t, request, log));
    }

    private WitnessAnswer Consider(Transaction t, AddCheckpoint request, LogKey log)
    {
        var last = LedgerTables.Witnessed(t.Sql, log.Origin);
        var reply = WitnessRules.Consider(request, log, last is { } l ? new WitnessedTree(l.Size, l.Root) : WitnessedTree.None);
        if (reply is WitnessReply.Forked) WitnessTables.Conflict(t, log.Origin, SignedNote.Parse(Encoding.UTF8.GetBytes(last!.Value.Note)), request.Note, node.Now);
        return reply is WitnessReply.Cosign(var checkpoint) ? Cosign(t, checkpoint, request.Note) : new(reply);
    }

    private WitnessAnswer Cosign(Transaction t, Checkpoint checkpoint, SignedNote note)
    {
        var at = node.Now.ToUnixTimeSeconds();
        var line = _cosigner.Cosign(checkpoint, at);
        LedgerTables.Witness(t.Sql, checkpoint.Origin, checkpoint.Size, checkpoint.Root, note.With([line]).ToString(), at);
        return new(new WitnessReply.Cosign(checkpoint), line.Line);
    }

    private LogKey? LogOf(string origin)
    {
        if (origin == node.LogKey.Origin) return node.LogKey;
        using var sql = node.Database.Read();
        return WitnessTables.Log(sql, origin) is { } log
            ? _logs.GetOrAdd(origin + " " + log.Key.Kid, _ => new LogKey(origin, ECDsa.Create(log.Key.ToParameters())))
            : null;
    }
}
