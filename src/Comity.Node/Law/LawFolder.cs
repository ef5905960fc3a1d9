using Comity.Law;

namespace Comity.Node.Law;

/// <summary>The release that came with the program: the folder <c>law</c> beside it.</summary>
internal static class LawFolder
{
    internal static string Beside { get; } = Path.Combine(AppContext.BaseDirectory, "law");

    /// <summary>Reads and checks the release in a folder. Prose (<c>*.md</c>) is not part of a release.</summary>
    /// <exception cref="LawDataException">The folder is missing or something in it is wrong.</exception>
    internal static LawRelease Load(string folder) => LawRelease.Load(Read(folder));

    /// <summary>The files of a release, by path.</summary>
    /// <exception cref="LawDataException">The folder is missing.</exception>
    internal static Dictionary<string, byte[]> Read(string folder) => Read(folder, LawFiles.IsOfRelease);

    /// <summary>The release with the cases, answers and reviews beside it, as a check reads them.</summary>
    /// <exception cref="LawDataException">The folder is missing.</exception>
    internal static Dictionary<string, byte[]> ReadWithCases(string folder) => Read(folder, LawFiles.IsData);

    private static Dictionary<string, byte[]> Read(string folder, Func<string, bool> chosen)
    {
        if (!Directory.Exists(folder)) throw new LawDataException(folder, 0, "The folder of the law data is missing.", "Install the program again, with its folder `law`.");
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Where(chosen)
            .ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(folder, file)));
    }
}
