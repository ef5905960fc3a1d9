using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Trust;
using Comity.Trust;
using LimitSemantics = Comity.Dossiers.LimitSemantics;

namespace Comity.Node.Law;

/// <summary>Answers a dossier's questions from the law releases: the same answers on both sides, because both ask the release that the request names (R10).</summary>
internal sealed class LawDesk(NodeCore node)
{
    /// <summary>The roles that offices are marked with.</summary>
    private static readonly string[] Roles = ["poc-24-7", "central-authority", "judicial-authority", "competent-authority", "provider"];

    internal LawRelease Current => node.Law.Current;

    internal bool Knows(Digest release) => node.Law.Find(release) is not null;

    internal LawRelease? Find(Digest release) => node.Law.Find(release);

    /// <summary>How many persons must have approved an act (R12): an emergency asks for two.</summary>
    internal static ApprovalDemand DemandOf(Terms terms) =>
        terms.Urgency == Urgency.Emergency && terms.Solo is null ? ApprovalDemand.Emergency : ApprovalDemand.Ordinary;

    /// <summary>Computes the findings of an act from the state of its past (R17a), as author and addressee both must.</summary>
    internal Func<DossierState, IReadOnlyList<Finding>> FindingsFor(Statement act, IEnumerable<string> shown, IReadOnlyCollection<string> issuerRoles, Dossier dossier)
    {
        var sides = dossier.Sides ?? act.Sides;
        if (sides is null) return _ => [];
        var facts = new FindingFacts(shown.ToHashSet(StringComparer.Ordinal), issuerRoles, sides, View);
        return past => Findings.Of(act, past, facts);
    }

    /// <summary>The State that an organisation of the federation speaks for; null for a provider or one not known.</summary>
    internal CountryCode? PartyOf(string entity)
    {
        if (entity == node.Settings.Url) return node.Settings.Kind == NodeKind.Authority ? CountryCode.Parse(node.Settings.Party) : null;
        using var sql = node.Database.Read();
        return TrustTables.Members(sql).Find(m => m.Entity == entity)?.Party is { } party ? CountryCode.Parse(party) : null;
    }

    /// <summary>What the law data say of a channel, for one request.</summary>
    internal ChannelView? View(ChannelQuestion question)
    {
        if (node.Law.Find(question.Release) is not { } release || release.FindChannel(question.Channel) is not { } channel) return null;
        var (open, grounds, limits, safeguards) = Between(release, channel, question);
        return new()
        {
            Kind = channel.Kind switch
            {
                "preservation" or "preservation-order" => ChannelKind.Preservation,
                "spontaneous-information" => ChannelKind.SpontaneousInformation,
                _ => channel.Id == "pw.185.16" ? ChannelKind.Preservation : ChannelKind.Disclosure,
            },
            Open = open,
            Mandatory = Mandatory(release, channel, question),
            Grounds = grounds,
            MayBePostponed = MayBePostponed(channel) || (channel.ProcedureFrom is { } procedure && release.FindChannel(procedure) is { } lender && MayBePostponed(lender)),
            Conditions = safeguards,
            IssuedBy = Counting(release, channel.IssuedBy),
            AnsweredBy = Counting(release, channel.Addressee),
            Limits = [.. limits.Select(Limit)],
        };
    }

    /// <summary>The query between the two States of a request; null inside one State or towards a provider.</summary>
    internal RouteQuery? QueryOf(ChannelQuestion question)
    {
        if (PartyOf(question.Asking) is not { } from || PartyOf(question.Asked) is not { } to || from == to) return null;
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(question.At).UtcDateTime);
        var treaty = question.Terms.Treaty switch { TreatyOfPair.None => PairTreaty.None, TreatyOfPair.Exists => PairTreaty.Exists, _ => PairTreaty.Unknown };
        return new(from, to, day, question.Terms.Categories is [var one] ? one : null, question.Terms.Offences is [var offence, ..] ? offence : null,
            question.Terms.Urgency == Urgency.Emergency, treaty);
    }

    private (bool Open, IReadOnlyList<string> Grounds, IReadOnlyList<TimeLimit> Limits, IReadOnlyList<string> Safeguards) Between(
        LawRelease release, Channel channel, ChannelQuestion question)
    {
        if (channel.IsDomestic || QueryOf(question) is not { } query)
            return (channel.IsDomestic, [.. channel.Grounds.Select(g => g.Id)], channel.Limits, [.. channel.Safeguards.Select(s => s.Id)]);
        var route = release.Route(query, channel.Id);
        var grounds = release.GroundsThatApply(channel.Id, query.From, query.To, query.On, question.Terms.Offences, query.TreatyOfPair);
        return (route.Open, [.. grounds.Select(g => g.Id)], route.Limits, [.. route.Safeguards.Select(s => s.Id)]);
    }

    private List<string> Mandatory(LawRelease release, Channel channel, ChannelQuestion question)
    {
        var query = QueryOf(question);
        var situation = new Situation(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(question.At).UtcDateTime), query?.From, query?.To, query?.Data);
        var addressees = Counting(release, channel.Addressee);
        return [.. channel.Elements.Where(e => release.IsDemanded(e, situation) && (e.VisibleTo.IsEmpty || addressees.Any(role => release.MaySee(e, role)))).Select(e => e.Id)];
    }

    private static bool MayBePostponed(Channel channel) => channel.Remarks.Any(remark => remark.Name == "postponement");

    private static List<string> Counting(LawRelease release, IEnumerable<string> actors) =>
        [.. Roles.Where(role => actors.Any(actor => release.CountsAs(role, actor)))];

    private static LimitView Limit(TimeLimit limit) => new(
        limit.Id, limit.From, limit.To, limit.Duration is { } term ? (long)term.Elapsed.TotalSeconds : null,
        Enum.Parse<LimitSemantics>(limit.Semantics.ToString()), limit.Source.First?.ToString() ?? limit.Source.Text);
}
