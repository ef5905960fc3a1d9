using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Ledger;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Comity.Node.Identity;

/// <summary>Signing in by passkey, and in the demo by a link. Sign-in never takes a challenge of an approval: the framework makes its own (R15).</summary>
internal static class SignIn
{
    internal static void Add(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.LoginPath = "/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.AccessDeniedPath = "/not-found";
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.Cookie.Name = "comity";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            // The address decides, not the connection: a proxy may end TLS before us.
            cookie.Events.OnSigningIn = entering =>
            {
                entering.CookieOptions.Secure = entering.HttpContext.RequestServices.GetRequiredService<NodeCell>().Url.StartsWith("https:", StringComparison.Ordinal);
                return Task.CompletedTask;
            };
        });
        services.AddAuthorizationBuilder();
        services.AddIdentityCore<Officer>().AddUserStore<OfficerStore>().AddSignInManager();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.IsAllowedAlgorithm = algorithm => algorithm == -7;
        });
        services.AddScoped<CurrentOfficer>();
        services.AddScoped<Enrolment>();
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in/options", Options).AllowAnonymous().RequireForm();
        routes.MapPost("/sign-in/passkey", Enter).AllowAnonymous().RequireForm();
        routes.MapPost("/sign-out", Leave).RequireForm();
        routes.MapGet("/demo/sign-in", EnterDemo).AllowAnonymous();
    }

    private static async Task<ContentHttpResult> Options(SignInManager<Officer> manager) =>
        Ceremony(("assertion", "get", await manager.MakePasskeyRequestOptionsAsync(null), "Use the passkey that you sign in with."));

    /// <summary>The steps of a ceremony, as <c>passkey.js</c> takes them.</summary>
    internal static ContentHttpResult Ceremony(params (string Field, string Kind, string Options, string Say)[] steps)
    {
        var list = new JsonArray([.. steps.Select(s => new JsonObject
        {
            ["field"] = s.Field, ["kind"] = s.Kind, ["options"] = JsonNode.Parse(s.Options), ["say"] = s.Say,
        })]);
        return TypedResults.Text(new JsonObject { ["steps"] = list }.ToJsonString(), "application/json");
    }

    private static async Task<RedirectHttpResult> Enter(HttpContext http, SignInManager<Officer> manager)
    {
        var form = await http.Request.ReadFormAsync();
        var result = await Try(manager, form["assertion"].ToString());
        return result ? TypedResults.LocalRedirect(Local(form["returnUrl"])) : TypedResults.LocalRedirect("/sign-in?error=passkey");
    }

    private static async Task<bool> Try(SignInManager<Officer> manager, string credential)
    {
        try
        {
            return (await manager.PasskeySignInAsync(credential)).Succeeded;
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or PasskeyException)
        {
            return false; // no ceremony under way, or nonsense instead of a credential: both are a failed attempt
        }
    }

    private static async Task<RedirectHttpResult> Leave(SignInManager<Officer> manager)
    {
        await manager.SignOutAsync();
        return TypedResults.LocalRedirect("/sign-in");
    }

    private static async Task<Results<RedirectHttpResult, NotFound>> EnterDemo(string officer, string code, NodeCore node, SignInManager<Officer> manager)
    {
        if (!node.Settings.Exercise || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(DemoCode(node, officer)))) return TypedResults.NotFound();
        if (Find(node, officer) is not { Exercise: true } found) return TypedResults.NotFound();
        await manager.SignInAsync(found, isPersistent: false);
        return TypedResults.LocalRedirect("/");
    }

    private static Officer? Find(NodeCore node, string officer)
    {
        using var sql = node.Database.Read();
        return OfficerStore.Find(sql, officer);
    }

    /// <summary>What a demo link must carry: known to who started the demo, and to nobody who only knows the officer's id.</summary>
    internal static string DemoCode(NodeCore node, string officer) =>
        Digest.Labelled("comity-demo-link/v1", node.Folder.Key(NodeKeys.Officers).ToPkcs8(), Encoding.UTF8.GetBytes(officer)).ToString();

    internal static string DemoLink(NodeCore node, Officer officer) => $"{node.Settings.Url}/demo/sign-in?officer={officer.Id}&code={DemoCode(node, officer.Id)}";

    /// <summary>A path on this node, or the desk.</summary>
    private static string Local(string? path) => path is ['/', not '/' and not '\\', ..] ? path : "/";
}

/// <summary>Endpoints that take the node's own forms.</summary>
internal static class Forms
{
    /// <summary>Refuses a post that does not come from a form of this node.</summary>
    internal static RouteHandlerBuilder RequireForm(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
    {
        var antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(context.HttpContext)
            ? await next(context)
            : TypedResults.Problem("The form is out of date. Go back, reload the page and send it again; what you typed is still there.", statusCode: 400, title: "Form out of date");
    });
}
