namespace Comity.Node.Look;

/// <summary>The theme of this browser: <c>POST /theme</c> turns it over. The script does the same without a reload.</summary>
internal static class ThemeSwitch
{
    internal const string Cookie = "theme";

    internal static bool Known(string theme) => theme is "light" or "dark";

    // No antiforgery token: the worst that a foreign page could do is turn the light off.
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/theme", Turn).DisableAntiforgery().AllowAnonymous();

    private static Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult Turn(HttpContext http)
    {
        var next = http.Request.Cookies[Cookie] == "dark" ? "light" : "dark";
        http.Response.Cookies.Append(Cookie, next, new() { Path = "/", MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax });
        return TypedResults.LocalRedirect(Back(http));
    }

    private static string Back(HttpContext http) =>
        Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value
            ? from.PathAndQuery
            : "/";
}
