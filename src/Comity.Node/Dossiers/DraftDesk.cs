using System.Globalization;
using System.Text.Json;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Evidence;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Trust;
using Comity.Trust;

namespace Comity.Node.Dossiers;

/// <summary>What the first step of a request asks; see <see cref="Need"/>.</summary>
internal sealed record NewRequest(string Channel, Need Need);

/// <summary>Leads an act from the first typed word to the seal: begin, save, review, approve.</summary>
internal sealed class DraftDesk(NodeCore node, LawDesk law, ActDesk acts, Enrolment enrolment)
{
    /// <summary>Begins a request in a new dossier; the draft's id.</summary>
    /// <exception cref="RefusedException">There is no such channel.</exception>
    internal Task<string> BeginAsync(Officer officer, NewRequest request)
    {
        if (node.Settings.Kind != NodeKind.Authority) throw new RefusedException(RefusalCode.Role, "Only an authority opens requests.");
        var channel = law.Current.FindChannel(request.Channel) ?? throw new RefusedException(RefusalCode.Malformed, $"There is no channel '{request.Channel}' in the law data.");
        if (OpeningActs.IsUnilateral(channel)) throw new RefusedException(RefusalCode.Malformed, $"By '{channel.Title}' nobody is asked: there is nothing to send.");
        return node.Writer.RunAsync(t =>
        {
            var draft = New(officer, OpeningActs.Of(channel), null, null, channel.Id);
            var fields = DraftPrefill.Request(node, law.Current, channel, request.Need, officer, DossierRows.NextReference(t.Sql, node));
            DraftTables.Put(t.Sql, draft with { Fields = fields });
            return draft.Id;
        });
    }

    /// <summary>Begins an act in a dossier, or a request that hangs together with it; the draft's id.</summary>
    /// <param name="variant">A word that fills the form beforehand: what a question asks.</param>
    /// <exception cref="RefusedException">The dossier or act is not to be had.</exception>
    internal Task<string> BeginAsync(Officer officer, Digest dossier, ActType type, Digest? re, string? channelId, string variant = "") => node.Writer.RunAsync(t =>
    {
        var file = DossierFile.Load(t.Sql, dossier);
        if (file.Statements.Count == 0) throw new RefusedException(RefusalCode.Order, "There is no such dossier here.");
        var channel = channelId is null ? null : law.Current.FindChannel(channelId) ?? throw new RefusedException(RefusalCode.Malformed, $"There is no channel '{channelId}' in the law data.");
        var draft = channel switch
        {
            { IsDomestic: true } => Order(t, officer, file, channel),
            not null when OpeningActs.Of(channel) == ActType.Offer => Offer(officer, file, channel),
            _ => New(officer, type, dossier, re ?? FollowUp(file, channel), channel?.Id),
        };
        var home = draft.Dossier is { } own && own != dossier ? DossierFile.Load(t.Sql, own) : file;
        var fields = new Dictionary<string, string>(draft.Fields);
        foreach (var (name, value) in DraftPrefill.Act(node, law, draft, home, file, officer)) fields[name] = value;
        if (type == ActType.ClarificationAsked && variant.Length > 0) fields["asks"] = variant;
        Number(t, draft, fields);
        DraftTables.Put(t.Sql, draft with { Fields = fields });
        return draft.Id;
    });

    /// <summary>Keeps what was typed. Acts prepared before are void: their digests would not cover the change.</summary>
    internal Task SaveAsync(Draft draft, IReadOnlyDictionary<string, string> typed) => node.Writer.RunAsync(t =>
    {
        var fields = new Dictionary<string, string>(draft.Fields);
        foreach (var (name, value) in typed) fields[name] = value.Replace("\r\n", "\n", StringComparison.Ordinal);
        DraftTables.Put(t.Sql, draft with { Fields = fields, Updated = node.Now, Acts = null });
        if (fields.GetValueOrDefault(DraftForm.Title) != draft[DraftForm.Title]) t.AfterCommit(() => node.Live.Changed("desk")); // by the title it is found there
    });

    internal Task DiscardAsync(Draft draft) => node.Writer.RunAsync(t => DraftTables.Remove(t.Sql, draft.Id));

    /// <summary>The draft, if it is one of the officer's office.</summary>
    internal Draft? Find(Officer officer, string id)
    {
        using var sql = node.Database.Read();
        return DraftTables.Find(sql, id) is { } draft && draft.Office == officer.Office ? draft : null;
    }

    internal DraftContext Context(Draft draft)
    {
        using var sql = node.Database.Read();
        return new(node, law, draft, draft.Dossier is { } id ? DossierFile.Load(sql, id) : null, law.Current);
    }

    /// <summary>What stands in the way of a review: empty fields that are demanded, and doubts without a reason.</summary>
    internal static IReadOnlyList<(string Field, string Text)> Blocks(DraftContext c)
    {
        var blocks = new List<(string, string)>();
        var lacking = DraftForm.Groups(c).SelectMany(g => g.Fields).Where(f => f.IsMissing).ToList();
        foreach (var field in lacking)
            if (field.Element is null || c.Draft[Reason(field)].Length == 0) blocks.Add((field.Id, $"{field.Label}: {field.Missing}"));
        if (blocks.Count > 0 && lacking.Exists(f => f.Element is null)) return blocks;
        foreach (var finding in Doubts(c))
            if (c.Draft[DraftActs.ReasonField(finding)].Length == 0 && finding.Kind != FindingKind.MissingElement)
                blocks.Add(("against-" + DraftActs.FindingId(finding).Replace('.', '-').Replace('/', '-'), $"{finding}: give a reason, or change the form."));
        return blocks;
    }

    /// <summary>What the law data doubt in the draft as it stands.</summary>
    internal static IReadOnlyList<Finding> Doubts(DraftContext c)
    {
        try
        {
            return c.Draft.Type.Opens() && c.Draft[DraftForm.To].Length == 0 ? [] : [.. DraftActs.Of(c).SelectMany(a => DraftActs.FindingsOf(c, a)).Distinct().Order()];
        }
        catch (RefusedException)
        {
            return []; // the act itself is not possible now; the review says so
        }
    }

    /// <summary>Fixes the acts' claims and salts, so that they can be approved; reads them back if that was done.</summary>
    /// <exception cref="RefusedException">The act is not possible now.</exception>
    internal async Task<IReadOnlyList<PendingAct>> PrepareAsync(DraftContext c, Func<Task<PackedDelivery?>> pack)
    {
        if (c.Draft.Acts is { } stored) return PreparedActs.Read(stored);
        var package = c.Draft.Type == ActType.Delivery ? await pack() : null;
        var pending = DraftActs.Of(c, package).Select(a => new PendingAct(acts.Prepare(DraftActs.Declare(c, a)), [])).ToList();
        await node.Writer.RunAsync(t => DraftTables.Put(t.Sql, c.Draft with { Acts = PreparedActs.Write(pending) }));
        return pending;
    }

    /// <summary>Approves with the exercise key that the demo holds: a passkey in software, checked as any other.</summary>
    internal async Task ApproveAsync(Draft draft, Officer officer, IReadOnlyList<string> digests)
    {
        var key = await enrolment.KeyAsync(officer);
        var exercise = key.ExerciseKey ?? throw new RefusedException(RefusalCode.Approval, "This officer has no exercise key.");
        await ApproveAsync(draft, officer, digests, challenge => ExerciseAuthenticator.Assert(exercise, node.Settings.Host, node.Settings.Url, challenge));
    }

    /// <summary>Adds the officer's consent to each act; seals and sends once enough persons have consented.</summary>
    /// <exception cref="RefusedException">A digest is not that of the act reviewed, an assertion does not hold, or the dossier has moved on.</exception>
    internal async Task ApproveAsync(Draft draft, Officer officer, IReadOnlyList<string> digests, Func<Digest, PasskeyAssertion> assertion)
    {
        var pending = PreparedActs.Read(draft.Acts);
        if (pending.Count == 0 || !digests.Order().SequenceEqual(pending.Select(p => p.Act.Challenge.ToString()).Order())) throw new RefusedException(RefusalCode.Approval, "The draft was changed after this page was made. Review it again.");
        var key = await enrolment.KeyAsync(officer);
        var approved = pending.Select(p => Add(p, officer, key, assertion(p.Act.Challenge))).ToList();
        if (!approved.TrueForAll(p => p.HasEnough))
        {
            await node.Writer.RunAsync(t => DraftTables.Put(t.Sql, draft with { Acts = PreparedActs.Write(approved) }));
            node.Live.Changed("desk");
            return;
        }

        var sent = await acts.SealAsync([.. approved.Select(p => p.Approved())]);
        await node.Writer.RunAsync(t => DraftTables.Put(t.Sql, draft with { Acts = PreparedActs.Write(approved), Sent = sent }));
        node.Live.Changed("desk");
    }

    private PendingAct Add(PendingAct pending, Officer officer, ApprovalKey key, PasskeyAssertion assertion)
    {
        var statement = OfficerStatement.Read(key.Statement);
        assertion.Verify(pending.Act.Challenge, statement.RpId, statement.Origins, new(statement.Key));
        return pending.IsApprovedBy(officer.Id) ? pending : pending with
        {
            Approvals = [.. pending.Approvals, new(officer.Id, key.Statement.With([]).Text, assertion.AuthenticatorData, assertion.ClientDataJson, assertion.Signature, node.Now)],
        };
    }

    /// <summary>Gives new dossiers their numbers, and orders the number of the dossier that they stand in.</summary>
    private void Number(Transaction t, Draft draft, Dictionary<string, string> fields)
    {
        if (fields.ContainsKey(OrderForm.With)) Put(OrderForm.Prefix, DossierRows.NextReference(t.Sql, node));
        if (draft.Dossier is not { } dossier) Put("", DossierRows.NextReference(t.Sql, node));
        else if (draft.Type == ActType.Instruction) Put("", t.Sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", dossier) ?? "");

        void Put(string prefix, string number)
        {
            foreach (var field in (string[])[Disclosures.Reference, "el.16.reference", "el.18.reference"]) fields[prefix + field] = number;
        }
    }

    private Draft New(Officer officer, ActType type, Digest? dossier, Digest? re, string? channel) =>
        new(Base64UrlText.Encode(node.Random.Bytes(12)), officer.Office, officer.Id, type, dossier, re, channel, new Dictionary<string, string>(), node.Now);

    /// <summary>A domestic order: in the dossier with the provider if there is one for this matter, otherwise in a new one.</summary>
    private Draft Order(Transaction t, Officer officer, DossierFile file, Channel channel)
    {
        var foreign = !file.State.Requests[0].Channel.StartsWith("pw.", StringComparison.Ordinal);
        var own = foreign ? DossierLinks.OrdersFor(t.Sql, file.Id).Where(id => IsOrder(t, id)).Select(id => (Digest?)id).FirstOrDefault() : file.Id;
        var former = own is { } id ? DossierFile.Load(t.Sql, id).State.Requests[^1].Id : (Digest?)null;
        var draft = New(officer, ActType.Instruction, own, former, channel.Id);
        return foreign ? draft with { Fields = new Dictionary<string, string> { [Disclosures.Link] = file.Id.ToString() } } : draft;
    }

    private static bool IsOrder(Transaction t, Digest dossier) => DossierFile.Load(t.Sql, dossier).State.Requests[0].Channel.StartsWith("pw.", StringComparison.Ordinal);

    /// <summary>What is given unasked opens a dossier of its own, linked to the one from which it arose.</summary>
    private Draft Offer(Officer officer, DossierFile file, Channel channel) =>
        New(officer, ActType.Offer, null, null, channel.Id) with { Fields = new Dictionary<string, string> { [Disclosures.Link] = file.Id.ToString() } };

    /// <summary>A request in a dossier follows up the last one there.</summary>
    private static Digest? FollowUp(DossierFile file, Channel? channel) => channel is null ? null : file.State.Requests[^1].Id;

    /// <summary>An element may be left out if the officer says why (R17a).</summary>
    private static string Reason(FormField field) => DraftActs.ReasonField(new(FindingKind.MissingElement, field.Element!));
}
