using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Comity.Evidence;
using Comity.Ledger;
using Comity.Tests.Ledger;

namespace Comity.Tests.Evidence;

[Trait("Spec", "evidence/R43")]
public sealed class PackageTests
{
    private static readonly PackageSource Source = new("http://examplecloud.localhost:7003", 1795219200, Digest.Of("dossier"));
    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["logins.csv"] = "time,ip\n1,192.0.2.1\n"u8.ToArray(),
        ["mail/100% sûr — 証拠.eml"] = Fuzzing.Seeded(8).Bytes(5000),
        ["empty"] = [],
    };

    private static async Task<(PackageManifest Manifest, Dictionary<string, (byte[] Sealed, ContentKey Key)> Objects)> Package()
    {
        var random = Fuzzing.Seeded(9);
        var objects = new Dictionary<string, (byte[], ContentKey)>();
        var items = new List<PackageItem>();
        foreach (var (name, content) in Files)
        {
            var (key, output) = (ContentKey.Create(random), new MemoryStream());
            items.Add(PackageItem.Of(name, await ObjectWriter.SealAsync(new MemoryStream(content), output, key, random, SealedHeader.SmallestChunk)));
            objects[name] = (output.ToArray(), key);
        }

        return (PackageManifest.Create(Source, items), objects);
    }

    internal static PackageManifest Sample() => Package().GetAwaiter().GetResult().Manifest;

    private static async Task<byte[]> Zipped(PackageManifest manifest, Dictionary<string, (byte[] Sealed, ContentKey Key)> objects)
    {
        var zip = new MemoryStream();
        await Bag.WriteZipAsync(manifest, "evidence", async (item, plaintext, stop) =>
        {
            var (bytes, key) = objects[item.Name];
            using var reader = await ObjectReader.OpenAsync(new MemoryStream(bytes), key, stop);
            return await reader.CopyToAsync(plaintext, stop);
        }, zip);
        return zip.ToArray();
    }

    private static Dictionary<string, byte[]> Unzipped(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.ToDictionary(entry => entry.FullName["evidence/".Length..], entry =>
        {
            var bytes = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    [Fact]
    public async Task A_package_unpacks_as_a_valid_bag_with_the_files_inside()
    {
        var (manifest, objects) = await Package();
        var files = Unzipped(await Zipped(manifest, objects));
        foreach (var (name, content) in Files) Assert.Equal(content, files[$"data/{name}"]);
        var report = await BagCheck.RunAsync(files.Keys.ToHashSet(), path => new MemoryStream(files[path]));
        Assert.Empty(report.Errors);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task The_same_package_gives_the_same_bytes()
    {
        var (manifest, objects) = await Package();
        Assert.Equal(await Zipped(manifest, objects), await Zipped(PackageManifest.Read(manifest.ToBytes()), objects));
    }

    [Fact]
    public async Task A_file_that_is_not_the_one_in_the_manifest_is_named()
    {
        var (manifest, objects) = await Package();
        objects["empty"] = objects["logins.csv"];
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Zipped(manifest, objects));
        Assert.Contains("'empty'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_manifest_is_read_as_written()
    {
        var manifest = Sample();
        var read = PackageManifest.Read(manifest.ToBytes());
        Assert.Equal(Source, read.Source);
        Assert.Equal(manifest.Items, read.Items);
        Assert.Equal(manifest.ToBytes(), read.ToBytes());
    }

    [Fact]
    public void The_package_root_names_the_manifest_and_each_object_in_order()
    {
        var manifest = Sample();
        var own = Digest.Of("manifest object");
        var root = manifest.Root(own);
        Assert.Equal(MerkleTree.Root([MerkleHash.Leaf(own.ToArray()), .. manifest.Items.Select(item => MerkleHash.Leaf(item.ObjectRoot.ToArray()))]), root);
        Assert.Equal(root, PackageManifest.RootOf([own, .. manifest.Items.Select(item => item.ObjectRoot)]));
        Assert.NotEqual(root, PackageManifest.RootOf([own, .. manifest.Items.Reverse().Select(item => item.ObjectRoot)]));
    }

    [Fact]
    public void The_package_root_is_the_one_of_the_specification() => Assert.Equal(
        "d1e13387404107194cfb4b1cd967fc4f03e738934532d831ff84eedd1fe7de26",
        PackageManifest.RootOf([Digest.Of("manifest"), Digest.Of("a"), Digest.Of("b")]).ToHex());

    [Fact]
    public void A_redacted_item_names_what_it_came_from()
    {
        var item = Sample().Items[0] with { From = Digest.Of("original") };
        var manifest = PackageManifest.Create(Source, [item]);
        Assert.Equal(Digest.Of("original"), Assert.Single(PackageManifest.Read(manifest.ToBytes()).Items).From);
    }

    [Fact]
    public void Any_changed_byte_of_a_manifest_is_refused_outside_the_graph()
    {
        var bytes = Sample().ToBytes();
        var text = Encoding.UTF8.GetString(bytes);
        var graph = Encoding.UTF8.GetByteCount(text.AsSpan(0, text.IndexOf("provenance.jsonld ", StringComparison.Ordinal)));
        for (var at = 0; at < graph; at++)
        {
            var bad = bytes.ToArray();
            bad[at] ^= 1;
            Assert.Throws<RefusedException>(() => PackageManifest.Read(bad));
        }

        bytes[graph + 200] ^= 1; // inside the graph: then its hash in the tag manifests is wrong
        Assert.Throws<RefusedException>(() => PackageManifest.Read(bytes));
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("C:\\x")]
    [InlineData("~/x")]
    [InlineData("a\nb")]
    [InlineData("")]
    public void A_name_that_leads_outside_is_refused(string name)
    {
        var item = Sample().Items[0] with { Name = name };
        Assert.Throws<ArgumentException>(() => PackageManifest.Create(Source, [item]));
    }

    [Fact]
    public void A_file_of_an_absurd_size_is_refused()
    {
        var item = Sample().Items[0];
        foreach (var size in (long[])[1L << 48, (1L << 56) - 1])
        {
            var absurd = item with { File = item.File with { Size = size }, Layout = new(1024, Padme.Padded(size)) };
            var manifest = PackageManifest.Create(Source, [absurd]);
            Assert.Throws<RefusedException>(() => PackageManifest.Read(manifest.ToBytes()));
        }
    }

    [Fact]
    public void Two_names_that_some_systems_take_for_one_are_refused()
    {
        var item = Sample().Items[0];
        Assert.Throws<ArgumentException>(() => PackageManifest.Create(Source, [item with { Name = "a" }, item with { Name = "A" }]));
        Assert.Throws<ArgumentException>(() => PackageManifest.Create(Source, []));
    }

    [Fact]
    public void The_graph_describes_each_file()
    {
        var manifest = Sample();
        using var graph = JsonDocument.Parse(manifest.TagFiles.Single(file => file.Name == "provenance.jsonld").Content);
        var files = graph.RootElement.GetProperty("@graph").EnumerateArray().Where(node => node.GetProperty("@type").GetString() == "uco-observable:File").ToList();
        Assert.Equal(manifest.Items.Count, files.Count);
        Assert.All(files, file => Assert.Matches("^kb:file-[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", file.GetProperty("@id").GetString()));
        var ids = Ids(graph.RootElement).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    /// <summary>Ids of the nodes that the graph describes (not of those it only refers to).</summary>
    private static IEnumerable<string> Ids(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Ids),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Ids(member.Value))
            .Concat(value.TryGetProperty("@id", out var id) && value.TryGetProperty("@type", out _) ? [id.GetString()!] : []),
        _ => [],
    };
}
