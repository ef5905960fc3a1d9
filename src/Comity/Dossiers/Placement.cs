namespace Comity.Dossiers;

/// <summary>Finds what an act acts upon in the state of its past.</summary>
internal static class Placement
{
    /// <summary>The place, or what is lacking.</summary>
    internal static (ActPlace? Place, string? Lack) Of(Dossier dossier, Statement statement, DossierState past, Side by)
    {
        var place = new ActPlace(past, by, statement.At) { Named = statement.Re.Count > 0 ? statement.Re[0] : null };
        if (Items(past, statement) is not { } items) return (null, "It names an item that is not in the dossier.");
        place = place with { Items = items };
        return Acts.Of(statement.Type).Target switch
        {
            TargetKind.Request => Need(place, past.Request(place.Named!.Value), (p, r) => p with { Request = r }, "request"),
            TargetKind.Condition => Conditions(place, statement),
            TargetKind.Question => Question(place),
            TargetKind.Hold => Need(place, past.Of(by).Holds.FirstOrDefault(h => h.Id == place.Named), (p, h) => p with { Hold = h }, "own hold"),
            TargetKind.Onward => Need(place, past.Onward.FirstOrDefault(o => o.Id == place.Named), (p, o) => p with { Onward = o }, "onward transfer asked for"),
            TargetKind.OwnStatement when dossier.SideOf(dossier.Find(place.Named!.Value)!) != by => (null, "The first statement that it names is not an own one."),
            _ => (place, null),
        };
    }

    private static (ActPlace?, string?) Need<T>(ActPlace place, T? found, Func<ActPlace, T, ActPlace> with, string what)
        where T : class => found is null ? (null, $"The first statement that it names is no {what}.") : (with(place, found), null);

    private static List<ItemState>? Items(DossierState past, Statement statement)
    {
        var items = new List<ItemState>(statement.Terms.Names.Count);
        foreach (var key in statement.Terms.Names)
        {
            if (past.Item(key) is not { } item) return null;
            items.Add(item);
        }

        return items;
    }

    private static (ActPlace?, string?) Conditions(ActPlace place, Statement statement)
    {
        foreach (var request in place.State.Requests)
        {
            var answered = request.Conditions.Where(c => c.Key.Offer == place.Named && statement.Terms.Answers.Contains(c.Key.Id)).ToList();
            if (answered.Count == statement.Terms.Answers.Count) return (place with { Request = request, Conditions = answered }, null);
        }

        return (null, "It answers a condition that the act named first did not offer.");
    }

    private static (ActPlace?, string?) Question(ActPlace place)
    {
        foreach (var request in place.State.Requests)
            if (request.Questions.FirstOrDefault(q => q.Id == place.Named) is { } question) return (place with { Request = request, Question = question }, null);
        return (null, "The first statement that it names is no question.");
    }
}
