using System.Text;
using System.Text.Json.Nodes;
using Comity.Node.Trust;
using Comity.Tests.Ledger;
using Comity.Trust;

namespace Comity.Node.Tests.Trust;

/// <summary>What a stranger answers at <c>/federation/application</c>: read, or refused.</summary>
public sealed class ApplicationTests : IDisposable
{
    private const string Node = "http://rs.localhost:7001", Anchor = "http://secretariat.localhost:7000";

    private readonly SigningKey _key = SigningKey.Create();

    public void Dispose() => _key.Dispose();

    /// <summary>The compact form.</summary>
    internal void FuzzText(ReadOnlySpan<byte> input) => Try(Encoding.Latin1.GetString(input));

    /// <summary>The claims, under a header and a signature that hold.</summary>
    internal void FuzzClaims(ReadOnlySpan<byte> input) => Try(Signed(input));

    [Fact]
    public void Mutated_applications_are_read_or_refused_and_nothing_else()
    {
        Assert.True(Try(Signed(Claims())));
        Fuzzing.Run(FuzzText, Encoding.ASCII.GetBytes(Signed(Claims())));
        Fuzzing.Run(FuzzClaims, Encoding.UTF8.GetBytes(Claims()));
    }

    [Fact]
    public void Any_value_in_the_place_of_another_is_refused()
    {
        string[] others = ["null", "{}", "[]", "[null]", "\"\"", "-1", "9007199254740991", "true", "[[[[]]]]"];
        string[] places = [$"\"{Node}\"", $"\"{Anchor}\"", "\"authority\"", "\"RS\"", Offices, Office, $"\"{Node}/offices/poc\"", "\"Point of contact\"", Roles, "\"point-of-contact\""];
        foreach (var place in places)
        {
            foreach (var other in others.Where(o => !(o == "[]" && (place == Offices || place == Roles))))
                Assert.False(Try(Signed(Claims().Replace(place, other, StringComparison.Ordinal))), $"{other} in the place of {place}");
        }
    }

    [Fact]
    public void Nothing_is_longer_than_it_may_be()
    {
        AssertMost(20, n => Claims(offices: n));
        AssertMost(10, n => Claims(roles: n));
        AssertMost(200, n => Claims(name: n));
        AssertMost(40, n => Claims().Replace("point-of-contact", new string('r', n), StringComparison.Ordinal));
        Assert.False(Try(new string('a', StrictJson.LongestBody + 1)));
    }

    private const string Roles = "[\"point-of-contact\"]", Office = "{\"id\":\"" + Node + "/offices/poc\",\"name\":\"Point of contact\",\"roles\":" + Roles + "}", Offices = "[" + Office + "]";

    private static string Claims(int offices = 1, int roles = 1, int name = 0)
    {
        var role = string.Join(',', Enumerable.Repeat("\"point-of-contact\"", roles));
        var office = Office.Replace(Roles, $"[{role}]", StringComparison.Ordinal);
        if (name > 0) office = office.Replace("Point of contact", new string('n', name), StringComparison.Ordinal);
        return $$"""{"iss":"{{Node}}","aud":"{{Anchor}}","kind":"authority","party":"RS","offices":[{{string.Join(',', Enumerable.Repeat(office, offices))}}]}""";
    }

    private void AssertMost(int most, Func<int, string> claims)
    {
        Assert.True(Try(Signed(claims(most))), $"{most} are allowed");
        Assert.False(Try(Signed(claims(most + 1))), $"{most + 1} are too many");
    }

    private string Signed(string claims) => Signed(Encoding.UTF8.GetBytes(claims));

    private string Signed(ReadOnlySpan<byte> claims)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "comity-application+jwt", ["kid"] = _key.Kid };
        var input = $"{Base64UrlText.Encode(Encoding.UTF8.GetBytes(header.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal)))}.{Base64UrlText.Encode(claims)}";
        return $"{input}.{Base64UrlText.Encode(_key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>True if it was read: then it is of the node, to the anchor, and of its own offices only. False if it was refused.</summary>
    private bool Try(string text)
    {
        try
        {
            var read = Application.Read(text, Configuration(), Anchor);
            Assert.Equal((Node, Anchor), (read.Iss, read.Aud));
            Assert.All(read.Offices, o => Assert.StartsWith(Node + "/offices/", o.Id, StringComparison.Ordinal));
            return true;
        }
        catch (RefusedException e)
        {
            Assert.NotEmpty(e.Message);
            return false;
        }
    }

    private EntityConfiguration Configuration() => new()
    {
        Entity = EntityId.Parse(Node), Issued = DateTimeOffset.UnixEpoch, Expires = DateTimeOffset.UnixEpoch, Keys = [_key.Public.Jwk], Metadata = new(),
    };
}
