namespace Comity.Dossiers;

/// <summary>What a side can do now: the table of acts, read against the state in which it would be judged.</summary>
public static class NextActs
{
    /// <summary>Every act of the side upon everything that it could act upon, open or closed with the reason. Empty while the side may not write (R21).</summary>
    /// <param name="dossier">All that is at hand.</param>
    /// <param name="side">Who asks.</param>
    /// <param name="law">The law data's answers.</param>
    /// <param name="now">Unix seconds; holds are read at this time.</param>
    public static IReadOnlyList<NextAct> For(Dossier dossier, Side side, LawView law, long now) =>
        dossier.StateFor(side) is { } state ? [.. Acts.All.Where(a => a.By is null || a.By == side).SelectMany(rule => Of(rule, state, side, law, dossier, now))] : [];

    private static IEnumerable<NextAct> Of(ActRule rule, DossierState state, Side side, LawView law, Dossier dossier, long now)
    {
        var place = new ActPlace(state, side, now);
        switch (rule.Target)
        {
            case TargetKind.Request:
                foreach (var request in state.Requests) yield return OnRequest(rule, place with { Request = request }, law, dossier);
                break;
            case TargetKind.Condition:
                foreach (var request in state.Requests)
                    foreach (var offer in request.Conditions.GroupBy(c => c.Key.Offer))
                        if (OnConditions(rule, place with { Request = request }, offer.Key, [.. offer]) is { } act) yield return act;
                break;
            case TargetKind.Question:
                foreach (var request in state.Requests)
                    foreach (var question in request.Questions)
                        yield return Plain(rule, [question.Id], rule.When(place with { Request = request, Question = question }));
                break;
            case TargetKind.Item:
                if (OnItems(rule, place) is { } onItems) yield return onItems;
                break;
            case TargetKind.Hold:
                foreach (var hold in state.Of(side).Holds) yield return Plain(rule, [hold.Id], rule.When(place with { Hold = hold }));
                break;
            case TargetKind.Onward:
                foreach (var onward in state.Onward) yield return Plain(rule, [onward.Id], rule.When(place with { Onward = onward }));
                break;
            case TargetKind.Opens:
                if (rule.Type != ActType.Offer && dossier.Count > 0) yield return Plain(rule, [], rule.When(place));
                break;
            case TargetKind.Dossier:
                yield return Plain(rule, [], rule.When(place));
                break;
            case TargetKind.Statement or TargetKind.OwnStatement:
                if (NewestKnown(rule, place, side, dossier) is { } known) yield return known;
                break;
        }
    }

    private static NextAct OnRequest(ActRule rule, ActPlace place, LawView law, Dossier dossier)
    {
        var request = place.Request!;
        var closed = rule.When(place);
        if (closed is null && rule.Type == ActType.Delivery && !request.ConditionsSettled) closed = "A condition is neither accepted nor withdrawn.";
        var channel = law(ChannelQuestion.Of(request, dossier));
        IReadOnlyList<Digest> re = rule.Type == ActType.Delivery ? [.. request.NamedByDelivery()] : [request.Id];
        return new(rule.Type, request.Id, re, [], [], closed, channel?.IsUsual(rule.Type) ?? true, rule.Type == ActType.Refused ? channel?.Grounds ?? [] : []);
    }

    private static NextAct? OnConditions(ActRule rule, ActPlace place, Digest offer, List<ConditionState> conditions)
    {
        var open = conditions.FindAll(c => rule.When(place with { Conditions = [c] }) is null);
        var closed = open.Count > 0 ? null : rule.When(place with { Conditions = conditions });
        return new(rule.Type, offer, [offer], [.. (open.Count > 0 ? open : conditions).Select(c => c.Key.Id)], [], closed, true, []);
    }

    private static NextAct? OnItems(ActRule rule, ActPlace place)
    {
        if (place.State.Items.Count == 0) return null;
        var free = place.State.Items.Where(i => rule.When(place with { Items = [i] }) is null).ToList();
        var shown = free.Count > 0 ? free : place.State.Items;
        return new(
            rule.Type, null, [.. shown.Select(i => i.Key.Delivery).Distinct()], [], [.. shown.Select(i => i.Key)],
            free.Count > 0 ? null : rule.When(place with { Items = place.State.Items }), true, []);
    }

    /// <summary>Acts upon statements are offered on the newest request or, for own ones, the newest own act; any other can be chosen.</summary>
    private static NextAct? NewestKnown(ActRule rule, ActPlace place, Side side, Dossier dossier)
    {
        var newest = dossier.Statements.LastOrDefault(s => (dossier.SideOf(s) == side) == (rule.Target == TargetKind.OwnStatement) && dossier.IsKnownTo(side, s));
        return newest is null ? null : Plain(rule, [newest.Id], rule.When(place with { Named = newest.Id })) with { Usual = false };
    }

    private static NextAct Plain(ActRule rule, IReadOnlyList<Digest> re, string? closed) =>
        new(rule.Type, re.Count > 0 ? re[0] : null, re, [], [], closed, true, []);
}
