using System.Text.Json;

namespace Comity.Matching.Tests;

/// <summary>Workers shared by the tests of a class.</summary>
public sealed class Workers : IDisposable
{
    private WorkerPool? _pool;

    internal WorkerPool Pool
    {
        get
        {
            if (!VipsDecoder.IsInstalled) Assert.Skip(VipsDecoder.HowToInstall);
            return _pool ??= new();
        }
    }

    public void Dispose() => _pool?.Dispose();
}

[Trait("Spec", "matching/1")]
public sealed class PictureTests(Workers workers) : IClassFixture<Workers>
{
    [Fact]
    public void The_bridge_pictures_hash_to_the_published_bits()
    {
        var folder = Vectors.Folder("pdq");
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        foreach (var image in expected.RootElement.GetProperty("images").EnumerateArray())
        {
            var file = Path.Combine(folder, image.GetProperty("file").GetString()!);
            var reduced = Assert.IsType<FileOutcome.Hashed>(new FileHasher(workers.Pool).Hash(file));
            var full = Assert.IsType<FileOutcome.Hashed>(new FileHasher(workers.Pool, HashScope.Full).Hash(file));
            Assert.Equal(image.GetProperty("hash").GetString(), reduced.Hash.ToString());
            Assert.Equal(image.GetProperty("full").GetString(), full.Hash.ToString());
            Assert.Equal(image.GetProperty("quality").GetInt32(), reduced.Picture.Quality);
            Assert.Equal(image.GetProperty("sha256").GetString(), Convert.ToHexStringLower(reduced.Digests.Sha256));
            Assert.Equal((image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()), (reduced.Picture.Width, reduced.Picture.Height));
        }
    }
}
