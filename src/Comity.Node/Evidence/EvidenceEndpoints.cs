using System.Net.Mime;
using System.Text;
using Comity.Evidence;
using Comity.Node.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Comity.Node.Evidence;

/// <summary>Files into a delivery in the making, and out of a package that was opened.</summary>
internal static class EvidenceEndpoints
{
    private const string Token = "__RequestVerificationToken", TokenHeader = "RequestVerificationToken";
    private const int LongestToken = 4 << 10;
    private const long MostReadInVain = 1L << 30;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/drafts/{draft}/items", Put).RequireAuthorization();
        routes.MapPost("/drafts/{draft}/items", Upload).DisableAntiforgery().RequireAuthorization();
        routes.MapPost("/drafts/{draft}/items/{item:long}/remove", Remove).RequireForm().RequireAuthorization();
        routes.MapPost("/drafts/{draft}/items/forward", Forward).RequireForm().RequireAuthorization();
        routes.MapPost("/evidence/{id}/open", Open).RequireForm().RequireAuthorization();
        routes.MapGet("/evidence/{id}/bag", WriteBag).RequireAuthorization();
        routes.MapGet("/evidence/{id}/items/{number:int}", WriteItem).RequireAuthorization();
    }

    /// <summary>One file as a raw body: what the script sends.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Put(
        string draft, string? name, HttpContext http, EvidenceDesk desk, NodeCore node, CurrentOfficer current, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return OutOfDate();
        if (!IsOwn(node, current, draft)) return EvidenceFault.NoDraft.Problem();
        LiftLimit(http);
        if (await desk.AddAsync(draft, name ?? "", http.Request.Body, http.Request.ContentLength, http.RequestAborted) is not { } fault) return TypedResults.NoContent();
        await LetFinishAsync(http);
        return fault.Problem();
    }

    /// <summary>Reads on for a while after a refusal: a browser that is still sending would see a broken line instead of the reason.</summary>
    private static async Task LetFinishAsync(HttpContext http)
    {
        var piece = new byte[64 << 10];
        for (long read = 0, got = 1; got > 0 && read < MostReadInVain; read += got) got = await http.Request.Body.ReadAsync(piece, http.RequestAborted);
    }

    /// <summary>Files of a form, without script: the token stands first, so that nothing is read for a stranger.</summary>
    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> Upload(
        string draft, HttpContext http, EvidenceDesk desk, NodeCore node, CurrentOfficer current, IAntiforgery antiforgery)
    {
        if (Boundary(http.Request) is not { } boundary) return EvidenceFault.Name("The form holds no files.").Problem();
        LiftLimit(http);
        var reader = new MultipartReader(boundary, http.Request.Body);
        if (!await HasTokenAsync(http, reader, antiforgery)) return OutOfDate();
        if (!IsOwn(node, current, draft)) return EvidenceFault.NoDraft.Problem();
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            if (section.AsFileSection() is not { FileName.Length: > 0 } file || await desk.AddAsync(draft, file.FileName, section.Body, null, http.RequestAborted) is not { } fault) continue;
            await LetFinishAsync(http);
            return fault.Problem();
        }

        return TypedResults.LocalRedirect($"/drafts/{draft}#upload");
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> Remove(string draft, long item, EvidenceDesk desk, NodeCore node, CurrentOfficer current)
    {
        var fault = IsOwn(node, current, draft) ? await desk.RemoveAsync(draft, item) : EvidenceFault.NoDraft;
        return fault is null ? TypedResults.LocalRedirect($"/drafts/{draft}#upload") : fault.Problem();
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> Forward(string draft, HttpContext http, EvidenceDesk desk, NodeCore node, CurrentOfficer current)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var fault = !IsOwn(node, current, draft) ? EvidenceFault.NoDraft
            : Digest.TryParse(form["package"].ToString(), null, out var delivery) ? await desk.AddFromPackageAsync(draft, delivery) : EvidenceFault.NoPackage;
        return fault is null ? TypedResults.LocalRedirect($"/drafts/{draft}#upload") : fault.Problem();
    }

    /// <summary>A failed check is shown on the package's page; only what keeps it from being tried is a problem.</summary>
    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> Open(string id, HttpContext http, OpeningDesk desk, CurrentOfficer current)
    {
        if (!Digest.TryParse(id, null, out var delivery)) return EvidenceFault.NoPackage.Problem();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var fault = await desk.OpenAsync(delivery, current.Get(), form["purpose"].ToString(), http.RequestAborted);
        return fault is null or { Word: "seal" } ? TypedResults.LocalRedirect("/evidence/" + id) : fault.Problem();
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> WriteBag(string id, HttpContext http, OpeningDesk desk, PackageCheck check, CurrentOfficer current)
    {
        if (!Digest.TryParse(id, null, out var delivery)) return EvidenceFault.NoPackage.Problem();
        var (whole, fault) = await desk.ExportAsync(delivery, current.Get(), "Exported as a bag");
        if (fault is not null) return fault.Problem();
        var manifest = await check.ManifestAsync(whole!, http.RequestAborted);
        var name = "comity-" + whole!.Package.Root.ToHex()[..12];
        Offer(http, MediaTypeNames.Application.Zip, name + ".zip");
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true; // the platform's ZIP writes the few bytes after each entry that way
        await StreamAsync(http, () => Bag.WriteZipAsync(
            manifest, name, (item, plaintext, stop) => check.CopyAsync(whole, whole.Objects.First(o => o.Object == item.ObjectRoot), plaintext, stop), http.Response.Body, http.RequestAborted));
        return TypedResults.Empty;
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> WriteItem(string id, int number, HttpContext http, OpeningDesk desk, PackageCheck check, CurrentOfficer current)
    {
        if (!Digest.TryParse(id, null, out var delivery)) return EvidenceFault.NoPackage.Problem();
        var (whole, fault) = await desk.ExportAsync(delivery, current.Get(), $"Item {number} exported", number);
        if (fault is not null) return fault.Problem();
        var item = (await check.ManifestAsync(whole!, http.RequestAborted)).Items[number - 1];
        Offer(http, MediaTypeNames.Application.Octet, item.Name);
        http.Response.ContentLength = item.File.Size;
        await StreamAsync(http, () => check.CopyAsync(whole!, whole!.Objects[number], http.Response.Body, http.RequestAborted));
        return TypedResults.Empty;
    }

    /// <summary>A chunk that does not hold ends the connection, so that no half file passes for a whole one.</summary>
    private static async Task StreamAsync(HttpContext http, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is RefusedException or InvalidDataException)
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EvidenceEndpoints)).LogError(e, "An export was cut off");
            http.Abort();
        }
    }

    private static void Offer(HttpContext http, string type, string name)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name[(name.LastIndexOf('/') + 1)..]);
        http.Response.ContentType = type;
        http.Response.Headers.ContentDisposition = disposition.ToString();
    }

    private static async Task<bool> HasTokenAsync(HttpContext http, MultipartReader reader, IAntiforgery antiforgery)
    {
        if (await reader.ReadNextSectionAsync(http.RequestAborted) is not { } first || first.GetContentDispositionHeader()?.Name.Value?.Trim('"') != Token) return false;
        var bytes = new byte[LongestToken];
        var length = await first.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, http.RequestAborted);
        http.Request.Headers[TokenHeader] = Encoding.UTF8.GetString(bytes, 0, length); // the header is read first, so the body is not buffered
        return await antiforgery.IsRequestValidAsync(http);
    }

    private static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;

    private static bool IsOwn(NodeCore node, CurrentOfficer current, string draft)
    {
        using var sql = node.Database.Read();
        return DraftItems.OfficeOf(sql, draft) == current.Get().Office;
    }

    /// <summary>Files are as large as they are; the room on the disk is the limit.</summary>
    private static void LiftLimit(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
    }

    private static ProblemHttpResult OutOfDate() =>
        TypedResults.Problem("The form is out of date. Reload the page and choose the files again.", statusCode: StatusCodes.Status400BadRequest, title: "Form out of date");
}
