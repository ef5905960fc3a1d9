using System.Text.Json;

namespace Comity.Tests.Trust;

/// <summary>Test data made by others, which lie beside the repository or where COMITY_VECTORS says; never part of it.</summary>
internal static class Vectors
{
    internal static string Folder(string name)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("COMITY_VECTORS") ?? Beside(), name);
        if (!Directory.Exists(folder)) Assert.Skip($"no vectors '{name}': set COMITY_VECTORS to the folder that holds them");
        return folder;
    }

    internal static JsonElement Wycheproof(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder("wycheproof"), file + "_test.json")));
        return document.RootElement.Clone();
    }

    private static string Beside()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Comity.slnx"))) return Path.Combine(at.Parent?.FullName ?? "/", "shared", "vectors");
        return "shared/vectors";
    }
}
