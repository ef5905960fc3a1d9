using Comity.Evidence;
using Comity.Node.Dossiers;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Evidence;

/// <summary>A package that an office has opened and may pass on.</summary>
/// <param name="Id">Id of the delivery that brought it.</param>
internal sealed record ForwardablePackage(string Id, string Title, int Files, long Bytes);

/// <summary>The files of a delivery in the making: sealed as they arrive, taken over from packages received, packed for the recipient.</summary>
internal sealed class EvidenceDesk(NodeCore node, ObjectFiles files, SealedStore store, Packing packing)
{
    /// <summary>Most files in one delivery: its statement must stay below 1 MiB. Ours.</summary>
    internal const int MostFiles = 400;

    internal IReadOnlyList<UploadedItem> ItemsOf(string draft)
    {
        using var sql = node.Database.Read();
        return [.. DraftItems.Of(sql, draft).Select(i => new UploadedItem(i.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), i.Name, i.File.Size, i.File.Sha256.ToHex()))];
    }

    /// <summary>Seals the package of a draft for an office, or gives the one made before of the same files. Null while there are no files.</summary>
    /// <exception cref="RefusedException">The recipient is not known, or publishes no key.</exception>
    /// <exception cref="Comity.Trust.StatusStaleException">A status list in the recipient's papers is too old.</exception>
    internal Task<PackedDelivery?> PackAsync(string draft, string recipient, Digest dossier, CancellationToken stop = default) => packing.PackAsync(draft, recipient, dossier, stop);

    /// <summary>Takes a file of a delivery in the making, sealing it as it arrives. Broken off, nothing of it is kept.</summary>
    /// <param name="draft">The draft's id.</param>
    /// <param name="given">The file's name as the sender's system has it.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="length">How many there will be, if known.</param>
    /// <param name="stop">The sender went away.</param>
    internal async Task<EvidenceFault?> AddAsync(string draft, string given, Stream body, long? length, CancellationToken stop)
    {
        var name = FileName(given);
        if (Wrong(draft, name) is { } wrong) return wrong;
        var needed = Padme.Padded(length ?? 0);
        if (!files.HasRoom(needed)) return EvidenceFault.NoRoom(needed, files.Free());
        try
        {
            var stored = await store.SealAsync(body, stop);
            return await node.Writer.RunAsync(t => Note(t, draft, name, stored));
        }
        catch (IOException e) when (IsFull(e))
        {
            return EvidenceFault.NoRoom(needed, files.Free());
        }
    }

    internal async Task<EvidenceFault?> RemoveAsync(string draft, long item) => await node.Writer.RunAsync(t =>
    {
        if (DraftItems.OfficeOf(t.Sql, draft) is null || DraftItems.Of(t.Sql, draft).Find(i => i.Id == item) is not { } found) return EvidenceFault.NoDraft;
        DraftItems.Remove(t.Sql, draft, item);
        Drop(t, found.Object.Root);
        return null;
    });

    /// <summary>Passes on what an office received: the same objects, whose roots prove the same bytes, later with envelopes for the next recipient (R45).</summary>
    internal async Task<EvidenceFault?> AddFromPackageAsync(string draft, Digest delivery) => await node.Writer.RunAsync(t =>
    {
        if (DraftItems.OfficeOf(t.Sql, draft) is not { } office) return EvidenceFault.NoDraft;
        if (EvidenceTables.Package(t.Sql, delivery) is not { Ours: false } package || package.Recipient != node.Settings.OfficeId(office)) return EvidenceFault.NoPackage;
        if (package.Opened is null) return EvidenceFault.NotOpened;
        if (!DeliveredItems.AreUsable(t.Sql, package)) return EvidenceFault.Quarantined;
        return TakeOver(t, draft, DeliveredItems.Of(t.Sql, package));
    });

    internal IReadOnlyList<ForwardablePackage> ForwardableTo(string draft)
    {
        using var sql = node.Database.Read();
        if (DraftItems.OfficeOf(sql, draft) is not { } office) return [];
        var mine = node.Settings.OfficeId(office);
        return [.. EvidenceTables.OfOffice(sql, mine).Where(p => !p.Ours && p.Recipient == mine && p.Opened is not null && DeliveredItems.AreUsable(sql, p)).Select(p => Forwardable(sql, p))];
    }

    /// <summary>Forgets an object that nothing needs: its key with the row, its file after the commit.</summary>
    internal void Drop(Transaction t, Digest root)
    {
        if (EvidenceTables.IsNeeded(t.Sql, root)) return;
        EvidenceTables.Remove(t.Sql, root);
        t.AfterCommit(() => files.Remove(root));
    }

    private static ForwardablePackage Forwardable(SqliteConnection sql, Package package)
    {
        var items = DeliveredItems.Of(sql, package);
        return new(package.Delivery.ToString(), DeliveredItems.Title(items), items.Count, items.Sum(i => i.Said?.File.Size ?? 0));
    }

    private EvidenceFault? TakeOver(Transaction t, string draft, IReadOnlyList<DeliveredItem> items)
    {
        var there = DraftItems.Of(t.Sql, draft);
        foreach (var item in items.Where(i => there.All(d => d.Object.Root != i.Object)))
        {
            var name = item.Said?.Name ?? $"item-{item.Number}";
            if (Taken(there, name) is { } taken) return taken;
            DraftItems.Add(t.Sql, draft, name, item.Object, item.Delivery, node.Now);
        }

        return null;
    }

    private EvidenceFault? Note(Transaction t, string draft, string name, StoredObject stored)
    {
        EvidenceTables.Add(t.Sql, stored, node.Now);
        var wrong = Wrong(t.Sql, draft, name); // again: the draft may have been sent while the file was on its way
        if (wrong is null) DraftItems.Add(t.Sql, draft, name, stored.Root, null, node.Now);
        else Drop(t, stored.Root);
        return wrong;
    }

    private EvidenceFault? Wrong(string draft, string name)
    {
        using var sql = node.Database.Read();
        return Wrong(sql, draft, name);
    }

    private static EvidenceFault? Wrong(SqliteConnection sql, string draft, string name)
    {
        if (DraftItems.OfficeOf(sql, draft) is null) return EvidenceFault.NoDraft;
        if (!BagPath.IsSafe(name)) return EvidenceFault.Name($"'{name}' cannot be a file's name in a package on every system. Rename the file.");
        return Taken(DraftItems.Of(sql, draft), name);
    }

    private static EvidenceFault? Taken(List<DraftItem> items, string name)
    {
        if (items.Count >= MostFiles) return EvidenceFault.Name($"A delivery has at most {MostFiles} files. Put them into an archive, or deliver in parts.");
        return items.Exists(i => string.Equals(i.Name, name, StringComparison.OrdinalIgnoreCase))
            ? EvidenceFault.Name($"There is a file '{name}' already, or one that some systems take for it. Remove that one, or rename this.") : null;
    }

    /// <summary>The last part of what a browser gives: some give a whole path.</summary>
    private static string FileName(string given) => given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Trim();

    private static bool IsFull(IOException e) => e.HResult is 28 or unchecked((int)0x80070070); // ENOSPC, ERROR_DISK_FULL
}
