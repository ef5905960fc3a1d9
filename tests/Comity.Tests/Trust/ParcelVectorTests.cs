using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Comity.Dossiers;
using Comity.Ledger;
using Comity.Trust;
using Statement = Comity.Dossiers.Statement;

namespace Comity.Tests.Trust;

/// <summary>The real parcel of spec/exchange.md and its answer, taken from the wire between two nodes: everything in it holds with the anchor's key alone.</summary>
[Trait("Spec", "exchange/R25")]
public sealed class ParcelVectorTests
{
    private static readonly Lazy<JsonElement> All = new(Read);

    [Fact]
    public void The_statement_is_sealed_approved_and_logged()
    {
        var parcel = All.Value.GetProperty("parcel");
        var text = SdJwt.Parse(Text(parcel, "statement"), SdJwtProfile.Statement, "It");
        var claims = Statement.Parse(text.Claims, text.Id);
        var (material, standing) = Judge(parcel, claims.Issuer);
        standing.VerifySeal(text);
        Assert.Equal("RS", standing.Party);
        Assert.Equal(ActType.Request, claims.Type);
        Assert.Single(ApprovalCheck.Check(text, ApprovalDemand.Ordinary, standing.Officers, material, At));
        Assert.Equal(claims.Id, Prove(parcel, standing).Entry.DigestOf("of"));
    }

    [Fact]
    public void The_answer_is_a_receipt_on_it_that_says_what_was_shown_and_by_what_it_was_judged()
    {
        var (parcel, answer) = (All.Value.GetProperty("parcel"), All.Value.GetProperty("answer"));
        var sent = SdJwt.Parse(Text(parcel, "statement"), SdJwtProfile.Statement, "It");
        var receipt = Receipt.Parse(Text(answer, "receipt"));
        var (_, giver) = Judge(answer, receipt.Content.Issuer.ToString());
        Receipt.Verify(receipt, giver);
        var proven = Prove(answer, giver);
        Assert.Equal((sent.Id, Rung.Validated, sent.Shown), (receipt.Content.Of, receipt.Content.Rung, receipt.Content.Shown!.Value));
        Assert.Equal((receipt.Content.Log.Index, receipt.Content.Log.Leaf, (Digest?)sent.Id), (proven.Index, proven.Entry.LeafHash, proven.Entry.DigestOf("of")));
        Assert.Equal(receipt.Content.Trust, Judge(parcel, Text(All.Value, "author")).Material.Digest);
    }

    private static DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(All.Value.GetProperty("at").GetInt64());

    private static (TrustMaterial Material, OfficeStanding Standing) Judge(JsonElement parcel, string office)
    {
        var anchor = new PinnedAnchor(EntityId.Parse(Text(All.Value, "anchor")), PublicJwk.Parse(All.Value.GetProperty("root"), "The root key"));
        var material = TrustMaterial.Parse(parcel.GetProperty("trust"));
        return (material, new TrustJudge([anchor], new KeyRing()).Judge(EntityId.Parse(office), [], At, material));
    }

    private static ProvenEntry Prove(JsonElement parcel, OfficeStanding standing)
    {
        using var key = ECDsa.Create(standing.Node.LedgerKey.ToParameters());
        return TlogProof.Parse(Encoding.UTF8.GetBytes(Text(parcel, "proof"))).Verify(new LogKey(standing.Node.LedgerOrigin, key));
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static JsonElement Read()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Comity.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "spec", "vectors", "parcel.json")));
        return document.RootElement.Clone();
    }
}
