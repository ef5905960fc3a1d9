using Comity.Node.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Ledger;

/// <summary>Checking the log on demand.</summary>
internal static class LogEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/log/check", Check).RequireAuthorization().RequireForm();

    private static RedirectHttpResult Check(NodeCore node)
    {
        using (var sql = node.Database.Read()) node.Log.Check(sql);
        node.Live.Changed("ledger");
        return TypedResults.LocalRedirect("/log");
    }
}
