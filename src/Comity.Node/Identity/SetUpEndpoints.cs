using System.Globalization;
using Comity.Node.Trust;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Comity.Node.Identity;

/// <summary>The forms of set-up. Every one carries the code that the node printed at its start.</summary>
internal static class SetUpEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("/set-up").AllowAnonymous();
        forms.MapPost("/organisation", Organisation).RequireForm();
        forms.MapPost("/persons/options", Options).RequireForm();
        forms.MapPost("/persons", Person).RequireForm();
        forms.MapPost("/finish", Finish).RequireForm();
    }

    private static async Task<RedirectHttpResult> Organisation(HttpContext http, SetUpDesk desk, NodeCell cell, OrganisationForm reader)
    {
        var form = await http.Request.ReadFormAsync();
        if (!desk.Knows(form["code"]) || cell.IsSetUp) return Back(form);
        desk.Form = new(Typed(form, "name"), Typed(form, "kind"), Typed(form, "party"), [.. form["office"].OfType<string>()], Typed(form, "anchor").TrimEnd('/'), Typed(form, "anchorKey"), form["twoAtFirstContact"] == "yes");
        var errors = new List<FormError>();
        var settings = await reader.ReadAsync(desk.Form, errors, http.RequestAborted);
        desk.Errors = errors;
        if (settings is not null) cell.SetUp(settings);
        return Back(form);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Options(HttpContext http, SetUpDesk desk, NodeCell cell, PasskeyCeremonies ceremonies)
    {
        var form = await http.Request.ReadFormAsync();
        if (!IsOpen(form, desk, cell, out var number)) return TypedResults.Problem("Open the address that the node printed, and begin again.", statusCode: 400);
        if (Typed(form, "name").Length == 0 || Typed(form, "title").Length == 0) return TypedResults.Problem("Give the person's name and title first.", statusCode: 400);
        return await ceremonies.BeginAsync(Place(number), Typed(form, "name"), cell.Core, http.RequestServices.GetRequiredService<SignInManager<Officer>>());
    }

    private static async Task<RedirectHttpResult> Person(HttpContext http, SetUpDesk desk, NodeCell cell, PasskeyCeremonies ceremonies)
    {
        var form = await http.Request.ReadFormAsync();
        if (!IsOpen(form, desk, cell, out var number)) return Back(form);
        try
        {
            var passkeys = await ceremonies.EndAsync(Place(number), form, cell.Core, http.RequestServices.GetRequiredService<SignInManager<Officer>>());
            await desk.AddAsync(number, new(Typed(form, "name"), Typed(form, "title"), passkeys), http.RequestServices.GetRequiredService<Enrolment>());
            desk.Errors = [];
        }
        catch (RefusedException e)
        {
            desk.Errors = [new("", e.Message)];
        }

        return Back(form);
    }

    private static async Task<RedirectHttpResult> Finish(HttpContext http, SetUpDesk desk, NodeCell cell)
    {
        var form = await http.Request.ReadFormAsync();
        if (!desk.Knows(form["code"]) || !cell.HasPersons) return Back(form);
        desk.IsFinished = true;
        await http.RequestServices.GetRequiredService<MemberDirectory>().TryRefreshAsync(http.RequestAborted);
        return Back(form);
    }

    private static bool IsOpen(IFormCollection form, SetUpDesk desk, NodeCell cell, out int number) =>
        int.TryParse(form["number"], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= SetUpDesk.Persons
        && desk.Knows(form["code"]) && cell.IsSetUp && !cell.HasPersons;

    private static string Place(int number) => string.Create(CultureInfo.InvariantCulture, $"set-up {number}");

    private static string Typed(IFormCollection form, string name)
    {
        var text = form[name].ToString().Trim();
        return text[..Math.Min(text.Length, 200)];
    }

    private static RedirectHttpResult Back(IFormCollection form) => TypedResults.LocalRedirect("/set-up?code=" + Uri.EscapeDataString(form["code"].ToString()));
}
