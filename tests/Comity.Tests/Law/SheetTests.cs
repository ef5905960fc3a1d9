using System.Text;
using Comity.Law;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>Country sheets advise with date, source and mark; codes divide grounds so that a refusal says what stands against it.</summary>
public sealed class SheetTests
{
    [Fact]
    [Trait("Provision", "ets-185/14/3/a")]
    public void A_sheet_speaks_from_its_day_on()
    {
        Assert.Null(Release.SheetOf(Country("NZ"), new(2025, 11, 30)));
        var entry = Assert.Single(Release.SheetOf(Country("NZ"), new(2025, 12, 1))!.On("minimum-gravity"));
        Assert.Equal(("NLDB185-W", "high"), (entry.Source, entry.Confidence.Mark));
        Assert.Equal(["ch.185.33"], entry.Channels);
    }

    [Fact]
    public void A_State_without_a_sheet_has_none() => Assert.Null(Release.SheetOf(Country("DE"), Today));

    [Fact]
    public void What_is_made_up_says_so()
    {
        Assert.All((string[])["JP", "RS"], code => Assert.True(Release.SheetOf(Country(code), Today)!.IsMadeUp));
        Assert.All(Release.SheetOf(Country("JP"), Today)!.Entries, entry => Assert.Equal("made up", entry.Source));
        Assert.False(Release.SheetOf(Country("AU"), Today)!.IsMadeUp);
        Assert.Equal(SheetEntry.Topics, Release.SheetOf(Country("JP"), Today)!.Entries.Select(entry => entry.Topic));
    }

    [Theory]
    [InlineData("sheets/au.yaml", "country: AU", "country: NZ", "sheet of NZ")]
    [InlineData("sheets/au.yaml", "topic: minimum-gravity", "topic: gravity", "is not known")]
    [InlineData("sheets/au.yaml", "source: COE-NOTIF-AU", "source: made up", "do not mix")]
    [InlineData("sheets/jp.yaml", "confidence: low", "confidence: high", "do not mix")]
    [InlineData("sheets/au.yaml", "[ch.185.33]", "[ch.185.99]", "no channel")]
    [InlineData("sheets/au.yaml", "id: sh.au.gravity.20", "id: sh.nz.gravity.20", "does not begin")]
    [InlineData("sheets/au.yaml", "valid_from: 2013-03-01", "valid_from: 2013-03-01\n    valid_to: 2013-03-01", "ends before")]
    [InlineData("ground-codes.yaml", "ground: rg.eu-12-1-b", "ground: rg.eu-12-1", "no refusal ground")]
    [InlineData("ground-codes.yaml", "ground: rg.224-mla-grounds", "ground: rg.requested-law", "stands twice")]
    [InlineData("ground-codes.yaml", "source: ours, confidence: D", "source: ours, confidence: A", "mark D")]
    [InlineData("ground-codes.yaml", "source: ours, confidence: D", "source: own law, confidence: D", "names no provision")]
    [InlineData("ground-codes.yaml", "id: gc.torture-risk", "id: gc.torture.risk", "no id of a code")]
    [InlineData("ground-codes.yaml", "onlyIf: offence is not core", "onlyIf: offence is core", "is not known")]
    public void What_is_wrong_is_named_with_file_line_and_remedy(string file, string good, string bad, string message)
    {
        var at = Encoding.UTF8.GetString(Files[file]).IndexOf(good, StringComparison.Ordinal);
        var wrong = Assert.Throws<LawDataException>(() => LawRelease.Load(With(file, text => text.Remove(at, good.Length).Insert(at, bad))));
        Assert.Equal(file, wrong.File);
        Assert.True(wrong.Line > 0, wrong.Message);
        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Provision", "ets-185/25/4")]
    public void A_code_divides_a_ground_and_says_whose_it_is()
    {
        var code = Release.FindGroundCode("rg.requested-law.human-rights")!;
        Assert.True(code.IsOurs);
        Assert.Equal("D", code.Confidence.Mark);
        var fiscal = Release.FindGroundCode("rg.requested-law.fiscal")!;
        Assert.Equal(("ets-185/25/4", true, false), (fiscal.Source.First!.ToString(), fiscal.NotForCoreOffences, fiscal.IsOurs));
        Assert.Equal("rg.requested-law", Release.GroundOf("rg.requested-law.human-rights")!.Id);
        Assert.Equal("rg.political", Release.GroundOf("rg.political")!.Id);
        Assert.Null(Release.GroundOf("rg.requested-law.weather"));
    }

    [Fact]
    public void Every_ground_of_own_law_can_be_told_apart() => Assert.All(
        (string[])["rg.requested-law", "rg.224-mla-grounds", "rg.33-domestic", "rg.34-extent", "rg.201-basis"],
        ground => Assert.Contains(Release.CodesOf(ground), code => code.Word == "other"));
}
