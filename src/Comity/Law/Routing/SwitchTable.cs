using System.Collections.Immutable;

namespace Comity.Law.Routing;

/// <summary>One declaration as it acts on one channel, with the sentences that say so.</summary>
/// <param name="Switch">The switch; null for a declaration whose text is not known.</param>
/// <param name="From">First day of effect.</param>
/// <param name="To">Day from which it no longer holds, or null.</param>
/// <param name="Closing">The sentence where it closes the channel.</param>
/// <param name="Noting">The sentence where it is to be borne in mind.</param>
internal sealed record TurnedSwitch(Switch? Switch, DateOnly From, DateOnly? To, Reason Closing, Reason Noting)
{
    internal bool Holds(DateOnly on) => From <= on && (To is not { } to || on < to);
}

/// <summary>Which switches each State has turned, by channel, by offence, and by switch.</summary>
internal sealed class SwitchTable
{
    private readonly TurnedSwitch[]?[,] _byChannel;
    private readonly Dictionary<(int Country, string Offence), TurnedSwitch[]> _byOffence = [];
    private readonly Dictionary<(int Country, string Switch), TurnedSwitch[]> _bySwitch = [];

    internal SwitchTable(LawRelease release, Func<CountryCode, int> index, IReadOnlyDictionary<string, Treaty> treatyOf)
    {
        _byChannel = new TurnedSwitch[release.Countries.Length, release.Channels.Length][];
        foreach (var makers in release.Declarations.GroupBy(declaration => declaration.Country))
        {
            var turned = makers.SelectMany(declaration => Turn(release, declaration)).ToList();
            var country = index(makers.Key);
            for (var c = 0; c < release.Channels.Length; c++) _byChannel[country, c] = OnChannel(turned, release.Channels[c], treatyOf);
            foreach (var group in turned.Where(t => t.Item2.Switch is not null).GroupBy(t => t.Item2.Switch!))
            {
                _bySwitch[(country, group.Key.Id)] = [.. group.Select(t => t.Item2)];
                foreach (var target in group.Key.Targets)
                    if (release.FindOffence(target) is not null) _byOffence[(country, target)] = [.. _byOffence.GetValueOrDefault((country, target)) ?? [], .. group.Select(t => t.Item2)];
            }
        }
    }

    internal TurnedSwitch[] OnChannel(int country, int channel) => _byChannel[country, channel] ?? [];

    internal TurnedSwitch[] OnOffence(int country, string offence) => _byOffence.GetValueOrDefault((country, offence)) ?? [];

    internal bool IsTurned(int country, string switchId, DateOnly on)
    {
        if (!_bySwitch.TryGetValue((country, switchId), out var turned)) return false;
        foreach (var one in turned)
            if (one.Holds(on)) return true;
        return false;
    }

    private static IEnumerable<(Declaration, TurnedSwitch)> Turn(LawRelease release, Declaration declaration)
    {
        if (declaration.FirstDay(release) is not { } from) yield break;
        var country = release.FindCountry(declaration.Country)!;
        var treaty = release.Treaties.First(treaty => treaty.Id == declaration.Treaty);
        foreach (var turned in declaration.Switches) yield return (declaration, Turned(declaration, turned, turned.Source.First, country, from));
        if (declaration.Article == "unknown" && treaty.Instrument is { } instrument)
            yield return (declaration, Turned(declaration, null, treaty.FirstSource.First ?? new(instrument, "1"), country, from));
    }

    private static TurnedSwitch Turned(Declaration declaration, Switch? turned, Provision? provision, Country country, DateOnly from)
    {
        var noting = new Reason(
            ReasonWeight.Asks, provision ?? new("ets-185", "42"), $"{country.Name}, {(turned is null ? declaration.Kind : turned.Nature)}: {declaration.Value}.", declaration.Confidence, from, declaration.Source);
        return new(turned, from, declaration.ValidTo, noting with { Weight = ReasonWeight.Closes }, noting);
    }

    private static TurnedSwitch[]? OnChannel(List<(Declaration Made, TurnedSwitch Turned)> turned, Channel channel, IReadOnlyDictionary<string, Treaty> treatyOf)
    {
        var treaty = treatyOf[channel.Instrument].Id;
        var acting = turned.Where(t => t.Turned.Switch is { } one ? channel.Switches.Contains(one) && one.Operation != "designate" : t.Made.Treaty == treaty).Select(t => t.Turned).ToArray();
        return acting.Length == 0 ? null : acting;
    }
}
