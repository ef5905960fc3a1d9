namespace Comity.Tests;

public sealed class DigestTests
{
    [Fact]
    public void Text_and_bytes_come_back() => Prop.ForAll<byte[]>(data =>
    {
        var digest = Digest.Of(data);
        return Digest.Parse(digest.ToString()) == digest && new Digest(digest.ToArray()) == digest;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Order_is_byte_order() => Prop.ForAll<byte[], byte[]>((a, b) =>
    {
        Digest x = Digest.Of(a), y = Digest.Of(b);
        return Math.Sign(x.CompareTo(y)) == Math.Sign(x.ToArray().AsSpan().SequenceCompareTo(y.ToArray()));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAA")]
    public void Refuses_text_that_the_encoder_would_not_write(string text) => Assert.False(Digest.TryParse(text, null, out _));
}
