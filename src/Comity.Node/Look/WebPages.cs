using Comity.Node.Atlas;
using Comity.Node.Desk;
using Comity.Node.Dossiers;
using Comity.Node.Evidence;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Ledger;
using Comity.Node.Trust;

namespace Comity.Node.Look;

/// <summary>Puts the pages into a web application: services, policy of contents, static files, error pages.</summary>
internal static class WebPages
{
    /// <summary>No inline script or style anywhere, nothing from other origins.</summary>
    internal const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
        "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    internal static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery();
        return services
            .AddScoped<ReturnedForm>().AddScoped<ShellQueries>().AddScoped<DeskQueries>().AddScoped<DossierQueries>().AddScoped<DraftQueries>()
            .AddSingleton<AtlasDesk>().AddSingleton<WorldShapes>().AddScoped<MapQueries>().AddScoped<CountryQueries>().AddScoped<PairQueries>().AddScoped<InstrumentQueries>().AddScoped<ChannelQueries>().AddScoped<WhatIfQueries>()
            .AddScoped<EvidenceQueries>().AddScoped<IdentityQueries>().AddScoped<ProvisionQueries>().AddScoped<LogQueries>().AddScoped<MemberQueries>();
    }

    /// <summary>Headers and error pages. Call it before authentication; problems for programs are not touched.</summary>
    internal static void UsePages(this WebApplication app)
    {
        app.Use(Protect);
        app.UseWhen(WantsPage, pages => pages
            .UseExceptionHandler("/error", createScopeForErrors: true)
            .UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.Use(ReturnedForm.Pass);
        app.UseRouting(); // after the error pages, so that a page run again is routed again
    }

    /// <summary>The endpoints of pages and static files. The caller adds its authorisation policy to what is returned.</summary>
    internal static RazorComponentsEndpointConventionBuilder MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        ThemeSwitch.Map(app);
        return app.MapRazorComponents<App>();
    }

    private static bool WantsPage(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Task Protect(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return next(http);
    }
}
