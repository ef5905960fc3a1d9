using Comity.Ledger;
using Comity.Node.Dossiers;
using Comity.Node.Ledger;
using Comity.Node.Proof;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.Data.Sqlite;
using Rung = Comity.Trust.Rung;

namespace Comity.Node.Exchange;

/// <summary>What a receipt is about, before it is signed.</summary>
/// <param name="Office">The short name of our office that received.</param>
/// <param name="To">The office that sent.</param>
/// <param name="Entry">The ledger entry that records the state.</param>
internal sealed record ReceiptOrder(
    string Office, string To, Digest Dossier, Digest Of, Rung Rung, DateTimeOffset At, Appended Entry, RefusalCode? Reason = null, Digest? Shown = null, Digest? Trust = null);

/// <summary>Gives receipts: only inside the transaction that makes the state durable, and pointing to its entry below a signed checkpoint (R25).</summary>
internal sealed class ReceiptDesk(NodeCore node, OwnTrust own)
{
    /// <summary>Signs, stores and logs a receipt; asked again, gives the one stored.</summary>
    internal StoredReceipt Give(Transaction t, ReceiptOrder order)
    {
        var receipt = new Receipt
        {
            Issuer = EntityId.Parse(node.Settings.OfficeId(order.Office)),
            Audience = EntityId.Parse(order.To),
            Dossier = order.Dossier,
            Of = order.Of,
            Rung = order.Rung,
            At = order.At,
            Reason = order.Reason,
            Shown = order.Shown,
            Trust = order.Trust,
            Log = new(t.Origin, order.Entry.Index, order.Entry.Leaf),
        };
        if (DossierTables.Receipt(t.Sql, receipt.Number.ToString()) is { } given) return given;
        t.SignLog();
        var text = receipt.Sign(node.Folder.Key(NodeKeys.Receipt(order.Office)));
        var logged = t.Append(EntryKind.Receipt, EntryField.Of("receipt", receipt.Number), EntryField.Of("of", order.Of), EntryField.Word("rung", Receipt.WordOf(order.Rung)));
        var stored = new StoredReceipt(receipt.Number.ToString(), order.Of, Receipt.WordOf(order.Rung), text, LedgerReader.Prove(t.Sql, order.Entry.Index),
            order.At.ToUnixTimeSeconds(), Ours: true, logged.Index);
        DossierTables.Add(t.Sql, stored);
        ProofTables.Keep(t.Sql, receipt.Number, own.For(order.Office), order.At); // what we are judged by now, for whoever asks in years
        return stored;
    }

    /// <summary>Notes that an officer of the addressed office opened a statement, and queues the receipt for it. Repeated openings give nothing new.</summary>
    internal void Read(Transaction t, StoredStatement statement)
    {
        if (statement.Read is not null || statement.Verdict is not { Rejected: false }) return;
        if (node.Settings.OfficeName(statement.Claims.To) is not { } office) return;
        var entry = t.Append(EntryKind.Access, EntryField.Of("of", statement.Id), EntryField.Word("what", "read"));
        DossierTables.SetRead(t.Sql, statement.Id, node.Now.ToUnixTimeSeconds());
        var receipt = Give(t, new(office, statement.Claims.Issuer, statement.Claims.Dossier, statement.Id, Rung.Read, node.Now, entry));
        Queue(t.Sql, statement.Claims.Issuer, receipt);
    }

    /// <summary>Sends a receipt that is no answer to a post.</summary>
    internal void Queue(SqliteConnection sql, string office, StoredReceipt receipt) =>
        ExchangeTables.Queue(sql, Peers.OrganisationOf(office), ParcelKind.Receipt, receipt.Jti, node.Now);
}
