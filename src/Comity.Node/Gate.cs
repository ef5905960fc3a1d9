namespace Comity.Node;

/// <summary>Lets a request pass only under the node's own name, and before two persons are enrolled only to the set-up page.</summary>
internal static class Gate
{
    internal static Task Pass(HttpContext http, RequestDelegate next, NodeCell cell)
    {
        // Another name that resolves here would share our cookies and passkeys with whoever owns that name.
        if (!string.Equals(http.Request.Host.Host, new Uri(cell.Url).Host, StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return http.Response.WriteAsync($"This node answers as {cell.Url} only.\n");
        }

        if (cell.HasPersons || IsFree(http.Request.Path) || (cell.IsSetUp && IsForNodes(http.Request.Path))) return next(http);
        http.Response.Redirect("/set-up");
        return Task.CompletedTask;
    }

    /// <summary>What other nodes ask; it needs nobody at the desk.</summary>
    private static bool IsForNodes(PathString path) =>
        path.StartsWithSegments("/federation") || path.StartsWithSegments("/offices") || path.StartsWithSegments("/exchange") || path.StartsWithSegments("/witness")
        || path.StartsWithSegments("/.well-known") || path.StartsWithSegments("/members/apply");

    private static bool IsFree(PathString path) =>
        path.StartsWithSegments("/set-up") || path.StartsWithSegments("/health") || path.StartsWithSegments("/theme") || Path.HasExtension(path.Value);
}
