using Comity.Dossiers;
using Comity.Node.Dossiers;
using Comity.Node.Identity;
using Comity.Node.Look;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Evidence;

/// <summary>Reads packages of evidence for the signed-in officer's office.</summary>
internal sealed class EvidenceQueries(NodeCore node, CurrentOfficer current)
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = "Table, comma-separated", [".json"] = "JSON data", [".xml"] = "XML data", [".pdf"] = "PDF document", [".txt"] = "Text", [".log"] = "Log, text",
        [".zip"] = "Archive", [".eml"] = "E-mail message", [".mbox"] = "Mailbox", [".pcap"] = "Network capture",
    };

    internal Task<EvidenceList> ListAsync(CancellationToken stop = default)
    {
        using var sql = node.Database.Read();
        return Task.FromResult(new EvidenceList(node.Now, [.. EvidenceTables.OfOffice(sql, current.OfficeId).Select(p => EvidenceRows.ListRow(sql, node, p))]));
    }

    /// <summary>Null when there is no such package or the office may not see it. Looking at this page opens nothing.</summary>
    internal Task<EvidenceView?> FindAsync(string package, CancellationToken stop = default)
    {
        using var sql = node.Database.Read();
        var office = current.OfficeId;
        if (!Digest.TryParse(package, null, out var id) || EvidenceTables.Package(sql, id) is not { } found || (found.Sender != office && found.Recipient != office)) return Task.FromResult<EvidenceView?>(null);
        return Task.FromResult<EvidenceView?>(View(sql, found));
    }

    private EvidenceView View(SqliteConnection sql, Package package)
    {
        var file = DossierFile.Load(sql, package.Dossier);
        var delivery = file.Find(package.Delivery) ?? throw new InvalidDataException($"Delivery {package.Delivery} is missing from this node's journal.");
        var items = DeliveredItems.Of(sql, package, delivery);
        var states = DeliveredItems.States(file, package);
        var (seal, note) = SealOf(package);
        return new(
            package.Delivery.ToString(), node.Now, EvidenceRows.Reference(sql, package), DeliveredItems.Title(items), EvidenceRows.SideOf(sql, node, package.Sender),
            EvidenceRows.SideOf(sql, node, package.Recipient), ProvisionOf(file, states), package.Dossier.ToString(), EvidenceRows.DossierReference(sql, package.Dossier), seal, note,
            EvidenceCustody.Of(sql, node, package, delivery, items), [.. items.Select(i => Item(sql, package, i))], ItemsNote(package), Openings(sql, package), Facts(sql, package),
            UseLimits.Of(node, file, states), Quarantine(file, states), package is { Ours: false, Opened: not null, Fault: null }, package is { Ours: false, Arrived: not null });
    }

    /// <summary>"Intact" only after every object was decrypted and compared here.</summary>
    private static (SealCheck Check, string Note) SealOf(Package package) => package switch
    {
        { Fault: { } fault } => (SealCheck.Broken, fault),
        { Opened: not null, Checked: { } at } => (SealCheck.Intact, $"Every chunk, hash and signature held when it was opened, {Shown.Exact(EvidenceRows.Time(at))}."),
        { Ours: true } => (SealCheck.NotChecked, "Delivered by us. The recipient's receipts say what became of it."),
        { Arrived: { } at } => (SealCheck.NotChecked, $"Every chunk is that of its object, {Shown.Exact(EvidenceRows.Time(at))}. The files are compared when it is opened."),
        { Trouble: { } trouble } => (SealCheck.NotChecked, $"Not here yet; it is tried again. {trouble}"),
        _ => (SealCheck.NotChecked, "On its way."),
    };

    private static string? ProvisionOf(DossierFile file, IReadOnlyList<ItemState> states) => states is [var first, ..] && file.State.Request(first.Request) is { } request
        ? request.Channel switch { "ch.185.29" => "ets-185/29", "ch.185.31" => "ets-185/31", "pw.185.16" => "ets-185/16", "pw.185.18.1.a" => "ets-185/18/1/a", _ => null } : null;

    private static EvidenceItem Item(SqliteConnection sql, Package package, DeliveredItem item)
    {
        var known = package.Opened is not null || package.Ours ? EvidenceTables.Object(sql, item.Object)?.File : null;
        var name = item.Said?.Name;
        return new(item.Number, name, Kinds.GetValueOrDefault(Path.GetExtension(name ?? ""), "File"), null, known?.Size ?? item.Said?.File.Size ?? item.Padded,
            known?.Sha256.ToHex() ?? "", known?.Sha512 ?? "", CheckedOf(package));
    }

    private static Signatures CheckedOf(Package package) => package switch
    {
        { Fault: not null } => new(SealState.Bad, "Not accepted", "the package's check failed"),
        { Ours: true } => new(SealState.Verified, "Hashed here", "while it was sealed"),
        { Opened: not null } => new(SealState.Verified, "Hashes equal", "file, manifest and signed delivery"),
        { Arrived: not null } => new(SealState.Waiting, "Chunks verified", "the file is compared when it is opened"),
        _ => new(SealState.Waiting, "On its way"),
    };

    private static Mark ItemsNote(Package package) => package switch
    {
        { Fault: not null } => new(Tone.Life, "A check failed", "broken"),
        { Ours: true } => new(Tone.Plain, "As sealed here"),
        { Opened: not null } => new(Tone.Proof, "All hashes match the manifest", "check"),
        _ => new(Tone.Plain, "Not opened"),
    };

    private static List<Opening> Openings(SqliteConnection sql, Package package) => [.. EvidenceTables.Accesses(sql, package.Delivery).Select(a => new Opening(
        EvidenceRows.Time(a.At), OfficerStore.Find(sql, a.Officer)?.Label ?? "An officer", a.What, a.Purpose.Length > 0 ? a.Purpose : "as stated when it was opened", a.Entry))];

    private List<SealFact> Facts(SqliteConnection sql, Package package)
    {
        var facts = new List<SealFact>
        {
            new("Package root", package.Root.ToString(), IsDigest: true),
            new("Delivery statement", package.Delivery.ToString(), IsDigest: true),
            new("Sealed by", EvidenceRows.OfficeText(sql, node, package.Sender)),
            new("Readable by", EvidenceRows.OfficeText(sql, node, package.Recipient)),
        };
        if (package.Arrival is { } entry) facts.Add(new("Arrival in our log", Shown.Count(entry)));
        return facts;
    }

    /// <summary>Null: usable. Otherwise the acts for whose sake it is not.</summary>
    private static List<Phrase>? Quarantine(DossierFile file, IReadOnlyList<ItemState> states)
    {
        var causes = states.SelectMany(s => s.Quarantine).Distinct().Select(file.Find).OfType<StoredStatement>().ToList();
        return causes.Count == 0 ? null : [.. causes.Select(c => new Phrase($"Because of the {Words.Word(c.Claims.Type)} of {Shown.Exact(EvidenceRows.Time(c.Claims.At))}."))];
    }
}
