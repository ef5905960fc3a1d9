using System.Text;

namespace Comity.Matching.Tests;

[Trait("Spec", "matching/2")]
public sealed class HashListReaderTests
{
    private static readonly string Hash = new('a', 64);
    private static readonly string Sha = new('b', 64);
    private static readonly string Md5 = new('c', 32);

    private static List<HashEntry> Read(string text) => HashListReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "list");

    [Fact]
    public void A_text_keeps_its_line_numbers()
    {
        var entries = Read($"# list\n{Hash}\r\n\n{Hash.ToUpperInvariant()},40\nmd5:{Md5}");
        Assert.Equal([1, 3, 4], entries.Select(e => e.Line));
        Assert.Equal((40, true), (entries[1].Quality, entries[1].Pdq == entries[0].Pdq));
        Assert.Equal((ExactAlgorithm.Md5, (PdqHash?)null), (entries[2].Exact[0].Algorithm, entries[2].Pdq));
    }

    [Fact]
    public void A_csv_is_read_by_its_columns()
    {
        var entry = Assert.Single(Read($"id,\"Quality\",pdq,sha256,category\n7,99,{Hash},{Sha},\"B \"\"2\"\"\"\n"));
        Assert.Equal((1, 99, Hash, "B \"2\""), (entry.Line, entry.Quality, entry.Pdq.ToString(), entry.Category));
        Assert.Equal(Sha, entry.Exact.Single().ToString());
    }

    [Fact]
    public void The_output_of_hashing_is_a_list()
    {
        var entries = Read($$"""[{"file":"a","pdq":"{{Hash}}","quality":12,"sha256":"{{Sha}}"},{"file":"b","refused":"x"},{"pdq":"{{Hash}}"}]""");
        Assert.Equal([0, 2], entries.Select(e => e.Line));
        Assert.False(entries[0].IsPerceptual());
        Assert.True(entries[1].IsPerceptual());
        Assert.False(entries[1].IsPerceptual(unknownIsLow: true));
    }

    [Theory]
    [InlineData("zz", "line 1")]
    [InlineData("pdq\n12", "line 2")]
    [InlineData("[1]", "element 1")]
    [InlineData("{\"a\":1}", "neither")]
    [InlineData("[", "JSON")]
    public void What_is_not_a_hash_is_refused_with_its_line(string text, string says) =>
        Assert.Contains(says, Assert.Throws<RefusedInputException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_are_a_list_or_refused() => Fuzz.Run(FuzzReader, Seeds(), 60_000);

    internal static byte[][] Seeds() =>
    [
        Encoding.UTF8.GetBytes($"{Hash}\n{Hash},50\nsha256:{Sha}\n"), Encoding.UTF8.GetBytes($"pdq,quality,md5,category\n{Hash},9,{Md5},\"x\"\n,,{Md5},\n"),
        Encoding.UTF8.GetBytes($$"""[{"pdq":"{{Hash}}","quality":12,"md5":"{{Md5}}"},"{{Hash}}",{"refused":""}]"""), Encoding.UTF8.GetBytes($$"""{"hashes":["{{Hash}}"]}"""),
    ];

    internal static void FuzzReader(ReadOnlySpan<byte> input)
    {
        try
        {
            foreach (var entry in HashListReader.Read(new MemoryStream(input.ToArray()), "fuzz"))
                if (entry.Pdq is null && entry.Exact.Length == 0) throw new InvalidOperationException("an entry without a hash");
        }
        catch (RefusedInputException)
        {
        }
    }
}
