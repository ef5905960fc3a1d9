using Comity.Node.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Look;

/// <summary>A form that was not taken: its page is shown again, with what was typed and what is wrong. One per request.</summary>
internal sealed class ReturnedForm
{
    private string? _page;

    internal IReadOnlyList<FormError> Errors { get; private set; } = [];

    internal IFormCollection Typed { get; private set; } = FormCollection.Empty;

    /// <summary>Answers with the page at a path, under the status given.</summary>
    internal StatusCodeHttpResult To(string page, IFormCollection typed, int status, FormError error)
    {
        (_page, Typed, Errors) = (page, typed, [error]);
        return TypedResults.StatusCode(status);
    }

    internal string? ErrorAt(string field) => Errors.FirstOrDefault(e => e.Field == field)?.Text;

    /// <summary>Runs the rest of the pipeline; a second time, for the page, where a form was returned.</summary>
    internal static async Task Pass(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.RequestServices.GetRequiredService<ReturnedForm>()._page is not { } page) return;
        (http.Request.Method, http.Request.Path, http.Request.QueryString) = (HttpMethods.Get, page, default);
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        await next(http);
    }
}
