using Comity.Law;

namespace Comity.Dossiers;

/// <summary>Answers a dossier's questions from law releases: the same answers to author, addressee and verifier, because all ask the release that the request names (R10).</summary>
/// <param name="find">A release by digest; null if it is not at hand.</param>
/// <param name="partyOf">The State that an organisation speaks for; null for a provider or one not known.</param>
public sealed class ReleaseView(Func<Digest, LawRelease?> find, Func<string, CountryCode?> partyOf)
{
    /// <summary>The roles that offices are marked with.</summary>
    private static readonly string[] Roles = ["poc-24-7", "central-authority", "judicial-authority", "competent-authority", "provider"];

    /// <summary>What the law data say of a channel, for one request.</summary>
    public ChannelView? View(ChannelQuestion question)
    {
        if (find(question.Release) is not { } release || release.FindChannel(question.Channel) is not { } channel) return null;
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
            Limits = [.. limits.Select(limit => Limit(limit) with { Clock = LimitClocks.Of(release, channel, limit, partyOf(question.Asking), QueryOf(question)?.To ?? partyOf(question.Asked)) })],
        };
    }

    /// <summary>The query between the two States of a request; null inside one State or towards a provider.</summary>
    public RouteQuery? QueryOf(ChannelQuestion question)
    {
        if (partyOf(question.Asking) is not { } from || partyOf(question.Asked) is not { } to || from == to) return null;
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
