using System.Text;

namespace Comity.Evidence;

/// <summary>A file's path inside a bag: relative, forward slashes, nothing that could lead outside. RFC 8493, sections 2.1.3 and 5.1.</summary>
public static class BagPath
{
    /// <summary>Longest path, in bytes of UTF-8. Our own limit.</summary>
    public const int Longest = 1024;

    private const int LongestSegment = 255;

    /// <summary>True if a file may be written at this path below a folder, on any usual system.</summary>
    public static bool IsSafe(string path) =>
        path.Length > 0 && Encoding.UTF8.GetByteCount(path) <= Longest
        && !path.Any(c => char.IsControl(c) || c is '\\' or ':' or '\ufffd')
        && !path.StartsWith('~')
        && path.Split('/').All(segment => segment is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(segment) <= LongestSegment);

    /// <summary>The path as a manifest writes it: line ends and the percent sign escaped.</summary>
    public static string Escape(string path) =>
        path.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>Reads what <see cref="Escape"/> wrote.</summary>
    public static string Unescape(string text) => text
        .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase).Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal);
}
