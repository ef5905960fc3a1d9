using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Comity.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Ledger;

/// <summary>The witness over HTTP: C2SP tlog-witness <c>add-checkpoint</c>, what it has seen of a log, and the feed. On an anchor only.</summary>
internal static class WitnessEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var witness = routes.MapGroup("/witness").AllowAnonymous().AddEndpointFilter(AnchorOnly);
        witness.MapPost("/add-checkpoint", Add);
        witness.MapGet("/size", Size);
        witness.MapGet("/checkpoint", Newest);
        witness.MapGet("/feed", Feed);
    }

    private static async ValueTask<object?> AnchorOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<NodeCore>().Settings.Kind == NodeKind.Anchor ? await next(context) : TypedResults.NotFound();

    private static async Task<ContentHttpResult> Add(HttpContext http, Witness witness)
    {
        try
        {
            return Answer(await witness.ConsiderAsync(AddCheckpoint.Parse(await ReadAsync(http))));
        }
        catch (RefusedException e)
        {
            return Text(e.Message + "\n", StatusCodes.Status400BadRequest);
        }
    }

    private static ContentHttpResult Answer(WitnessAnswer answer) => answer.Reply switch
    {
        WitnessReply.Cosign => Text(answer.Line!, answer.Reply.Status),
        WitnessReply.OtherSize(var size) => TypedResults.Text(Number(size), "text/x.tlog.size", null, answer.Reply.Status),
        WitnessReply.Forked(var size) => TypedResults.Text(Number(size), "text/x.tlog.size", null, answer.Reply.Status),
        WitnessReply.BadRequest(var why) => Text(why + "\n", answer.Reply.Status),
        WitnessReply.UnknownLog => Text("No log of this name is known here.\n", answer.Reply.Status),
        WitnessReply.NotSigned => Text("The note is not signed by the log's key.\n", answer.Reply.Status),
        WitnessReply.NotConsistent => Text("The proof does not lead from the tree that was cosigned last.\n", answer.Reply.Status),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The size last cosigned: what a node asks at its start (R41).</summary>
    private static Results<ContentHttpResult, NotFound> Size(string origin, NodeCore node)
    {
        using var sql = node.Database.Read();
        if (LedgerTables.Witnessed(sql, origin) is { } seen) return Text(Number(seen.Size));
        return WitnessTables.Log(sql, origin) is null ? TypedResults.NotFound() : Text(Number(0));
    }

    private static Results<ContentHttpResult, NotFound> Newest(string origin, NodeCore node)
    {
        using var sql = node.Database.Read();
        return LedgerTables.Witnessed(sql, origin) is { } seen ? Text(seen.Note) : TypedResults.NotFound();
    }

    private static ContentHttpResult Feed(NodeCore node)
    {
        using var sql = node.Database.Read();
        var logs = new JsonArray([.. WitnessTables.Witnessed(sql).Select(l => (JsonNode)l.Note)]);
        return TypedResults.Text(new JsonObject { ["checkpoints"] = logs }.ToJsonString(), "application/json");
    }

    /// <summary>The body; one byte more than allowed is enough to be refused.</summary>
    private static async Task<byte[]> ReadAsync(HttpContext http)
    {
        var buffer = new byte[SignedNote.Longest + 1];
        var length = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted);
        return buffer[..length];
    }

    private static string Number(long size) => size.ToString(CultureInfo.InvariantCulture) + "\n";

    private static ContentHttpResult Text(string text, int status = StatusCodes.Status200OK) => TypedResults.Text(text, "text/plain", Encoding.UTF8, status);
}
