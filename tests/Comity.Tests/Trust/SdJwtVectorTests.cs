using System.Text.Json.Nodes;
using Comity.Trust;
using YamlDotNet.RepresentationModel;

namespace Comity.Tests.Trust;

/// <summary>The reference implementation's cases, where they fit our profile: only top-level properties are disclosable (rule R6).</summary>
[Trait("Spec", "rfc9901/4.2")]
public sealed class SdJwtVectorTests
{
    private const string Disclosable = "!sd";

    [Fact]
    public void What_the_holder_shows_is_what_the_verifier_sees()
    {
        var ran = 0;
        foreach (var file in Directory.GetFiles(Vectors.Folder("sd-jwt"), "specification.yml", SearchOption.AllDirectories))
        {
            var test = Read(file);
            if (!test.Children.ContainsKey("expect_verified_user_claims") || !Fits((YamlMappingNode)test["user_claims"])) continue;
            Check(test, file);
            ran++;
        }

        Assert.True(ran >= 4, $"{ran} cases fit");
    }

    private static void Check(YamlMappingNode test, string file)
    {
        var (permanent, hidden) = (new JsonObject(), new List<KeyValuePair<string, JsonNode?>>());
        foreach (var (key, value) in (YamlMappingNode)test["user_claims"])
            if (IsTagged(key)) hidden.Add(new(Name(key), Json(value)));
            else permanent[Name(key)] = Json(value);
        var shown = ((YamlMappingNode)test["holder_disclosed_claims"]).Children.Where(c => Json(c.Value) is not JsonValue v || v.GetValueKind() != System.Text.Json.JsonValueKind.False).Select(c => Name(c.Key));
        var issued = SdJwtDraft.Make(permanent, hidden, Exercise.Random(1)).Seal(SdJwtProfile.Statement, Exercise.Seal);
        var read = SdJwt.Parse(issued.With(shown).Text, SdJwtProfile.Statement, file);
        read.Verify(Exercise.Seal.Public, file);
        var seen = (JsonObject)permanent.DeepClone();
        foreach (var disclosure in read.Disclosures) seen[disclosure.Name] = JsonNode.Parse(disclosure.Value.GetRawText());
        var expected = Json(test["expect_verified_user_claims"]);
        Assert.True(JsonNode.DeepEquals(expected, seen), $"{file}: {seen} instead of {expected}");
    }

    private static bool Fits(YamlMappingNode claims) =>
        claims.Children.All(c => !IsTagged(c.Value) && c.Value.AllNodes.Skip(c.Value is YamlScalarNode ? 1 : 0).All(n => !IsTagged(n)) && !c.Value.AllNodes.OfType<YamlScalarNode>().Any(n => n.Value!.Contains('.', StringComparison.Ordinal) && char.IsAsciiDigit(n.Value[0])));

    private static bool IsTagged(YamlNode node) => !node.Tag.IsEmpty && node.Tag.Value == Disclosable;

    private static string Name(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static YamlMappingNode Read(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(file);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => new KeyValuePair<string, JsonNode?>(Name(c.Key), Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar => Plain(scalar.Value!),
        YamlScalarNode scalar => scalar.Value,
        _ => throw new InvalidOperationException(node.ToString()),
    };

    private static JsonNode? Plain(string text) => text.ToUpperInvariant() switch
    {
        "NULL" or "~" or "" => null,
        "TRUE" => true,
        "FALSE" => false,
        _ => long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) && text[0] != '+' ? number : text,
    };
}
