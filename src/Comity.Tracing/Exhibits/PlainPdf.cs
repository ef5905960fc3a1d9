using System.Globalization;
using System.Text;

namespace Comity.Tracing;

/// <summary>A small PDF writer: lines of text in the standard fonts, A4, page numbers. The same lines give the same bytes.</summary>
internal static class PlainPdf
{
    private const int Left = 50, Indent = 120, Right = 545, Top = 800, Bottom = 50, Label = 16;
    private const double CourierWidth = 0.6; // of the size, for every letter

    internal static byte[] Write(string title, IEnumerable<ExhibitPiece> pieces)
    {
        var pages = Pages(pieces);
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', Enumerable.Range(0, pages.Count).Select(i => $"{7 + (2 * i)} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
            $"<< /Title ({Escape(title)}) /Producer (Comity.Tracing) >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        };
        for (var i = 0; i < pages.Count; i++)
        {
            var content = pages[i] + string.Create(CultureInfo.InvariantCulture, $"BT /F1 8 Tf {Left} 30 Td (page {i + 1} of {pages.Count}) Tj ET\n");
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {8 + (2 * i)} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 6 0 R >> >> >>");
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

    private static List<string> Pages(IEnumerable<ExhibitPiece> pieces)
    {
        var sheet = new Sheet();
        foreach (var piece in pieces)
        {
            switch (piece.Kind)
            {
                case PieceKind.Title: sheet.Write("F2", 16, Left, "", piece.Text, before: 14); break;
                case PieceKind.Heading: sheet.Write("F2", 11, Left, "", piece.Text, before: 14, together: 3); break;
                case PieceKind.Warning: sheet.Write("F2", 9, Left, "", "! " + piece.Text, before: 4); break;
                case PieceKind.Copy:
                    foreach (var line in piece.Text.Split('\n')) sheet.Write("F1", 8, Left + 12, "", line, before: 0);
                    break;
                default: sheet.Write("F1", 8, Indent, piece.Label, piece.Text, before: 0); break;
            }
        }

        return sheet.Pages();
    }

    /// <summary>Writes lines down a page and goes on to the next.</summary>
    private sealed class Sheet
    {
        private readonly List<string> _pages = [];
        private readonly StringBuilder _page = new();
        private int _y = Top;

        internal List<string> Pages() => [.. _pages, _page.ToString()];

        /// <param name="font">F1 or F2.</param>
        /// <param name="size">In points.</param>
        /// <param name="left">Where the text begins; its label stands at the left edge.</param>
        /// <param name="label">The label, or empty.</param>
        /// <param name="text">Broken at spaces, and within words that fill a line.</param>
        /// <param name="before">Room above, in points.</param>
        /// <param name="together">Lines that must still fit on this page.</param>
        internal void Write(string font, int size, int left, string label, string text, int before, int together = 1)
        {
            var step = size + 3;
            _y -= _y == Top ? 0 : before;
            if (_y - (step * together) < Bottom) NewPage();
            foreach (var part in Wrap(text, (int)((Right - left) / (size * CourierWidth))))
            {
                _y -= step;
                if (_y < Bottom)
                {
                    NewPage();
                    _y -= step;
                }

                if (label.Length > 0) Put("F3", 8, Left, label[..Math.Min(label.Length, Label)]);
                label = "";
                Put(font, size, left, part);
            }
        }

        private void NewPage()
        {
            _pages.Add(_page.ToString());
            _page.Clear();
            _y = Top;
        }

        private void Put(string font, int size, int left, string text) => _page.Append(CultureInfo.InvariantCulture, $"BT /{font} {size} Tf {left} {_y} Td ({Escape(text)}) Tj ET\n");
    }

    internal static IEnumerable<string> Wrap(string text, int columns)
    {
        var rest = text;
        while (rest.Length > columns)
        {
            var space = rest.LastIndexOf(' ', columns);
            var end = space > columns / 2 ? space : columns;
            if (char.IsHighSurrogate(rest[end - 1])) end--;
            yield return rest[..end];
            rest = rest[end..].TrimStart(' ');
        }

        yield return rest;
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
