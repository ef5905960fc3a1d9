using System.Text.Json;
using Comity.Dossiers;
using Comity.Ledger;
using Comity.Node.Dossiers;
using Comity.Node.Evidence;
using Comity.Node.Law;
using Comity.Node.Trust;
using Comity.Trust;
using Statement = Comity.Dossiers.Statement;
using Rung = Comity.Trust.Rung;

namespace Comity.Node.Exchange;

/// <summary>What a peer's statement is answered with.</summary>
internal abstract record InboxAnswer
{
    private InboxAnswer()
    {
    }

    /// <summary>A verdict, now or given before: a receipt of the office named.</summary>
    internal sealed record Judged(StoredReceipt Receipt, string Office) : InboxAnswer;

    /// <summary>Not yet: these are missing here (R18).</summary>
    internal sealed record Held(string Why, IReadOnlyList<Digest> Missing) : InboxAnswer;

    /// <summary>Not now: a passing fault on our side.</summary>
    internal sealed record NotNow(string Word, string Why) : InboxAnswer;

    /// <summary>Not from a member: no receipt and no ledger entry, so that strangers cannot fill the log (section 5).</summary>
    internal sealed record Unsealed(RefusalCode Code, string Why) : InboxAnswer;
}

/// <summary>Receives statements: checks seal, role, approvals, chain, order and law, gives one verdict, makes it durable, then answers (R17, R25).</summary>
internal sealed class Inbox(NodeCore node, TrustDesk trust, LawDesk law, LawReleases releases, ReceiptDesk receipts, Collector collector)
{
    /// <summary>A statement whose seal holds up to the anchor.</summary>
    private sealed record Sealed(SdJwt Text, Statement Claims, OfficeStanding Standing, TrustMaterial Material, DateTimeOffset T);

    internal async Task<InboxAnswer> ReceiveAsync(JsonElement body, CancellationToken stop = default)
    {
        try
        {
            var received = Open(body);
            if (!law.Knows(received.Claims.Law) && !await releases.TryFetchAsync(received.Claims.Law, received.Standing.Authority.ToString(), stop))
                return new InboxAnswer.NotNow("law-unknown", $"The law release {received.Claims.Law} is not known here yet.");
            var refusal = CheckAuthor(received);
            return await node.Writer.RunAsync(t => Judge(t, received, refusal));
        }
        catch (RefusedException e)
        {
            return new InboxAnswer.Unsealed(e.Code, e.Message);
        }
        catch (StatusStaleException e)
        {
            return new InboxAnswer.NotNow(StatusStaleException.Word, e.Message);
        }
    }

    /// <summary>Reads the parcel and checks the seal up to the anchor.</summary>
    /// <exception cref="RefusedException">Whoever sent it, it is not a member's statement.</exception>
    private Sealed Open(JsonElement body)
    {
        var text = SdJwt.Parse(Member(body, "statement").GetString() ?? "", SdJwtProfile.Statement, "The statement");
        var claims = Statement.Parse(text.Claims, text.Id);
        var material = TrustMaterial.Parse(Member(body, "trust"));
        var now = node.Now;
        var standing = trust.Judge(claims.Issuer, now, material, claims.Terms.Urgency == Urgency.Emergency);
        standing.VerifySeal(text);
        var officers = Approval.Read(text.Claims).Select(a => material.FindOfficer(a.Officer)?.Text).OfType<string>();
        return new(text, claims, standing, standing.Used.With(officers), now);
    }

    /// <summary>Audience, role and approvals: what the author's office may say at all.</summary>
    private Refusal? CheckAuthor(Sealed s)
    {
        try
        {
            if (node.Settings.Offices.FirstOrDefault(o => node.Settings.OfficeId(o.Name) == s.Claims.To) is not { } office) return new(RefusalCode.Audience, $"{s.Claims.To} is not an office of this node.");
            Disclosures.Check(s.Claims.Type, s.Text.Disclosures.Select(d => d.Name));
            if (s.Standing.Roles.Count == 0) return new(RefusalCode.Role, $"{s.Claims.Issuer} holds no role.");
            ApprovalCheck.Check(s.Text, DemandOn(s, office), s.Standing.Officers, s.Material, s.T);
            return null;
        }
        catch (RefusedException e)
        {
            return new(e.Code, e.Message);
        }
    }

    private ApprovalDemand DemandOn(Sealed s, OfficeSetting office)
    {
        using var sql = node.Database.Read();
        return FirstContacts.ToReceive(sql, s.Standing.Authority.ToString(), s.Claims.Terms, office);
    }

    private InboxAnswer Judge(Transaction t, Sealed s, Refusal? refusal)
    {
        var office = node.Settings.OfficeName(s.Claims.To);
        if (DossierTables.Find(t.Sql, s.Claims.Id) is { Ours: false } known) return Repeat(t, known);
        if (DossierTables.OfJti(t.Sql, s.Claims.Jti) is not null) refusal = new(RefusalCode.Replay, "The act was sealed before.");
        var file = DossierFile.Load(t.Sql, s.Claims.Dossier);
        if (refusal is null)
        {
            switch (Admission.Judge(file.Fold, s.Claims, s.T.ToUnixTimeSeconds(), law.FindingsFor(s.Claims, s.Text.Disclosures.Select(d => d.Name), s.Standing.Roles, file.Fold)))
            {
                case Judgement.Held held: return new InboxAnswer.Held(held.Why, held.Missing);
                case Judgement.Rejected rejected: refusal = rejected.Refusal; break;
            }
        }

        return Conclude(t, s, refusal, office ?? node.Settings.Offices[0].Name);
    }

    /// <summary>Makes the verdict durable with its entry and receipt. Of a rejected act only the signed part is kept (R20).</summary>
    private InboxAnswer.Judged Conclude(Transaction t, Sealed s, Refusal? refusal, string office)
    {
        var verdict = new Verdict(s.Claims.Id, s.Claims.To, refusal?.Code, s.T.ToUnixTimeSeconds());
        var entry = t.Append(EntryKind.Verdict, EntryField.Of("of", s.Claims.Id), EntryField.Word("verdict", refusal?.Code.Word() ?? "validated"),
            EntryField.Of("shown", s.Text.Shown), EntryField.Of("trust", s.Material.Digest));
        var kept = refusal is null ? s.Text : s.Text.With([]);
        DossierTables.Add(t.Sql, new(kept, s.Claims, Ours: false, s.T.ToUnixTimeSeconds(), verdict, refusal?.Message, entry.Index, TrustTables.Keep(t.Sql, s.Material, s.T), null), _ => true);
        var receipt = receipts.Give(t, new(office, s.Claims.Issuer, s.Claims.Dossier, s.Claims.Id, refusal is null ? Rung.Validated : Rung.Rejected, s.T, entry, refusal?.Code,
            s.Text.Shown, s.Material.Digest));
        if (refusal is null && s.Claims.Type == ActType.Delivery) Deliveries.Announced(t, s.Claims, s.T, collector.Wake);
        if (refusal is null) DossierRows.Refresh(t, node, law, s.Claims.Dossier);
        return new(receipt, office);
    }

    /// <summary>The same question gets the same answer, byte for byte.</summary>
    private InboxAnswer.Judged Repeat(Transaction t, StoredStatement known)
    {
        var rung = known.Verdict is { Rejected: true } ? Rung.Rejected : Rung.Validated;
        var receipt = DossierTables.Receipts(t.Sql, known.Id).First(r => r.Ours && r.Rung == Receipt.WordOf(rung));
        return new InboxAnswer.Judged(receipt, node.Settings.OfficeName(known.Claims.To) ?? node.Settings.Offices[0].Name);
    }

    private static JsonElement Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) ? value : throw new RefusedException(RefusalCode.Malformed, $"The parcel lacks \"{name}\".");
}
