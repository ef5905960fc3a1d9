using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Dossiers;

/// <summary>Files of a dossier.</summary>
internal static class DossierEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/dossiers/{dossier}/statements/{statement}/signed", Signed).RequireAuthorization();

    /// <summary>The signed part, byte for byte as it was sealed or received (R1); without disclosures.</summary>
    private static Results<FileContentHttpResult, NotFound> Signed(string dossier, string statement, NodeCore node)
    {
        if (!Digest.TryParse(dossier, null, out var id) || !Digest.TryParse(statement, null, out var which)) return TypedResults.NotFound();
        using var sql = node.Database.Read();
        return DossierTables.Find(sql, which) is { } stored && stored.Claims.Dossier == id
            ? TypedResults.File(Encoding.ASCII.GetBytes(stored.Sealed.SignedPart), "application/jose", $"{which}.jws")
            : TypedResults.NotFound();
    }
}
