using Comity.Law;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>Reads what supposed acts would change.</summary>
internal sealed class WhatIfQueries(AtlasDesk desk)
{
    /// <param name="suppose">Suppositions so far, divided by commas.</param>
    /// <param name="add">One more, or null.</param>
    /// <param name="on">The day of comparison; the day on which all supposed acts have taken effect if left out.</param>
    /// <param name="data">A data category, or empty.</param>
    /// <param name="stop">Ends the reading.</param>
    internal Task<WhatIfView> ReadAsync(string? suppose, string? add, string? on, string? data, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var scene = desk.Scene(on, string.Join(',', new[] { suppose, add }.Where(word => !string.IsNullOrEmpty(word))));
        // A supposition that cannot be made must not take the others with it.
        if (add is not null && scene.Supposed.IsEmpty && !string.IsNullOrEmpty(suppose)) scene = desk.Scene(on, suppose) with { Errors = scene.Errors };
        if (string.IsNullOrEmpty(on) && Effective(scene) is { } day) scene = scene with { On = day };
        var errors = scene.Errors.ToList();
        var category = Category(scene.Law, data, errors);
        var changes = scene.Supposed.IsEmpty ? [] : RouteChanges.Of(desk.Current, scene, category);
        return Task.FromResult(new WhatIfView(
            scene.Part with { Errors = errors }, Choices(scene.Law), category ?? "", [.. scene.Supposed.Deposits.Select(one => Row(scene, one)), .. scene.Supposed.Declarations.Select(one => Row(scene, one))],
            Together(scene, changes), changes.Count, changes.Sum(change => change.Opens.Count), changes.Sum(change => change.Closes.Count), changes.Sum(change => change.Alters.Count)));
    }

    /// <summary>The first day on which every supposed act has effect; null where one never would.</summary>
    internal static DateOnly? Effective(AtlasScene scene)
    {
        var days = scene.Supposed.Deposits.Select(one => scene.Law.StatusOf(one.Treaty, one.Country)?.BoundFrom).Concat(scene.Supposed.Declarations.Select(one => (DateOnly?)one.From)).ToList();
        return days.Count == 0 || days.Contains(null) ? null : days.Max();
    }

    private static string? Category(LawRelease law, string? data, List<FormError> errors)
    {
        if (string.IsNullOrEmpty(data)) return null;
        try
        {
            return LawWords.Data(law, data);
        }
        catch (UnknownWordException unknown)
        {
            errors.Add(new("c-data", unknown.Message));
            return null;
        }
    }

    private static WhatIfChoices Choices(LawRelease law) => new(
        [new("", "Choose"), .. law.Countries.Where(country => country.Kind != "territory").OrderBy(country => country.Name, StringComparer.Ordinal).Select(country => new Choice(country.Code.ToString(), country.Name))],
        [new("", "Choose"), .. law.Treaties.Where(treaty => !treaty.BindsEuMembers).Select(treaty => new Choice(treaty.Id, $"{AtlasWords.Reference(law, treaty)}, {treaty.Title}"))],
        [new("", "Any"), .. law.DataCategories.Select(category => new Choice(category.Id, category.Label))]);

    private static SupposedRow Row(AtlasScene scene, Supposition supposed)
    {
        var treaty = scene.Law.Treaties.First(one => one.Id == supposed.Treaty);
        var effect = TreatyEvents.Effect(scene.Law, treaty, scene.Law.StatusOf(supposed.Treaty, supposed.Country)!);
        return new(Name(scene, supposed.Country), AtlasWords.Reference(scene.Law, treaty), $"Deposit {Shown.Day(supposed.Deposit)}. {effect}.", Without(scene, supposed.ToString()));
    }

    private static SupposedRow Row(AtlasScene scene, SupposedDeclaration supposed)
    {
        var treaty = scene.Law.Treaties.First(one => one.Id == supposed.Treaty);
        return new(
            Name(scene, supposed.Country), $"{AtlasWords.Reference(scene.Law, treaty)} art. {supposed.Article}", $"{(supposed.IsWithdrawn ? "What stands is withdrawn" : "Declaration or reservation")}, from {Shown.Day(supposed.From)}.",
            Without(scene, SupposedActs.Word(supposed)));
    }

    private static string Name(AtlasScene scene, CountryCode code) => scene.Law.FindCountry(code)!.Name;

    private static string Without(AtlasScene scene, string word) => AtlasLinks.WhatIf(string.Join(',', scene.Supposed.Words.Where(other => other != word)));

    /// <summary>Pairs of one State with the same change stand together: sixty rows that say the same are one.</summary>
    private static IReadOnlyList<WayChange> Together(AtlasScene scene, IReadOnlyList<PairChange> changes)
    {
        var often = changes.SelectMany(change => new[] { change.From, change.To }).CountBy(country => country.Code).ToDictionary();
        var makers = scene.Supposed.Makers.ToHashSet();
        bool Leads(Country one, Country other) => makers.Contains(one.Code) != makers.Contains(other.Code) ? makers.Contains(one.Code) : often[one.Code] >= often[other.Code];
        return
        [
            .. from change in changes
               let asks = Leads(change.From, change.To)
               let sides = asks ? (Subject: change.From, Other: change.To) : (Subject: change.To, Other: change.From)
               group (change, sides.Other) by (sides.Subject, asks, Ways: Sum(change)) into same
               orderby same.Key.Subject.Name, same.Key.asks descending, same.Count() descending
               let first = same.First().change
               select new WayChange(
                   Land(same.Key.Subject), same.Key.asks, [.. same.Select(one => Land(one.Other)).OrderBy(land => land.Name, StringComparer.Ordinal)],
                   [.. first.Opens.Select(Way)], [.. first.Closes.Select(Way)], [.. first.Alters.Select(Way)]),
        ];
    }

    private static string Sum(PairChange change) => $"+{string.Join(' ', change.Opens)} -{string.Join(' ', change.Closes)} ~{string.Join(' ', change.Alters)}";

    private static MapLand Land(Country country) => new(country.Code.ToString(), country.Name);

    private static ChangedWay Way(Channel channel) => new(channel.Id, channel.Title, ChannelWords.ArticleOf(channel));
}
