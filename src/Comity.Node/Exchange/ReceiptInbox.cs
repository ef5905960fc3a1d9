using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Comity.Dossiers;
using Comity.Ledger;
using Comity.Node.Dossiers;
using Comity.Node.Evidence;
using Comity.Node.Law;
using Comity.Node.Proof;
using Comity.Node.Trust;
using Comity.Trust;
using Rung = Comity.Trust.Rung;

namespace Comity.Node.Exchange;

/// <summary>Takes receipts of others: checks who signed, what was shown, and that the entry behind it stands in the giver's log (R25).</summary>
internal sealed class ReceiptInbox(NodeCore node, TrustDesk trust, LawDesk law)
{
    private readonly ConcurrentDictionary<string, LogKey> _logs = [];

    /// <summary>Takes a receipt; the one that answers <paramref name="parcel"/> also ends its way. <paramref name="sent"/>: what our statement went with, by which it was judged.</summary>
    /// <exception cref="RefusedException">It is not the receipt that it claims to be.</exception>
    internal async Task TakeAsync(JsonElement body, Parcel? parcel = null, TrustMaterial? sent = null)
    {
        var receipt = Receipt.Parse(Text(body, "receipt"));
        var proof = Text(body, "proof");
        var material = TrustMaterial.Parse(body.GetProperty("trust"));
        var giver = trust.Judge(receipt.Content.Issuer.ToString(), node.Now, material);
        Receipt.Verify(receipt, giver);
        Verify(receipt.Content, proof, giver);
        if (parcel is { Kind: ParcelKind.Statement } && receipt.Content.Of.ToString() != parcel.Ref) throw Wrong("answers another statement");
        await node.Writer.RunAsync(t => Store(t, receipt, proof, giver.Used.With(sent?.Texts ?? []), parcel));
    }

    /// <summary>The entry that the receipt points to, under the giver's own log key.</summary>
    private void Verify(Receipt receipt, string text, OfficeStanding giver)
    {
        if (receipt.Log.Origin != giver.Node.LedgerOrigin) throw Wrong("points into another log than its giver's");
        var proof = TlogProof.Parse(Encoding.UTF8.GetBytes(text));
        var proven = proof.Verify(LogOf(giver));
        if (proven.Index != receipt.Log.Index || proven.Entry.LeafHash != receipt.Log.Leaf) throw Wrong("points to another entry than its proof shows");
        if (proven.Entry.DigestOf("of") != receipt.Of) throw Wrong("points to an entry about something else");
    }

    private LogKey LogOf(OfficeStanding giver) => _logs.GetOrAdd(giver.Node.LedgerOrigin + " " + giver.Node.LedgerKey.Kid,
        _ => new LogKey(giver.Node.LedgerOrigin, ECDsa.Create(giver.Node.LedgerKey.ToParameters())));

    private void Store(Transaction t, Attested<Receipt> receipt, string proof, TrustMaterial papers, Parcel? parcel)
    {
        var content = receipt.Content;
        CheckAudience(t, content);
        if (DossierTables.Receipt(t.Sql, content.Number.ToString()) is null)
        {
            var entry = t.Append(EntryKind.Receipt, EntryField.Of("receipt", content.Number), EntryField.Of("of", content.Of), EntryField.Word("rung", Receipt.WordOf(content.Rung)));
            DossierTables.Add(t.Sql, new(content.Number.ToString(), content.Of, Receipt.WordOf(content.Rung), receipt.Text, proof, content.At.ToUnixTimeSeconds(), Ours: false, entry.Index));
            ProofTables.Keep(t.Sql, content.Number, papers, node.Now);
            if (content.Rung is Rung.Validated or Rung.Rejected)
                DossierTables.SetVerdict(t.Sql, new(content.Of, content.Issuer.ToString(), content.Reason, content.At.ToUnixTimeSeconds()), content.Reason?.Word());
            DossierRows.Refresh(t, node, law, content.Dossier);
        }

        if (parcel is not null) ExchangeTables.Done(t.Sql, parcel.Number, node.Now);
    }

    /// <summary>It must be about something of ours, from whom we addressed, and say that exactly what we presented was shown (R8).</summary>
    private void CheckAudience(Transaction t, Receipt receipt)
    {
        if (node.Settings.OfficeName(receipt.Audience.ToString()) is null) throw new RefusedException(RefusalCode.Audience, "The receipt is for another node.");
        if (receipt.Rung is Rung.Delivered or Rung.Acknowledged)
        {
            if (!EvidenceTables.IsSent(t.Sql, receipt.Of, receipt.Issuer.ToString(), receipt.Dossier)) throw Wrong("is about a package that we did not deliver there");
            return;
        }

        var statement = DossierTables.Find(t.Sql, receipt.Of);
        if (statement is not { Ours: true } || statement.Claims.Dossier != receipt.Dossier || statement.Claims.To != receipt.Issuer.ToString()) throw Wrong("is about nothing that we sent there");
        if (receipt.Shown is { } shown && shown != DossierTables.Presented(t.Sql, statement).Shown) throw Wrong("says that something else was shown than we presented");
    }

    private static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong($"lacks \"{name}\"");

    private static RefusedException Wrong(string why) => new(RefusalCode.Malformed, $"The receipt {why}.");
}
