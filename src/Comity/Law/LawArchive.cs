using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Comity.Law;

/// <summary>All files of a release as one sequence of bytes, the same on every machine; its SHA-256 names the release.</summary>
/// <remarks>
/// Format <c>comity-law/v1</c>: that line; then for each file, in byte order of the paths, a line <c>PATH LENGTH</c>, the bytes, a line feed.
/// Only one sequence of bytes stands for a set of files: unpacking refuses all others.
/// </remarks>
public static partial class LawArchive
{
    /// <summary>The most bytes that a release may have. Our own limit.</summary>
    public const int LargestRelease = 16 << 20;

    /// <summary>The most bytes that one file may have. Our own limit.</summary>
    public const int LargestFile = 4 << 20;

    /// <summary>The most files that a release may have. Our own limit.</summary>
    public const int MostFiles = 500;

    private static ReadOnlySpan<byte> Magic => "comity-law/v1\n"u8;

    /// <summary>Packs files by path.</summary>
    /// <exception cref="ArgumentException">A path or a size is outside the limits.</exception>
    public static byte[] Pack(IReadOnlyDictionary<string, byte[]> files)
    {
        if (files.Count > MostFiles) throw new ArgumentException($"A release has at most {MostFiles} files, not {files.Count}.", nameof(files));
        using var archive = new MemoryStream();
        archive.Write(Magic);
        foreach (var (path, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (!Path().IsMatch(path) || bytes.Length > LargestFile) throw new ArgumentException($"'{path}' cannot be part of a release.", nameof(files));
            archive.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{path} {bytes.Length}\n")));
            archive.Write(bytes);
            archive.WriteByte((byte)'\n');
        }

        if (archive.Length > LargestRelease) throw new ArgumentException($"A release has at most {LargestRelease} bytes.", nameof(files));
        return archive.ToArray();
    }

    /// <summary>The files of an archive, by path.</summary>
    /// <exception cref="RefusedException">The bytes are not what <see cref="Pack"/> makes of any files.</exception>
    public static IReadOnlyDictionary<string, byte[]> Unpack(ReadOnlySpan<byte> archive)
    {
        if (archive.Length > LargestRelease || !archive.StartsWith(Magic)) throw Refused("not a law release, or too large");
        var rest = archive[Magic.Length..];
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        string? last = null;
        while (!rest.IsEmpty)
        {
            var (path, length) = Header(ref rest);
            if (files.Count == MostFiles || string.CompareOrdinal(last, path) >= 0) throw Refused($"'{path}' is out of order or one too many");
            if (length > LargestFile || rest.Length <= length || rest[length] != '\n') throw Refused($"'{path}' does not end where it should");
            files.Add(path, rest[..length].ToArray());
            rest = rest[(length + 1)..];
            last = path;
        }

        return files;
    }

    private static (string Path, int Length) Header(ref ReadOnlySpan<byte> rest)
    {
        var end = rest[..Math.Min(rest.Length, 200)].IndexOf((byte)'\n');
        if (end < 0 || HeaderLine().Match(Encoding.Latin1.GetString(rest[..end])) is not { Success: true } line || !Path().IsMatch(line.Groups[1].ValueSpan))
            throw Refused("a file header is broken");
        rest = rest[(end + 1)..];
        return (line.Groups[1].Value, int.Parse(line.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private static RefusedException Refused(string why) => new(RefusalCode.Malformed, $"Law release: {why}.");

    [GeneratedRegex(@"^(?=.{1,100}\z)[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*){0,3}\z")]
    private static partial Regex Path();

    [GeneratedRegex(@"^([a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*){0,3}) (0|[1-9][0-9]{0,7})\z")]
    private static partial Regex HeaderLine();
}
