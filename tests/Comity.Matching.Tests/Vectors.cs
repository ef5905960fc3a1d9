namespace Comity.Matching.Tests;

/// <summary>The shared bridge pictures: <c>COMITY_VECTORS</c>, or <c>../shared/vectors</c> beside the repository.</summary>
internal static class Vectors
{
    internal static string Folder(string name)
    {
        var root = Environment.GetEnvironmentVariable("COMITY_VECTORS");
        for (var d = new DirectoryInfo(AppContext.BaseDirectory); root is null && d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "Comity.slnx"))) root = Path.Combine(d.FullName, "..", "shared", "vectors");
        var folder = Path.Combine(root ?? "/nowhere", name);
        if (!Directory.Exists(folder)) Assert.Skip($"The shared vectors ({name}) are not here; set COMITY_VECTORS to their folder.");
        return folder;
    }
}
