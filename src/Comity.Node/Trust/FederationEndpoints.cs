using System.Text.Json;
using Comity.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Trust;

/// <summary>What this node publishes about itself and those below it. OpenID Federation 1.0, sections 8.1, 8.2 and 9.</summary>
internal static class FederationEndpoints
{
    private const string StatementType = "application/entity-statement+jwt", MarkType = "application/json", StatusType = "application/comity-status+jwt";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("").AllowAnonymous();
        open.MapGet("/.well-known/openid-federation", (OwnDocuments own) => TypedResults.Text(own.Configuration(), StatementType));
        open.MapGet("/offices/{name}/.well-known/openid-federation", OfficeConfiguration);
        open.MapGet("/federation/fetch", Fetch);
        open.MapGet("/federation/list", List);
        open.MapGet("/federation/status", (OwnDocuments own) => TypedResults.Text(own.Status(), StatusType));
        open.MapGet("/federation/delegations", Delegations);
        open.MapGet("/federation/marks", Marks);
    }

    private static Results<ContentHttpResult, NotFound> OfficeConfiguration(string name, NodeCore node, OwnDocuments own) =>
        node.Settings.Offices.FirstOrDefault(o => o.Name == name) is { } office ? TypedResults.Text(own.OfficeConfiguration(office), StatementType) : TypedResults.NotFound();

    private static Results<ContentHttpResult, NotFound> Fetch(string sub, NodeCore node, OwnDocuments own, AnchorRegister register)
    {
        if (node.Settings.Offices.FirstOrDefault(o => node.Settings.OfficeId(o.Name) == sub) is { } office) return TypedResults.Text(own.OfficeStatement(office), StatementType);
        return register.Find(sub) is { } member ? TypedResults.Text(register.Statement(member), StatementType) : TypedResults.NotFound();
    }

    /// <summary>Those directly below us: an anchor's members, a member's published offices.</summary>
    private static Ok<IEnumerable<string>> List(NodeCore node, AnchorRegister register) => TypedResults.Ok(
        node.Settings.Kind == NodeKind.Anchor ? register.All().Select(m => m.Entity) : node.Settings.Offices.Select(o => node.Settings.OfficeId(o.Name)));

    private static Results<ContentHttpResult, NotFound> Delegations(string sub, AnchorRegister register) =>
        register.Find(sub) is { } member ? TypedResults.Text(JsonSerializer.Serialize(register.Delegations(member)), MarkType) : TypedResults.NotFound();

    private static Results<ContentHttpResult, NotFound> Marks(string sub, NodeCore node, OwnTrust own) =>
        node.Settings.Offices.FirstOrDefault(o => node.Settings.OfficeId(o.Name) == sub) is { } office
            ? TypedResults.Text(JsonSerializer.Serialize(own.Marks(office)), MarkType)
            : TypedResults.NotFound();
}
