using System.Collections.Immutable;

namespace Comity.Law.Checking;

/// <summary>What must agree between the rules of a release, and what no two rules may say at once.</summary>
internal sealed class RuleChecks(LawRelease release, RawIndex raw)
{
    private readonly List<LawFault> _faults = [];

    internal List<LawFault> Run()
    {
        foreach (var channel in release.Channels.Concat(release.DomesticOrders)) Of(channel);
        foreach (var turned in release.Switches) Of(turned);
        foreach (var offence in release.Offences) Numbered(offence.Id, "off.", offence.Source);
        foreach (var order in release.DomesticOrders) IdAgrees(order.Id, "pw.185.", order.Basis.Text);
        return _faults;
    }

    private void Of(Channel channel)
    {
        if (!channel.IsDomestic) Addressed(channel);
        foreach (var limit in channel.Limits) Of(limit);
        Collisions(channel);
        foreach (var element in channel.Elements) Of(channel, element);
        foreach (var path in channel.Paths) Of(channel, path);
        if (channel.Paths.Count(path => path.IsDefault) > 1) Fault(channel.Id, "Two paths are the default one.", "Keep `default: true` on one of them.");
        foreach (var turned in channel.Switches)
            if (turned.Targets.Any(target => release.FindChannel(target) is not null) && !turned.Targets.Contains(channel.Id) && (channel.ProcedureFrom is not { } lender || !turned.Targets.Contains(lender)))
                Fault(channel.Id, $"It lists {turned.Id}, which acts on {string.Join(", ", turned.Targets)}.", "Remove the switch here or add the channel to its targets.");
        if (channel.GroundsClosed && channel.Grounds.Any(ground => ground.Id == "rg.requested-law")) Fault(channel.Id, "A closed list of grounds has the open ground of own law.", "Remove one of the two.");
        if (!channel.FallbackGrounds.IsEmpty && channel.GroundsNote is null) Fault(channel.Id, "Grounds fall away under a treaty, and no note says so.", "Add `refusalNote`.");
    }

    /// <summary>Who turns to whom must be among the addressees, and no order to a provider goes to an authority first.</summary>
    private void Addressed(Channel channel)
    {
        var wanted = channel.Direction switch
        {
            "authority->provider" => "provider",
            "authority->registrar" => "registrar",
            _ => null,
        };
        if (wanted is not null && !channel.Addressee.SequenceEqual([wanted])) Fault(channel.Id, $"{channel.Direction} is addressed to {Or(channel.Addressee)}.", $"Write addressee: [{wanted}] or correct the direction.");
        if (channel.Direction is "authority->authority" or "authority->authority->provider" && (channel.Addressee.IsEmpty || channel.Addressee.Any(actor => actor is "provider" or "registrar")))
            Fault(channel.Id, $"{channel.Direction} is addressed to {Or(channel.Addressee)}.", "Name an authority as addressee.");
        if (channel.Direction == "unilateral" != channel.Addressee.IsEmpty) Fault(channel.Id, $"{channel.Direction} is addressed to {Or(channel.Addressee)}.", "A unilateral act has no addressee, and nothing else lacks one.");
        if (channel.IssuedBy.IsEmpty) Fault(channel.Id, "Nobody may issue it.", "Add `issuedBy`.");
        foreach (var element in channel.Elements)
            foreach (var role in element.VisibleTo)
                if (!channel.Addressee.Concat(channel.AlsoTo).Any(recipient => release.CountsAs(recipient, role)) && !(role == "enforcing-authority" && channel.Grounds.Any(ground => ground.Stage == "enforcement"))) Fault(element.Id, $"Only {role} may see it, who gets nothing by {channel.Id}.", "Correct visibleTo, or the addressees of the channel.");
        if (channel.Id.StartsWith("ch.", StringComparison.Ordinal) && channel.Instrument != "eu-2023-1543") IdAgrees(channel.Id, $"ch.{channel.Instrument.Split('-')[1]}.", channel.Article);
    }

    private void Of(TimeLimit limit)
    {
        var wrong = (limit.Semantics, limit.Duration) switch
        {
            (LimitSemantics.Qualitative or LimitSemantics.UntilEvent, not null) => "A limit without number has one.",
            (LimitSemantics.Min or LimitSemantics.LongerOf or LimitSemantics.EarliestAndLatest or LimitSemantics.Window, null) => "A limit with a number has none.",
            (LimitSemantics.Max, null) when limit.Note is null => "A ceiling has no number, and no note says whose.",
            (LimitSemantics.LongerOf, _) when limit.OtherTerm is null => "The longer of two terms counts, and the other is not named.",
            _ when limit.OtherTerm is not null && limit.Semantics != LimitSemantics.LongerOf => "Another term is named, and it is not the longer of two.",
            _ when limit.Extends is { } former && release.FindLimit(former)?.To != limit.To => "It prolongs a limit that ends in another event.",
            _ when limit.From == limit.To => "It runs from an event to itself.",
            _ => null,
        };
        if (wrong is not null) Fault(limit.Id, wrong, "Correct semantics, duration or the events.");
        if (!limit.Id.StartsWith("dl.eu", StringComparison.Ordinal)) IdAgrees(limit.Id, "dl.", limit.Source.Text);
    }

    /// <summary>Two limits between the same events, for the same data in the same circumstances, must say when each runs.</summary>
    private void Collisions(Channel channel)
    {
        for (var i = 0; i < channel.Limits.Length; i++)
            for (var j = i + 1; j < channel.Limits.Length; j++)
            {
                var (one, other) = (channel.Limits[i], channel.Limits[j]);
                var collide = one.From == other.From && one.To == other.To && one.Condition == other.Condition
                    && (one.AppliesTo.IsEmpty || other.AppliesTo.IsEmpty || one.AppliesTo.Any(data => other.AppliesTo.Contains(data)))
                    && !(one.OnlyIf is not null && one.OnlyIf == other.Unless) && !(other.OnlyIf is not null && other.OnlyIf == one.Unless);
                if (collide) Fault(other.Id, $"It collides with {one.Id}: same events, same data, same circumstances.", "Give one of them a condition, data categories or a circumstance.");
            }

        foreach (var group in channel.Elements.GroupBy(element => element.Label).Where(group => group.Count() > 1))
            Fault(group.Last().Id, $"Two elements are called “{group.Key}”.", "Give one of them another label.");
    }

    private void Of(Channel channel, Element element)
    {
        if (element.Mandatory && element.RequiredIf is not null) Fault(element.Id, "It is always demanded and in a circumstance.", "Remove `requiredIf` or write mandatory: false.");
        if (!element.Mandatory && element.Unless is not null) Fault(element.Id, "It is not demanded anyway, and excepted.", "Remove `unless` or write mandatory: true.");
        if (element.RequiredIf is { } word && word.StartsWith("sw.", StringComparison.Ordinal))
        {
            var turned = release.Switches.First(one => one.Id == word);
            if (!turned.Elements.Contains(element.Id)) Fault(element.Id, $"It is due where {word} is made, which does not add it.", "Name the element in the effect of the switch.");
            if (!channel.Switches.Contains(turned)) Fault(element.Id, $"It is due where {word} is made, which {channel.Id} does not list.", "Add the switch to the channel.");
        }

        if (element.Basis == "treaty" && element.Source.First is null) Fault(element.Id, "It rests on the treaty, and its source names no provision.", "Cite the provision or correct `basis`.");
        if (element.Basis == "template" && !element.Source.Text.StartsWith("T-CY", StringComparison.Ordinal)) Fault(element.Id, "It rests on a form, and its source names none.", "Cite the form and box.");
        if (element.Basis != "ours" && element.Source.Text == "ours") Fault(element.Id, "Its source is ours, and its basis is not.", "Write basis: ours.");
        if (element is { VisibleTo.IsEmpty: true, ReleaseRule: not null }) Fault(element.Id, "Everybody may see it, and a consent releases it.", "Add `visibleTo` or remove `releaseRule`.");
    }

    private void Of(Channel channel, TransmissionPath path)
    {
        IdAgrees(path.Id, "rt.", path.Source.Text);
        if (path.IsDefault && (path.BlockedBy ?? path.AllowedBy ?? path.Condition) is not null) Fault(channel.Id, $"{path.Id} is the default path and has a condition.", "The default path needs none.");
        foreach (var id in new[] { path.BlockedBy, path.AllowedBy }.OfType<string>())
        {
            var turned = release.Switches.First(one => one.Id == id);
            var named = turned.Remarks.Where(remark => remark.Name is "blocks" or "routes").SelectMany(remark => remark.Text.Split("; "));
            if (!named.Contains(path.Id) || !turned.Targets.Contains(channel.Id)) Fault(channel.Id, $"{path.Id} hangs on {id}, whose effect does not name it.", "Name the path in the effect of the switch.");
        }
    }

    private void Of(Switch turned)
    {
        Numbered(turned.Id, "sw.", turned.Source);
        foreach (var target in turned.Targets)
            if (release.FindChannel(target) is { } channel && !channel.Switches.Contains(turned)) Fault(turned.Id, $"It acts on {target}, which does not list it.", "Add it to the switches of the channel.");
        foreach (var target in turned.Targets)
            if (release.FindOffence(target) is { } offence && offence.Instrument.Split('-')[1] != turned.Id.Split('.')[1]) Fault(turned.Id, $"It acts on {target} of another instrument.", "Correct the target.");
        foreach (var id in turned.Elements)
            if (release.FindElement(id) is { RequiredIf: null }) Fault(turned.Id, $"It adds {id}, which is never due for it.", "Write requiredIf on the element.");
        if (turned.Ground is { } ground && release.FindGround(ground)?.RequiresSwitch != turned.Id) Fault(turned.Id, $"It adds {ground}, which does not need it.", "Write requiresSwitch on the ground.");
        if (turned.Operation == "designate" != turned.Nature is "designation") Fault(turned.Id, $"A {turned.Nature} that is to {turned.Operation}.", "A designation designates, and nothing else does.");
        if (turned.Operation == "designate" == turned.Roles.IsEmpty) Fault(turned.Id, "A designation names a role, and nothing else does.", "Add or remove `role`.");
        if (turned.Operation is "disable-channel" or "restrict-data" or "restrict-request" or "add-refusal-ground" or "add-element" or "narrow-offence" && turned.Targets.IsEmpty) Fault(turned.Id, "It acts on nothing.", "Add `target`.");
        var needs = turned.Operation switch
        {
            "add-refusal-ground" => turned.Ground is null ? "a ground" : null,
            "add-element" => turned.Elements.IsEmpty ? "an element" : null,
            _ => null,
        };
        if (needs is not null) Fault(turned.Id, $"{turned.Operation} names {needs}.", "Add it to the effect.");
    }

    /// <summary>The number of the instrument and the article in an id are those of its source: <c>sw.185.29.4</c> rests on 29.4.</summary>
    private void Numbered(string id, string prefix, Citation source)
    {
        if (id == "off.any" || source.First is not { } first) return;
        var expected = $"{prefix}{first.Instrument.Split('-')[1]}.{first.Path.Replace('/', '.')}";
        if (id != expected) Fault(id, $"By its source it would be {expected}.", "Correct the source or the id.");
    }

    /// <summary>The article in an id is the one that the source begins with: <c>dl.29.7.min</c> rests on 29.7.</summary>
    private void IdAgrees(string id, string prefix, string source)
    {
        var first = Citation.Read(source, "here").First?.Path.Replace('/', '.');
        if (first is null || !id.StartsWith(prefix, StringComparison.Ordinal)) return;
        var named = string.Join('.', id[prefix.Length..].Split('.').TakeWhile(part => char.IsAsciiDigit(part[0]) || part.Length == 1));
        if (named.Length > 0 && first != named && !first.StartsWith(named + ".", StringComparison.Ordinal) && !named.StartsWith(first + ".", StringComparison.Ordinal))
            Fault(id, $"Its source begins with {first}.", "Correct the source or the id.");
    }

    private static string Or(ImmutableArray<string> words) => words.IsEmpty ? "nobody" : string.Join(", ", words);

    private void Fault(string id, string wrong, string remedy) => _faults.Add(raw.Fault(id, $"{id}: {wrong}", remedy));
}
