using System.Text;
using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Tests.Trust;

[Trait("Spec", "trust/R14")]
public sealed class ApprovalTests
{
    private static IReadOnlyList<OfficerStatement> Check(SdJwt act, TrustMaterial material, ApprovalDemand? demand = null, OfficerAuthority? authority = null, DateTimeOffset? at = null) =>
        ApprovalCheck.Check(act, demand ?? ApprovalDemand.Ordinary, authority ?? Exercise.Authority, material, at ?? Exercise.Noon);

    private static void Refused(Action action) => Exercise.Refused(RefusalCode.Approval, action);

    /// <summary>An act approved by person 0 whose officer statement, assertion or approval was tampered with before sealing.</summary>
    private static void RefusedWith(Func<OfficerStatement, OfficerStatement>? officer = null, Func<PasskeyAssertion, PasskeyAssertion>? assertion = null, Func<Approval, Approval>? approval = null)
    {
        var draft = Exercise.Draft();
        var statement = Exercise.Issue((officer ?? (o => o))(Exercise.Officer(0)));
        var given = Exercise.Consent(draft, 0, statement);
        given = (approval ?? (a => a))(given with { Assertion = (assertion ?? (a => a))(given.Assertion) });
        var act = draft.With("approvals", Approval.ToJson([given])).Seal(SdJwtProfile.Statement, Exercise.Seal);
        Refused(() => Check(act, TrustMaterial.Of([statement.Text])));
    }

    /// <summary>Person 0's consent with client data changed, signed by the passkey again.</summary>
    private static PasskeyAssertion Client(PasskeyAssertion given, Action<JsonObject> change)
    {
        var client = JsonNode.Parse(given.ClientDataJson)!.AsObject();
        change(client);
        return Signed(given with { ClientDataJson = Encoding.UTF8.GetBytes(client.ToJsonString()) });
    }

    private static PasskeyAssertion Data(PasskeyAssertion given, Func<byte[], byte[]> change) =>
        Signed(given with { AuthenticatorData = change([.. given.AuthenticatorData]) });

    private static PasskeyAssertion Signed(PasskeyAssertion given) => given with
    {
        Signature = Exercise.Passkeys[0].SignDer([.. given.AuthenticatorData, .. System.Security.Cryptography.SHA256.HashData(given.ClientDataJson)]),
    };

    private static byte[] Flags(byte[] data, byte flags)
    {
        data[32] = flags;
        return data;
    }

    [Fact]
    public void One_approval_of_an_ordinary_act_is_enough()
    {
        var (act, material) = Exercise.Approved(Exercise.Draft(), 0);
        Assert.Equal("person-0", Assert.Single(Check(act, material)).Subject);
    }

    [Fact]
    [Trait("Spec", "trust/R12")]
    [Trait("Attack", "one person approves twice")]
    public void An_emergency_needs_two_persons_with_two_passkeys()
    {
        var (two, twice) = Exercise.Approved(Exercise.Draft(), 0, 1);
        Assert.Equal(2, Check(two, twice, ApprovalDemand.Emergency).Count);
        var (one, once) = Exercise.Approved(Exercise.Draft(), 0);
        Refused(() => Check(one, once, ApprovalDemand.Emergency));

        foreach (var second in new[] { Exercise.Officer(0) with { Subject = "another" }, Exercise.Officer(1) with { Subject = "person-0" } })
        {
            var draft = Exercise.Draft();
            SdJwt first = Exercise.Issue(Exercise.Officer(0)), other = Exercise.Issue(second);
            var person = second.Key.Equals(Exercise.Officer(0).Key) ? 0 : 1;
            var approvals = Approval.ToJson([Exercise.Consent(draft, 0, first), Exercise.Consent(draft, person, other)]);
            var act = draft.With("approvals", approvals).Seal(SdJwtProfile.Statement, Exercise.Seal);
            Refused(() => Check(act, TrustMaterial.Of([first.Text, other.Text]), ApprovalDemand.Emergency));
        }
    }

    [Fact]
    [Trait("Spec", "trust/R11")]
    public void ApprovalBindsAct()
    {
        var draft = Exercise.Draft();
        var challenge = ApprovalChallenge.Of(draft.Claims);
        // Its place in the chain is not part of the act.
        var moved = draft.With("seq", 9).With("prev", "x").With("iat", 1).With("seen", new JsonArray("y")).With("out", new JsonArray("z")).With("approvals", new JsonArray());
        Assert.Equal(challenge, ApprovalChallenge.Of(moved.Claims));
        // Every other permanent claim is, and every disclosure by its digest.
        var text = Jcs.Canonicalize(draft.Claims, "iat", "seq", "prev", "seen", "out");
        for (var bit = 0; bit < text.Length * 8; bit++)
        {
            var changed = text.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (ReadOrNull(changed) is { } other) Assert.NotEqual(challenge, ApprovalChallenge.Of(other));
        }

        var (act, material) = Exercise.Approved(draft, 0);
        Assert.Single(Check(act, material));
        var otherElement = SdJwtDraft.Make(Exercise.Claims(), [Exercise.Elements[0], Exercise.Elements[1], new("reference", "KT-8/26")], Exercise.Random(3));
        Refused(() => Check(otherElement.With("approvals", JsonNode.Parse(act.Claims.GetProperty("approvals").GetRawText())).Seal(SdJwtProfile.Statement, Exercise.Seal), material));
    }

    private static System.Text.Json.JsonElement? ReadOrNull(byte[] json)
    {
        try
        {
            return StrictJson.ParseObject(json, "it");
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    [Fact]
    [Trait("Attack", "approval reused for another act or dossier")]
    public void An_approval_of_another_act_is_refused() => RefusedWith(assertion: a => Client(a, c => c["challenge"] = Digest.Of("other").ToString()));

    [Fact]
    [Trait("Attack", "login page harvests approvals")]
    public void An_approval_given_elsewhere_is_refused()
    {
        RefusedWith(assertion: a => Client(a, c => c["origin"] = "http://rs.localhost:7002"));
        RefusedWith(assertion: a => Client(a, c => c["crossOrigin"] = true));
        RefusedWith(assertion: a => Client(a, c => c["topOrigin"] = Exercise.Origin));
        RefusedWith(assertion: a => Client(a, c => c["type"] = "webauthn.create"));
        RefusedWith(assertion: a => Data(a, d => Digest.Of("jp.localhost").ToArray().Concat(d[32..]).ToArray()));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0x04)]
    [InlineData(0x15)]
    [InlineData(0x45)]
    public void An_authenticator_that_did_not_verify_the_person_is_refused(byte flags) => RefusedWith(assertion: a => Data(a, d => Flags(d, flags)));

    [Fact]
    public void A_tail_or_a_foreign_signature_is_refused()
    {
        RefusedWith(assertion: a => Data(a, d => [.. d, 0]));
        RefusedWith(assertion: a => a with { Signature = Exercise.Passkeys[1].SignDer([.. a.AuthenticatorData, .. System.Security.Cryptography.SHA256.HashData(a.ClientDataJson)]) });
        RefusedWith(assertion: a => a with { Signature = [.. a.Signature[..^1], (byte)(a.Signature[^1] ^ 1)] });
    }

    [Fact]
    public void A_synced_passkey_and_members_that_browsers_add_are_accepted()
    {
        var draft = Exercise.Draft();
        var statement = Exercise.Issue(Exercise.Officer(0));
        var given = Exercise.Consent(draft, 0, statement);
        given = given with { Assertion = Data(Client(given.Assertion, c => c["other_keys_can_be_added_here"] = "see https://goo.gl/yabPex"), d => Flags(d, 0x1d)) };
        var act = draft.With("approvals", Approval.ToJson([given])).Seal(SdJwtProfile.Statement, Exercise.Seal);
        Assert.Single(Check(act, TrustMaterial.Of([statement.Text])));
    }

    [Fact]
    [Trait("Spec", "trust/R12")]
    public void Consent_that_is_too_old_or_of_the_future_is_refused()
    {
        RefusedWith(approval: a => a with { At = Exercise.Noon.AddHours(-73) });
        RefusedWith(approval: a => a with { At = Exercise.Noon.AddMinutes(3) });
    }

    [Fact]
    [Trait("Spec", "trust/R13")]
    [Trait("Attack", "office invents officers")]
    public void An_officer_whom_the_authority_does_not_vouch_for_is_refused()
    {
        RefusedWith(officer: o => o with { May = ["granted"] });
        RefusedWith(officer: o => o with { Office = Exercise.Serbia.Below("offices/ca") });
        RefusedWith(officer: o => o with { Authority = EntityId.Parse("http://jp.localhost:7002"), Office = EntityId.Parse("http://jp.localhost:7002/offices/poc") });
        RefusedWith(officer: o => o with { Issued = Exercise.Noon.AddDays(-60), Expires = Exercise.Noon });
        RefusedWith(officer: o => o with { Issued = Exercise.Noon.AddSeconds(1) });

        var draft = Exercise.Draft();
        var invented = Exercise.Officer(0).Issue(null, null, Exercise.Seal, Exercise.Random(1)); // sealed by the office, not by its authority
        var act = draft.With("approvals", Approval.ToJson([Exercise.Consent(draft, 0, invented)])).Seal(SdJwtProfile.Statement, Exercise.Seal);
        Refused(() => Check(act, TrustMaterial.Of([invented.Text])));
        Refused(() => Check(act, TrustMaterial.Empty));
    }

    [Fact]
    public void An_exercise_passkey_counts_only_under_an_exercise_anchor()
    {
        var (act, material) = Exercise.Approved(Exercise.Draft(), 0);
        Refused(() => Check(act, material, authority: Exercise.Authority with { Exercise = false }));
    }

    [Fact]
    public void A_revoked_officer_is_refused()
    {
        var (act, material) = Exercise.Approved(Exercise.Draft(), 0);
        var id = SdJwt.Parse(material.Texts.Single(), SdJwtProfile.Officer, "it").Id;
        Refused(() => Check(act, material, authority: Exercise.Authority with { Revoked = new HashSet<Digest> { id } }));
    }

    [Fact]
    public void Name_and_title_may_be_left_out_without_changing_what_the_material_is_called()
    {
        var officer = Exercise.Issue(Exercise.Officer(0));
        Assert.Equal("Mila Petrović", officer.Find("name")!.Value.GetString());
        Assert.Equal(TrustMaterial.Of([officer.Text]).Digest, TrustMaterial.Of([officer.With([]).Text, officer.Text]).Digest);
    }

    [Fact]
    public void An_officer_statement_longer_than_90_days_or_on_a_foreign_origin_is_malformed()
    {
        Exercise.Refused(RefusalCode.Malformed, () => OfficerStatement.Read(Exercise.Issue(Exercise.Officer(0) with { Expires = Exercise.Noon.AddDays(90) })));
        Exercise.Refused(RefusalCode.Malformed, () => OfficerStatement.Read(Exercise.Issue(Exercise.Officer(0) with { Origins = ["http://jp.localhost:7001"] })));
        Exercise.Refused(RefusalCode.Malformed, () => OfficerStatement.Read(Exercise.Issue(Exercise.Officer(0) with { Office = EntityId.Parse("http://jp.localhost/offices/poc") })));
    }

    [Fact]
    public void Approvals_out_of_order_are_malformed()
    {
        var draft = Exercise.Draft();
        var approvals = Approval.ToJson(Enumerable.Range(0, 2).Select(p => Exercise.Consent(draft, p, Exercise.Issue(Exercise.Officer(p)))));
        var turned = new JsonArray([.. approvals.Reverse().Select(a => a!.DeepClone())]);
        var act = draft.With("approvals", turned).Seal(SdJwtProfile.Statement, Exercise.Seal);
        Exercise.Refused(RefusalCode.Malformed, () => Approval.Read(act.Claims));
    }
}
