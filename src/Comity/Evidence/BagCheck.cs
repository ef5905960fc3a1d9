using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Comity.Evidence;

/// <summary>What is wrong with a bag, and what is merely odd.</summary>
/// <param name="Errors">The bag is not valid or not complete.</param>
/// <param name="Warnings">The bag is valid, but somebody should look.</param>
public sealed record BagReport(IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)
{
    /// <summary>Complete, and every hash right.</summary>
    public bool IsValid => Errors.Count == 0;
}

/// <summary>Checks a bag that somebody else made, versions 0.97 and 1.0. RFC 8493, section 3.</summary>
public sealed partial class BagCheck
{
    private const string Payload = "data/";

    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);

    private readonly IReadOnlySet<string> _files;
    private readonly Func<string, Stream> _open;
    private readonly List<string> _errors = [], _warnings = [];
    private readonly Dictionary<string, List<(string Algorithm, string Hex, string Manifest)>> _expected = [];
    private Encoding _encoding = Encoding.UTF8;
    private bool _strict;

    private BagCheck(IReadOnlySet<string> files, Func<string, Stream> open) => (_files, _open) = (files, open);

    /// <summary>Checks a bag.</summary>
    /// <param name="files">The paths of all its files, with forward slashes.</param>
    /// <param name="open">Opens one of them.</param>
    /// <param name="stop">Stops the reading.</param>
    public static async Task<BagReport> RunAsync(IReadOnlySet<string> files, Func<string, Stream> open, CancellationToken stop = default)
    {
        var check = new BagCheck(files, open);
        if (check.Declare()) await check.CheckAsync(stop).ConfigureAwait(false);
        return new(check._errors, check._warnings);
    }

    private async Task CheckAsync(CancellationToken stop)
    {
        Info();
        var fetched = Fetched();
        var payload = _files.Where(file => BagManifest.IsPayload(file)).ToList();
        if (payload.Count == 0) _errors.Add("There is no payload manifest.");
        foreach (var manifest in payload) Complete(manifest, Expect(manifest, fetched));
        foreach (var manifest in _files.Where(BagManifest.IsTag)) Expect(manifest, fetched);
        if (payload.Count > 0 && !_expected.Any(pair => pair.Key.StartsWith(Payload, StringComparison.Ordinal)) && _files.Any(file => file.StartsWith(Payload, StringComparison.Ordinal)))
            _errors.Add("No payload manifest uses a hash that we know.");
        foreach (var file in _files.Where(file => file.StartsWith(Payload, StringComparison.Ordinal) && !_expected.ContainsKey(file)))
            _errors.Add($"{file} is in no manifest.");
        foreach (var (file, hashes) in _expected.Where(pair => _files.Contains(pair.Key))) await HashAsync(file, hashes, stop).ConfigureAwait(false);
    }

    /// <summary>bagit.txt: version and encoding, in exactly two lines.</summary>
    private bool Declare()
    {
        var text = Text("bagit.txt", Encoding.UTF8);
        var match = text is null ? Match.Empty : Declaration().Match(text);
        if (!match.Success || match.Groups["version"].Value is not ("0.97" or "1.0"))
        {
            _errors.Add("bagit.txt does not declare version 0.97 or 1.0 and an encoding.");
            return false;
        }

        _strict = match.Groups["version"].Value == "1.0";
        try
        {
            _encoding = Encoding.GetEncoding(match.Groups["encoding"].Value, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return true;
        }
        catch (ArgumentException)
        {
            _errors.Add($"bagit.txt declares the encoding '{match.Groups["encoding"].Value}', which we do not know.");
            return false;
        }
    }

    private void Info()
    {
        if (!_files.Contains("bag-info.txt") || Text("bag-info.txt", _encoding) is not { } text) return;
        foreach (var line in BagManifest.Lines(text))
            if (line[0] is not (' ' or '\t') && !line.Contains(':', StringComparison.Ordinal)) _errors.Add("bag-info.txt has a line that is not 'label: value'.");
    }

    /// <summary>Files that are to be fetched from elsewhere: allowed to be absent, and then the bag is incomplete, which we say.</summary>
    private HashSet<string> Fetched()
    {
        var paths = new HashSet<string>();
        if (!_files.Contains("fetch.txt") || Text("fetch.txt", _encoding) is not { } text) return paths;
        foreach (var line in BagManifest.Lines(text))
        {
            var parts = line.Split((char[])[' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 3) _errors.Add("fetch.txt has a line that is not 'URL length path'.");
            else if (!BagPath.IsSafe(parts[2])) _errors.Add($"fetch.txt leads outside the bag: '{parts[2]}'.");
            else paths.Add(BagPath.Unescape(parts[2]));
        }

        return paths;
    }

    private HashSet<string> Expect(string manifest, HashSet<string> fetched)
    {
        var listed = new Dictionary<string, string>();
        if (Text(manifest, _encoding) is not { } text) return [];
        var algorithm = BagManifest.Algorithm(manifest);
        foreach (var line in BagManifest.Parse(text))
        {
            if (line is not var (hex, path, odd) || !BagPath.IsSafe(path))
            {
                _errors.Add($"{manifest} has a line that is no hash and safe path.");
                continue;
            }

            if (odd) _warnings.Add($"{manifest} writes '{path}' in the manner of other tools.");
            if (!listed.TryAdd(path, hex))
            {
                if (_strict || listed[path] != hex) _errors.Add($"{manifest} lists {path} twice.");
                else _warnings.Add($"{manifest} lists {path} twice.");
            }
            else if (!_files.Contains(path))
            {
                _errors.Add(fetched.Contains(path) ? $"{path} has yet to be fetched." : $"{path} is listed in {manifest} and absent.");
            }
            else if (BagManifest.Known(algorithm))
            {
                (_expected.TryGetValue(path, out var hashes) ? hashes : _expected[path] = []).Add((algorithm, hex, manifest));
            }
        }

        if (!BagManifest.Known(algorithm)) _warnings.Add($"{manifest} uses a hash that we do not know.");
        if (listed.Keys.GroupBy(path => path, StringComparer.OrdinalIgnoreCase).Any(group => group.Count() > 1))
            _warnings.Add($"{manifest} lists names that some systems take for one.");
        return [.. listed.Keys];
    }

    /// <summary>Version 1.0: each payload manifest lists each payload file.</summary>
    private void Complete(string manifest, HashSet<string> listed)
    {
        if (!_strict) return;
        foreach (var file in _files.Where(file => file.StartsWith(Payload, StringComparison.Ordinal) && !listed.Contains(file)))
            _errors.Add($"{file} is not in {manifest}.");
    }

    private async Task HashAsync(string file, List<(string Algorithm, string Hex, string Manifest)> expected, CancellationToken stop)
    {
        var hashes = expected.Select(e => e.Algorithm).Distinct().ToDictionary(name => name, BagManifest.Hash);
        var stream = _open(file);
        await using var closing = stream.ConfigureAwait(false);
        var buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0;)
            foreach (var hash in hashes.Values) hash.AppendData(buffer, 0, read);
        foreach (var (algorithm, hex, manifest) in expected)
            if (Convert.ToHexStringLower(hashes[algorithm].GetCurrentHash()) != hex) _errors.Add($"{file} has not the hash that {manifest} states.");
        foreach (var hash in hashes.Values) hash.Dispose();
    }

    /// <summary>A tag file as text, or null with an error noted.</summary>
    private string? Text(string file, Encoding encoding)
    {
        if (!_files.Contains(file))
        {
            _errors.Add($"{file} is absent.");
            return null;
        }

        using var stream = _open(file);
        var bytes = new byte[(stream.CanSeek ? (int)Math.Min(stream.Length, BagManifest.Longest) : BagManifest.Longest) + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        try
        {
            if (length > BagManifest.Longest) throw new DecoderFallbackException();
            if (encoding is UnicodeEncoding && bytes.AsSpan(0, length).StartsWith(Encoding.BigEndianUnicode.Preamble)) encoding = BigEndian;
            var text = encoding.GetString(bytes, 0, length);
            return encoding is UnicodeEncoding ? text.TrimStart('\ufeff') : text;
        }
        catch (DecoderFallbackException)
        {
            _errors.Add($"{file} is longer than {BagManifest.Longest} bytes or not in the declared encoding.");
            return null;
        }
    }

    [GeneratedRegex(@"\ABagIt-Version: (?<version>[0-9]+\.[0-9]+)(\r\n|\r|\n)Tag-File-Character-Encoding: (?<encoding>[A-Za-z0-9_.:-]+)(\r\n|\r|\n)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}

/// <summary>The lines of a BagIt manifest.</summary>
internal static class BagManifest
{
    /// <summary>Longest tag file read, in bytes. Our own limit.</summary>
    internal const int Longest = 16 << 20;

    internal static bool IsPayload(string file) => file.StartsWith("manifest-", StringComparison.Ordinal) && file.EndsWith(".txt", StringComparison.Ordinal);

    internal static bool IsTag(string file) => file.StartsWith("tagmanifest-", StringComparison.Ordinal) && file.EndsWith(".txt", StringComparison.Ordinal);

    internal static string Algorithm(string manifest) => manifest[(manifest.IndexOf('-', StringComparison.Ordinal) + 1)..^4].ToLower(CultureInfo.InvariantCulture);

    internal static bool Known(string algorithm) => algorithm is "md5" or "sha1" or "sha256" or "sha384" or "sha512";

    internal static IncrementalHash Hash(string algorithm) => IncrementalHash.CreateHash(new HashAlgorithmName(algorithm.ToUpperInvariant()));

    internal static IEnumerable<string> Lines(string text) => text.Split((char[])['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Hash and path of each line; null where a line is neither. Odd: written by md5sum (an asterisk) or with a leading <c>./</c>.</summary>
    internal static IEnumerable<(string Hex, string Path, bool Odd)?> Parse(string text)
    {
        foreach (var line in Lines(text))
        {
            var end = line.AsSpan().IndexOfAny(' ', '\t');
            var path = end <= 0 ? "" : line[end..].TrimStart(' ', '\t');
            var odd = path.StartsWith('*') || path.StartsWith("./", StringComparison.Ordinal);
            if (path.StartsWith('*')) path = path[1..];
            if (path.StartsWith("./", StringComparison.Ordinal)) path = path[2..];
            yield return path.Length == 0 || !line[..end].All(char.IsAsciiHexDigit) ? null : (line[..end].ToLower(CultureInfo.InvariantCulture), BagPath.Unescape(path), odd);
        }
    }
}
