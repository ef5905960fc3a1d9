using System.Text.Json;
using Comity.Node.Identity;
using Comity.Node.Look;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Trust;

/// <summary>Admission: a node asks, the anchor's officer answers.</summary>
internal static class MemberEndpoints
{
    private const int LongestRequest = 4096;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/federation/application", Application).AllowAnonymous();
        routes.MapPost("/members/apply", Apply).AllowAnonymous();
        var members = routes.MapGroup("/members").RequireAuthorization();
        members.MapPost("/admit", Admit).RequireForm();
        members.MapPost("/decline", Decline).RequireForm();
    }

    private static Results<ContentHttpResult, NotFound> Application(NodeCore node) =>
        node.Settings.Anchor is null ? TypedResults.NotFound() : TypedResults.Text(Trust.Application.Write(node), "application/jwt");

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Apply(HttpContext http, NodeCore node, ApplicantDesk desk)
    {
        if (node.Settings.Kind != NodeKind.Anchor) return TypedResults.NotFound();
        try
        {
            await desk.TakeAsync(Entity(await ReadAsync(http)), http.RequestAborted);
            return TypedResults.NoContent();
        }
        catch (RefusedException e)
        {
            return TypedResults.Problem(e.Message, statusCode: 403, title: e.Code.Word());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return TypedResults.Problem("The node that asks could not be read.", statusCode: 502);
        }
    }

    private static async Task<Results<RedirectHttpResult, NotFound, StatusCodeHttpResult>> Admit(HttpContext http, NodeCore node, ApplicantDesk desk, CurrentOfficer officer, ReturnedForm returned)
    {
        if (node.Settings.Kind != NodeKind.Anchor) return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync();
        var entity = form["entity"].ToString();
        var roles = form["role"].OfType<string>().Where(r => r.StartsWith(entity + "/", StringComparison.Ordinal)).Select(r => r[(r.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ToHashSet();
        return await desk.AdmitAsync(entity, form["fingerprint"].ToString(), roles, officer.Get()) is { } wrong
            ? returned.To("/members", form, StatusCodes.Status409Conflict, new(Applicant.FieldOf(entity), wrong))
            : TypedResults.LocalRedirect("/members");
    }

    private static async Task<Results<RedirectHttpResult, NotFound>> Decline(HttpContext http, NodeCore node, ApplicantDesk desk)
    {
        if (node.Settings.Kind != NodeKind.Anchor) return TypedResults.NotFound();
        await desk.DeclineAsync((await http.Request.ReadFormAsync())["entity"].ToString());
        return TypedResults.LocalRedirect("/members");
    }

    private static string Entity(byte[] body) =>
        StrictJson.ParseObject(body, "The request").TryGetProperty("entity", out var entity) && entity.ValueKind == JsonValueKind.String
            ? entity.GetString()!
            : throw new RefusedException(RefusalCode.Malformed, "The request names no entity.");

    private static async Task<byte[]> ReadAsync(HttpContext http)
    {
        var buffer = new byte[LongestRequest];
        var length = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted);
        return buffer[..length];
    }
}
