using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Node.Dossiers;
using Comity.Node.Identity;
using Comity.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Proof;

/// <summary>Where officers get a proof bundle, and peers fresher proofs for receipts that they hold (R25).</summary>
internal static class ProofEndpoints
{
    /// <summary>Most receipts in one question.</summary>
    internal const int MostReceipts = 1000;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dossiers/{id}/bundle", Bundle).RequireAuthorization();
        routes.MapPost("/exchange/proofs", Proofs).AllowAnonymous();
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> Bundle(string id, BundleDesk desk, CurrentOfficer officer, CancellationToken stop)
    {
        if (!Digest.TryParse(id, null, out var dossier) || await desk.ExportAsync(dossier, officer.Get(), stop) is not { } bundle) return TypedResults.NotFound();
        return TypedResults.File(bundle.Bytes, "application/zip", bundle.Name);
    }

    /// <summary>Whoever knows the very bytes of a receipt of ours holds it, and may have its proof; nobody else learns a number of the log.</summary>
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Proofs(HttpContext http, NodeCore node, CosignNow cosign)
    {
        if (http.Request.ContentLength is not (> 0 and <= 1 << 18)) return Wrong("The question has no length or is too long.");
        var body = new byte[http.Request.ContentLength.Value];
        await http.Request.Body.ReadExactlyAsync(body, http.RequestAborted);
        try
        {
            var held = Read(node, StrictJson.ParseObject(body, "The question"));
            if (IsUncosigned(node, held)) await cosign(http.RequestAborted);
            return TypedResults.Text(Answer(node, held).ToJsonString(), "application/json");
        }
        catch (RefusedException e)
        {
            return Wrong(e.Message);
        }
    }

    private static List<StoredReceipt> Read(NodeCore node, JsonElement question)
    {
        if (question.GetPropertyCount() > MostReceipts) throw new RefusedException(RefusalCode.Malformed, $"More than {MostReceipts} receipts are asked for.");
        using var sql = node.Database.Read();
        return [.. question.EnumerateObject().Select(asked => DossierTables.Receipt(sql, asked.Name) is { Ours: true } receipt
            && asked.Value.ValueKind == JsonValueKind.String && asked.Value.GetString() == Digest.Of(receipt.Jwt).ToString() ? receipt : null).OfType<StoredReceipt>()];
    }

    private static bool IsUncosigned(NodeCore node, List<StoredReceipt> held)
    {
        using var sql = node.Database.Read();
        var newest = Ledger.LedgerTables.NewestCosigned(sql)?.Size ?? 0;
        return held.Exists(r => Receipt.Parse(r.Jwt).Content.Log.Index >= newest);
    }

    private static JsonObject Answer(NodeCore node, List<StoredReceipt> held)
    {
        using var sql = node.Database.Read();
        var own = new OwnProofs(sql, node.LogKey.Origin);
        var proofs = new JsonObject();
        foreach (var receipt in held)
            if (own.Of(Receipt.Parse(receipt.Jwt).Content.Log.Index) is { } proof) proofs[receipt.Jti] = proof;
        return new() { ["proofs"] = proofs, ["joints"] = new JsonArray([.. own.Joints().Select(j => (JsonNode)j.ToString())]) };
    }

    private static ProblemHttpResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "malformed");
}
