using Comity.Node.Law;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Comity.Node.Atlas;

/// <summary>Who may read the atlas and ask the law over HTTP: everybody, or only officers who signed in. A setting of the start.</summary>
internal sealed record AtlasAccess(bool IsPublic)
{
    internal const string Everybody = "public", Officers = "officers";
}

/// <summary>Marks pages and endpoints that show nothing but the law data: open without sign-in where the node allows it (<see cref="AtlasAccess"/>).</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OpenLawAttribute : Attribute, IAllowAnonymous;

/// <summary>Pages that say that something is not in the data, and lead to what is.</summary>
internal static class NotInData
{
    /// <summary>Answers 404 with the page itself: a status set at once would put the general page in its place.</summary>
    internal static void AnswerNotFound(this HttpContext http) => http.Response.OnStarting(() =>
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}

/// <summary>Keeps strangers out of what is marked <see cref="OpenLawAttribute"/> on a node that shows the law to its officers only.</summary>
internal static class LawDoor
{
    internal static async Task Pass(HttpContext http, RequestDelegate next, AtlasAccess access)
    {
        var closed = !access.IsPublic && http.GetEndpoint()?.Metadata.GetMetadata<OpenLawAttribute>() is not null && http.User.Identity?.IsAuthenticated != true;
        if (!closed) await next(http);
        else if (http.Request.Path.StartsWithSegments("/api")) await LawProblem.SignInNeeded().ExecuteAsync(http);
        else await http.ChallengeAsync();
    }
}
