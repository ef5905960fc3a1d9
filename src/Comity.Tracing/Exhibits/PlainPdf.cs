using System.Globalization;
using System.Text;

namespace Comity.Tracing;

/// <summary>A small PDF writer: lines of text in the standard fonts, A4, page numbers. The same lines give the same bytes.</summary>
internal static class PlainPdf
{
    private const int Left = 50, Top = 800, Bottom = 50, MostColumns = 98;

    internal static byte[] Write(string title, IEnumerable<(int Level, string Text)> lines)
    {
        var pages = Pages(lines);
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', Enumerable.Range(0, pages.Count).Select(i => $"{6 + (2 * i)} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
            $"<< /Title ({Escape(title)}) /Producer (Comity.Tracing) >>",
        };
        for (var i = 0; i < pages.Count; i++)
        {
            var content = pages[i] + string.Create(CultureInfo.InvariantCulture, $"BT /F1 8 Tf {Left} 30 Td (page {i + 1} of {pages.Count}) Tj ET\n");
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + (2 * i)} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>");
            objects.Add($"<< /Length {Encoding.Latin1.GetByteCount(content)} >>\nstream\n{content}endstream");
        }

        return File(objects);
    }

    private static byte[] File(List<string> objects)
    {
        var text = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places) text.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n");
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static List<string> Pages(IEnumerable<(int Level, string Text)> lines)
    {
        var (pages, page, y) = (new List<string>(), new StringBuilder(), Top);
        foreach (var (level, text) in lines)
        {
            var (font, size) = level switch { 1 => ("F2", 16), 2 => ("F2", 11), _ => ("F1", 8) };
            foreach (var part in Wrap(text, level == 0 ? MostColumns : 60))
            {
                y -= level == 0 ? 11 : size + 12;
                if (y < Bottom)
                {
                    pages.Add(page.ToString());
                    page.Clear();
                    y = Top;
                }

                page.Append(CultureInfo.InvariantCulture, $"BT /{font} {size} Tf {Left} {y} Td ({Escape(part)}) Tj ET\n");
            }
        }

        pages.Add(page.ToString());
        return pages;
    }

    private static IEnumerable<string> Wrap(string text, int columns)
    {
        for (var at = 0; at == 0 || at < text.Length; at += columns) yield return text[at..Math.Min(text.Length, at + columns)];
    }

    /// <summary>Latin-1 as it is; anything else as its code point, because the standard fonts have no glyph for it.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '(' or ')' or '\\') escaped.Append('\\').Append((char)rune.Value);
            else if (rune.Value is (>= 32 and < 127) or (>= 160 and < 256)) escaped.Append((char)rune.Value);
            else escaped.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>");
        }

        return escaped.ToString();
    }
}
