using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Ledger;
using Comity.Node.Evidence;
using Comity.Node.Exchange;
using Comity.Node.Law;
using Comity.Node.Trust;
using Comity.Trust;
using Statement = Comity.Dossiers.Statement;

namespace Comity.Node.Dossiers;

/// <summary>An act that an office of ours wants to write.</summary>
/// <param name="Office">The office's short name.</param>
/// <param name="Draft">The clear part.</param>
/// <param name="Disclosed">What can be withheld: elements, words, references, title, links, file names.</param>
/// <param name="Private">Names of disclosures that the addressee does not get (R8, R9): a link to another dossier, for instance.</param>
internal sealed record ActProposal(string Office, StatementDraft Draft, IReadOnlyList<KeyValuePair<string, JsonNode?>> Disclosed, IReadOnlySet<string> Private);

/// <summary>An act whose every claim and salt is fixed, so that persons can approve it (R11).</summary>
internal sealed record PreparedAct(string Office, SdJwtDraft Draft, IReadOnlySet<string> Private, ApprovalDemand Demand)
{
    /// <summary>What a passkey signs.</summary>
    internal Digest Challenge => ApprovalChallenge.Of(Draft.Claims);
}

/// <summary>An act with the consent of enough persons. <paramref name="Officers"/> are their officer statements.</summary>
internal sealed record ApprovedAct(PreparedAct Act, IReadOnlyList<Approval> Approvals, IReadOnlyList<SdJwt> Officers);

/// <summary>Seals what our offices write: takes the place in the chain, checks as the other side will, and makes journal, outbox, log and desk durable at once (R16).</summary>
internal sealed class ActDesk(NodeCore node, OwnTrust own, TrustDesk trust, LawDesk law, Courier courier)
{
    internal PreparedAct Prepare(ActProposal proposal) => new(
        proposal.Office, SdJwtDraft.Make(proposal.Draft.Act(), proposal.Disclosed, node.Random), proposal.Private, DemandOf(proposal.Draft));

    /// <summary>Seals the acts in their order, all or none; their ids.</summary>
    /// <exception cref="RefusedException">The dossier has moved on, or an approval does not hold: nothing was sealed.</exception>
    internal async Task<IReadOnlyList<Digest>> SealAsync(IReadOnlyList<ApprovedAct> acts)
    {
        var material = acts.ToDictionary(a => a, a => own.For(a.Act.Office).With(a.Officers.Select(o => o.With([]).Text)));
        var now = node.Now;
        var standings = acts.ToDictionary(a => a, a => trust.Judge(node.Settings.OfficeId(a.Act.Office), now, material[a]));
        return await node.Writer.RunAsync(t =>
        {
            IReadOnlyList<Digest> ids = [.. acts.Select(a => Seal(t, a, material[a], standings[a], now))];
            t.AfterCommit(courier.Wake);
            return ids;
        });
    }

    private Digest Seal(Transaction t, ApprovedAct approved, TrustMaterial material, OfficeStanding standing, DateTimeOffset now)
    {
        var act = approved.Act;
        var file = DossierFile.Load(t.Sql, Digest.Parse(act.Draft.Claims.GetProperty("dossier").GetString()!));
        var signed = AtPlace(act.Draft, PlaceIn(file), now).With("approvals", Approval.ToJson(approved.Approvals))
            .Seal(SdJwtProfile.Statement, node.Folder.Key(NodeKeys.Seal(act.Office)));
        var claims = Statement.Parse(signed.Claims, signed.Id);
        ApprovalCheck.Check(signed, FirstContacts.ToWrite(t.Sql, claims.To, claims.Terms), standing.Officers, material, now);
        if (DossierTables.OfJti(t.Sql, claims.Jti) is not null) throw new RefusedException(RefusalCode.Replay, "This act has been sealed already.");
        var shown = signed.Disclosures.Select(d => d.Name).Where(name => !act.Private.Contains(name));
        if (Admission.Check(file.Fold, claims, now.ToUnixTimeSeconds(), law.FindingsFor(claims, shown, standing.Roles, file.Fold)) is { } refusal) throw new RefusedException(refusal.Code, refusal.Message);
        Store(t, act, signed, claims, standing, approved, now);
        return claims.Id;
    }

    private ApprovalDemand DemandOf(StatementDraft draft)
    {
        using var sql = node.Database.Read();
        return FirstContacts.ToWrite(sql, draft.To, draft.Terms);
    }

    private void Store(Transaction t, PreparedAct act, SdJwt signed, Statement claims, OfficeStanding standing, ApprovedAct approved, DateTimeOffset now)
    {
        var used = standing.Used.With(approved.Officers.Select(o => o.With([]).Text));
        var entry = t.Append(EntryKind.StatementOut, EntryField.Of("of", claims.Id));
        t.SignLog();
        DossierTables.Add(t.Sql, new(signed, claims, Ours: true, now.ToUnixTimeSeconds(), null, null, entry.Index, TrustTables.Keep(t.Sql, used, now), null),
            name => !act.Private.Contains(name));
        if (claims.Type == ActType.Delivery) Deliveries.Sent(t, claims);
        ExchangeTables.Queue(t.Sql, Peers.OrganisationOf(claims.To), ParcelKind.Statement, claims.Id.ToString(), now);
        DossierRows.Refresh(t, node, law, claims.Dossier);
    }

    private ChainPlace PlaceIn(DossierFile file)
    {
        if (file.Statements.Count == 0) return ChainPlace.First;
        return file.Fold.PlaceFor(file.SideOf(node.Settings.Url)) ?? throw new RefusedException(RefusalCode.Chain, "This dossier cannot be written to now: its chain is forked or has a gap.");
    }

    private static SdJwtDraft AtPlace(SdJwtDraft draft, ChainPlace place, DateTimeOffset now) => draft
        .With("iat", now.ToUnixTimeSeconds())
        .With("seq", place.Seq)
        .With("prev", place.Prev?.ToString())
        .With("seen", new JsonArray([.. place.Seen.Order().Select(d => (JsonNode)d.ToString())]))
        .With("out", new JsonArray([.. place.Out.Order().Select(d => (JsonNode)d.ToString())]));
}
