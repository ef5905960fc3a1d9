using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Tests.Trust;

[Trait("Spec", "trust/R28")]
public sealed class FederationDocumentTests
{
    private static readonly Federation Cast = new();

    /// <summary>The same document with its claims changed, signed again as it was.</summary>
    private static string Changed(string text, string type, Action<JsonObject> change, SigningKey key)
    {
        var claims = JsonNode.Parse(Jws.Parse(text, type, "it").Payload.GetRawText())!.AsObject();
        change(claims);
        return Jws.Sign(type, claims, key).Text;
    }

    private static void RefusedConfiguration(Action<JsonObject> change) => Exercise.Refused(RefusalCode.Malformed, () =>
        EntityConfiguration.Parse(Changed(Cast.ContactConfiguration.Sign(Federation.ContactKey), "entity-statement+jwt", change, Federation.ContactKey)));

    private static void RefusedStatement(Action<JsonObject> change) => Exercise.Refused(RefusalCode.Malformed, () =>
        SubordinateStatement.Parse(Changed(Cast.AboutSerbia.Sign(Federation.Operational), "entity-statement+jwt", change, Federation.Operational)));

    private static void RefusedStatus(Action<JsonObject> change)
    {
        var list = Cast.SerbiaStatus.Next(Exercise.Noon, new Revocation(RevokedKind.Key, "x", Exercise.Noon, Exercise.Noon, "superseded"));
        Exercise.Refused(RefusalCode.Malformed, () => StatusList.Parse(Changed(list.Sign(Federation.SerbiaKey), "comity-status+jwt", change, Federation.SerbiaKey)));
    }

    [Fact]
    public void Configurations_come_back_as_issued()
    {
        foreach (var configuration in new[] { Cast.AnchorConfiguration, Cast.SerbiaConfiguration, Cast.ContactConfiguration })
        {
            var text = configuration.Sign(Federation.Root);
            Assert.Equal(text.Split('.')[1], EntityConfiguration.Parse(text).Content.Sign(Federation.Root).Split('.')[1]);
        }
    }

    [Fact]
    public void Statements_marks_and_lists_come_back_as_issued()
    {
        Assert.Equal(Cast.AboutSerbia with { Keys = [], Naming = null }, SubordinateStatement.Parse(Cast.AboutSerbia.Sign(Federation.Operational)).Content with { Keys = [], Naming = null });
        Assert.Equal(Cast.Delegation, TrustMarkDelegation.Parse(Cast.Delegation.Sign(Federation.Operational)).Content);
        Assert.Equal(Cast.Mark, TrustMark.Parse(Cast.Mark.Sign(Federation.SerbiaKey)).Content);
        var next = Cast.SerbiaStatus.Next(Exercise.Noon, new Revocation(RevokedKind.Officer, "x", Exercise.Noon, Exercise.Noon.AddDays(-1), "compromised"));
        Assert.Equal(4, next.Number);
        Assert.Equal(next.Entries, StatusList.Parse(next.Sign(Federation.SerbiaKey)).Content.Entries);
    }

    [Fact]
    public void A_configuration_must_say_what_we_need_and_nothing_that_changes_its_meaning()
    {
        RefusedConfiguration(c => c["sub"] = "http://jp.localhost:7002");
        RefusedConfiguration(c => c.Remove("exp"));
        RefusedConfiguration(c => c.Remove("iat"));
        RefusedConfiguration(c => c["exp"] = (long)c["iat"]!);
        RefusedConfiguration(c => c.Remove("jwks"));
        RefusedConfiguration(c => c["jwks"]!["keys"] = new JsonArray());
        RefusedConfiguration(c => c["jwks"]!["keys"]![0]!["d"] = "AA");
        RefusedConfiguration(c => c["crit"] = new JsonArray("x"));
        RefusedConfiguration(c => c["metadata_policy"] = new JsonObject());
        RefusedConfiguration(c => c.Remove("metadata"));
        RefusedConfiguration(c => c["metadata"]!["comity_office"]!.AsObject().Remove("seal_jwks"));
        RefusedConfiguration(c => c["metadata"]!["comity_office"]!["seal_jwks"]!["keys"]![0]!.AsObject().Remove("exp"));
        RefusedConfiguration(c => c["metadata"]!["comity_office"]!["receipt_jwks"] = c["metadata"]!["comity_office"]!["seal_jwks"]!.DeepClone()); // one key, two uses
        RefusedConfiguration(c => c["jwks"]!["keys"]!.AsArray().Add(Exercise.Seal.Public.Jwk.ToJson())); // a seal key that signs federation documents
    }

    [Fact]
    public void What_a_superior_says_and_we_do_not_understand_is_refused()
    {
        RefusedStatement(c => c["metadata_policy"] = new JsonObject());
        RefusedStatement(c => c["crit"] = new JsonArray("x"));
        RefusedStatement(c => c["constraints"]!["max_path_length"] = 0);
        RefusedStatement(c => c["metadata"]!["comity_office"] = new JsonObject());
        RefusedStatement(c => c["metadata"]!["comity_authority"]!["party"] = "rs");
        RefusedStatement(c => c["metadata"]!["comity_authority"]!["party"] = "SRB");
        RefusedStatement(c => c["sub"] = c["iss"]!.DeepClone());
    }

    [Fact]
    [Trait("Spec", "trust/R31")]
    public void A_status_list_lives_24_hours_and_uses_our_words()
    {
        RefusedStatus(c => c["exp"] = (long)c["iat"]! + 86_401);
        RefusedStatus(c => c["n"] = -1);
        RefusedStatus(c => c["entries"]![0]!["kind"] = "statement");
        RefusedStatus(c => c["entries"]![0]!["reason"] = "because");
        RefusedStatus(c => c["entries"]![0]!["since"] = (long)c["iat"]! + 1);
        RefusedStatus(c => c["more"] = 1);
    }

    [Fact]
    public void A_node_lies_on_its_hosts()
    {
        static void Refused(Action<JsonObject> change) => Exercise.Refused(RefusalCode.Malformed, () =>
            EntityConfiguration.Parse(Changed(Cast.SerbiaConfiguration.Sign(Federation.SerbiaKey), "entity-statement+jwt", c => change(c["metadata"]!["comity_node"]!.AsObject()), Federation.SerbiaKey)));
        Refused(n => n["exchange"] = "http://jp.localhost:7002/exchange");
        Refused(n => n["hosts"] = new JsonArray("jp.localhost"));
        Refused(n => n["hosts"] = new JsonArray());
        Refused(n => n["hosts"] = new JsonArray("RS.localhost"));
        Refused(n => n["ledger"]!["origin"] = "jp.localhost/ledger");
        Refused(n => n.Remove("request_jwks"));
    }

    [Fact]
    public void A_foreign_document_or_too_many_do_not_fit_into_the_material()
    {
        var receipt = Jws.Sign("comity-receipt+jwt", [], Exercise.Seal).Text;
        Exercise.Refused(RefusalCode.Header, () => Federation.Judge().Judge(Exercise.Contact, [], Exercise.Noon, Cast.Material().With([receipt])));
        Exercise.Refused(RefusalCode.Malformed, () => TrustMaterial.Of(Enumerable.Range(0, TrustMaterial.Most + 1).Select(i => $"{i}")));
        Exercise.Refused(RefusalCode.Malformed, () => TrustMaterial.Of([new string('a', TrustMaterial.Longest + 1)]));
    }
}
