using Comity.Law;

namespace Comity.Dossiers;

/// <summary>Answers a dossier's questions from law releases: the same answers to author, addressee and verifier, because all ask the release that the request names (R10).</summary>
/// <param name="find">A release by digest; null if it is not at hand.</param>
/// <param name="partyOf">The State that an organisation speaks for; null for a provider or one not known.</param>
public sealed class ReleaseView(Func<Digest, LawRelease?> find, Func<string, CountryCode?> partyOf)
{
    /// <summary>The roles that offices of a State are marked with.</summary>
    private static readonly string[] OfState = ["poc-24-7", "central-authority", "judicial-authority", "competent-authority"];

    private static readonly string[] Roles = [.. OfState, "provider", "registrar"];

    /// <summary>What the law data say of a channel, for one request.</summary>
    public ChannelView? View(ChannelQuestion question)
    {
        if (find(question.Release) is not { } release || release.FindChannel(question.Channel) is not { } channel) return null;
        var query = QueryOf(question);
        var (open, grounds, limits, safeguards) = Between(release, channel, question, query);
        var paths = Paths(release, channel, question, query);
        var addressees = Addressees(release, channel, question.Opening);
        return new()
        {
            Kind = KindOf(channel),
            Open = open,
            Mandatory = Mandatory(release, channel, question, query, addressees),
            Grounds = grounds,
            GroundCodes = [.. grounds.SelectMany(g => release.CodesOf(g)).Select(c => c.Id)],
            NotAlone = NotAlone(release, grounds, question.Terms),
            MayBePostponed = MayBePostponed(channel) || (Lender(release, channel) is { } lender && MayBePostponed(lender)),
            Conditions = safeguards,
            Paths = paths,
            IssuedBy = IsAside(paths, question) ? OfState : Counting(release, channel.IssuedBy),
            AnsweredBy = IsAside(paths, question) ? OfState : addressees,
            Limits = [.. limits.Select(limit => Limit(limit) with { Clock = LimitClocks.Of(release, channel, limit, partyOf(question.Asking), query?.To ?? partyOf(question.Asked)) })],
        };
    }

    /// <summary>The query between the two States of a request; null inside one State, or where the addressee is a provider and its State was not named.</summary>
    public RouteQuery? QueryOf(ChannelQuestion question)
    {
        if (partyOf(question.Asking) is not { } from || (partyOf(question.Asked) ?? Named(question.Terms)) is not { } to || from == to) return null;
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(question.At).UtcDateTime);
        var treaty = question.Terms.Treaty switch { TreatyOfPair.None => PairTreaty.None, TreatyOfPair.Exists => PairTreaty.Exists, _ => PairTreaty.Unknown };
        return new(from, to, day, question.Terms.Categories is [var one] ? one : null, question.Terms.Offences is [var offence, ..] ? offence : null,
            question.Terms.Urgency == Urgency.Emergency, treaty);
    }

    /// <summary>The route between the two States of a request, with its reasons; null where there is no such question, or the release knows not all that it names.</summary>
    public LawRoute? Route(ChannelQuestion question) =>
        find(question.Release) is { } release && release.FindChannel(question.Channel) is { IsDomestic: false } channel && QueryOf(question) is { } query && Knows(release, query, question.Terms)
            ? release.Route(query, channel.Id) : null;

    /// <summary>What a channel is for.</summary>
    public static ChannelKind KindOf(Channel channel) => channel.Kind switch
    {
        "preservation" or "preservation-order" => ChannelKind.Preservation,
        "spontaneous-information" => ChannelKind.SpontaneousInformation,
        _ => channel.Id == "pw.185.16" ? ChannelKind.Preservation : ChannelKind.Disclosure,
    };

    /// <summary>The channel whose procedure and paths a channel borrows, or null.</summary>
    public static Channel? Lender(LawRelease release, Channel channel) => channel.ProcedureFrom is { } procedure ? release.FindChannel(procedure) : null;

    private static CountryCode? Named(Terms terms) => terms.Established is { } state && CountryCode.TryParse(state, null, out var code) ? code : null;

    private static (bool Open, IReadOnlyList<string> Grounds, IReadOnlyList<TimeLimit> Limits, IReadOnlyList<string> Safeguards) Between(
        LawRelease release, Channel channel, ChannelQuestion question, RouteQuery? query)
    {
        if (channel.IsDomestic || query is null || !Knows(release, query, question.Terms))
            return (channel.IsDomestic, [.. channel.Grounds.Select(g => g.Id)], channel.Limits, [.. channel.Safeguards.Select(s => s.Id)]);
        var routes = Each(query, question.Terms).Select(one => release.Route(one, channel.Id)).ToList();
        var grounds = release.GroundsThatApply(channel.Id, query.From, query.To, query.On, question.Terms.Offences, query.TreatyOfPair);
        return (routes.TrueForAll(r => r.Open), [.. grounds.Select(g => g.Id)], [.. routes.SelectMany(r => r.Limits).Distinct()], [.. routes[0].Safeguards.Select(s => s.Id)]);
    }

    /// <summary>One query for each category of data asked for: the channel must be open for all of them.</summary>
    private static IEnumerable<RouteQuery> Each(RouteQuery query, Terms terms) => terms.Categories.Count < 2 ? [query] : terms.Categories.Select(category => query with { Data = category });

    /// <summary>A peer may name ids that this release does not have; then it can open nothing.</summary>
    private static bool Knows(LawRelease release, RouteQuery query, Terms terms) =>
        release.FindCountry(query.From) is not null && release.FindCountry(query.To) is not null
        && terms.Categories.All(id => release.DataCategories.Any(c => c.Id == id)) && terms.Offences.All(id => release.FindOffence(id) is not null);

    private static List<string> Mandatory(LawRelease release, Channel channel, ChannelQuestion question, RouteQuery? query, List<string> addressees)
    {
        var known = query is not null && release.FindCountry(query.From) is not null && release.FindCountry(query.To) is not null;
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(question.At).UtcDateTime);
        var situation = new Situation(day, known ? query!.From : null, known ? query!.To : null, query?.Data)
        {
            Circumstances = LawCircumstances.Of(question.Terms).Concat(question.Circumstances).ToHashSet(StringComparer.Ordinal),
        };
        return [.. channel.Elements.Where(e => release.IsDemanded(e, situation) && (e.VisibleTo.IsEmpty || addressees.Any(role => release.MaySee(e, role)))).Select(e => e.Id)];
    }

    private static List<PathView> Paths(LawRelease release, Channel channel, ChannelQuestion question, RouteQuery? query)
    {
        var paths = channel.Paths.IsEmpty && Lender(release, channel) is { } lender ? lender.Paths : channel.Paths;
        var circumstances = LawCircumstances.Of(question.Terms).ToHashSet(StringComparer.Ordinal);
        return [.. paths.Select(p => new PathView(p.Id, IsOpen(p), p.IsDefault))];

        bool IsOpen(TransmissionPath path)
        {
            if (release.Circumstances.Any(c => c.Id == path.Condition) && !circumstances.Contains(path.Condition!)) return false;
            if (query is null || release.FindCountry(query.From) is null || release.FindCountry(query.To) is null) return path.IsDefault;
            bool Turned(string id) => release.IsTurned(id, query.From, query.To, query.On);
            return !(path.BlockedBy is { } blocks && Turned(blocks)) && (path.AllowedBy is not { } allows || Turned(allows));
        }
    }

    /// <summary>True for a request that does not travel by the default path: the data name no roles for the others, so any office of the State may write and answer it.</summary>
    private static bool IsAside(List<PathView> paths, ChannelQuestion question) => question.Terms.Path is { } path && paths.Any(p => p.Id == path && !p.IsDefault);

    /// <summary>A notification goes to those who are told of the order at the same time.</summary>
    private static List<string> Addressees(LawRelease release, Channel channel, ActType opening) =>
        Counting(release, opening == ActType.Notification ? channel.AlsoTo : channel.Addressee);

    private static List<string> NotAlone(LawRelease release, IReadOnlyList<string> grounds, Terms terms) =>
        terms.Offences.Count > 0 && terms.Offences.All(id => release.FindOffence(id) is { IsCore: true })
            ? [.. grounds.SelectMany(g => release.CodesOf(g)).Where(c => c.NotForCoreOffences).Select(c => c.Id)]
            : [];

    private static bool MayBePostponed(Channel channel) => channel.Remarks.Any(remark => remark.Name == "postponement");

    private static List<string> Counting(LawRelease release, IEnumerable<string> actors) =>
        [.. Roles.Where(role => actors.Any(actor => release.CountsAs(role, actor)))];

    private static LimitView Limit(TimeLimit limit) => new(
        limit.Id, limit.From, limit.To, limit.Duration is { } term ? (long)term.Elapsed.TotalSeconds : null,
        Enum.Parse<LimitSemantics>(limit.Semantics.ToString()), limit.Source.First?.ToString() ?? limit.Source.Text);
}
