using Comity.Law;

namespace Comity.Tests.Law;

/// <summary>The release in the repository, read once.</summary>
internal static class TestLaw
{
    internal static DateOnly Today { get; } = new(2026, 11, 21);

    /// <summary>The folder of the law data in the repository.</summary>
    internal static string Home { get; } = Folder();

    /// <summary>The release with the cases, answers and reviews beside it.</summary>
    internal static Dictionary<string, byte[]> FilesWithCases { get; } = Read(Home);

    internal static Dictionary<string, byte[]> Files { get; } = FilesWithCases.Where(file => LawFiles.IsOfRelease(file.Key)).ToDictionary();

    internal static LawRelease Release { get; } = LawRelease.Load(Files);

    internal static CountryCode Country(string code) => CountryCode.Parse(code);

    internal static LawRoute Route(
        string channel, string from, string to, string data = "subscriber", string? offence = null, bool emergency = false, DateOnly? on = null, PairTreaty treaty = PairTreaty.Unknown, LawRelease? release = null) =>
        (release ?? Release).Route(new(Country(from), Country(to), on ?? Today, data, offence, emergency, treaty), channel);

    internal static string[] Ids(this IEnumerable<RefusalGround> grounds) => [.. grounds.Select(ground => ground.Id)];

    internal static bool Says(this LawRoute route, string provision, ReasonWeight? weight = null) =>
        route.Reasons.Any(reason => reason.Provision.ToString() == provision && (weight is null || reason.Weight == weight));

    /// <summary>The release with one file changed.</summary>
    internal static Dictionary<string, byte[]> With(string file, Func<string, string> change)
    {
        var before = System.Text.Encoding.UTF8.GetString(Files[file]);
        var after = change(before);
        Assert.NotEqual(before, after);
        return new(Files) { [file] = System.Text.Encoding.UTF8.GetBytes(after) };
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "law", "common.yaml"))) return Path.Combine(folder.FullName, "law");
        throw new DirectoryNotFoundException("The folder law is not above the test program.");
    }

    private static Dictionary<string, byte[]> Read(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".csv", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes);
}
