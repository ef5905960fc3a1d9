using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Comity.Matching;

/// <summary>Reads hashes from text, CSV and JSON; which of them, the first characters tell.</summary>
/// <remarks>Text: a PDQ hash per line, or <c>sha256:</c>, <c>sha1:</c>, <c>md5:</c> and digits; empty lines and lines that begin with # say nothing
/// but count. CSV: a first line that names columns, of which pdq (or hash), quality, sha256, sha1, md5, category are read. JSON: an array of
/// objects with those members, or an object with such an array under <c>hashes</c>; elements with <c>refused</c> say nothing.</remarks>
public static class HashListReader
{
    /// <summary>Longest line read, in characters: 4,096.</summary>
    public const int LongestLine = 4096;

    /// <summary>Most lines read: 50 million.</summary>
    public const int MostLines = 50_000_000;

    /// <summary>Longest JSON read, in bytes: 1 GiB.</summary>
    public const long LongestJson = 1L << 30;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads all hashes of a file.</summary>
    /// <exception cref="RefusedInputException">A line is not what it should be; the message names file and line (1-based).</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static List<HashEntry> ReadFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, Path.GetFileName(path));
    }

    /// <summary>Reads all hashes of a stream.</summary>
    /// <param name="stream">UTF-8.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="RefusedInputException">A line is not what it should be; the message names it (1-based).</exception>
    public static List<HashEntry> Read(Stream stream, string name)
    {
        using var reader = new StreamReader(stream, Strict, detectEncodingFromByteOrderMarks: true, bufferSize: (int)Math.Clamp(stream.CanSeek ? stream.Length : 1 << 16, 128, 1 << 16));
        try
        {
            while (reader.Peek() is ' ' or '\t') reader.Read();
            return reader.Peek() is '[' or '{' ? Json(reader, name) : Lines(reader, name);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedInputException($"{name} is not UTF-8 text.");
        }
    }

    private static List<HashEntry> Lines(StreamReader reader, string name)
    {
        var entries = new List<HashEntry>();
        using var source = new LineSource(reader, name);
        CsvColumns? columns = null;
        var first = true;
        while (source.Next() is { } line)
        {
            if (line.IsEmpty || line.Span[0] == '#') continue;
            if (first && CsvColumns.TryParse(line.Span) is { } named)
            {
                (columns, first) = (named, false);
                continue;
            }

            first = false;
            entries.Add((columns is null ? PlainLine(line.Span, source.Number) : columns.Read(line.Span, source.Number))
                ?? throw new RefusedInputException($"{name}, line {source.Number + 1}: not a hash (a PDQ hash is 64 hexadecimal digits)."));
        }

        return entries;
    }

    private static HashEntry? PlainLine(ReadOnlySpan<char> line, int number)
    {
        var comma = line.IndexOf(',');
        var quality = (int?)null;
        if (comma >= 0)
        {
            if (!TryQuality(line[(comma + 1)..].Trim(), out quality)) return null;
            line = line[..comma].TrimEnd();
        }

        if (PdqHash.TryParse(line, null, out var pdq)) return new(number, pdq, quality, [], null);
        var colon = line.IndexOf(':');
        return colon > 0 && Algorithm(line[..colon]) is { } algorithm && ExactHash.TryParse(algorithm, line[(colon + 1)..], out var exact)
            ? new(number, null, quality, [exact], null) : null;
    }

    internal static ExactAlgorithm? Algorithm(ReadOnlySpan<char> name) => name switch
    {
        "sha256" => ExactAlgorithm.Sha256, "sha1" => ExactAlgorithm.Sha1, "md5" => ExactAlgorithm.Md5, _ => null,
    };

    internal static bool TryQuality(ReadOnlySpan<char> text, out int? quality)
    {
        quality = null;
        if (text.IsEmpty) return true;
        if (!int.TryParse(text, System.Globalization.NumberStyles.None, null, out var value) || value > 100) return false;
        quality = value;
        return true;
    }

    private static List<HashEntry> Json(StreamReader reader, string name)
    {
        try
        {
            if (reader.BaseStream is { CanSeek: true, Length: > LongestJson }) throw new RefusedInputException($"{name} is longer than {LongestJson} bytes.");
            var text = Bounded(reader, name);
            using var document = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false, MaxDepth = 8 });
            return JsonEntries.Read(document.RootElement, name);
        }
        catch (JsonException e)
        {
            throw new RefusedInputException($"{name} is not JSON that we accept, near line {e.LineNumber + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw new RefusedInputException($"{name} holds text that is not well-formed Unicode.");
        }
    }

    private static string Bounded(StreamReader reader, string name)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        for (int got; (got = reader.Read(buffer)) > 0;)
        {
            text.Append(buffer.AsSpan(0, got));
            if (text.Length > LongestJson / 2) throw new RefusedInputException($"{name} is longer than {LongestJson / 2} characters.");
        }

        return text.ToString();
    }

    /// <summary>Lines with their numbers, in a buffer that is used again.</summary>
    private sealed class LineSource(StreamReader reader, string name) : IDisposable
    {
        private readonly char[] _block = ArrayPool<char>.Shared.Rent(1 << 16);
        private readonly char[] _line = ArrayPool<char>.Shared.Rent(LongestLine);
        private int _at, _filled;

        internal int Number { get; private set; } = -1;

        internal ReadOnlyMemory<char>? Next()
        {
            var length = 0;
            var any = false;
            while (_at < _filled || Fill())
            {
                any = true;
                var rest = _block.AsSpan(_at, _filled - _at);
                var end = rest.IndexOf('\n');
                var part = end < 0 ? rest : rest[..end];
                if (length + part.Length > LongestLine) throw new RefusedInputException($"{name}, line {Number + 2}: longer than {LongestLine} characters.");
                part.CopyTo(_line.AsSpan(length));
                length += part.Length;
                _at += part.Length + (end < 0 ? 0 : 1);
                if (end >= 0) break;
            }

            if (!any) return null;
            if (++Number >= MostLines) throw new RefusedInputException($"{name} has more than {MostLines} lines.");
            return _line.AsMemory(0, length).TrimEnd(" \t\r").TrimStart(" \t");
        }

        public void Dispose()
        {
            ArrayPool<char>.Shared.Return(_block);
            ArrayPool<char>.Shared.Return(_line);
        }

        private bool Fill()
        {
            _at = 0;
            _filled = reader.Read(_block);
            return _filled > 0;
        }
    }
}
