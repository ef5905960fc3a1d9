using System.Text;
using Comity.Evidence;
using Comity.Ledger;
using Comity.Node.Exchange;
using Comity.Node.Identity;
using Rung = Comity.Trust.Rung;

namespace Comity.Node.Evidence;

/// <summary>Opens packages for officers of the office addressed, and gives files out. Every opening and export is a ledger entry; the first opening is acknowledged (R26, R48).</summary>
internal sealed class OpeningDesk(NodeCore node, PackageCheck check, ReceiptDesk receipts, Courier courier)
{
    /// <summary>Longest purpose, in characters; the page's field says the same.</summary>
    internal const int LongestPurpose = 200;

    /// <summary>Decrypts and checks a package. Null: all holds. What does not hold is kept with the package and shown on its face.</summary>
    internal async Task<EvidenceFault?> OpenAsync(Digest delivery, Officer officer, string purpose, CancellationToken stop)
    {
        var (package, fault) = Find(delivery, officer);
        if (fault is not null) return fault;
        if (purpose.Trim() is not { Length: > 0 and <= LongestPurpose } stated) return EvidenceFault.Name($"State a purpose of at most {LongestPurpose} characters: the log keeps it.") with { Word = "malformed" };
        try
        {
            var opened = await check.RunAsync(check.Read(package!), stop);
            await node.Writer.RunAsync(t => Acknowledge(t, package!, officer, stated, opened));
            return null;
        }
        catch (RefusedException e)
        {
            await node.Writer.RunAsync(t => Fail(t, package!, officer, stated, e.Message));
            return EvidenceFault.Sealed(e.Message);
        }
    }

    /// <summary>Notes that a file or the whole package leaves the node; what to read it from.</summary>
    internal async Task<(PackageCheck.Whole? Whole, EvidenceFault? Fault)> ExportAsync(Digest delivery, Officer officer, string what, int? item = null)
    {
        var (package, fault) = Find(delivery, officer);
        if (fault is not null) return (null, fault);
        if (package!.Opened is null || package.Fault is not null) return (null, EvidenceFault.NotOpened);
        var whole = check.Read(package);
        if (item is { } number && (number < 1 || number >= whole.Objects.Count)) return (null, EvidenceFault.NoPackage);
        await node.Writer.RunAsync(t => Log(t, package, officer, EntryKind.Export, what, "", item is { } i ? whole.Objects[i].Object : package.Root));
        return (whole, null);
    }

    /// <summary>The package, if it is addressed to the officer's office, is here whole, and may be used.</summary>
    private (Package? Package, EvidenceFault? Fault) Find(Digest delivery, Officer officer)
    {
        using var sql = node.Database.Read();
        if (EvidenceTables.Package(sql, delivery) is not { Ours: false } package || package.Recipient != node.Settings.OfficeId(officer.Office)) return (null, EvidenceFault.NoPackage);
        if (package.Arrived is null) return (null, EvidenceFault.NotArrived);
        return DeliveredItems.AreUsable(sql, package) ? (package, null) : (null, EvidenceFault.Quarantined);
    }

    private void Acknowledge(Transaction t, Package package, Officer officer, string purpose, IReadOnlyList<StoredObject> opened)
    {
        foreach (var part in opened) EvidenceTables.Add(t.Sql, part, node.Now);
        var entry = Log(t, package, officer, EntryKind.Access, "Opened, all hashes compared", purpose, package.Root);
        var first = EvidenceTables.Package(t.Sql, package.Delivery) is { Opened: null };
        EvidenceTables.SetChecked(t.Sql, package.Delivery, node.Now, null);
        if (!first) return;
        var receipt = receipts.Give(t, new(officer.Office, package.Sender, package.Dossier, package.Root, Rung.Acknowledged, node.Now, entry));
        receipts.Queue(t.Sql, package.Sender, receipt);
        t.AfterCommit(courier.Wake);
    }

    private void Fail(Transaction t, Package package, Officer officer, string purpose, string why)
    {
        Log(t, package, officer, EntryKind.Access, "Opened, a check failed", purpose, package.Root);
        EvidenceTables.SetChecked(t.Sql, package.Delivery, node.Now, why);
    }

    /// <summary>The record goes to the sender with the receipt, so officer and purpose stand in it as a digest whose salt stays here.</summary>
    private Ledger.Appended Log(Transaction t, Package package, Officer officer, EntryKind kind, string what, string purpose, Digest of)
    {
        var salt = node.Random.Bytes(16);
        var detail = Digest.Labelled("comity-opening/v1", salt, Encoding.UTF8.GetBytes($"{officer.Id}\0{purpose}"));
        var entry = t.Append(kind, EntryField.Of("of", of), EntryField.Of("delivery", package.Delivery), EntryField.Of("office", Digest.Of(package.Recipient)), EntryField.Of("detail", detail));
        EvidenceTables.Add(t.Sql, new(package.Delivery, node.Now.ToUnixTimeSeconds(), officer.Id, what, purpose, entry.Index), salt);
        t.AfterCommit(() => node.Live.Changed(package.Dossier.ToString()));
        return entry;
    }
}
