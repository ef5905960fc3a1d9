using System.Net;
using System.Net.Http.Headers;
using Comity.Dossiers;
using Comity.Evidence;
using Comity.Ledger;
using Comity.Node.Dossiers;
using Comity.Node.Exchange;
using Rung = Comity.Trust.Rung;

namespace Comity.Node.Evidence;

/// <summary>One attempt to fetch a package: asks what is offered, fetches what is missing, each chunk checked as it arrives, then says "delivered" (R25, R26).</summary>
internal sealed class PackageTransfer(NodeCore node, ObjectFiles files, NodeRequests requests, PeerClient peers, ReceiptDesk receipts, Courier courier)
{
    /// <summary>A sender that is silent for so long is given up for this time. Ours.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <exception cref="HttpRequestException">The sender is not there, or does not give it.</exception>
    /// <exception cref="RefusedException">What it gives is not what its delivery names.</exception>
    /// <exception cref="IOException">No room, or the line broke. What was verified stays.</exception>
    internal async Task CollectAsync(Package package, CancellationToken stop)
    {
        var terms = TermsOf(package);
        var peer = Peers.OrganisationOf(package.Sender);
        var offered = PackageOffer.Read(await ReadAsync($"{peer}/exchange/packages/{package.Root}", StrictJson.LongestBody, stop), terms);
        var missing = offered.Where(o => !IsStored(o.Root)).ToList();
        RequireRoom(missing);
        foreach (var wanted in missing) await FetchAsync(peer, wanted, stop);
        await ArriveAsync(package, offered);
    }

    private Terms TermsOf(Package package)
    {
        using var sql = node.Database.Read();
        return DossierTables.Find(sql, package.Delivery)?.Claims.Terms ?? throw new InvalidDataException($"Delivery {package.Delivery} is missing from this node's journal.");
    }

    private bool IsStored(Digest root)
    {
        using var sql = node.Database.Read();
        return EvidenceTables.Object(sql, root) is not null;
    }

    private void RequireRoom(List<OfferedObject> missing)
    {
        var needed = missing.Sum(o => o.Layout.SealedSize - Half(o.Root));
        if (!files.HasRoom(needed)) throw new IOException(EvidenceFault.NoRoom(needed, files.Free()).Detail);
    }

    private long Half(Digest root) => new FileInfo(files.Arriving(root)) is { Exists: true } half ? half.Length : 0;

    private async Task FetchAsync(string peer, OfferedObject wanted, CancellationToken stop)
    {
        if (wanted.Layout.Leaves > ChunkList.MostLeaves) throw new RefusedException(RefusalCode.Malformed, $"Object {wanted.Root} has more than {ChunkList.MostLeaves} chunks.");
        var address = $"{peer}/exchange/objects/{wanted.Root}";
        var leaves = ChunkList.Read(await ReadAsync(address + "/chunks", wanted.Layout.Leaves * Digest.Size, stop), wanted.Root);
        if (leaves.Leaves != wanted.Layout.Leaves) throw new RefusedException(RefusalCode.Malformed, $"Object {wanted.Root} has {leaves.Leaves} leaves, not the {wanted.Layout.Leaves} of its size.");
        await using (var file = ObjectFiles.Write(files.Arriving(wanted.Root)))
        {
            var arrival = new ObjectArrival(file, wanted, leaves);
            await arrival.ResumeAsync(stop);
            if (!arrival.IsWhole) await ContinueAsync(address, arrival, stop);
            file.Flush(flushToDisk: true);
        }

        files.Keep(files.Arriving(wanted.Root), leaves);
        await node.Writer.RunAsync(t => EvidenceTables.Add(t.Sql, new(wanted.Root, wanted.Layout, null, null), node.Now));
    }

    private async Task ContinueAsync(string address, ObjectArrival arrival, CancellationToken stop)
    {
        using var request = requests.Get(address);
        request.Headers.Range = new RangeHeaderValue(arrival.Position, null);
        using var answer = await peers.SendAsync(request, stop, whole: false);
        if (answer.StatusCode != HttpStatusCode.PartialContent || answer.Content.Headers.ContentRange?.From != arrival.Position) throw Refused(address, answer.StatusCode);
        await using var stream = await answer.Content.ReadAsStreamAsync(stop);
        while (!arrival.IsWhole)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Silence);
            await arrival.TakeAsync(stream, patience.Token);
        }
    }

    /// <summary>A bounded answer, whatever length the sender states.</summary>
    private async Task<byte[]> ReadAsync(string address, long most, CancellationToken stop)
    {
        using var request = requests.Get(address);
        using var answer = await peers.SendAsync(request, stop, whole: false);
        if (answer.StatusCode != HttpStatusCode.OK) throw Refused(address, answer.StatusCode);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Silence);
        await using var stream = await answer.Content.ReadAsStreamAsync(patience.Token);
        using var buffer = new MemoryStream();
        var piece = new byte[64 << 10];
        int read;
        while ((read = await stream.ReadAsync(piece, patience.Token)) > 0)
        {
            buffer.Write(piece, 0, read);
            if (buffer.Length > most) throw new RefusedException(RefusalCode.Malformed, $"{address} answered more than {most} bytes.");
        }

        return buffer.ToArray();
    }

    private static HttpRequestException Refused(string address, HttpStatusCode status) => new($"{address} answered {(int)status}.", null, status);

    private Task ArriveAsync(Package package, IReadOnlyList<OfferedObject> offered) => node.Writer.RunAsync(t =>
    {
        if (EvidenceTables.Package(t.Sql, package.Delivery) is not { Arrived: null }) return;
        for (var place = 0; place < offered.Count; place++) EvidenceTables.SetEnvelopes(t.Sql, package.Delivery, place, offered[place].Envelopes);
        var entry = t.Append(EntryKind.Arrival, EntryField.Of("of", package.Root), EntryField.Of("delivery", package.Delivery), EntryField.Word("what", "package"));
        EvidenceTables.SetArrived(t.Sql, package.Delivery, node.Now, entry.Index);
        var office = node.Settings.OfficeName(package.Recipient)!;
        var receipt = receipts.Give(t, new(office, package.Sender, package.Dossier, package.Root, Rung.Delivered, node.Now, entry));
        receipts.Queue(t.Sql, package.Sender, receipt);
        t.AfterCommit(() => Tell(package));
    });

    private void Tell(Package package)
    {
        courier.Wake();
        node.Live.Changed("desk");
        node.Live.Changed(package.Dossier.ToString());
    }
}
