using System.Text;

namespace Comity.Tests;

[Trait("Spec", "rfc8785/3.2")]
public sealed class JcsTests
{
    private static string Canonical(string json, params string[] without) =>
        Encoding.UTF8.GetString(Jcs.Canonicalize(StrictJson.Parse(Encoding.UTF8.GetBytes(json), "test"), without));

    [Fact]
    public void Members_are_sorted_by_UTF16_code_units() =>
        Assert.Equal("""{"1":2,"a":{"x":null,"y":true},"b":[1,"z"]}""", Canonical("""{ "b":[1, "z"], "a": {"y":true,"x":null}, "1": 2 }"""));

    [Fact]
    public void Only_what_must_be_escaped_is_escaped() =>
        Assert.Equal("{\"t\":\"é<\\u000f\\n\\\"\\\\/€\"}", Canonical("""{"t":"\u00e9<\u000f\n\"\\\/\u20ac"}"""));

    [Fact]
    public void Left_out_members_are_left_out_only_at_the_top() =>
        Assert.Equal("""{"b":{"seq":1}}""", Canonical("""{"seq":1,"b":{"seq":1}}""", "seq"));
}
