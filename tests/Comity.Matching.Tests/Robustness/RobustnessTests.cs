using Comity.Matching.Robustness;

namespace Comity.Matching.Tests;

/// <summary>The main claims of the table in docs/matching.md, on few of its drawings. The whole table: <c>bench/Comity.Benchmarks -- robustness</c>.</summary>
[Trait("Spec", "matching/11")]
public sealed class RobustnessTests
{
    private static readonly Experiment Few = new(0, 20);

    private static RobustnessRow Row(string kind, string strength) => Few.Measure(Changes.All().Single(c => c.Kind == kind && c.Strength == strength));

    [Fact]
    public void The_drawings_are_the_same_every_time()
    {
        Assert.Equal(Drawings.Draw(3).Pixels, Drawings.Draw(3).Pixels);
        Assert.NotEqual(Drawings.Draw(3).Pixels, Drawings.Draw(4).Pixels);
        Assert.InRange(Few.Pictures, 15, 20);
    }

    [Theory]
    [InlineData("brightness", "+10 %")]
    [InlineData("contrast", "+25 %")]
    [InlineData("gamma", "1.25")]
    [InlineData("noise", "deviation 15")]
    [InlineData("grey", "-")]
    public void What_is_called_robust_is_found(string kind, string strength) => Assert.InRange(Row(kind, strength).Found, Few.Pictures * 9 / 10, Few.Pictures);

    [Theory]
    [InlineData("resize", "0.5 x")]
    [InlineData("blur", "radius 1 of 512")]
    public void What_is_called_mostly_robust_is_mostly_found(string kind, string strength) => Assert.InRange(Row(kind, strength).Found, Few.Pictures * 6 / 10, Few.Pictures);

    [Theory]
    [InlineData("crop", "5 % of each side")]
    [InlineData("rotation", "3 degrees")]
    [InlineData("border", "5 % of each side")]
    [InlineData("mark in a corner", "5 % of the area")]
    public void What_is_called_not_robust_is_not_found(string kind, string strength) => Assert.InRange(Row(kind, strength).FoundTurned, 0, Few.Pictures / 5);

    [Fact]
    public void A_mirrored_picture_is_found_by_its_turns_only()
    {
        var row = Row("mirror", "left-right");
        Assert.True(row.FoundTurned >= Few.Pictures * 6 / 10 && row.Found == 0, $"{row.Found} and {row.FoundTurned} of {Few.Pictures}");
    }

    [Fact]
    public void Recompression_moves_a_hash_by_a_few_bits()
    {
        if (!VipsDecoder.IsInstalled) Assert.Skip(VipsDecoder.HowToInstall);
        Assert.InRange(Row("JPEG", "quality 75").Found, Few.Pictures * 9 / 10, Few.Pictures);
    }
}
