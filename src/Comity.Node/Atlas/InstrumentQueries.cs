using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>Reads the instruments, and one of them with all that the data hold of it.</summary>
internal sealed class InstrumentQueries(AtlasDesk desk)
{
    internal Task<InstrumentsView> ListAsync(string? on, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var scene = desk.Scene(on);
        return Task.FromResult(new InstrumentsView(
            scene.Part, [.. scene.Law.Instruments.Select(instrument => Row(scene, instrument))],
            [.. scene.Law.Treaties.Where(treaty => treaty.Instrument is null).Select(treaty => Row(scene, treaty, treaty.Id, AtlasWords.Reference(scene.Law, treaty), treaty.Title, 0, treaty.Confidence))]));
    }

    /// <summary>Null if the data have no such instrument.</summary>
    internal Task<InstrumentView?> OneAsync(string id, string? on, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var scene = desk.Scene(on);
        return Task.FromResult(scene.Law.Instruments.FirstOrDefault(one => one.Id == id) is { } instrument ? View(scene, instrument) : null);
    }

    internal IReadOnlyList<(string Id, string Title)> All() => [.. desk.Current.Instruments.Select(instrument => (instrument.Id, instrument.Reference))];

    private static InstrumentView View(AtlasScene scene, Instrument instrument)
    {
        var law = scene.Law;
        var treaty = law.Treaties.FirstOrDefault(one => one.Instrument == instrument.Id);
        return new(
            scene.Part, Row(scene, instrument), ProvisionQueries.OfficialText(instrument.Id), treaty is null ? [] : [.. Rule(law, treaty)], [.. instrument.Channels.Select(channel => ChannelQueries.Row(law, channel))],
            [.. law.Offences.Where(offence => offence.Instrument == instrument.Id).Select(offence => new LawFactRow(offence.Title, ChannelWords.ProvisionOf(offence.Source), offence.IsCore ? "core offence" : null, offence.Confidence.Mark))],
            [.. instrument.Channels.SelectMany(channel => channel.Grounds).Distinct().Select(ground => new LawFactRow(ground.Label, ChannelWords.ProvisionOf(ground.Source), ground.Note, ground.Confidence.Mark))],
            [.. law.Switches.Where(turned => turned.Source.First?.Instrument == instrument.Id).Select(turned => ChannelQueries.Row(scene, turned))],
            treaty is null ? [] : [.. Parties(scene, treaty)]);
    }

    private static InstrumentRow Row(AtlasScene scene, Instrument instrument)
    {
        var treaty = scene.Law.Treaties.FirstOrDefault(one => one.Instrument == instrument.Id);
        return Row(scene, treaty, instrument.Id, instrument.Reference, instrument.Title, instrument.Channels.Length, instrument.Confidence);
    }

    private static InstrumentRow Row(AtlasScene scene, Treaty? treaty, string id, string reference, string title, int channels, Confidence confidence)
    {
        var steps = treaty is null ? [] : scene.Law.Countries.Select(country => TreatyStanding.Of(scene.Law, treaty, country, scene.On)).ToList();
        var bound = steps.Select(standing => standing.BoundFrom).OfType<DateOnly>().ToList();
        return new(
            id, treaty?.Id, reference, title, scene.Law.Instruments.Any(one => one.Id == id) ? AtlasLinks.Instrument(id, scene.On) : null, channels, steps.Count(s => s.Step == TreatyStep.Bound),
            steps.Count(s => s.Step == TreatyStep.Consented), steps.Count(s => s.Step == TreatyStep.Signatory), InForce(treaty, bound, steps.Count(s => s.Step == TreatyStep.Consented), scene.On), confidence.Mark);
    }

    private static Phrase InForce(Treaty? treaty, List<DateOnly> bound, int consents, DateOnly on)
    {
        if (treaty is null) return new("The data compute no entry into force");
        var source = treaty.FirstSource.First?.ToString();
        if (treaty.Given is { } given) return new($"{(given <= on ? "In force since" : "In force from")} {Shown.Day(given)}", source);
        if (bound.Count == 0) return new($"Not in force: {consents} of {treaty.Deposits} consents", source);
        return new($"{(bound.Min() <= on ? "In force since" : "In force from")} {Shown.Day(bound.Min())}", source);
    }

    private static IEnumerable<Phrase> Rule(LawRelease law, Treaty treaty)
    {
        if (treaty.BindsEuMembers) yield return new("Binds the members of the Union by their membership, apart from those it names.", treaty.LaterSource.First?.ToString());
        if (treaty.BindsEuMembers) yield break;
        if (treaty.Deposits > 0)
            yield return new($"Enters into force after {treaty.Deposits} deposits{(treaty.CouncilMembers > 0 ? $", {treaty.CouncilMembers} of them by members of the Council of Europe" : "")}: {AtlasWords.Rule(treaty.FirstStep)}.", treaty.FirstSource.First?.ToString());
        yield return new($"For a State that deposits later: {AtlasWords.Rule(treaty.LaterStep)}.", treaty.LaterSource.First?.ToString());
        if (treaty.Presupposes is { } former) yield return new($"Only a Party to {AtlasWords.Reference(law, law.Treaties.First(one => one.Id == former))} can join it.");
    }

    private static IEnumerable<PartyRow> Parties(AtlasScene scene, Treaty treaty) =>
        from country in scene.Law.Countries
        let standing = TreatyStanding.Of(scene.Law, treaty, country, scene.On)
        where standing.Step != TreatyStep.None
        orderby standing.Step descending, country.Name
        select new PartyRow(country.Code.ToString(), country.Name, AtlasWords.Standing(standing), standing.Row?.DepositedOn, standing.BoundFrom, standing.Confidence.Mark);
}
