using System.Text.Json;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Evidence;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Look;
using Comity.Node.Trust;
using Comity.Trust;
using Side = Comity.Node.Look.Side;
using Statement = Comity.Dossiers.Statement;

namespace Comity.Node.Dossiers;

/// <summary>Reads drafts and their review for the signed-in officer's office.</summary>
internal sealed class DraftQueries(NodeCore node, DraftDesk desk, CurrentOfficer current, RouteQueries routes, EvidenceDesk evidence)
{
    /// <summary>The ways for what is needed; with an incomplete need, the choices only.</summary>
    internal Task<RoutesView> RoutesAsync(Need need, CancellationToken stop = default) => Task.FromResult(routes.Show(need, current.Get().Office));

    /// <summary>Null when there is no such draft, it was sent, or it is another office's.</summary>
    internal Task<DraftView?> FindAsync(string id, CancellationToken stop = default) =>
        Task.FromResult(desk.Find(current.Get(), id) is { Sent: null } draft ? Show(desk.Context(draft)) : null);

    private DraftView Show(DraftContext c)
    {
        var groups = DraftForm.Groups(c);
        var tried = c.Draft.Ticked("tried");
        IReadOnlyList<FormError> errors = tried ? [.. DraftDesk.Blocks(c).Select(b => new FormError(b.Field, b.Text))] : [];
        return new(
            c.Draft.Id, node.Now, c.File is null, c.File?.Id.ToString(), ReferenceOf(c), TitleOf(c), LeadOf(c), Way(c), Us(), Them(c), groups,
            [.. groups.SelectMany(g => g.Fields).Where(f => f is { Element: not null, Missing: not null } || (f.Element is not null && f.Value.Length > 0)).Select(f => new Needed(f.Element!, f.Label, f.Provision, !f.IsMissing))],
            DoubtsOf(c, tried), ChecksOf(c), Them(c).Name, LawText(c), c.Draft.Type == ActType.Delivery ? Upload(c) : null,
            c.Draft.Updated, errors);
    }

    private UploadView Upload(DraftContext c) => new(
        evidence.ItemsOf(c.Draft.Id), OfficeName(DraftActs.Addressee(c, c.File!)),
        [.. evidence.ForwardableTo(c.Draft.Id).Select(p => new Choice(p.Id, $"{p.Title}: {p.Files} {(p.Files == 1 ? "file" : "files")}, {Shown.Size(p.Bytes)}"))]);

    /// <summary>Null when there is no such draft or it is another office's. A sent draft stays readable.</summary>
    internal async Task<ReviewView?> ReviewAsync(string id, CancellationToken stop = default)
    {
        if (desk.Find(current.Get(), id) is not { } draft) return null;
        var c = desk.Context(draft);
        var blocks = draft.Sent is null ? DraftDesk.Blocks(c).Select(b => new FormError(b.Field, b.Text)).ToList() : [];
        IReadOnlyList<PendingAct> pending = [];
        if (blocks.Count == 0 || draft.Acts is not null)
        {
            try
            {
                pending = await desk.PrepareAsync(c, () => evidence.PackAsync(draft.Id, DraftActs.Addressee(c, c.File!), c.File!.Id));
            }
            catch (RefusedException e)
            {
                blocks.Add(new("main", e.Message));
            }
        }

        return Review(c, pending, blocks);
    }

    private ReviewView Review(DraftContext c, IReadOnlyList<PendingAct> pending, List<FormError> blocks)
    {
        var me = current.Get();
        var state = c.Draft.Sent is not null ? ReviewState.Sent : blocks.Count > 0 ? ReviewState.Blocked : pending.Any(p => p.IsApprovedBy(me.Id)) ? ReviewState.AwaitsOther : ReviewState.Ready;
        return new(
            c.Draft.Id, node.Now, state, c.File is null, c.File?.Id.ToString(), ReferenceOf(c), Way(c), Us(), Them(c), [.. pending.Select((p, i) => Text(c, p, i))], Slots(pending, me), me.Exercise,
            [
                new("database", "Written to the log", "Cannot be altered; can be withdrawn by a new statement"),
                new("send", $"Delivered to {Them(c).Name}", "The receipt comes back with a proof from their log"),
            ],
            ChecksOf(c), blocks, c.Draft.Sent is { } sent ? SentAs(c, sent) : null);
    }

    private ActText Text(DraftContext c, PendingAct pending, int index)
    {
        var claims = pending.Claims;
        var type = Words.Parse<ActType>(claims.GetProperty("type").GetString()!)!.Value;
        var disclosed = pending.Act.Draft.Disclosures.Select(Comity.Trust.Disclosure.Parse).ToList();
        var channel = claims.TryGetProperty("channel", out var id) ? c.Release.FindChannel(id.GetString()!) : null;
        var lines = disclosed.Where(d => d.Value.ValueKind == JsonValueKind.String && d.Name != Disclosures.Link)
            .Select(d => new ElementLine(c.Release.FindElement(d.Name)?.Label ?? TermWords.NameOf(d.Name), d.Value.GetString(), c.Release.FindElement(d.Name) is { } e ? DraftForm.Provision(e.Source) : null));
        var against = disclosed.Where(d => d.Name == Disclosures.AgainstReason && d.Value.ValueKind == JsonValueKind.Object)
            .SelectMany(d => d.Value.EnumerateObject()).Select(r => new AgainstLine(r.Name, null, r.Value.GetString() ?? ""));
        return new(pending.Act.Challenge.ToString(), channel?.Title ?? ActNames.Title(type, NounOf(c)), $"{OfficeName(claims.GetProperty("iss").GetString()!)} to {OfficeName(claims.GetProperty("to").GetString()!)}",
            channel is null ? null : DraftForm.Provision(channel.Basis), [.. TermWords.Lines(claims.GetProperty("terms"), c.Release), .. lines], [.. against], index + 1);
    }

    private List<ApprovalSlot> Slots(IReadOnlyList<PendingAct> pending, Officer me)
    {
        using var sql = node.Database.Read();
        var given = pending.Count == 0 ? [] : pending[0].Approvals;
        var slots = given.Select(a => OfficerStore.Find(sql, a.Subject) is { } person ? new ApprovalSlot(person.Label, $"approved {Shown.Clock(a.At)} UTC", true, person.Id == me.Id) : new ApprovalSlot("Officer", "approved", true, false)).ToList();
        var persons = pending.Count == 0 ? 1 : pending.Max(p => p.Act.Demand.Persons);
        if (!slots.Exists(s => s.Me) && slots.Count < persons) slots.Add(new(me.Label, "you, with your passkey", false, true));
        while (slots.Count < persons) slots.Add(new("A second person", SecondPerson(pending), false, false));
        return slots;
    }

    private static string SecondPerson(IReadOnlyList<PendingAct> pending) => pending.Any(p => p.Act.Demand == ApprovalDemand.Emergency)
        ? "An emergency needs two approvals by different persons with different keys"
        : "The office addressed asks that two persons approve what an organisation sends it first";

    private SentAct SentAs(DraftContext c, IReadOnlyList<Digest> sent)
    {
        using var sql = node.Database.Read();
        var book = new PartyBook(sql, node.Settings);
        var lines = sent.Select(id => DossierTables.Find(sql, id)!).Select(s => new SentLine(
            ActNames.Title(s.Claims.Type, NounOf(c), s.Claims.Terms), s.Claims.Dossier.ToString(), sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", s.Claims.Dossier) ?? "", s.Entry, Ladder.Of(sql, s, book))).ToList();
        return new(DateTimeOffset.FromUnixTimeSeconds(DossierTables.Find(sql, sent[0])!.T), lines);
    }

    private static List<Doubt> DoubtsOf(DraftContext c, bool tried) =>
    [
        .. DraftDesk.Doubts(c).Where(f => tried || f.Kind != FindingKind.MissingElement).Select(f => (Finding: f, Words: FindingWords.Of(f, c.Release))).Select(d => new Doubt(
            DraftActs.FindingId(d.Finding), d.Words.Text, d.Words.Provision, "", c.Draft[DraftActs.ReasonField(d.Finding)])),
    ];

    private static List<Check> ChecksOf(DraftContext c)
    {
        var missing = DraftForm.Groups(c).SelectMany(g => g.Fields).Count(f => f.IsMissing && f.Element is not null);
        var checks = new List<Check>();
        if (c.Draft.Type.Opens()) checks.Add(new(missing == 0 ? "Every required element is there" : $"{missing} required elements are missing", DraftForm.Provision(c.Channel!.Basis), missing == 0));
        var doubts = DraftDesk.Doubts(c).Count(f => f.Kind != FindingKind.MissingElement);
        checks.Add(new(doubts == 0 ? "The law data doubt nothing" : $"The law data doubt {doubts} points", null, doubts == 0));
        return checks;
    }

    private static Phrase? LawText(DraftContext c) => c.Channel is { } channel ? new(channel.BasisText, DraftForm.Provision(channel.Basis)) : null;

    private static string TitleOf(DraftContext c) => c.Draft.Type.Opens() ? c.Channel!.IsDomestic ? c.Channel.Title : "Required elements" : ActNames.Title(c.Draft.Type, NounOf(c));

    private static string LeadOf(DraftContext c) => c.Draft.Type.Opens() ? "Each field shows the provision that asks for it. Nothing else is asked." : "What you write here is signed and stays in the dossier.";

    private static Phrase Way(DraftContext c)
    {
        var channel = c.Channel ?? (c.Request is { } request ? c.Release.FindChannel(request.Channel) : null);
        return channel is null ? new(ActNames.Title(c.Draft.Type, NounOf(c))) : new(channel.Title, DraftForm.Provision(channel.Basis));
    }

    /// <summary>What the request that the draft makes or belongs to is called.</summary>
    private static string NounOf(DraftContext c) => ChannelWords.Noun(c.Release, c.Channel?.Id ?? c.Request?.Channel ?? "");

    private string ReferenceOf(DraftContext c)
    {
        using var sql = node.Database.Read();
        return (c.File is null ? null : sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", c.File.Id)) ?? c.Draft[Disclosures.Reference];
    }

    private Side Us() => new(node.Settings.Party, node.Settings.Title, Own: true, node.Settings.Kind == NodeKind.Provider);

    private Side Them(DraftContext c)
    {
        var entity = c.File is { } file ? file.Sides[c.OurSide!.Value.Other()] : Exchange.Peers.OrganisationOf(c.Draft[DraftForm.To]);
        using var sql = node.Database.Read();
        var member = TrustTables.Members(sql).Find(m => m.Entity == entity);
        return new(member?.Party ?? c.Draft["need.to"], member?.Name ?? "the other side", Own: false, member?.Provider ?? false);
    }

    private string OfficeName(string entity)
    {
        using var sql = node.Database.Read();
        var office = TrustTables.Office(sql, entity);
        return office is null ? entity : $"{office.Name}, {TrustTables.Members(sql).Find(m => m.Entity == office.Member)?.Name}";
    }
}
