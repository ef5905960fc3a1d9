using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Tests.Trust;

[Trait("Spec", "receipt/R25")]
public sealed class ReceiptTests
{
    private static readonly Receipt Validated = new()
    {
        Issuer = Exercise.Contact, Audience = EntityId.Parse("http://jp.localhost:7002/offices/poc"), Dossier = Digest.Of("dossier"), Of = Digest.Of("statement"), Rung = Rung.Validated,
        At = Exercise.Noon, Shown = Digest.Of("shown"), Trust = Digest.Of("trust"), Log = new("rs.localhost/ledger", 42, Digest.Of("leaf")),
    };

    private static void Refused(Action<JsonObject> change)
    {
        var claims = JsonNode.Parse(Receipt.Parse(Validated.Sign(Federation.ReceiptKey)).Document.Payload.GetRawText())!.AsObject();
        change(claims);
        Exercise.Refused(RefusalCode.Malformed, () => Receipt.Parse(Jws.Sign("comity-receipt+jwt", claims, Federation.ReceiptKey).Text));
    }

    [Fact]
    public void A_receipt_comes_back_and_holds_under_the_receipt_key()
    {
        var read = Receipt.Parse(Validated.Sign(Federation.ReceiptKey));
        Assert.Equal(Validated, read.Content);
        Receipt.Verify(read, new Federation().Standing());
    }

    [Fact]
    [Trait("Spec", "trust/R28")]
    public void A_seal_key_signs_no_receipts()
    {
        var standing = new Federation().Standing();
        Exercise.Refused(RefusalCode.Seal, () => Receipt.Verify(Receipt.Parse(Validated.Sign(Exercise.Seal)), standing));
        var ofAnother = Validated with { Issuer = Exercise.Serbia.Below("offices/ca") };
        Exercise.Refused(RefusalCode.Trust, () => Receipt.Verify(Receipt.Parse(ofAnother.Sign(Federation.ReceiptKey)), standing));
    }

    [Fact]
    public void The_number_follows_from_issuer_thing_and_rung_only()
    {
        Assert.Equal(Validated.Number, (Validated with { At = Exercise.Noon.AddHours(1), Shown = Digest.Of("x") }).Number);
        Assert.NotEqual(Validated.Number, (Validated with { Rung = Rung.Read }).Number);
        Assert.NotEqual(Validated.Number, (Validated with { Of = Digest.Of("x") }).Number);
        Assert.NotEqual(Validated.Number, (Validated with { Issuer = Exercise.Serbia }).Number);
    }

    [Fact]
    [Trait("Spec", "receipt/R26")]
    [Trait("Attack", "contradicting receipts")]
    public void A_receipt_that_contradicts_itself_is_refused()
    {
        Refused(c => c["jti"] = Digest.Of("x").ToString());
        Refused(c => c["iat"] = 1);
        Refused(c => c["rung"] = "granted");
        Refused(c => c["rung"] = "read"); // the number does not follow
        Refused(c => c["reason"] = "order");
        Refused(c => c.Remove("shown"));
        Refused(c => c.Remove("trust"));
        Refused(c => c.Remove("log"));
        Refused(c => c["log"]!["index"] = -1);
        Refused(c => c["log"]!["proof"] = "x");
        Refused(c => c["more"] = 1);
        Exercise.Refused(RefusalCode.Malformed, () => (Validated with { Rung = Rung.Rejected }).Sign(Federation.ReceiptKey));
        Exercise.Refused(RefusalCode.Malformed, () => (Validated with { Rung = Rung.Delivered }).Sign(Federation.ReceiptKey));
    }

    [Fact]
    public void Every_reason_has_its_word()
    {
        foreach (var reason in Enum.GetValues<RefusalCode>())
        {
            var rejected = Validated with { Rung = Rung.Rejected, Reason = reason, Shown = null, Trust = null };
            Assert.Equal(reason, Receipt.Parse(rejected.Sign(Federation.ReceiptKey)).Content.Reason);
        }
    }
}
