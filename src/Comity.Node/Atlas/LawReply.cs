using System.Text;
using Comity.Node.Law;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Atlas;

/// <summary>Answers questions to the law: faults as problems, and tags that name the release, so that whoever asks again is told in a few bytes that nothing changed.</summary>
internal static class LawReply
{
    /// <summary>How long an answer may be kept unasked, in seconds. Ours: a new release is seen everywhere after this.</summary>
    private const int MaxAge = 300;

    private static readonly string Program = typeof(LawReply).Module.ModuleVersionId.ToString("N")[..8];

    /// <summary>Around every operation: an answer depends on the address, the release, the program and, where no day is named, on today.</summary>
    internal static async ValueTask<object?> Around(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var desk = http.RequestServices.GetRequiredService<AtlasDesk>();
        var tag = $"\"{desk.Current.Digest.ToString()[..16]}-{Program}{(http.Request.Query.ContainsKey("on") ? "" : "-" + Look.Shown.Iso(desk.Today))}\"";
        try
        {
            if (http.Request.Headers.IfNoneMatch.ToString() is { Length: > 0 } held && held.Split(',', StringSplitOptions.TrimEntries).Contains(tag)) return Tag(http, desk, tag, TypedResults.StatusCode(StatusCodes.Status304NotModified));
            return Tag(http, desk, tag, await next(context));
        }
        catch (Exception wrong) when (LawProblem.Is(wrong))
        {
            return LawProblem.Of(wrong);
        }
    }

    /// <summary>JSON that was written already.</summary>
    internal static ContentHttpResult Json(string json) => TypedResults.Text(json, "application/json", Encoding.UTF8);

    /// <summary>JSON, or the same as a table (<c>format=csv</c>).</summary>
    internal static IResult Either<T>(string? format, T answer, string name, Func<CsvText> table) => format switch
    {
        null or "" or "json" => TypedResults.Ok(answer),
        "csv" => Csv(table(), name),
        _ => throw new UnknownWordException("format", format, ["json", "csv"]),
    };

    internal static IResult Csv(CsvText table, string name) => TypedResults.File(Encoding.UTF8.GetBytes(table.ToString()), "text/csv; charset=utf-8", name + ".csv");

    private static object? Tag(HttpContext http, AtlasDesk desk, string tag, object? answer)
    {
        var shared = http.RequestServices.GetRequiredService<AtlasAccess>().IsPublic ? "public" : "private";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = $"{shared}, max-age={MaxAge}";
        http.Response.Headers["Comity-Law-Release"] = desk.Current.Digest.ToString();
        return answer;
    }
}

/// <summary>A table as text: RFC 4180, a header line, CRLF, quotes where they are needed.</summary>
internal sealed class CsvText
{
    private readonly StringBuilder _text = new();

    internal CsvText(params string[] columns) => Row(columns);

    internal CsvText Row(params string?[] cells)
    {
        _text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Cell(string? cell) => cell is null ? "" : cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
