namespace Comity.Tracing.Tests;

/// <summary>A folder of a test, gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("comity-tracing-").FullName;

    internal string this[string name] => Path.Combine(_path, name);

    /// <summary>Ingests the blocks into a store of this folder and opens it.</summary>
    internal ChainStore Store(ChainBuilder chain, string name = "store", string network = "btc-regtest")
    {
        chain.WriteTo(this[name + "-blocks"]);
        using (var ingest = Ingest.Open(this[name], new StoreSettings(Network.ByName(network)))) ingest.Run(this[name + "-blocks"]);
        return ChainStore.Open(this[name]);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}

/// <summary>The published vectors, which are not part of this repository.</summary>
internal static class Vectors
{
    /// <summary>The path of a file of <c>bitcoin/</c>, or the test is skipped.</summary>
    internal static string Bitcoin(string name)
    {
        var folder = Environment.GetEnvironmentVariable("COMITY_VECTORS") ?? Beside();
        var path = folder is null ? null : Path.Combine(folder, "bitcoin", name);
        if (path is null || !File.Exists(path)) Assert.Skip("the vectors are not here; set COMITY_VECTORS");
        return path;
    }

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var vectors = Path.Combine(folder.FullName, "shared", "vectors");
            if (Directory.Exists(vectors)) return vectors;
        }

        return null;
    }
}
