namespace Comity.Matching.Tests;

[Trait("Spec", "matching/4")]
public sealed class ChanceTests
{
    [Theory]
    [InlineData(31, 8.28e-38, 3.08e-38)]
    [InlineData(20, 2.64e-48, 8.98e-48)]
    [InlineData(48, 3.21e-25, 6.66e-25)]
    [InlineData(63, 8.04e-17, 4.57e-17)]
    public void The_floor_is_the_printed_one(int distance, double uniform, double balanced)
    {
        Assert.Equal(1, Chance.Uniform(distance) / uniform, 0.003);
        Assert.Equal(1, Chance.Balanced(distance) / balanced, 0.003);
    }

    [Fact]
    public void A_million_against_a_million_gives_8_3e_minus_26() => Assert.Equal(1, Chance.Expected(1_000_000, 1_000_000, 1, 31) / 8.3e-26, 0.01);

    [Fact]
    public void Nothing_seen_is_not_a_rate_of_zero() => Assert.Equal(0.003, Chance.UpperBound(0, 1000));

    [Fact]
    public void What_was_not_measured_is_said_so() =>
        Assert.Equal(2, new ChanceStatement(1e-30, null, null).Lines().Count(l => l.EndsWith("not measured", StringComparison.Ordinal)));

    [Fact]
    public void Exact_and_perceptual_agreement_are_told_apart()
    {
        var hash = Lists.Uniform(1, 1)[0];
        var sha = ExactHash.FromBytes(ExactAlgorithm.Sha256, new byte[32]);
        var md5 = ExactHash.FromBytes(ExactAlgorithm.Md5, new byte[16]);
        using var matcher = new Matcher([new("a", [new(0, hash, 90, [sha], null), new(1, hash.Flip(3), 20, [], null), new(2, null, null, [md5], null)])]);
        var all = matcher.Ask([hash.Flip(1)], 80, [sha, md5]);
        Assert.Equal(
            [(0, 1, Agreement.ExactAndPerceptual, false), (2, (int?)null, Agreement.Exact, true)],
            all.OrderBy(m => m.Entry).Select(m => (m.Entry, m.Distance, m.Agreement, m.Collidable)));
        Assert.Empty(matcher.Ask([hash], 49, []));
        Assert.Equal(Agreement.PerceptualOnly, Assert.Single(matcher.Ask([hash], 50, [])).Agreement);
    }
}
