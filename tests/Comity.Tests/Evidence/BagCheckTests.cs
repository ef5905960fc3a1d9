using System.Text;
using Comity.Evidence;
using Comity.Tests.Ledger;

namespace Comity.Tests.Evidence;

[Trait("Spec", "rfc8493/3")]
public sealed class BagCheckTests
{
    internal static Dictionary<string, byte[]> Sample() => new()
    {
        ["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"u8.ToArray(),
        ["bag-info.txt"] = "Source-Organization: us\n  and others\n"u8.ToArray(),
        ["manifest-sha256.txt"] = Encoding.UTF8.GetBytes($"{Digest.Of("x").ToHex()}  data/x\n"),
        ["tagmanifest-sha256.txt"] = Encoding.UTF8.GetBytes($"{Digest.Of("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n").ToHex()} bagit.txt\n"),
        ["data/x"] = "x"u8.ToArray(),
    };

    private static Task<BagReport> Check(Dictionary<string, byte[]> files) => BagCheck.RunAsync(files.Keys.ToHashSet(), path => new MemoryStream(files[path]));

    [Fact]
    public async Task A_whole_bag_is_valid()
    {
        var report = await Check(Sample());
        Assert.Empty(report.Errors);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task Any_lost_file_but_the_description_is_an_error()
    {
        foreach (var file in Sample().Keys.Where(file => file is not ("bag-info.txt" or "tagmanifest-sha256.txt")))
        {
            var files = Sample();
            files.Remove(file);
            Assert.False((await Check(files)).IsValid, file);
        }
    }

    [Fact]
    public async Task A_changed_file_is_named()
    {
        var files = Sample();
        files["data/x"] = "y"u8.ToArray();
        Assert.Equal(["data/x has not the hash that manifest-sha256.txt states."], (await Check(files)).Errors);
    }

    [Fact]
    public async Task A_file_yet_to_be_fetched_leaves_the_bag_incomplete()
    {
        var files = Sample();
        files.Remove("data/x");
        files["fetch.txt"] = "https://example.org/x 1 data/x\n"u8.ToArray();
        Assert.Equal(["data/x has yet to be fetched."], (await Check(files)).Errors);
    }

    /// <summary>Bags that the suite calls valid and we do not: SHA-224 alone, which the platform does not offer; names that exist only where two spellings are one;
    /// a system file that copies of the suite have lost.</summary>
    private static readonly string[] Otherwise =
        ["uncommon-metadata-separators", "duplicate-file-with-different-case", "same-filename-listed-twice-with-different-normalization", "special-system-files"];

    [Fact]
    public async Task Published_bags_get_the_published_verdict()
    {
        var count = 0;
        foreach (var folder in Directory.GetDirectories(OutsideVectors.Folder("bagit"), "*", SearchOption.AllDirectories).Where(IsBag))
        {
            var name = Path.GetFileName(folder);
            var kind = Path.GetFileName(Path.GetDirectoryName(folder)!);
            var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));
            var report = await BagCheck.RunAsync(files.Keys.ToHashSet(), path => File.OpenRead(files[path]));
            var wanted = kind is "valid" or "warning" && !Otherwise.Contains(name);
            Assert.True(report.IsValid == wanted, $"{folder}: {string.Join(" ", report.Errors)}");
            if (wanted && kind == "warning") Assert.True(report.Warnings.Count > 0, folder);
            count++;
        }

        Assert.True(count > 30);
    }

    private static bool IsBag(string folder) => Path.GetFileName(Path.GetDirectoryName(folder)!) is "valid" or "invalid" or "warning" or "linux-only" or "windows-only";
}
