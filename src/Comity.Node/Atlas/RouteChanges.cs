using Comity.Law;

namespace Comity.Node.Atlas;

/// <summary>What supposed acts change between two States.</summary>
/// <param name="From">The asking State.</param>
/// <param name="To">The asked State.</param>
/// <param name="Opens">Channels that open.</param>
/// <param name="Closes">Channels that close.</param>
/// <param name="Alters">Channels open before and after, with other grounds of refusal, elements or things to mind.</param>
internal sealed record PairChange(Country From, Country To, IReadOnlyList<Channel> Opens, IReadOnlyList<Channel> Closes, IReadOnlyList<Channel> Alters)
{
    internal bool IsNone => Opens.Count + Closes.Count + Alters.Count == 0;
}

/// <summary>Compares the routes of two releases on one day.</summary>
internal static class RouteChanges
{
    /// <summary>Every ordered pair between which a channel opens, closes or alters.</summary>
    /// <param name="real">The law as it is.</param>
    /// <param name="scene">The day, and the same with supposed acts.</param>
    /// <param name="data">A data category, or null for any.</param>
    internal static IReadOnlyList<PairChange> Of(LawRelease real, AtlasScene scene, string? data)
    {
        var law = scene.Law;
        var makers = scene.Supposed.Makers.ToHashSet();
        var moved = real.Countries.Where(country => makers.Contains(country.Code) || HasMoved(real, law, country, scene.On)).ToList();
        var parties = law.Countries.Where(country => moved.Contains(country) || country.IsEuMember || law.Treaties.Any(treaty => law.StatusOf(treaty.Id, country.Code) is not null)).ToList();
        // A route depends on its two States alone, so only pairs with a State that moved can change.
        var pairs = from one in moved from other in parties where one.Code != other.Code && (!moved.Contains(other) || IsBefore(one, other)) select (one, other);
        return
        [
            .. pairs.SelectMany(pair => new RouteQuery[] { new(pair.one.Code, pair.other.Code, scene.On, data), new(pair.other.Code, pair.one.Code, scene.On, data) })
                .Select(query => Compare(real, law, query)).Where(change => !change.IsNone),
        ];
    }

    private static bool IsBefore(Country one, Country other) => string.CompareOrdinal(one.Code.ToString(), other.Code.ToString()) < 0;

    private static PairChange Compare(LawRelease real, LawRelease supposed, RouteQuery query)
    {
        List<Channel> opens = [], closes = [], alters = [];
        foreach (var (now, then) in real.Routes(query).Zip(supposed.Routes(query)))
            if (now.Open != then.Open) (then.Open ? opens : closes).Add(then.Channel);
            else if (now.Open && Differs(now, then)) alters.Add(then.Channel);
        return new(real.FindCountry(query.From)!, real.FindCountry(query.To)!, opens, closes, alters);
    }

    private static bool Differs(LawRoute now, LawRoute then) => !now.Grounds.SequenceEqual(then.Grounds) || !now.Requires.SequenceEqual(then.Requires) || !Asked(now).SequenceEqual(Asked(then));

    private static IEnumerable<string> Asked(LawRoute route) => route.Reasons.Where(reason => reason.Weight == ReasonWeight.Asks).Select(reason => reason.Text);

    private static bool HasMoved(LawRelease real, LawRelease supposed, Country country, DateOnly on) =>
        real.Treaties.Any(treaty => TreatyStanding.Of(real, treaty, country, on).Step != TreatyStanding.Of(supposed, treaty, country, on).Step);
}
