using Comity.Trust;

namespace Comity.Tests.Trust;

[Trait("Spec", "trust/R27")]
public sealed class TrustJudgeTests
{
    private static readonly DateTimeOffset Noon = Exercise.Noon;
    private static readonly EntityId Japan = EntityId.Parse("http://jp.localhost:7002");

    private static void Untrusted(Federation federation) => Exercise.Refused(RefusalCode.Trust, () => federation.Standing());

    private static void WithoutRole(Federation federation)
    {
        Assert.Empty(federation.Standing().Roles);
        Exercise.Refused(RefusalCode.Role, () => federation.Standing(role: Federation.Role));
    }

    private static Revocation Revoked(RevokedKind kind, string id, DateTimeOffset? since = null) =>
        new(kind, id, Noon.AddMinutes(-10) > (since ?? Noon.AddHours(-1)) ? Noon.AddMinutes(-10) : since!.Value, since ?? Noon.AddHours(-1), "compromised");

    [Fact]
    public void Who_which_office_which_role_for_which_State_at_that_time()
    {
        var standing = new Federation().Standing(role: Federation.Role);
        Assert.Equal((Exercise.Contact, Exercise.Serbia, Federation.Anchor, "RS", true), (standing.Office, standing.Authority, standing.Anchor, standing.Party, standing.Exercise));
        Assert.Equal([Federation.Role], standing.Roles);
        Assert.Equal("Republic of Serbia", standing.AuthorityName);
        Assert.Equal("24/7 contact point", standing.OfficeName);
        Assert.Equal("rs.localhost/ledger", standing.Node.LedgerOrigin);
        Assert.Equal(Federation.EncryptionKey.Kid, Assert.Single(standing.EncryptionKeys).Jwk.Kid);
        Assert.Equal(8, standing.Used.Texts.Count);
        standing.VerifySeal(Exercise.Draft().Seal(SdJwtProfile.Statement, Exercise.Seal));
        Exercise.Refused(RefusalCode.Seal, () => standing.VerifySeal(Exercise.Draft().Seal(SdJwtProfile.Statement, Federation.ReceiptKey)));
    }

    [Fact]
    public void The_judgement_carries_an_approved_act_from_seal_to_person()
    {
        var (act, officers) = Exercise.Approved(Exercise.Draft(), 0, 1);
        var standing = new Federation().Standing();
        standing.VerifySeal(act);
        Assert.Equal(2, ApprovalCheck.Check(act, ApprovalDemand.Emergency, standing.Officers, officers, Noon).Count);
    }

    [Fact]
    [Trait("Spec", "trust/R10-invariants")]
    public void RoleAtTime()
    {
        var federation = new Federation();
        var enclosed = federation.Material();
        var before = Federation.Judge().Judge(Exercise.Contact, [], Noon, enclosed);
        // Afterwards the seal key, the mark and the office itself are replaced and revoked, and everything newer is at hand too.
        var later = Noon.AddHours(1);
        using var newKey = SigningKey.Create();
        var newOffice = federation.ContactConfiguration.Metadata.Office! with { SealKeys = [new(newKey.Public.Jwk, later.AddDays(9))] };
        federation.More.Add((federation.ContactConfiguration with { Issued = later, Metadata = new() { Office = newOffice } }).Sign(Federation.ContactKey));
        Revocation[] revocations = [.. new[] { (RevokedKind.Key, Exercise.Seal.Kid), (RevokedKind.Entity, Exercise.Contact.ToString()) }.Select(r => new Revocation(r.Item1, r.Item2, later, later, "superseded"))];
        federation.More.Add(federation.SerbiaStatus.Next(later, revocations).Sign(Federation.SerbiaKey));
        var after = Federation.Judge().Judge(Exercise.Contact, [], Noon, enclosed.With(federation.More));
        Assert.Equal(before.Used.Digest, after.Used.Digest);
        Assert.Equal(before.SealKeys, after.SealKeys);
        Assert.Equal(before.Roles, after.Roles);
        Assert.Empty(after.TaintedBy(revocations));
        // Only a revocation that reaches back to T taints, and it still changes nothing.
        var backdated = revocations[0] with { Since = Noon };
        Assert.Equal([backdated], after.TaintedBy([backdated]));
        Assert.Empty(after.TaintedBy([backdated with { Id = newKey.Kid }]));
    }

    [Fact]
    public void Every_document_must_hold_at_that_time()
    {
        DateTimeOffset tooLate = Noon.AddSeconds(1), over = Noon;
        Untrusted(new() { AnchorConfiguration = new Federation().AnchorConfiguration with { Expires = over } });
        Untrusted(new() { AboutSerbia = new Federation().AboutSerbia with { Expires = over } });
        Untrusted(new() { AboutContact = new Federation().AboutContact with { Expires = over } });
        Untrusted(new() { SerbiaConfiguration = new Federation().SerbiaConfiguration with { Expires = over } });
        Untrusted(new() { ContactConfiguration = new Federation().ContactConfiguration with { Expires = over } });
        Untrusted(new() { AnchorConfiguration = new Federation().AnchorConfiguration with { Issued = tooLate } });
        Untrusted(new() { AboutContact = new Federation().AboutContact with { Issued = tooLate } });
        WithoutRole(new() { Mark = new Federation().Mark with { Expires = over } });
        WithoutRole(new() { Delegation = new Federation().Delegation with { Expires = over } });
    }

    [Fact]
    public void Of_two_documents_that_hold_the_newer_counts()
    {
        var federation = new Federation();
        federation.More.Add((federation.AboutSerbia with { Issued = Noon.AddHours(-1), Name = "Serbia" }).Sign(Federation.Operational));
        Assert.Equal("Serbia", federation.Standing().AuthorityName);
    }

    [Fact]
    public void A_document_that_somebody_else_signed_does_not_displace_a_good_one()
    {
        var federation = new Federation();
        federation.More.Add((federation.AboutSerbia with { Issued = Noon.AddHours(-1), Party = "JP" }).Sign(Exercise.Seal));
        federation.More.Add((federation.ContactConfiguration with { Issued = Noon.AddHours(-1), Keys = [Exercise.OfficerKey.Public.Jwk] }).Sign(Exercise.OfficerKey));
        Assert.Equal("RS", federation.Standing().Party);
    }

    [Fact]
    public void Every_signature_is_checked()
    {
        // The right key is named and the signature is another's: each of the eight documents, and the delegation inside the mark.
        var texts = new Federation().Material().Texts.ToList();
        for (var i = 0; i < texts.Count; i++)
            Assert.False(HasRole([.. texts[..i], Forged(texts[i]), .. texts[(i + 1)..]]), Jws.TypeOf(texts[i], "it"));
        var federation = new Federation();
        var mark = (federation.Mark with { Delegation = Forged(federation.Delegation.Sign(Federation.Operational)) }).Sign(Federation.SerbiaKey);
        Assert.True(HasRole(texts));
        Assert.False(HasRole([.. texts.Where(t => Jws.TypeOf(t, "it") != "trust-mark+jwt"), mark]));
    }

    private static string Forged(string text)
    {
        var input = text[..text.LastIndexOf('.')];
        return $"{input}.{Base64UrlText.Encode(Exercise.Passkeys[0].Sign(System.Text.Encoding.ASCII.GetBytes(input)))}";
    }

    private static bool HasRole(IEnumerable<string> texts)
    {
        try
        {
            return Federation.Judge().Judge(Exercise.Contact, [], Noon, TrustMaterial.Of(texts)).Roles.Count > 0;
        }
        catch (Exception e) when (e is RefusedException or StatusStaleException)
        {
            return false;
        }
    }

    [Fact]
    [Trait("Spec", "trust/R33")]
    public void Only_the_pinned_root_speaks_for_the_anchor_and_only_about_itself()
    {
        Untrusted(new() { SignsAnchor = Federation.Operational });
        Untrusted(new() { SignsAboutSerbia = Federation.Root });
        Untrusted(new() { AnchorConfiguration = new Federation().AnchorConfiguration with { Expires = Noon.AddDays(21) } }); // 31 days
        Exercise.Refused(RefusalCode.Trust, () => Federation.Judge(new PinnedAnchor(Federation.Anchor, Exercise.Seal.Public.Jwk)).Judge(Exercise.Contact, [], Noon, new Federation().Material()));
        Exercise.Refused(RefusalCode.Trust, () => new TrustJudge([], new()).Judge(Exercise.Contact, [], Noon, new Federation().Material()));
    }

    [Fact]
    [Trait("Spec", "trust/R33")]
    public void A_chain_to_either_of_two_anchors_suffices()
    {
        var other = new PinnedAnchor(EntityId.Parse("http://other.localhost"), Exercise.Seal.Public.Jwk);
        Assert.Equal(Federation.Anchor, Federation.Judge(other, Federation.Pin).Judge(Exercise.Contact, [Federation.Role], Noon, new Federation().Material()).Anchor);
    }

    [Fact]
    [Trait("Spec", "trust/R29")]
    [Trait("Attack", "State vouches for another State's office")]
    public void A_State_vouches_only_for_offices_below_itself()
    {
        var theirs = Japan.Below("offices/poc");
        var federation = new Federation { AboutSerbia = new Federation().AboutSerbia with { Naming = new([".localhost"], []) } }; // hosts alone would not stop it
        federation.More.Add((federation.AboutContact with { Subject = theirs }).Sign(Federation.SerbiaKey));
        federation.More.Add((federation.ContactConfiguration with { Entity = theirs }).Sign(Federation.ContactKey));
        Exercise.Refused(RefusalCode.Trust, () => Federation.Judge().Judge(theirs, [], Noon, federation.Material()));
    }

    [Fact]
    [Trait("Spec", "trust/R29")]
    public void The_party_counts_from_the_anchor_only()
    {
        Assert.Equal("RS", new Federation { AboutContact = new Federation().AboutContact with { Party = "JP", Name = "Japan" } }.Standing().Party);
        Assert.Null(new Federation { AboutSerbia = new Federation().AboutSerbia with { Party = null } }.Standing().Party);
    }

    [Fact]
    [Trait("Spec", "trust/R29")]
    public void A_mark_by_delegation_counts_only_below_its_issuer_and_for_the_type_delegated()
    {
        Assert.Equal([Federation.Role], new Federation { Mark = new Federation().Mark with { Issuer = Federation.Anchor }, SignsMark = Federation.Operational }.Standing().Roles);
        WithoutRole(new() { SignsMark = Exercise.Seal });
        WithoutRole(new() { SignsDelegation = Federation.SerbiaKey }); // a State that delegates to itself
        WithoutRole(new() { Delegation = new Federation().Delegation with { Type = TrustMark.TypeOf(Federation.Anchor, "registrar") } });
        WithoutRole(new() { Delegation = new Federation().Delegation with { Delegate = Japan } });
        WithoutRole(new() { Delegation = new Federation().Delegation with { Owner = Exercise.Serbia } });
        WithoutRole(new() { Mark = new Federation().Mark with { Issuer = Japan } });
        WithoutRole(new() { Mark = new Federation().Mark with { Subject = Exercise.Serbia.Below("offices/ca") } });
        WithoutRole(new() { Mark = new Federation().Mark with { Type = "http://other.localhost/marks/" + Federation.Role } });
        WithoutRole(new() { Mark = new Federation().Mark with { Issuer = Federation.Anchor } }); // says anchor, signed by the State
    }

    [Fact]
    public void A_mark_inside_the_configuration_counts_too()
    {
        var federation = new Federation();
        var mark = (federation.Mark with { Type = TrustMark.TypeOf(Federation.Anchor, "central-authority"), Issuer = Federation.Anchor }).Sign(Federation.Operational);
        federation.ContactConfiguration = federation.ContactConfiguration with { TrustMarks = [mark] };
        Assert.Equal(["central-authority", Federation.Role], federation.Standing().Roles);
    }

    [Fact]
    [Trait("Spec", "trust/R29")]
    public void Naming_constraints_bind_hosts()
    {
        Untrusted(new() { AboutSerbia = new Federation().AboutSerbia with { Naming = new([".example"], []) } });
        Untrusted(new() { AboutSerbia = new Federation().AboutSerbia with { Naming = new([Exercise.Host], [".localhost"]) } });
        Untrusted(new() { AboutContact = new Federation().AboutContact with { Naming = new(["x.example"], []) } });
        Assert.NotNull(new Federation { AboutSerbia = new Federation().AboutSerbia with { Naming = new([".localhost"], []) } }.Standing());
        var elsewhere = new Federation().SerbiaConfiguration.Metadata.Node! with { Hosts = [Exercise.Host, "jp.localhost"] };
        var reaching = new Federation().SerbiaConfiguration with { Metadata = new Federation().SerbiaConfiguration.Metadata with { Node = elsewhere } };
        Untrusted(new() { SerbiaConfiguration = reaching });
        Untrusted(new() { SerbiaConfiguration = reaching, AboutSerbia = new Federation().AboutSerbia with { Naming = null } });
        Assert.NotNull(new Federation { AboutSerbia = new Federation().AboutSerbia with { Naming = null } }.Standing());
    }

    [Fact]
    public void An_entity_must_name_its_superior() =>
        Untrusted(new() { ContactConfiguration = new Federation().ContactConfiguration with { Superiors = [Japan] } });

    [Fact]
    public void An_office_needs_an_organisation_between_itself_and_the_anchor()
    {
        var office = Federation.Anchor.Below("offices/own");
        var federation = new Federation();
        federation.More.Add((federation.AboutContact with { Issuer = Federation.Anchor, Subject = office }).Sign(Federation.Operational));
        Exercise.Refused(RefusalCode.Trust, () => Federation.Judge().Judge(office, [], Noon, federation.Material()));
    }

    [Fact]
    public void An_authority_may_stand_below_a_State_of_its_own()
    {
        var state = EntityId.Parse("http://state.localhost");
        using var stateKey = SigningKey.Create();
        var federation = new Federation { SignsAboutSerbia = stateKey };
        federation.AboutSerbia = federation.AboutSerbia with { Issuer = state, Party = "XX" };
        federation.SerbiaConfiguration = federation.SerbiaConfiguration with { Superiors = [state] };
        var aboutState = new SubordinateStatement { Issuer = Federation.Anchor, Subject = state, Issued = Noon.AddDays(-1), Expires = Noon.AddDays(1), Keys = [stateKey.Public.Jwk], Party = "RS", Naming = new([".localhost"], []) };
        federation.More.Add(aboutState.Sign(Federation.Operational));
        Assert.Throws<StatusStaleException>(() => federation.Standing());
        federation.More.Add((federation.AnchorStatus with { Issuer = state }).Sign(stateKey));
        var standing = federation.Standing();
        Assert.Equal((Exercise.Serbia, "RS"), (standing.Authority, standing.Party));
    }

    [Fact]
    [Trait("Spec", "trust/R31")]
    [Trait("Attack", "stale revocation, hanging status server")]
    public void A_missing_or_old_status_list_is_a_passing_fault()
    {
        Assert.Throws<StatusStaleException>(() => new Federation { SerbiaStatus = Old(new Federation().SerbiaStatus, 25) }.Standing());
        Assert.Throws<StatusStaleException>(() => new Federation { AnchorStatus = Old(new Federation().AnchorStatus, 25) }.Standing());
        Assert.Throws<StatusStaleException>(() => new Federation { SerbiaStatus = new Federation().SerbiaStatus with { Issued = Noon.AddMinutes(1) } }.Standing());
        Assert.Throws<StatusStaleException>(() => new Federation { SerbiaStatus = new Federation().SerbiaStatus with { Expires = Noon } }.Standing());
        Assert.Throws<StatusStaleException>(() => new Federation { SerbiaStatus = new Federation().SerbiaStatus with { Issuer = Japan } }.Standing());
        var emergency = new Federation { SerbiaStatus = Old(new Federation().SerbiaStatus, 71) }.Standing(oldest: StatusList.EmergencyFreshness);
        Assert.True(Assert.Single(emergency.Status, s => s.Old).Age > TimeSpan.FromHours(70));
        Assert.Throws<StatusStaleException>(() => new Federation { SerbiaStatus = Old(new Federation().SerbiaStatus, 73) }.Standing(oldest: StatusList.EmergencyFreshness));
    }

    private static StatusList Old(StatusList list, int hours) => list with { Issued = Noon.AddHours(-hours), Expires = Noon.AddHours(24 - hours) };

    [Fact]
    [Trait("Spec", "trust/R31")]
    public void The_highest_number_counts()
    {
        var federation = new Federation();
        federation.More.Add(federation.SerbiaStatus.Next(Noon.AddMinutes(-5), Revoked(RevokedKind.Entity, Exercise.Contact.ToString())).Sign(Federation.SerbiaKey));
        Untrusted(federation);
    }

    [Fact]
    [Trait("Spec", "trust/R31")]
    [Trait("Attack", "stolen seal key")]
    public void What_was_revoked_with_effect_by_then_does_not_count()
    {
        static Federation With(RevokedKind kind, string id, bool byAnchor = false, DateTimeOffset? since = null)
        {
            var federation = new Federation();
            if (byAnchor) federation.AnchorStatus = federation.AnchorStatus with { Entries = [Revoked(kind, id, since)] };
            else federation.SerbiaStatus = federation.SerbiaStatus with { Entries = [Revoked(kind, id, since)] };
            return federation;
        }

        Untrusted(With(RevokedKind.Entity, Exercise.Contact.ToString()));
        Untrusted(With(RevokedKind.Entity, Exercise.Serbia.ToString(), byAnchor: true));
        Untrusted(With(RevokedKind.Key, Federation.SerbiaKey.Kid, byAnchor: true));
        Untrusted(With(RevokedKind.Key, Federation.ContactKey.Kid));
        Untrusted(With(RevokedKind.Key, Federation.Operational.Kid, byAnchor: true));
        Assert.Empty(With(RevokedKind.Key, Exercise.Seal.Kid).Standing().SealKeys);
        Assert.Empty(With(RevokedKind.Key, Exercise.OfficerKey.Kid).Standing().Officers.Keys);
        var mark = new Federation().SignedMark();
        var marked = new Federation();
        marked.SerbiaStatus = marked.SerbiaStatus with { Entries = [Revoked(RevokedKind.Mark, TrustMaterial.DigestOf(mark).ToString())] };
        var material = TrustMaterial.Of(marked.Material().Texts.Where(t => Jws.TypeOf(t, "it") != "trust-mark+jwt").Append(mark));
        Assert.Empty(Federation.Judge().Judge(Exercise.Contact, [], Noon, material).Roles);
        var officer = Exercise.Issue(Exercise.Officer(0));
        Assert.Contains(officer.Id, With(RevokedKind.Officer, officer.Id.ToString()).Standing().Officers.Revoked);
        Assert.NotEmpty(With(RevokedKind.Key, Exercise.Seal.Kid, since: Noon.AddSeconds(1)).Standing().SealKeys);
    }

    [Fact]
    public void A_key_past_its_own_time_is_not_current()
    {
        var federation = new Federation();
        var office = federation.ContactConfiguration.Metadata.Office! with { SealKeys = [new(Exercise.Seal.Public.Jwk, Noon)] };
        federation.ContactConfiguration = federation.ContactConfiguration with { Metadata = new() { Office = office } };
        Assert.Empty(federation.Standing().SealKeys);
    }

    [Fact]
    public void The_same_question_has_the_same_answer_whatever_else_lies_in_the_bag()
    {
        var federation = new Federation();
        var alone = federation.Standing();
        var turned = Federation.Judge().Judge(Exercise.Contact, [], Noon, TrustMaterial.Of(alone.Used.Texts.Reverse().Concat(alone.Used.Texts)));
        Assert.Equal(alone.Used.Digest, turned.Used.Digest);
        federation.More.Add((federation.AboutContact with { Subject = Exercise.Serbia.Below("offices/ca") }).Sign(Federation.SerbiaKey));
        var material = alone.Used.With(federation.More);
        Assert.Equal(alone.Used.Digest, Federation.Judge().Judge(Exercise.Contact, [], Noon, material).Used.Digest);
    }
}
