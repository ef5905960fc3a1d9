using Comity.Node.Look;

namespace Comity.Node.Tests.Look;

public sealed class ShownTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 42, 19, TimeSpan.Zero);

    [Theory]
    [InlineData("ets-185/29/2/a", "Art. 29(2)(a) ETS 185")]
    [InlineData("cets-224/3/2/c", "Art. 3(2)(c) CETS 224")]
    [InlineData("pw.185.16", "pw.185.16")]
    [InlineData("T-CY(2018)10 box 3", "T-CY(2018)10 box 3")]
    public void A_provision_is_written_as_lawyers_write_it(string id, string words) => Assert.Equal(words, Provisions.Long(id));

    [Fact]
    public void Only_provisions_of_an_instrument_are_links()
    {
        Assert.True(Provisions.IsLaw("ets-185/29"));
        Assert.False(Provisions.IsLaw("statement/R17"));
        Assert.False(Provisions.IsLaw("pw.185.16"));
        Assert.False(Provisions.IsLaw(""));
    }

    [Fact]
    public void A_length_names_its_two_largest_units()
    {
        Assert.Equal("2 d 11 h", Shown.Length(new(2, 11, 59, 0)));
        Assert.Equal("8 h 58 min", Shown.Length(new(0, 8, 58, 30)));
        Assert.Equal("41 s", Shown.Length(TimeSpan.FromSeconds(-41)));
    }

    [Fact]
    public void A_countdown_keeps_its_seconds_for_the_last_hour()
    {
        Assert.Equal("00:37:41", Shown.Countdown(new(0, 37, 41)));
        Assert.Equal("01:24:00", Shown.Countdown(new(1, 24, 41)));
        Assert.Equal("-00:00:05", Shown.Countdown(TimeSpan.FromSeconds(-5)));
    }

    [Fact]
    public void A_moment_of_another_year_says_its_year()
    {
        Assert.Equal("21 Nov 12:40 UTC", Shown.Moment(new(2026, 11, 21, 12, 40, 0, TimeSpan.Zero), Now));
        Assert.Equal("19 Jan 2027 03:42 UTC", Shown.Moment(new(2027, 1, 19, 3, 42, 0, TimeSpan.Zero), Now));
    }

    [Fact]
    public void A_digest_shows_its_ends_and_a_short_one_whole()
    {
        Assert.Equal("9f3c 71be … 04a1", Shown.Digest("9f3c71be22aa00cc11dd04a1"));
        Assert.Equal("9f3c71be04a1", Shown.Digest("9f3c71be04a1"));
    }
}
