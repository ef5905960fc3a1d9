using Comity.Law;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>Reads the world map and the table of a treaty from the law data.</summary>
internal sealed class MapQueries(AtlasDesk desk, WorldShapes shapes, NodeCell cell)
{
    private const int NewestChanges = 6;

    /// <summary>The map; an unknown treaty or country is an error of the view, and the first map of the data is shown.</summary>
    internal Task<MapView> MapAsync(string? treaty, string? on, string? country, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var scene = desk.Scene(on);
        var scales = MapScale.All(scene.Law);
        var (scale, errors) = Find(scales, treaty);
        var (looked, unknown) = Country(scene.Law, country);
        return Task.FromResult(new MapView(
            scene.Part with { Errors = [.. scene.Errors, .. errors, .. unknown] }, scale.Key, scale.Title, [.. scales.Select(one => one.Choice)],
            Levels(scene, scale), Dates(scene, scale), TreatyEvents.Latest(scene.Law, scale.Treaties, scene.On, NewestChanges), looked is null ? null : CountryQueries.Card(scene, looked)));
    }

    /// <summary>The map in words: where each State stands towards the treaty, and beside a protocol also what the map shows of it.</summary>
    internal Task<StatusView> StatusAsync(string? treaty, string? on, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var scene = desk.Scene(on);
        var scales = MapScale.All(scene.Law);
        var (scale, errors) = Find(scales, treaty);
        var standings = scene.Law.Countries.Where(one => one.Kind != "territory").OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => TreatyStanding.Of(scene.Law, scale.Treaty, one, scene.On)).ToList();
        return Task.FromResult(new StatusView(
            scene.Part with { Errors = [.. scene.Errors, .. errors] }, scale.Key, scale.Title, [.. scales.Select(one => one.Choice)],
            [.. standings.Where(InRegister).OrderByDescending(one => one.Step).Select(one => (Land(one.Country), CountryQueries.Row(scene, one), OnMap(scene, scale, one.Country)))],
            [.. standings.Where(one => !InRegister(one)).Select(one => Land(one.Country))]));
    }

    private static string? OnMap(AtlasScene scene, MapScale scale, Country country) => scale.Protocol is null ? null : scale.Steps[scale.StepOf(scene.Law, country, scene.On)].Label;

    private static bool InRegister(TreatyStanding standing) => standing.Row is not null || standing.BoundFrom is not null;

    private static MapLand Land(Country country) => new(country.Code.ToString(), country.Name);

    private static (MapScale Scale, IReadOnlyList<FormError> Errors) Find(IReadOnlyList<MapScale> scales, string? key) =>
        string.IsNullOrEmpty(key) ? (scales[0], [])
        : scales.FirstOrDefault(scale => scale.Key == key) is { } found ? (found, [])
        : (scales[0], [new("c-treaty", $"The data have no treaty “{AtlasDesk.Shorten(key)}”. Valid: {string.Join(", ", scales.Where(scale => scale.Protocol is null).Select(scale => scale.Key))}.")]);

    /// <summary>The State asked for, or the one that this node speaks for.</summary>
    private (Country? Country, IReadOnlyList<FormError> Errors) Country(LawRelease law, string? code)
    {
        try
        {
            if (!string.IsNullOrEmpty(code)) return (law.FindCountry(LawWords.Country(law, code)), []);
            return (cell.IsSetUp && CountryCode.TryParse(cell.Core.Settings.Party, null, out var own) ? law.FindCountry(own) : null, []);
        }
        catch (UnknownWordException unknown)
        {
            return (null, [new("country", unknown.Message)]);
        }
    }

    private IReadOnlyList<MapLevel> Levels(AtlasScene scene, MapScale scale)
    {
        var lands = scale.Steps.Select(_ => new List<MapLand>()).ToList();
        foreach (var code in shapes.Codes)
        {
            var country = scene.Law.FindCountry(CountryCode.Parse(code));
            lands[country is null ? ^1 : scale.StepOf(scene.Law, country, scene.On)].Add(new(code, country?.Name ?? ""));
        }

        return [.. scale.Steps.Select((step, i) => new MapLevel(step.Class, step.Label, step.Pattern, lands[i]))];
    }

    private static IReadOnlyList<DateOnly> Dates(AtlasScene scene, MapScale scale)
    {
        var dated = TreatyEvents.Of(scene.Law.Statuses.Where(row => scale.Treaties.Any(treaty => treaty.Id == row.Treaty))).Select(happened => happened.On);
        var applies = scene.Law.Countries.Select(country => TreatyStanding.Of(scene.Law, scale.Treaty, country, scene.On).BoundFrom).OfType<DateOnly>();
        return [.. dated.Concat(applies).Append(scene.On).Append(scene.Today).Distinct().Order()];
    }
}
