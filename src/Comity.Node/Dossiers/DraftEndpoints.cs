using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Node.Identity;
using Comity.Node.Look;
using Comity.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Dossiers;

/// <summary>The forms by which an act is begun, written, reviewed and approved.</summary>
internal static class DraftEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("").RequireAuthorization();
        forms.MapPost("/requests", BeginRequest).RequireForm();
        forms.MapPost("/dossiers/{id}/drafts", BeginAct).RequireForm();
        forms.MapPost("/drafts/{id}/save", Save).RequireForm();
        forms.MapPost("/drafts/{id}/approve/options", Options).RequireForm();
        forms.MapPost("/drafts/{id}/approve", Approve).RequireForm();
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> BeginRequest(HttpContext http, DraftDesk desk, CurrentOfficer officer)
    {
        var form = await http.Request.ReadFormAsync();
        var need = new Need(form["data"]!, form["holder"]!, form["to"]!, form["offence"]!, form["urgency"]!, form["issuer"]!, form["treaty"]!, form["consent"] == "yes");
        return await Guard(async () => TypedResults.LocalRedirect("/drafts/" + await desk.BeginAsync(officer.Get(), new(form["channel"]!, need))));
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> BeginAct(string id, HttpContext http, DraftDesk desk, CurrentOfficer officer)
    {
        var form = await http.Request.ReadFormAsync();
        if (!Digest.TryParse(id, null, out var dossier) || Words.Parse<ActType>(form["type"].ToString()) is not { } type) return Wrong("There is no such dossier or act.");
        var re = Digest.TryParse(form["re"].ToString(), null, out var on) ? on : (Digest?)null;
        var channel = form["channel"].ToString() is { Length: > 0 } c ? c : null;
        return await Guard(async () => TypedResults.LocalRedirect("/drafts/" + await desk.BeginAsync(officer.Get(), dossier, type, re, channel, form["variant"].ToString())));
    }

    private static async Task<Results<RedirectHttpResult, ContentHttpResult, NotFound>> Save(string id, HttpContext http, DraftDesk desk, CurrentOfficer officer, NodeCore node)
    {
        if (desk.Find(officer.Get(), id) is not { Sent: null } draft) return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync();
        var go = form["go"].ToString();
        if (go == "discard")
        {
            await desk.DiscardAsync(draft);
            return TypedResults.LocalRedirect("/");
        }

        await desk.SaveAsync(draft, Typed(desk.Context(draft), form, go));
        if (http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
            return TypedResults.Text(new JsonObject { ["saved"] = Shown.Clock(node.Now) + " UTC" }.ToJsonString(), "application/json");
        return TypedResults.LocalRedirect(Next(go, desk, desk.Find(officer.Get(), id)!));
    }

    /// <summary>What the form held: every field of ours is taken, an unticked box too; nothing else is.</summary>
    private static Dictionary<string, string> Typed(DraftContext c, IFormCollection form, string go)
    {
        var typed = new Dictionary<string, string>();
        foreach (var field in DraftForm.Groups(c).SelectMany(g => g.Fields)) typed[field.Name] = string.Join('\n', form[field.Name].Where(v => v is not null));
        foreach (var (name, value) in form.Where(f => f.Key.StartsWith("against.", StringComparison.Ordinal))) typed[name] = value.ToString();
        if (go == "review") typed["tried"] = "yes";
        return typed;
    }

    private static string Next(string go, DraftDesk desk, Draft draft) => go switch
    {
        "review" when DraftDesk.Blocks(desk.Context(draft)).Count == 0 => $"/drafts/{draft.Id}/review",
        "back" when draft.Dossier is { } dossier => $"/dossiers/{dossier}",
        "back" => string.Create(CultureInfo.InvariantCulture,
            $"/requests/new?data={Uri.EscapeDataString(draft["need.data"])}&holder={Uri.EscapeDataString(draft["need.holder"])}&to={Uri.EscapeDataString(draft["need.to"])}&offence={Uri.EscapeDataString(draft["need.offence"])}&urgency={Uri.EscapeDataString(draft["need.urgency"])}&treaty={Uri.EscapeDataString(draft["need.treaty"])}"),
        _ => $"/drafts/{draft.Id}",
    };

    /// <summary>The steps of the approval: one assertion for each act, whose challenge is the act's digest (R11).</summary>
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Options(string id, HttpContext http, DraftDesk desk, CurrentOfficer officer, Enrolment enrolment, NodeCore node)
    {
        if (desk.Find(officer.Get(), id) is not { Acts: { } acts }) return Wrong("There is nothing to approve here. Reload the page.");
        if ((await enrolment.KeyAsync(officer.Get())).Credential is not { } credential) return Wrong("You have no passkey for approvals on this node; an exercise officer approves with the exercise key.");
        return SignIn.Ceremony([.. PreparedActs.Read(acts).Select(p => ("approval." + p.Act.Challenge, "get", RequestOptions(p.Act.Challenge, credential, node), "Use the passkey that you approve with."))]);
    }

    private static string RequestOptions(Digest challenge, byte[] credential, NodeCore node) => new JsonObject
    {
        ["challenge"] = challenge.ToString(),
        ["rpId"] = node.Settings.Host,
        ["allowCredentials"] = new JsonArray(new JsonObject { ["type"] = "public-key", ["id"] = Base64UrlText.Encode(credential) }),
        ["userVerification"] = "required",
        ["timeout"] = 120_000,
    }.ToJsonString();

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult, NotFound>> Approve(string id, HttpContext http, DraftDesk desk, CurrentOfficer officer)
    {
        if (desk.Find(officer.Get(), id) is not { } draft) return TypedResults.NotFound();
        if (draft.Sent is not null) return TypedResults.LocalRedirect($"/drafts/{id}/review"); // pressed twice: the first press counted
        var form = await http.Request.ReadFormAsync();
        List<string> digests = [.. form["digest"].OfType<string>()];
        try
        {
            if (form["key"] == "exercise") await desk.ApproveAsync(draft, officer.Get(), digests);
            else await desk.ApproveAsync(draft, officer.Get(), digests, challenge => Read(form["approval." + challenge].ToString()));
            return TypedResults.LocalRedirect($"/drafts/{id}/review");
        }
        catch (RefusedException e)
        {
            return Wrong($"Nothing was sent. {e.Message} Go back, review again.");
        }
    }

    /// <summary>The credential as the browser gives it.</summary>
    private static PasskeyAssertion Read(string credential)
    {
        try
        {
            using var json = JsonDocument.Parse(credential);
            var response = json.RootElement.GetProperty("response");
            return new(Bytes(response, "authenticatorData"), Bytes(response, "clientDataJSON"), Bytes(response, "signature"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RefusedException(RefusalCode.Approval, "The browser sent no passkey assertion.");
        }
    }

    private static byte[] Bytes(JsonElement response, string name) => Base64UrlText.Decode(response.GetProperty(name).GetString(), name);

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> Guard(Func<Task<RedirectHttpResult>> action)
    {
        try
        {
            return await action();
        }
        catch (RefusedException e)
        {
            return Wrong(e.Message);
        }
    }

    private static ProblemHttpResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: "Not possible now");
}
