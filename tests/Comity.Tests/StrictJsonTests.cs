using System.Text;

namespace Comity.Tests;

[Trait("Spec", "statement/R1")]
public sealed class StrictJsonTests
{
    private static void Refused(byte[] json)
    {
        var refusal = Assert.Throws<RefusedException>(() => StrictJson.Parse(json, "The body"));
        Assert.Equal(RefusalCode.Malformed, refusal.Code);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"a":1.5}""")]
    [InlineData("""{"a":1e3}""")]
    [InlineData("""{"a":9007199254740992}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":1} x""")]
    [InlineData("""[[[[[[[[[1]]]]]]]]]""")]
    [InlineData("")]
    public void Refuses(string json) => Refused(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Refuses_bytes_that_are_not_UTF8() => Refused([.. "{\"a\":\""u8, 0xff, .. "\"}"u8]);

    [Fact]
    public void Refuses_more_than_a_mebibyte() => Refused(new byte[StrictJson.LongestBody + 1]);

    [Fact]
    public void Keeps_the_largest_integer() =>
        Assert.Equal(9007199254740991, StrictJson.Parse("9007199254740991"u8, "n").GetInt64());
}
