using Comity.Ledger;
using Comity.Node.Exchange;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Ledger;

/// <summary>The log as C2SP tlog-tiles serves it, to members only: the size and pace of a log are not for strangers (R37).</summary>
internal static class LedgerEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var ledger = routes.MapGroup("/ledger").AllowAnonymous().AddEndpointFilter(MembersOnly);
        ledger.MapGet("/checkpoint", Checkpoint);
        ledger.MapGet("/tile/entries/{**path}", Entries);
        ledger.MapGet("/tile/{**path}", Hashes);
    }

    private static async ValueTask<object?> MembersOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            context.HttpContext.RequestServices.GetRequiredService<NodeRequests>().Caller(context.HttpContext);
        }
        catch (RefusedException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status403Forbidden, title: e.Code.Word(), type: "/problems/" + e.Code.Word());
        }

        return await next(context);
    }

    private static Results<ContentHttpResult, NotFound> Checkpoint(NodeCore node)
    {
        using var sql = node.Database.Read();
        return (LedgerTables.NewestCosigned(sql) ?? LedgerTables.Newest(sql)) is { } newest ? TypedResults.Text(newest.Note) : TypedResults.NotFound();
    }

    private static Results<FileContentHttpResult, NotFound> Hashes(string path, NodeCore node)
    {
        using var sql = node.Database.Read();
        if (!Tile.TryParse("tile/" + path, out var tile) || LedgerTables.Newest(sql) is not { } newest) return TypedResults.NotFound();
        var there = Tile.At(tile.Level, tile.Index, newest.Size);
        return tile.Width <= there.Width ? TypedResults.File(LedgerTables.Tiles(sql)(tile).ToArray(), "application/octet-stream") : TypedResults.NotFound();
    }

    private static Results<FileContentHttpResult, NotFound> Entries(string path, NodeCore node)
    {
        using var sql = node.Database.Read();
        if (!EntryBundle.TryParse("tile/entries/" + path, out var index, out var width) || LedgerTables.Newest(sql) is not { } newest) return TypedResults.NotFound();
        if ((index * Tile.FullWidth) + width > newest.Size) return TypedResults.NotFound();
        var leaves = sql.Query("SELECT leaf FROM ledger_entry WHERE idx >= $1 AND idx < $2 ORDER BY idx", r => r.Bytes(0), index * Tile.FullWidth, (index * Tile.FullWidth) + width);
        return TypedResults.File(EntryBundle.Write(leaves), "application/octet-stream");
    }
}
