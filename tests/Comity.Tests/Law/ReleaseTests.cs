using System.Text;
using Comity.Law;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>A release is one sequence of bytes with one name; what is wrong in it is named with file, line and remedy.</summary>
public sealed class ReleaseTests
{
    [Fact]
    public void Packing_and_unpacking_keep_the_name()
    {
        var again = LawRelease.Unpack(Release.Pack());
        Assert.Equal(Release.Digest, again.Digest);
        Assert.Equal(Digest.Of(Release.Pack()), Release.Digest);
        Assert.Equal(Release.Pack(), LawArchive.Pack(Files.Reverse().ToDictionary()));
    }

    [Fact]
    public void What_unpacks_packs_to_the_same_bytes() => Prop.ForAll<int, byte>((at, value) =>
    {
        var bytes = LawArchive.Pack(new Dictionary<string, byte[]> { ["a.yaml"] = [1, 2, 3], ["b/c.csv"] = [], ["d"] = "x 1\n"u8.ToArray() });
        bytes[(at & int.MaxValue) % bytes.Length] = value;
        try
        {
            return LawArchive.Pack(LawArchive.Unpack(bytes)).AsSpan().SequenceEqual(bytes);
        }
        catch (RefusedException refused)
        {
            return refused.Code == RefusalCode.Malformed;
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("../a")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("A.yaml")]
    [InlineData("")]
    public void A_path_stays_inside_the_release(string path) => Assert.Throws<ArgumentException>(() => LawArchive.Pack(new Dictionary<string, byte[]> { [path] = [] }));

    [Theory]
    [InlineData("ets-185.yaml", "kind: preservation\n", "kind: preservation\n      kind: preservation\n", "stands twice")]
    [InlineData("ets-185.yaml", "article: \"29\"", "article: &x \"29\"", "Anchors")]
    [InlineData("ets-185.yaml", "article: \"29\"", "article: *x", "")]
    [InlineData("ets-185.yaml", "article: \"29\"", "artikel: \"29\"", "'article' is missing")]
    [InlineData("ets-185.yaml", "      kind: preservation\n", "      kind: preservation\n      kinds: x\n", "'kinds' is not known")]
    [InlineData("ets-185.yaml", "kind: preservation\n", "kind: preserving\n", "not a word of the vocabulary")]
    [InlineData("ets-185.yaml", "duration: P60D", "duration: 60", "is not a term")]
    [InlineData("ets-185.yaml", "id: el.29.intent", "id: el.29.data", "stands twice")]
    [InlineData("ets-185.yaml", "rg.29-dual-criminality]", "rg.29-dual]", "no refusal ground")]
    [InlineData("ets-185.yaml", "target: ch.185.31", "target: ch.185.99", "no channel")]
    [InlineData("cets-224.yaml", "requiredIf: sw.224.8.4", "requiredIf: sw.224.8.44", "no switch")]
    [InlineData("common.yaml", "schemaVersion: 1", "schemaVersion: 2", "schema version 1")]
    [InlineData("status/declarations.csv", "JP,ETS185,29.4,reservation,,preservation may", "JP,ETS185,29.4,reservation,preservation may", "cells")]
    [InlineData("status/declarations.csv", "JP,ETS185,29.4", "ZZ,ETS185,29.4", "no country")]
    [InlineData("status/declarations.csv", "2012-11-01,,2019-07-21", "2012-11-31,,2019-07-21", "not a date")]
    [InlineData("status/pair_facts.csv", "JP,US,mla-treaty", "JP,US,mla", "is not known")]
    public void What_is_wrong_is_named_with_file_line_and_remedy(string file, string good, string bad, string message)
    {
        var at = Encoding.UTF8.GetString(Files[file]).IndexOf(good, StringComparison.Ordinal);
        var wrong = Assert.Throws<LawDataException>(() => LawRelease.Load(With(file, text => text.Remove(at, good.Length).Insert(at, bad))));
        Assert.Equal(file, wrong.File);
        Assert.True(wrong.Line > 0, wrong.Message);
        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
        Assert.NotEmpty(wrong.Remedy);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var files = Files.Where(file => file.Key != "status/countries.csv").ToDictionary();
        Assert.Equal("status/countries.csv", Assert.Throws<LawDataException>(() => LawRelease.Load(files)).File);
    }

    [Fact]
    public void Deep_nesting_is_refused_before_it_hurts() =>
        Assert.Throws<LawDataException>(() => LawRelease.Load(new Dictionary<string, byte[]>(Files) { ["deep.yaml"] = Encoding.UTF8.GetBytes("a: " + new string('[', 100_000)) }));

    [Fact]
    public void Changed_bytes_give_a_release_or_a_clear_error()
    {
        var random = new FuzzSource(185);
        for (var i = 0; i < LawFuzz.Runs; i++) LawFuzz.Fuzz(LawFuzz.Mutate(Release.Pack(), random));
    }

    [Fact]
    public void Random_bytes_are_refused() => Prop.ForAll<byte[]>(bytes =>
    {
        LawFuzz.Fuzz(bytes);
        return true;
    }).QuickCheckThrowOnFailure();
}
