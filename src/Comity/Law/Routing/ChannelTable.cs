using System.Collections.Immutable;

namespace Comity.Law.Routing;

/// <summary>What of a channel can be made once: its sentences, and the sets of grounds and limits it can have.</summary>
internal sealed class ChannelTable
{
    private readonly ImmutableArray<RefusalGround>[] _grounds;
    private readonly ImmutableArray<string>[] _requires;
    private readonly ImmutableArray<TimeLimit>[] _limits;
    private readonly LawRelease _release;

    internal ChannelTable(LawRelease release, Channel channel, Instrument instrument)
    {
        _release = release;
        Channel = channel;
        Basis = Say(ReasonWeight.Opens, channel.Basis, channel.BasisText);
        WrongData = [.. release.DataCategories.Select(category => channel.DataCategories.IsEmpty || channel.DataCategories.Contains(category.Id) ? null : Say(
            ReasonWeight.Closes, channel.Basis, $"{category.Label} cannot be had by {Cited(channel)}, only: {string.Join(", ", channel.DataCategories)}."))];
        NoEmergency = channel.NeedsEmergency is { } emergency ? Say(ReasonWeight.Closes, emergency, "Only in an emergency: a significant and imminent risk to the life or safety of a person.") : null;
        WrongOffence = channel.OffencesOf is { } of ? Say(ReasonWeight.Closes, channel.Basis, $"Only for offences of {release.Instruments.First(i => i.Id == of).Reference}.") : null;
        Undecided = [.. channel.Undecided.Select(question => new Reason(ReasonWeight.Asks, question.Source.First ?? channel.Basis.First!, Sentence(question.Text), question.Confidence, null, question.Source.Text))];
        HangsOnTreaty = channel.HangsOnTreaty;
        TreatyRule = channel.NeedsNoTreaty?.First ?? new("ets-185", "27/1");
        HasSwitchedElements = channel.Elements.Any(element => element.RequiredIf?.StartsWith("sw.", StringComparison.Ordinal) == true);
        Safeguards = Distinct([.. channel.Safeguards, .. release.Safeguards.Where(safeguard => instrument.DataSafeguards.Contains(safeguard.Id))]);
        SafeguardsUnderTreaty = [.. Safeguards.Where(safeguard => !channel.FallbackSafeguards.Contains(safeguard.Id))];
        _grounds = [.. Enumerable.Range(0, 1 << channel.Grounds.Length).Select(mask => channel.Grounds.Where((_, i) => (mask & (1 << i)) != 0).ToImmutableArray())];
        _requires = [.. Enumerable.Range(0, 4).Select(bits => Required(channel, (bits & 1) != 0, (bits & 2) != 0))];
        _limits = [.. Enumerable.Range(0, 2 * (release.DataCategories.Length + 1)).Select(LimitsOf)];
    }

    internal Channel Channel { get; }

    internal Reason Basis { get; }

    internal ImmutableArray<Reason?> WrongData { get; }

    internal Reason? NoEmergency { get; }

    internal Reason? WrongOffence { get; }

    internal ImmutableArray<Reason> Undecided { get; }

    internal bool HangsOnTreaty { get; }

    internal Provision TreatyRule { get; }

    internal bool HasSwitchedElements { get; }

    internal ImmutableArray<Safeguard> Safeguards { get; }

    internal ImmutableArray<Safeguard> SafeguardsUnderTreaty { get; }

    internal ImmutableArray<RefusalGround> Grounds(int mask) => _grounds[mask];

    internal ImmutableArray<string> Requires(bool emergency, bool identification) => _requires[(emergency ? 1 : 0) + (identification ? 2 : 0)];

    /// <param name="data">Index of the data category, or -1.</param>
    /// <param name="emergency">True in an emergency.</param>
    internal ImmutableArray<TimeLimit> Limits(int data, bool emergency) => _limits[(2 * (data + 1)) + (emergency ? 1 : 0)];

    private Reason Say(ReasonWeight weight, Citation source, string text) => new(weight, source.First ?? new(Channel.Instrument, "1"), text, Channel.Confidence, null, source.Text);

    private static string Cited(Channel channel) => channel.Basis.First is { } basis ? $"art. {basis.Path.Split('/')[0]}" : channel.Title;

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + (text.EndsWith('.') ? "" : ".");

    private static ImmutableArray<Safeguard> Distinct(ImmutableArray<Safeguard> safeguards) => [.. safeguards.Distinct()];

    private static ImmutableArray<string> Required(Channel channel, bool emergency, bool identification) =>
        [.. channel.Elements.Where(element => (element.Mandatory && !(element.Unless == "identification" && identification)) || (element.RequiredIf == "emergency" && emergency)).Select(element => element.Id)];

    private ImmutableArray<TimeLimit> LimitsOf(int slot)
    {
        var (data, emergency) = ((slot / 2) - 1, (slot & 1) != 0);
        return [.. Channel.Limits.Where(limit => (data < 0 || limit.AppliesTo.IsEmpty || limit.AppliesTo.Contains(_release.DataCategories[data].Id))
            && (limit.OnlyIf != "emergency" || emergency) && (limit.Unless != "emergency" || !emergency))];
    }
}
