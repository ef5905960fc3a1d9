using Comity.Law;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Look;
using PartySide = Comity.Node.Look.Side;

namespace Comity.Node.Atlas;

/// <summary>Reads all ways between two Parties, in both directions.</summary>
internal sealed class PairQueries(AtlasDesk desk)
{
    private static readonly string[] Worst = ["supposed", "D", "low", "C", "medium", "B", "high", "A"];

    /// <summary>The ways; with an incomplete question, the choices only.</summary>
    internal Task<PairView> PairAsync(PairQuestion asked, string? channel, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var scene = desk.Scene(asked.On, asked.Suppose);
        var law = scene.Law;
        var errors = scene.Errors.ToList();
        var (from, to) = (Read(asked.From, "c-from", errors, word => LawWords.Country(law, word)), Read(asked.To, "c-to", errors, word => LawWords.Country(law, word)));
        if (from is not null && from == to) errors.Add(new("c-to", "Choose two different Parties; inside one State its own law decides."));
        var query = new RouteQuery(
            from ?? default, to ?? default, scene.On, Word(asked.Data, "c-data", errors, word => LawWords.Data(law, word)), Word(asked.Offence, "c-offence", errors, word => LawWords.Offence(law, word)),
            asked.Emergency, Read(asked.Treaty, "c-treaty", errors, LawWords.Treaty) ?? PairTreaty.Unknown);
        var way = Word(channel ?? "", "", errors, word => LawWords.Channel(law, word));
        var question = asked with { On = Shown.Iso(scene.On), Suppose = scene.Suppose };
        var complete = from is not null && to is not null && errors.Count == scene.Errors.Count;
        return Task.FromResult(new PairView(
            scene.Part with { Errors = errors }, question, Choices(law), complete ? Party(law, query.From) : null, complete ? Party(law, query.To) : null,
            complete ? Groups(law, query) : [], complete && way is not null ? Way(law, query, law.Route(query, way), law.Route(Turned(query), way), whole: true) : null));
    }

    /// <summary>The other direction of a question.</summary>
    internal static RouteQuery Turned(RouteQuery query) => query with { From = query.To, To = query.From };

    private static T? Read<T>(string word, string field, List<FormError> errors, Func<string, T> read)
        where T : struct
    {
        if (word.Length == 0) return null;
        try
        {
            return read(word);
        }
        catch (UnknownWordException unknown)
        {
            errors.Add(new(field, unknown.Message));
            return null;
        }
    }

    private static string? Word(string word, string field, List<FormError> errors, Func<string, string> read)
    {
        if (word.Length == 0) return null;
        try
        {
            return read(word);
        }
        catch (UnknownWordException unknown)
        {
            errors.Add(new(field, unknown.Message));
            return null;
        }
    }

    private static PairChoices Choices(LawRelease law) => new(
        [new("", "Choose"), .. CountryQueries.Parties(law).Select(country => new Choice(country.Code.ToString(), country.Name))],
        [new("", "Any"), .. law.DataCategories.Select(category => new Choice(category.Id, category.Label))],
        [new("", "Not yet known"), .. law.Offences.Select(offence => new Choice(offence.Id, offence.Title))],
        [new("", "As the register shows"), new("none", "None binds them"), new("exists", "One binds them")]);

    private static PartySide Party(LawRelease law, CountryCode code) => new(code.ToString(), law.FindCountry(code)!.Name);

    private static IReadOnlyList<PairGroup> Groups(LawRelease law, RouteQuery query)
    {
        var (there, back) = (law.Routes(query), law.Routes(Turned(query)));
        return
        [
            .. from way in there.Zip(back)
               group Way(law, query, way.First, way.Second, whole: false) by way.First.Channel.Instrument into ways
               let instrument = law.Instruments.First(one => one.Id == ways.Key)
               select new PairGroup(instrument.Id, instrument.Reference, instrument.Title, [.. ways]),
        ];
    }

    private static PairWay Way(LawRelease law, RouteQuery query, LawRoute there, LawRoute back, bool whole) => new(
        there.Channel.Id, there.Channel.Title, ChannelWords.ArticleOf(there.Channel) ?? there.Channel.Basis.Text, AtlasWords.Sentence(there.Channel.BasisText),
        Direction(law, query, there), Direction(law, Turned(query), back), whole ? ChannelQueries.Parts(law, there.Channel) : null);

    private static WayView Direction(LawRelease law, RouteQuery query, LawRoute route)
    {
        bool Decides(Reason reason) => reason.Weight == (route.Open ? ReasonWeight.Asks : ReasonWeight.Closes);
        var advice = law.Advise(query, route);
        return new(
            Party(law, query.From), Party(law, query.To), route.Open, [.. route.Reasons.Where(Decides).Select(Row)], [.. route.Reasons.Where(reason => !Decides(reason)).Select(Row)],
            [.. advice.Paths.Select(path => new PathRow(AtlasWords.Sentence(path.Path.Label).TrimEnd('.'), ChannelWords.ProvisionOf(path.Path.Source), path.Open, path.Why, path.Confidence.Mark))],
            [.. advice.Approvals.Select(Row)], [.. route.Limits.Select(ProvisionFacts.Limit)],
            [.. route.Requires.Select(id => law.FindElement(id)).OfType<Element>().Select(element => new Phrase(element.Label, ChannelWords.ProvisionOf(element.Source)))],
            [.. advice.Risks.Where(risk => risk.Kind is not "question").Select(Row)],
            [.. route.Safeguards.Select(safeguard => new Phrase(safeguard.Label, ChannelWords.ProvisionOf(safeguard.Source)))],
            Worst.FirstOrDefault(mark => route.Reasons.Any(reason => reason.Confidence.Mark == mark)) ?? route.Channel.Confidence.Mark);
    }

    private static NoteRow Row(RouteNote note) => new(AtlasWords.Sentence(note.Text), note.Source, note.Since, note.Confidence.Mark);

    private static ReasonRow Row(Reason reason) => new(AtlasWords.Sentence(reason.Text), reason.Provision.ToString(), reason.Since, reason.Source, reason.Confidence.Mark);
}
