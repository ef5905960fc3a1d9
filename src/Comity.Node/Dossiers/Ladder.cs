using Comity.Node.Look;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.Data.Sqlite;
using TrustRung = Comity.Trust.Rung;

namespace Comity.Node.Dossiers;

/// <summary>The receipts on a statement and on the package it delivers, as one ladder (R26).</summary>
internal static class Ladder
{
    internal static IReadOnlyList<Rung> Of(SqliteConnection sql, StoredStatement statement, PartyBook book)
    {
        var receipts = DossierTables.Receipts(sql, statement.Id);
        if (statement.Claims.Terms.Package is { } package) receipts.AddRange(DossierTables.Receipts(sql, package));
        var rungs = receipts.OrderBy(r => r.At).Select(r => Reached(r, book)).ToList();
        if (statement.Ours && Awaited(receipts, statement) is { } next) rungs.Add(new(next, null, book.OfficeOf(statement.Claims.To), null));
        return rungs;
    }

    private static Rung Reached(StoredReceipt stored, PartyBook book)
    {
        var receipt = Receipt.Parse(stored.Jwt).Content;
        return new(ActNames.Capital(stored.Rung), receipt.At, stored.Ours ? "us" : book.OfficeOf(receipt.Issuer.ToString()), receipt.Log.Index,
            receipt.Rung == TrustRung.Rejected, receipt.Reason?.Word());
    }

    /// <summary>The next rung that the other side owes; null after a rejection or at the top.</summary>
    private static string? Awaited(List<StoredReceipt> receipts, StoredStatement statement)
    {
        bool Has(TrustRung rung) => receipts.Exists(r => r.Rung == Receipt.WordOf(rung));
        if (Has(TrustRung.Rejected)) return null;
        if (!Has(TrustRung.Validated)) return "Validated";
        if (statement.Claims.Terms.Package is not null) return Has(TrustRung.Acknowledged) ? null : Has(TrustRung.Delivered) ? "Acknowledged" : "Delivered";
        return Has(TrustRung.Read) ? null : "Read";
    }
}
