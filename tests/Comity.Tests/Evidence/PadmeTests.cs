using Comity.Evidence;

namespace Comity.Tests.Evidence;

[Trait("Spec", "evidence/R44")]
public sealed class PadmeTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(9, 10)]
    [InlineData(100, 104)]
    [InlineData(1000, 1024)]
    [InlineData(1_000_001, 1_015_808)]
    [InlineData(1L << 40, 1L << 40)]
    public void Lengths_are_those_of_the_paper(long length, long padded) => Assert.Equal(padded, Padme.Length(length));

    [Fact]
    public void A_length_grows_by_at_most_12_percent_and_stays_one() => Prop.ForAll<uint>(length =>
    {
        var padded = Padme.Length(length);
        return padded >= length && padded <= (length * 1.12) + 1 && Padme.Length(padded) == padded;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Few_lengths_are_left() => Assert.True(Enumerable.Range(0, 1_000_000).Select(length => Padme.Length(length)).Distinct().Count() < 400);
}
