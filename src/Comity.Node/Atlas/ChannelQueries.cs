using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>Reads a channel with all that the data hold of it.</summary>
internal sealed class ChannelQueries(AtlasDesk desk)
{
    /// <summary>Null if the data have no such channel between States.</summary>
    internal Task<ChannelView?> OneAsync(string id, string? on, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var scene = desk.Scene(on);
        return Task.FromResult(scene.Law.Channels.FirstOrDefault(one => one.Id == id) is { } channel ? View(scene, channel) : null);
    }

    internal IReadOnlyList<(string Id, string Title)> All() => [.. desk.Current.Channels.Select(channel => (channel.Id, channel.Title))];

    internal static ChannelRow Row(LawRelease law, Channel channel) => new(
        channel.Id, channel.Title, channel.Article, ChannelWords.ProvisionOf(channel.Basis), AtlasWords.Sentence(channel.BasisText), channel.Direction.Replace("->", " to ", StringComparison.Ordinal).Replace('-', ' '),
        ChannelWords.Categories(law, channel.DataCategories), channel.Elements.Length, [.. channel.Limits.Select(ProvisionFacts.Limit)], channel.Confidence.Mark);

    internal static ChannelParts Parts(LawRelease law, Channel channel) => new(
        Roles(channel.IssuedBy, "nobody in particular"), Roles(channel.Addressee, "nobody: a State acts alone") + (channel.AlsoTo.IsEmpty ? "" : $"; at the same time to {Roles(channel.AlsoTo, "")}"),
        ChannelWords.Categories(law, channel.DataCategories), new(channel.DualCriminalityAllowed ? "may be asked for" : "plays no part", ChannelWords.ProvisionOf(channel.DualCriminalitySource)),
        channel.GroundsClosed, channel.GroundsNote is { } note ? AtlasWords.Sentence(note) : null,
        [.. channel.FollowUps.Select(duty => new Phrase($"{AtlasWords.Sentence(duty.Trigger).TrimEnd('.')}: {duty.Actor}, {duty.Action}", ChannelWords.ProvisionOf(duty.Source)))]);

    internal static SwitchRow Row(AtlasScene scene, Switch turned)
    {
        var law = scene.Law;
        var makers = law.Declarations.Where(made => made.Switches.Contains(turned) && made.Holds(law, scene.On)).Select(made => made.Country).Distinct();
        return new(
            turned.Id, ChannelWords.ProvisionOf(turned.Source), turned.Nature, AtlasWords.Effect(law, turned), AtlasWords.Side(turned.Side), AtlasWords.Targets(law, turned),
            [.. makers.Select(code => new MapLand(code.ToString(), law.FindCountry(code)!.Name)).OrderBy(land => land.Name, StringComparer.Ordinal)], turned.Confidence.Mark);
    }

    private static ChannelView View(AtlasScene scene, Channel channel)
    {
        var law = scene.Law;
        var lender = channel.Paths.IsEmpty && channel.ProcedureFrom is { } other ? law.FindChannel(other) ?? channel : channel;
        return new(
            scene.Part, Row(law, channel), channel.Instrument, law.Instruments.First(one => one.Id == channel.Instrument).Reference, AtlasWords.Sentence(channel.AppliesWhen), Parts(law, channel),
            [.. channel.Elements.Select(element => Row(law, element))],
            [.. channel.Limits.Select(limit => Limit(limit))],
            [.. channel.Grounds.Select(ground => new LawFactRow(ground.Label, ChannelWords.ProvisionOf(ground.Source), Ground(law, ground), ground.Confidence.Mark))],
            [.. lender.Paths.Select(path => new LawFactRow(path.Label, ChannelWords.ProvisionOf(path.Source), path.Condition, lender.Confidence.Mark))],
            [.. channel.Safeguards.Select(safeguard => new LawFactRow(safeguard.Label, ChannelWords.ProvisionOf(safeguard.Source), null, safeguard.Confidence.Mark))],
            [.. channel.Switches.Select(turned => Row(scene, turned))]);
    }

    private static LawFactRow Limit(Comity.Law.TimeLimit limit)
    {
        var words = ProvisionFacts.Limit(limit);
        return new(words.Text, words.Provision, string.Join("; ", new[] { limit.Condition, limit.OtherTerm is { } other ? $"or {other}, whichever is longer" : null, limit.Renewable ? "can be renewed" : null, limit.Note }.OfType<string>()), limit.Confidence.Mark);
    }

    private static string? Ground(LawRelease law, RefusalGround ground) => string.Join("; ", new[]
    {
        ground.RequiresSwitch is { } needed && law.Switches.FirstOrDefault(one => one.Id == needed) is { } turned ? $"only where the asked State made the {turned.Nature} of {turned.Source.ForPeople}" : null,
        ground.NotForCoreOffences ? "not for offences that every Party must have" : null, ground.Note,
    }.OfType<string>()) is { Length: > 0 } note ? note : null;

    private static ElementRow Row(LawRelease law, Element element) => new(
        element.Id, element.Label, ChannelWords.ProvisionOf(element.Source), element.Source.Text, When(law, element), element.VisibleTo.IsEmpty ? "every recipient" : Roles(element.VisibleTo, ""), element.Confidence.Mark);

    private static string When(LawRelease law, Element element)
    {
        if (element.Mandatory) return element.Unless is { } not ? $"always, unless: {Circumstance(law, not)}" : "always";
        return element.RequiredIf is { } word ? $"if: {Circumstance(law, word)}" : element.Condition ?? "may be said";
    }

    private static string Circumstance(LawRelease law, string word) => law.Circumstances.FirstOrDefault(one => one.Id == word)?.Label
        ?? (law.Switches.FirstOrDefault(one => one.Id == word) is { } turned ? $"{turned.Nature} of {turned.Source.ForPeople}" : word);

    private static string Roles(IEnumerable<string> roles, string none) => string.Join(", ", roles.Select(ChannelWords.Role)) is { Length: > 0 } words ? words : none;
}
