using System.Net;
using System.Text;

namespace Comity.Tracing;

/// <summary>The exhibit for people, made from the JSON and nothing else, as HTML and as PDF. Both print the JSON's digest.</summary>
public static class ExhibitPages
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:15px/1.5 "Liberation Sans",Arial,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.6rem;margin:0 0 1rem}
        h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid;padding-bottom:.2rem;break-after:avoid}
        dl{display:grid;grid-template-columns:8rem minmax(0,1fr);margin:0;column-gap:1rem;row-gap:.15rem}
        dt{opacity:.75}
        dd{margin:0;overflow-wrap:anywhere;font:13px/1.5 "Liberation Mono",monospace}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 "Liberation Mono",monospace;border:1px solid;padding:.75rem;margin:.5rem 0;break-inside:avoid;user-select:all}
        .warning{border:2px solid;padding:.5rem .75rem;margin:.5rem 0;font-weight:bold;break-inside:avoid}
        @media(max-width:40rem){dl{grid-template-columns:minmax(0,1fr)}dd{margin-bottom:.3rem}}
        @media print{:root{color-scheme:light}body{font-size:10pt;margin:0;max-width:none}dd,pre{font-size:8.5pt}@page{size:A4;margin:18mm 15mm}}
        """;

    /// <summary>One page of HTML without scripts or outside files.</summary>
    public static byte[] Html(ReadOnlySpan<byte> json)
    {
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Tracing exhibit</title><style>\n")
            .Append(Style).Append("\n</style></head><body>\n");
        var open = false;
        foreach (var piece in ExhibitText.Of(json))
        {
            var inList = piece.Kind == PieceKind.Line;
            if (inList != open) html.Append(inList ? "<dl>\n" : "</dl>\n");
            open = inList;
            html.Append(Element(piece)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(html.Append(open ? "</dl>\n" : "").Append("</body></html>\n").ToString());
    }

    private static string Element(ExhibitPiece piece)
    {
        var (label, text) = (WebUtility.HtmlEncode(piece.Label), WebUtility.HtmlEncode(piece.Text));
        return piece.Kind switch
        {
            PieceKind.Title => $"<h1>{text}</h1>",
            PieceKind.Heading => $"<h2>{text}</h2>",
            PieceKind.Copy => $"<pre>{text}</pre>",
            PieceKind.Warning => $"<p class=\"warning\">{text}</p>",
            _ => $"<dt>{label}</dt><dd>{text}</dd>",
        };
    }

    /// <summary>The same as PDF: standard fonts, no dates, no random ids, so the bytes depend on the JSON only.</summary>
    /// <remarks>The standard fonts hold the letters of Western Europe. Any other stands as its code point, as in <c>&lt;U+0107&gt;</c>.</remarks>
    public static byte[] Pdf(ReadOnlySpan<byte> json) => PlainPdf.Write("Tracing exhibit", ExhibitText.Of(json));
}
