using System.Text.Json.Nodes;
using Comity.Node.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Exchange;

/// <summary>Where peers bring statements and receipts. The seal is the proof of who speaks; there is no session between nodes.</summary>
internal static class ExchangeEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var exchange = routes.MapGroup("/exchange").AllowAnonymous();
        exchange.MapPost("/statements", Statement);
        exchange.MapPost("/receipts", Receipt);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Statement(HttpContext http, Inbox inbox, OwnTrust own, NodeCore node, Strangers strangers)
    {
        var from = http.Connection.RemoteIpAddress;
        if (strangers.IsTurnedAway(from)) return Problem(StatusCodes.Status429TooManyRequests, "busy", "Too many messages without a seal that holds came from this address. Try again in a minute.");
        if (await ReadAsync(http) is not { } bytes) return Problem(StatusCodes.Status413PayloadTooLarge, "malformed", "The body is longer than 1 MiB.");
        InboxAnswer answer;
        try
        {
            answer = await inbox.ReceiveAsync(StrictJson.ParseObject(bytes, "The parcel"));
        }
        catch (RefusedException e)
        {
            answer = new InboxAnswer.Unsealed(e.Code, e.Message);
        }

        if (answer is InboxAnswer.Unsealed stranger) strangers.Note(from, stranger.Code, stranger.Why);
        return answer switch
        {
            InboxAnswer.Judged judged => Answer(judged, own, node),
            InboxAnswer.Held held => Problem(425, "held", held.Why, new JsonArray([.. held.Missing.Select(m => (JsonNode)m.ToString())])),
            InboxAnswer.NotNow later => Problem(StatusCodes.Status503ServiceUnavailable, later.Word, later.Why),
            InboxAnswer.Unsealed unsealed => Problem(StatusCodes.Status403Forbidden, unsealed.Code.Word(), unsealed.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Receipt(HttpContext http, ReceiptInbox inbox)
    {
        if (await ReadAsync(http) is not { } bytes) return Problem(StatusCodes.Status413PayloadTooLarge, "malformed", "The body is longer than 1 MiB.");
        try
        {
            await inbox.TakeAsync(StrictJson.ParseObject(bytes, "The parcel"));
            return TypedResults.NoContent();
        }
        catch (RefusedException e)
        {
            return Problem(StatusCodes.Status403Forbidden, e.Code.Word(), e.Message);
        }
        catch (Comity.Trust.StatusStaleException e)
        {
            return Problem(StatusCodes.Status503ServiceUnavailable, Comity.Trust.StatusStaleException.Word, e.Message);
        }
    }

    private static ContentHttpResult Answer(InboxAnswer.Judged judged, OwnTrust own, NodeCore node)
    {
        using var sql = node.Database.Read();
        return TypedResults.Text(Courier.Answer(sql, judged.Receipt, own, node).ToJsonString(), "application/json");
    }

    /// <summary>The body, or null if it is too long.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 << 10];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > StrictJson.LongestBody) return null;
        }

        return buffer.ToArray();
    }

    private static ProblemHttpResult Problem(int status, string word, string detail, JsonArray? missing = null) => TypedResults.Problem(
        detail, statusCode: status, title: word, type: "/problems/" + word,
        extensions: missing is null ? null : new Dictionary<string, object?> { ["missing"] = missing });
}
