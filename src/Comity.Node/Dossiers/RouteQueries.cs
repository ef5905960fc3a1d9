using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Look;
using Comity.Node.Trust;
using Side = Comity.Node.Look.Side;

namespace Comity.Node.Dossiers;

/// <summary>The first step of a request: which ways the law data know, open and closed, each with its reasons.</summary>
internal sealed class RouteQueries(NodeCore node, LawDesk law)
{
    /// <summary>The ways for what is needed, as far as <paramref name="office"/> of ours could go them.</summary>
    internal RoutesView Show(Need need, string office)
    {
        var from = new Side(node.Settings.Party, node.Settings.Title, Own: true);
        var errors = new List<FormError>();
        var query = Query(need, errors);
        var empty = new RoutesView(need, Choices(), from, null, node.Now, law.Current.Digest.ToString(), TreatyAsked: false, [], [], errors);
        if (query is null) return empty;
        var roles = node.Settings.Offices.FirstOrDefault(o => o.Name == office)?.Roles ?? [];
        var ways = law.Current.Routes(query).Where(w => !w.Channel.IsDuty).Select(w => (Way: w, View: Way(w, need, roles))).ToList();
        return empty with
        {
            To = new(need.To, law.Current.FindCountry(query.To)!.Name),
            TreatyAsked = ways.Exists(w => w.Way.Channel.HangsOnTreaty) && (need.Treaty != "unknown" || law.Current.TreatyFactOf(query.From, query.To, query.On) is not { Confidence.Mark: not "low" }),
            Open = [.. ways.Where(w => w.Way.Open).OrderBy(w => Rank(w.Way.Channel, need)).Select(w => w.View)],
            Closed = [.. ways.Where(w => !w.Way.Open).Select(w => w.View)],
        };
    }

    private RouteQuery? Query(Need need, List<FormError> errors)
    {
        if (need.To.Length == 0 || node.Settings.Kind != NodeKind.Authority) return null;
        if (!CountryCode.TryParse(need.To, null, out var to) || law.Current.FindCountry(to) is null) errors.Add(new("to", $"'{need.To}' is not a country of the data."));
        else if (to.ToString() == node.Settings.Party) errors.Add(new("to", "That is our own State: no request is needed."));
        if (need.Data.Length > 0 && law.Current.DataCategories.All(d => d.Id != need.Data)) errors.Add(new("data", $"'{need.Data}' is not a data category."));
        if (need.Offence.Length > 0 && law.Current.FindOffence(need.Offence) is null) errors.Add(new("offence", $"'{need.Offence}' is not an offence of the data."));
        if (errors.Count > 0) return null;
        return new(CountryCode.Parse(node.Settings.Party), to, DateOnly.FromDateTime(node.Now.UtcDateTime), Blank(need.Data), Blank(need.Offence), need.Urgency == "life",
            need.Treaty switch { "none" => PairTreaty.None, "yes" => PairTreaty.Exists, _ => PairTreaty.Unknown });
    }

    private Route Way(LawRoute way, Need need, IReadOnlyList<string> roles)
    {
        bool Decides(Reason reason) => reason == way.Reasons[0] || reason.Weight == (way.Open ? ReasonWeight.Asks : ReasonWeight.Closes);
        var limit = way.Limits.FirstOrDefault(l => l.Duration is not null);
        var receivers = Receivers.Of(node, law.Current, way.Channel, need.To).Count;
        var lowest = way.Reasons.Select(r => r.Confidence.ToString()).DefaultIfEmpty("").Max(StringComparer.Ordinal) ?? "";
        return new(
            way.Channel.Id, way.Channel.Title, way.Channel.Basis.First?.ToString() ?? "",
            [.. Phrases(way.Reasons.Where(Decides)), .. Bars(way.Channel, receivers, roles)], Phrases(way.Reasons.Where(r => !Decides(r))),
            limit is { Duration: { } term } ? term.Days > 0 ? $"{term.Days} days" : $"{term.Hours} h" : null, limit is null ? null : $"{limit.SemanticsWord}, {limit.Source.ForPeople}", lowest,
            receivers > 0);
    }

    /// <summary>What stands in the way here though the law may be open: nobody to send it to, or an office that the law does not name as issuer.</summary>
    private IEnumerable<Phrase> Bars(Channel channel, int receivers, IReadOnlyList<string> roles)
    {
        if (OpeningActs.IsUnilateral(channel)) yield return new("Nobody is asked, so nothing is sent from here: keep on your own file what the article asks for.");
        else if (receivers == 0) yield return new("No office of the directory may receive it.");
        else if (!channel.IssuedBy.Any(actor => roles.Any(role => law.Current.CountsAs(role, actor))))
            yield return new($"Your office is not one that may issue it. It is for: {string.Join(", ", channel.IssuedBy.Select(ChannelWords.Role))}.");
    }

    private static IReadOnlyList<Phrase> Phrases(IEnumerable<Reason> reasons) => [.. reasons.Select(r => new Phrase(r.Text, r.Provision.ToString()))];

    /// <summary>Data that may vanish are preserved first; then what can be started here.</summary>
    private int Rank(Channel channel, Need need) => channel.Kind == "preservation" && need.Urgency == "volatile" ? 0 : Receivers.Of(node, law.Current, channel, need.To).Count > 0 ? 1 : 2;

    private NeedChoices Choices()
    {
        using var sql = node.Database.Read();
        var members = TrustTables.Members(sql);
        return new(
            [.. law.Current.DataCategories.Select(d => new Choice(d.Id, d.Label, null, DraftForm.Provision(d.Source)))],
            [.. members.Where(m => m.Provider).Select(m => new Choice(m.Name, m.Name))],
            [.. law.Current.Countries.Where(c => c.Kind == "state" && c.Code.ToString() != node.Settings.Party).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new Choice(c.Code.ToString(), c.Name))],
            [.. law.Current.Offences.Select(o => new Choice(o.Id, o.Title, null, DraftForm.Provision(o.Source)))],
            [.. node.Settings.Offices.SelectMany(o => o.Roles).Distinct().Select(r => new Choice(r, r.Replace('-', ' ')))]);
    }

    private static string? Blank(string text) => text.Length == 0 ? null : text;
}
