using Comity.Node.Look;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Comity.Node.Identity;

/// <summary>The forms by which officers propose, enrol and confirm a person.</summary>
internal static class OfficerEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var officers = routes.MapGroup("/officers").RequireAuthorization();
        officers.MapPost("/invite", Invite).RequireForm();
        officers.MapPost("/confirm", Confirm).RequireForm();
        officers.MapPost("/decline", Decline).RequireForm();
        var enrol = routes.MapGroup("/enrol/{code}").AllowAnonymous();
        enrol.MapPost("/options", Options).RequireForm();
        enrol.MapPost("/passkeys", Passkeys).RequireForm();
    }

    private static async Task<Results<RedirectHttpResult, StatusCodeHttpResult>> Invite(HttpContext http, OfficerDesk desk, CurrentOfficer officer, NodeCore node, ReturnedForm returned)
    {
        var form = await http.Request.ReadFormAsync();
        var (name, title, office) = (form["name"].ToString().Trim(), form["title"].ToString().Trim(), form["office"].ToString());
        if (office.Length == 0) office = officer.Get().Office;
        if (name.Length is 0 or > 120 || title.Length is 0 or > 120 || node.Settings.Offices.All(o => o.Name != office))
            return returned.To("/officers", form, StatusCodes.Status400BadRequest, new("name", "Give a name and a title, each of at most 120 characters, and an office of this node."));
        await desk.InviteAsync(officer.Get(), name, title, office);
        return TypedResults.LocalRedirect("/officers");
    }

    private static async Task<Results<RedirectHttpResult, StatusCodeHttpResult>> Confirm(HttpContext http, OfficerDesk desk, CurrentOfficer officer, ReturnedForm returned)
    {
        var form = await http.Request.ReadFormAsync();
        var id = form["enrolment"].ToString();
        return await desk.ConfirmAsync(officer.Get(), id) is { } wrong
            ? returned.To("/officers", form, StatusCodes.Status409Conflict, new("enrolment-" + id, wrong))
            : TypedResults.LocalRedirect("/officers");
    }

    private static async Task<RedirectHttpResult> Decline(HttpContext http, OfficerDesk desk)
    {
        var form = await http.Request.ReadFormAsync();
        await desk.DeclineAsync(form["enrolment"].ToString());
        return TypedResults.LocalRedirect("/officers");
    }

    private static async Task<Results<ContentHttpResult, NotFound>> Options(string code, OfficerDesk desk, NodeCore node, PasskeyCeremonies ceremonies, SignInManager<Officer> manager) =>
        desk.Invited(code) is { HasKeys: false } invited ? await ceremonies.BeginAsync(invited.Id, invited.Name, node, manager) : TypedResults.NotFound();

    private static async Task<Results<RedirectHttpResult, NotFound, ProblemHttpResult>> Passkeys(
        string code, HttpContext http, OfficerDesk desk, NodeCore node, PasskeyCeremonies ceremonies, SignInManager<Officer> manager)
    {
        if (desk.Invited(code) is not { HasKeys: false } invited) return TypedResults.NotFound();
        try
        {
            await desk.KeepAsync(invited, await ceremonies.EndAsync(invited.Id, await http.Request.ReadFormAsync(), node, manager));
            return TypedResults.LocalRedirect("/enrol/" + Uri.EscapeDataString(code));
        }
        catch (RefusedException e)
        {
            return TypedResults.Problem(e.Message, statusCode: 400);
        }
    }
}
