using System.Text.Json;

namespace Comity.Tests.Ledger;

/// <summary>Test data published by others, which is not part of this repository: the folder named by COMITY_VECTORS, or <c>../shared/vectors</c> beside the repository.</summary>
internal static class OutsideVectors
{
    /// <summary>The folder below the vectors; skips the test if it is absent.</summary>
    internal static string Folder(string name)
    {
        var folder = Candidates().Select(root => Path.Combine(root, name)).FirstOrDefault(path => Directory.Exists(path) || File.Exists(path));
        Assert.SkipWhen(folder is null, $"The published vectors '{name}' are absent. Set COMITY_VECTORS to their folder.");
        return folder!;
    }

    internal static JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("COMITY_VECTORS") is { Length: > 0 } named) yield return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Comity.slnx")))
                yield return Path.Combine(folder.FullName, "..", "shared", "vectors");
    }
}
