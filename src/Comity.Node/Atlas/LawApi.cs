using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;

namespace Comity.Node.Atlas;

/// <summary>The law over HTTP: <c>/api/law/…</c>, described by OpenAPI at <c>/api/openapi.json</c>.</summary>
internal static class LawApi
{
    /// <summary>Where the operations are.</summary>
    internal const string Root = "/api/law";

    /// <summary>Pages and answers of the law for one address within a minute, without sign-in. Ours.</summary>
    internal const int PerMinute = 1_200;

    private const string Document = "openapi";

    internal static void Add(IServiceCollection services, AtlasAccess access)
    {
        services.AddSingleton(access);
        services.AddOpenApi(Document, LawApiDocument.Describe);
        services.AddRateLimiter(limits =>
        {
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(Limit);
            limits.OnRejected = async (refused, stop) =>
            {
                refused.HttpContext.Response.Headers.RetryAfter = "60";
                await LawProblem.TooManyQuestions(PerMinute).ExecuteAsync(refused.HttpContext);
            };
        });
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/api/{documentName}.json").WithMetadata(new OpenLawAttribute());
        routes.MapGet("/law", Moved).WithMetadata(new OpenLawAttribute());
        var law = routes.MapGroup(Root).WithMetadata(new OpenLawAttribute()).WithTags("Law").AddEndpointFilter(LawReply.Around)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests);
        RegisterOperations.Map(law);
        RouteOperations.Map(law);
    }

    /// <summary>Where the page of two Parties was before.</summary>
    private static RedirectHttpResult Moved(HttpContext http) => TypedResults.LocalRedirect(http.Request.Query.ContainsKey("from") || http.Request.Query.ContainsKey("to") ? "/atlas/pair" + http.Request.QueryString : "/atlas");

    private static RateLimitPartition<IPAddress> Limit(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<OpenLawAttribute>() is null || http.User.Identity?.IsAuthenticated == true
            ? RateLimitPartition.GetNoLimiter(IPAddress.None)
            : RateLimitPartition.GetTokenBucketLimiter(http.Connection.RemoteIpAddress ?? IPAddress.None, _ => new()
            {
                TokenLimit = PerMinute, TokensPerPeriod = PerMinute / 60, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0, AutoReplenishment = true,
            });
}

/// <summary>An example of a parameter, shown in the description; and whether a question makes no sense without it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AskAttribute(string example) : Attribute
{
    internal string Example { get; } = example;

    /// <summary>True where it must be given.</summary>
    public bool Required { get; set; }
}

/// <summary>What the description says beside what follows from the code.</summary>
internal static class LawApiDocument
{
    internal static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = operation => operation.RelativePath?.StartsWith(LawApi.Root[1..], StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "Comity, the law", Version = "1",
                Description = "Which ways for electronic evidence are open between two Parties on a day, and why. Answers are a paraphrase of the instruments, not their text; each fact carries its source and our confidence. " +
                    "Every answer names the release of the law data it rests on (Comity-Law-Release); its ETag changes with the release.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (var parameter in (operation.Parameters ?? []).OfType<Microsoft.OpenApi.OpenApiParameter>())
            {
                var found = context.Description.ParameterDescriptions.FirstOrDefault(one => one.Name == parameter.Name)?.ParameterDescriptor as Microsoft.AspNetCore.Mvc.Infrastructure.IParameterInfoParameterDescriptor;
                if (found?.ParameterInfo.GetCustomAttributes(typeof(AskAttribute), false) is not [AskAttribute ask]) continue;
                parameter.Example = System.Text.Json.Nodes.JsonValue.Create(ask.Example);
                parameter.Required |= ask.Required;
            }

            return Task.CompletedTask;
        });
    }
}
