using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Evidence;

/// <summary>Why something could not be done with evidence: a reply that is foreseen, as a problem of RFC 9457 (docs/problems.md).</summary>
internal sealed record EvidenceFault(int Status, string Word, string Detail)
{
    internal static readonly EvidenceFault NoDraft = new(StatusCodes.Status404NotFound, "not-found", "There is no such delivery in the making at your office.");

    internal static readonly EvidenceFault NoPackage = new(StatusCodes.Status404NotFound, "not-found", "There is no such package at your office.");

    internal static readonly EvidenceFault NotArrived = new(StatusCodes.Status409Conflict, "not-arrived", "The package is still on its way. Wait until every chunk is here and verified.");

    internal static readonly EvidenceFault NotOpened = new(StatusCodes.Status409Conflict, "not-opened", "Open the package first: only then are its files checked.");

    internal static readonly EvidenceFault Quarantined = new(
        StatusCodes.Status409Conflict, "quarantined", "The package is quarantined: no opening, export or use until a new request that names it is granted, or it is erased.");

    internal static EvidenceFault NoRoom(long needed, long free) => new(
        StatusCodes.Status507InsufficientStorage, "no-room", $"The disk of this node has no room for it: {Look.Shown.Size(needed)} are needed, {Look.Shown.Size(Math.Max(0, free))} are free. Nothing of it was kept.");

    internal static EvidenceFault Name(string why) => new(StatusCodes.Status400BadRequest, "file-name", why);

    internal static EvidenceFault Sealed(string why) => new(StatusCodes.Status422UnprocessableEntity, "seal", why);

    internal ProblemHttpResult Problem() => TypedResults.Problem(Detail, statusCode: Status, title: Word, type: "/problems/" + Word);
}
