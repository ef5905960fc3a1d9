using System.Globalization;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Evidence;
using Comity.Node.Trust;
using Side = Comity.Dossiers.Side;
using Statement = Comity.Dossiers.Statement;

namespace Comity.Node.Dossiers;

/// <summary>Turns what was typed into acts: terms, disclosures, addressee, and what the law data find in it.</summary>
internal static class DraftActs
{
    /// <summary>The acts of a draft: one, or a grant and the order that goes with it.</summary>
    /// <param name="c">The draft in its dossier.</param>
    /// <param name="package">The sealed package of a delivery.</param>
    internal static IReadOnlyList<ActProposal> Of(DraftContext c, PackedDelivery? package = null)
    {
        var first = c.Draft.Type.Opens() ? Request(c, c.Channel!, "", c.File, c.Draft.Re) : Act(c, package);
        return c.Draft.Ticked(OrderForm.With) ? [first, Request(c, c.Release.FindChannel(OrderForm.Channel)!, OrderForm.Prefix, null, null)] : [first];
    }

    /// <summary>What the law data doubt in an act, as it would be sealed now (R17a).</summary>
    internal static IReadOnlyList<Finding> FindingsOf(DraftContext c, ActProposal proposal)
    {
        var inOwnDossier = c.File is not null && proposal.Draft.Dossier == c.File.Id;
        var fold = inOwnDossier ? c.File!.Fold : Dossier.Of([], []);
        var place = inOwnDossier ? fold.PlaceFor(c.OurSide!.Value) ?? ChainPlace.First : ChainPlace.First;
        var statement = proposal.Draft.At(place, c.Node.Now.ToUnixTimeSeconds(), Digest.Of(proposal.Draft.Jti));
        var past = inOwnDossier ? fold.StateFor(c.OurSide!.Value) ?? fold.State : fold.State;
        using var sql = c.Node.Database.Read();
        var roles = TrustTables.Office(sql, c.OfficeId)?.Roles ?? [];
        return c.Law.FindingsFor(statement, proposal.Disclosed.Select(d => d.Key).Where(name => !proposal.Private.Contains(name)), roles, fold)(past);
    }

    /// <summary>The act with its findings declared: those for which the officer gave a reason.</summary>
    internal static ActProposal Declare(DraftContext c, ActProposal proposal)
    {
        var declared = FindingsOf(c, proposal).Where(f => c.Draft[ReasonField(f)].Length > 0).ToList();
        if (declared.Count == 0) return proposal;
        var reasons = new JsonObject(declared.Select(f => KeyValuePair.Create(f.ToString(), (JsonNode?)JsonValue.Create(c.Draft[ReasonField(f)]))));
        return proposal with
        {
            Draft = proposal.Draft with { Terms = proposal.Draft.Terms with { Against = declared } },
            Disclosed = [.. proposal.Disclosed, KeyValuePair.Create<string, JsonNode?>(Disclosures.AgainstReason, reasons)],
        };
    }

    /// <summary>The name of the field that holds the reason for a finding.</summary>
    internal static string ReasonField(Finding finding) => "against." + FindingId(finding);

    internal static string FindingId(Finding finding) => $"{finding.Kind.Word()}/{finding.About}";

    /// <summary>An act that opens a request: in a new dossier, or in the one it follows up.</summary>
    private static ActProposal Request(DraftContext c, Channel channel, string prefix, DossierFile? file, Digest? follows)
    {
        var to = c.Draft[prefix + DraftForm.To];
        var terms = RequestTerms(c, channel, prefix);
        var type = OpeningActs.Of(channel);
        var draft = file is null
            ? StatementDraft.Opening(c.OfficeId, to, SidesOf(c, type, to), type, channel.Id, c.Release.Digest, terms, c.Node.Random)
            : new() { Issuer = c.OfficeId, To = to, Dossier = file.Id, Jti = StatementDraft.NewJti(c.Node.Random), Type = type, Channel = channel.Id, Re = follows is { } re ? [re] : [], Law = c.Release.Digest, Terms = terms };
        var disclosed = new List<KeyValuePair<string, JsonNode?>> { Text(Disclosures.Title, c.Draft[prefix + DraftForm.Title]) };
        foreach (var element in channel.Elements.Concat(prefix.Length == 0 ? RequestForm.Borrowed(c, channel) : []))
            if (Value(element, c.Draft[prefix + element.Id]) is { Length: > 0 } value) disclosed.Add(Text(element.Id, value));
        if (c.Draft[prefix + Disclosures.Reference] is { Length: > 0 } reference) disclosed.Add(Text(Disclosures.Reference, reference));
        if (Link(c, prefix) is { } link) disclosed.Add(Text(Disclosures.Link, link));
        return new(c.Draft.Office, draft, disclosed, Private(c, channel, to));
    }

    /// <summary>Who offers is the asked side of its dossier, as it will deliver (R22).</summary>
    private static SidePair SidesOf(DraftContext c, ActType type, string to)
    {
        var (us, them) = (c.Node.Settings.Url, Exchange.Peers.OrganisationOf(to));
        return type == ActType.Offer ? new(them, us) : new(us, them);
    }

    /// <summary>What the law data say of the request that the draft makes, as it stands; null while it has no addressee.</summary>
    internal static ChannelView? ViewOf(DraftContext c)
    {
        if (c.Channel is not { } channel || c.Draft[DraftForm.To] is not { Length: > 0 } to) return null;
        var type = OpeningActs.Of(channel);
        var sides = c.File?.Sides ?? SidesOf(c, type, to);
        return c.Law.View(new(c.Release.Digest, channel.Id, sides.Asking, sides.Asked, c.Node.Now.ToUnixTimeSeconds(), RequestTerms(c, channel, "")) { Opening = type });
    }

    /// <summary>The dossier for whose sake an order is given: known to ourselves only.</summary>
    private static string? Link(DraftContext c, string prefix) => prefix == OrderForm.Prefix ? c.File?.Id.ToString() : c.Draft[Disclosures.Link] is { Length: > 0 } link ? link : null;

    private static Terms RequestTerms(DraftContext c, Channel channel, string prefix)
    {
        var terms = new Terms
        {
            Categories = RequestForm.CategoriesOf(c),
            Offences = c.Draft["need.offence"] is { Length: > 0 } offence ? [offence] : c.Request?.Terms.Offences ?? [],
        };
        if (channel.IsDomestic)
            return terms with { Offences = [], Until = int.TryParse(c.Draft[prefix + "el.16.period"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 3660 ? c.Node.Now.AddDays(days).ToUnixTimeSeconds() : null };
        return terms with
        {
            Urgency = RequestForm.UrgencyOf(c.Draft),
            Treaty = channel.HangsOnTreaty || !c.Draft.Fields.ContainsKey(RequestForm.Treaty) ? RequestForm.TreatyOf(c.Draft) : TreatyOfPair.Unknown,
            Path = RequestForm.PathOf(c, channel),
            Established = Receivers.AreProviders(channel) && c.Draft[RequestForm.Place] is { Length: 2 } state ? state : null,
            Confidential = c.Draft.Ticked(DraftForm.Confidential),
            Conditions = OpeningActs.Of(channel) == ActType.Offer ? Offered(c, channel) : [],
        };
    }

    /// <summary>The condition of an offer, resting on what its channel has for it.</summary>
    private static IReadOnlyList<ConditionTerms> Offered(DraftContext c, Channel channel) => Words.Parse<ConditionKind>(c.Draft[RequestForm.Condition]) is { } kind
        ? [new("c1", kind, ConditionBasis.Of(new() { Kind = ReleaseView.KindOf(channel), Open = true, Conditions = [.. channel.Safeguards.Select(s => s.Id)] }))]
        : [];

    /// <summary>Any other act, upon what the table of acts says it acts upon.</summary>
    private static ActProposal Act(DraftContext c, PackedDelivery? package)
    {
        var file = c.File ?? throw new InvalidOperationException("An act that opens nothing needs a dossier.");
        var next = NextActs.For(file.Fold, c.OurSide!.Value, c.Law.View, c.Node.Now.ToUnixTimeSeconds()).FirstOrDefault(n => n.Type == c.Draft.Type && n.On == c.Draft.Re)
            ?? throw new RefusedException(RefusalCode.Order, "The dossier has moved on: this act has nothing to act upon any more.");
        if (next.Closed is { } reason) throw new RefusedException(RefusalCode.Order, reason);
        var terms = ActTerms(c, next) with { Package = package?.Package, Items = package?.Items ?? [] };
        var disclosed = new List<KeyValuePair<string, JsonNode?>>(package?.Disclosed ?? []);
        if (c.Draft[DraftForm.Words].Length > 0) disclosed.Add(Text(Disclosures.Text, c.Draft[DraftForm.Words]));
        if (OwnReference(c, file) is { } reference) disclosed.Add(Text(Disclosures.Reference, reference));
        var draft = new StatementDraft
        {
            Issuer = c.OfficeId, To = Addressee(c, file), Dossier = file.Id, Jti = StatementDraft.NewJti(c.Node.Random), Type = c.Draft.Type, Re = next.Re, Law = c.Release.Digest, Terms = terms,
        };
        return new(c.Draft.Office, draft, disclosed, new HashSet<string> { Disclosures.Link });
    }

    private static Terms ActTerms(DraftContext c, NextAct next)
    {
        var members = TermsShape.Members(c.Draft.Type);
        var condition = Words.Parse<ConditionKind>(c.Draft["condition"]);
        return new()
        {
            Grounds = members.Contains("grounds") ? GroundFields.Chosen(c.Draft) : [],
            Outcome = Words.Parse<OutcomeWord>(c.Draft["outcome"]),
            Asks = Words.Parse<AskWord>(c.Draft["asks"]),
            Conditions = members.Contains("conditions") && condition is { } kind ? [new("c1", kind, BasisFor(c))] : [],
            Answers = members.Contains("answers") ? next.Conditions : [],
            Names = members.Contains("names") ? next.Items : [],
            Until = members.Contains("until") ? DraftForm.EndOfDay(c.Draft[DraftForm.Until]) : null,
            Office = members.Contains("office") ? c.Draft["office"] : null,
            Incident = members.Contains("incident") ? Words.Parse<IncidentWord>(c.Draft["incident"]) : null,
            Held = members.Contains("held") ? c.Draft.Ticked("held") : null,
        };
    }

    /// <summary>The office of the other side that last wrote in the matter; its verdict counts.</summary>
    internal static string Addressee(DraftContext c, DossierFile file)
    {
        var theirs = c.OurSide!.Value.Other();
        var request = c.Request;
        var opening = request is null ? file.Statements[0] : file.Find(request.Id)!;
        var last = file.Statements.LastOrDefault(s => file.Fold.SideOf(s.Claims) == theirs && s.Verdict is not { Rejected: true } && (s.Id == opening.Id || s.Claims.Re.Contains(opening.Id)));
        return last?.Claims.Issuer ?? (file.Fold.SideOf(opening.Claims) == theirs ? opening.Claims.Issuer : opening.Claims.To);
    }

    /// <summary>What the addressee does not get: links, and elements that the law does not let its roles see (R8).</summary>
    private static HashSet<string> Private(DraftContext c, Channel channel, string to)
    {
        using var sql = c.Node.Database.Read();
        var roles = TrustTables.Office(sql, to)?.Roles ?? [];
        var hidden = channel.Elements.Where(e => !e.VisibleTo.IsEmpty && !roles.Any(role => c.Release.MaySee(e, role))).Select(e => e.Id);
        return [.. hidden, Disclosures.Link];
    }

    private static string? OwnReference(DraftContext c, DossierFile file)
    {
        using var sql = c.Node.Database.Read();
        return sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", file.Id);
    }

    private static string Value(Element element, string typed) => element.Input == "check" ? typed == "yes" ? "Yes: " + element.Label : "" : typed.Replace('\n', element.Input == "categories" ? ',' : '\n');

    private static string BasisFor(DraftContext c) => ConditionBasis.Of(c.Request is { } request ? c.Law.View(ChannelQuestion.Of(request, c.File!.Sides)) : null);

    internal static List<string> Lines(string typed) => [.. typed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static KeyValuePair<string, JsonNode?> Text(string name, string value) => new(name, value);
}
