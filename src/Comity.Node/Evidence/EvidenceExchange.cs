using Comity.Node.Exchange;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Evidence;

/// <summary>Where the recipient's node fetches a package: only the organisation that a delivery of ours addressed, proved by its signed request (ADR 0001).</summary>
internal static class EvidenceExchange
{
    private const string Bytes = "application/octet-stream";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var exchange = routes.MapGroup("/exchange").AllowAnonymous();
        exchange.MapGet("/packages/{root}", Package);
        exchange.MapGet("/objects/{root}/chunks", Leaves);
        exchange.MapGet("/objects/{root}", Content);
    }

    private static Results<ContentHttpResult, ProblemHttpResult> Package(string root, HttpContext http, NodeRequests requests, NodeCore node)
    {
        if (Refusal(http, root, isPackage: true, requests, node, out var delivery) is { } refusal) return refusal;
        using var sql = node.Database.Read();
        var objects = EvidenceTables.Objects(sql, delivery).Select(o => new OfferedObject(o.Object, EvidenceTables.Object(sql, o.Object)!.Layout, o.Envelopes));
        return TypedResults.Text(PackageOffer.Write(Digest.Parse(root), objects).ToJsonString(), "application/json");
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Leaves(string root, HttpContext http, NodeRequests requests, NodeCore node, ObjectFiles files) =>
        Refusal(http, root, isPackage: false, requests, node, out _) is { } refusal ? refusal : TypedResults.PhysicalFile(files.LeavesOf(Digest.Parse(root)), Bytes);

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Content(string root, HttpContext http, NodeRequests requests, NodeCore node, ObjectFiles files) =>
        Refusal(http, root, isPackage: false, requests, node, out _) is { } refusal ? refusal : TypedResults.PhysicalFile(files.PathOf(Digest.Parse(root)), Bytes, enableRangeProcessing: true);

    /// <summary>Null if the caller may have it. What is not there and what is not for the caller look alike.</summary>
    private static ProblemHttpResult? Refusal(HttpContext http, string root, bool isPackage, NodeRequests requests, NodeCore node, out Digest delivery)
    {
        delivery = default;
        try
        {
            var caller = requests.Caller(http);
            if (!Digest.TryParse(root, null, out var wanted)) throw new RefusedException(RefusalCode.Malformed, "The address names no object.");
            using var sql = node.Database.Read();
            delivery = EvidenceTables.SentTo(sql, caller, isPackage ? wanted : null, isPackage ? null : wanted)
                ?? throw new RefusedException(RefusalCode.Audience, $"No delivery to {caller} brings {root}.");
            return null;
        }
        catch (RefusedException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status403Forbidden, title: e.Code.Word(), type: "/problems/" + e.Code.Word());
        }
    }
}
