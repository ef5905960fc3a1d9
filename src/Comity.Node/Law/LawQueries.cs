using System.Globalization;
using Comity.Law;
using Comity.Node.Identity;
using Comity.Node.Look;
using PartySide = Comity.Node.Look.Side;

namespace Comity.Node.Law;

/// <summary>Reads the law data for its pages, from the release that this node works by. Open to all: the law is no secret.</summary>
internal sealed class LawQueries(LawShelf shelf, TimeProvider clock)
{
    private static readonly string[] Worst = ["D", "low", "C", "medium", "B", "high", "A"];

    private LawRelease Release => shelf.Current;

    /// <summary>The ways; with an incomplete question, the choices only.</summary>
    internal Task<LawView> RoutesAsync(LawQuestion question, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var errors = new List<FormError>();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var on = DateOnly.TryParseExact(question.On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : today;
        if (question.On.Length > 0 && on != day) errors.Add(new("on", "Write the day as 2026-11-21."));
        var (from, to) = (Country(question.From, "from", errors), Country(question.To, "to", errors));
        if (from is not null && from == to) errors.Add(new("to", "Choose two different Parties; inside one State its own law decides."));
        var data = Known(question.Data, "data", Release.DataCategories.Select(c => c.Id), errors);
        var offence = Known(question.Offence, "offence", Release.Offences.Select(o => o.Id), errors);
        var rows = from is not null && to is not null && errors.Count == 0 ? Rows(new(from.Code, to.Code, on, data, offence, question.Emergency)) : [];
        return Task.FromResult(new LawView(
            question, Parties(), [new("", "Any"), .. Release.DataCategories.Select(c => new Choice(c.Id, c.Label))],
            [new("", "Not yet known"), .. Release.Offences.Select(o => new Choice(o.Id, o.Title))], rows.Count > 0 ? Side(from!) : null, rows.Count > 0 ? Side(to!) : null,
            new(on.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), Release.Digest.ToString(), rows, errors));
    }

    /// <summary>Null when the data knows no such instrument.</summary>
    internal Task<ProvisionView?> ProvisionAsync(string provision, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        if (!Provision.TryParse(provision, null, out var asked) || Release.Instruments.FirstOrDefault(i => i.Id == asked.Instrument) is not { } instrument)
            return Task.FromResult<ProvisionView?>(null);
        var facts = ProvisionFacts.Of(Release, asked);
        return Task.FromResult<ProvisionView?>(new(provision, instrument.Title, OfficialText(asked.Instrument), TitleOf(instrument, asked), facts));
    }

    private Country? Country(string word, string field, List<FormError> errors)
    {
        if (word.Length == 0) return null;
        var found = CountryCode.TryParse(word.ToUpperInvariant(), null, out var code) ? Release.FindCountry(code) : null;
        if (found is null) errors.Add(new(field, $"The data know no Party “{word}”. Choose one of the list."));
        return found;
    }

    private static string? Known(string word, string field, IEnumerable<string> valid, List<FormError> errors)
    {
        if (word.Length == 0) return null;
        if (valid.Contains(word)) return word;
        errors.Add(new(field, $"The data know no “{word}”. Choose one of the list."));
        return null;
    }

    /// <summary>Those that stand in a register of deposits or in Union law, by name.</summary>
    private List<Choice> Parties()
    {
        var registered = Release.Statuses.Select(s => s.Country).ToHashSet();
        return [new("", "Choose"), .. Release.Countries.Where(c => registered.Contains(c.Code) || c.IsEuMember).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new Choice(c.Code.ToString(), c.Name))];
    }

    private static PartySide Side(Country country) => new(country.Code.ToString(), country.Name);

    private IReadOnlyList<LawRow> Rows(RouteQuery query) => [.. Release.Routes(query).Select(Row)];

    private LawRow Row(LawRoute route)
    {
        var reasons = route.Reasons.OrderByDescending(r => r.Weight == (route.Open ? ReasonWeight.Opens : ReasonWeight.Closes)).ToList();
        return new(
            route.Channel.Id, route.Channel.Title, ChannelWords.ArticleOf(route.Channel) ?? route.Channel.Basis.Text, route.Open,
            [.. reasons.Select(r => new Phrase(Sentence(r.Text), r.Provision.ToString()))],
            [.. route.Requires.Select(id => Release.FindElement(id)).OfType<Element>().Select(e => new Phrase(e.Label, ChannelWords.ProvisionOf(e.Source)))],
            [.. route.Grounds.Select(g => new Phrase(g.Label, ChannelWords.ProvisionOf(g.Source)))], [.. route.Limits.Select(ProvisionFacts.Limit)],
            Worst.FirstOrDefault(mark => reasons.Exists(r => r.Confidence.Mark == mark)) ?? route.Channel.Confidence.Mark);
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static string? TitleOf(Instrument instrument, Provision asked)
    {
        var article = asked.Path.Split('/')[0];
        return instrument.Channels.FirstOrDefault(c => c.Basis.First is { } basis && basis.Path.Split('/')[0] == article)?.Title;
    }

    /// <summary>Where the official text is published: the treaty office's list, or the Union's register by its identifier.</summary>
    private static string? OfficialText(string instrument) => instrument.Split('-') switch
    {
        ["ets" or "cets", var number] => $"https://www.coe.int/en/web/conventions/full-list?module=treaty-detail&treatynum={number.PadLeft(3, '0')}",
        ["eu", var year, var number] => $"https://eur-lex.europa.eu/eli/reg/{year}/{number}/oj",
        _ => null,
    };
}
