using System.Globalization;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;
using Statement = Comity.Dossiers.Statement;

namespace Comity.Node.Dossiers;

/// <summary>What an act says, in sentences with provisions: its signed terms first, then the author's own words unedited.</summary>
internal static class ActSays
{
    internal static IReadOnlyList<Phrase> Of(StoredStatement stored, Dossier fold, LawRelease? release)
    {
        var phrases = Terms(stored.Claims, fold, release).ToList();
        if (DossierRows.Said(stored, Disclosures.Text) is { Length: > 0 } words) phrases.Add(new(words));
        return phrases;
    }

    /// <summary>A condition in words, with the provision that it rests on.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="release">The law release.</param>
    /// <param name="channel">The channel of the request: of the provisions that set the safeguard, its own is cited.</param>
    internal static Phrase Condition(ConditionTerms condition, LawRelease? release, string? channel)
    {
        var basis = ConditionBasis.ProvisionOf(condition.Basis, release, channel is null ? null : release?.FindChannel(channel));
        return new(condition.Kind switch
        {
            ConditionKind.UseLimit => "Used for this case only.",
            ConditionKind.Confidentiality => "Kept confidential.",
            ConditionKind.NoOnwardTransfer => "Not passed on without consent.",
            ConditionKind.EraseBy => $"Erased by {Day(condition.Until)}.",
            _ => "An assurance is asked for.",
        }, ConditionProvision(condition.Kind, condition.Basis, basis));
    }

    /// <summary>The letter of the paragraph where the safeguard has one for this kind of condition.</summary>
    internal static string? ConditionProvision(ConditionKind kind, string basis, string? provision) => (basis, kind) switch
    {
        ("sg.use-limit", ConditionKind.UseLimit) => "ets-185/28/2/b",
        ("sg.use-limit", ConditionKind.Confidentiality) => "ets-185/28/2/a",
        _ => provision,
    };

    private static IEnumerable<Phrase> Terms(Statement s, Dossier fold, LawRelease? release) => s.Type switch
    {
        _ when s.Type.Opens() => Opening(s, release),
        ActType.Granted => [new("Granted as asked.")],
        ActType.GrantedOnCondition or ActType.ConditionOffered => s.Terms.Conditions.Select(c => Condition(c, release, ChannelOf(s, fold))),
        ActType.ConditionAccepted or ActType.ConditionDeclined or ActType.ConditionWithdrawn => Answered(s, fold, release),
        ActType.Refused => s.Terms.Grounds.Select(g => Ground(g, release)),
        ActType.Postponed => [new($"Put off{(s.Terms.Until is null ? "" : $" until {Day(s.Terms.Until)}")}.", "ets-185/27/5"), .. s.Terms.Grounds.Select(g => Ground(g, release))],
        ActType.ClarificationAsked => Asked(s.Terms.Asks),
        ActType.PreservationEffected or ActType.PreservationExtended => [Kept(s, fold)],
        ActType.PreservationEnded => [new("The data are no longer kept for this request.")],
        ActType.Delivery => [new(Sealed(s.Terms.Items))],
        ActType.Hold => [new($"Own copies are kept from erasure until {Day(s.Terms.Until)}.")],
        ActType.HandOver => [new($"{s.Terms.Office} carries on.")],
        ActType.Incident => [new($"What happened: {s.Terms.Incident?.Word()}.")],
        ActType.Acknowledgement when s.Terms.Held is { } held => [new(held ? "The data are still there." : "The data are no longer there.", "ets-185/29/7")],
        _ => [],
    };

    private static IEnumerable<Phrase> Opening(Statement s, LawRelease? release)
    {
        var procedure = ChannelWords.Procedure(release, s.Channel!);
        yield return new($"{procedure.Text}: {ChannelWords.Categories(release, s.Terms.Categories)}.", procedure.Provision);
        if (s.Terms.Urgency == Urgency.Emergency) yield return new("Life or safety of a person is at risk.", "cets-224/3/2/c");
        if (s.Terms.Urgency == Urgency.Urgent) yield return new("An expedited answer is asked for.", "ets-185/31/3");
        foreach (var offence in s.Terms.Offences)
            yield return release?.FindOffence(offence) is { } known ? new($"Offence: {known.Title}.", ChannelWords.ProvisionOf(known.Source)) : new($"Offence: {offence}.");
        if (Treaty(s, release) is { } treaty) yield return treaty;
        if (s.Terms.Path is { } path) yield return PathWords.Of(release, path) is { } way ? new($"Sent {way.Label}.", ChannelWords.ProvisionOf(way.Source)) : new($"Sent by the way {path}.");
        if (s.Terms.Established is { } state) yield return new($"To a provider in {StateName(state, release)}, as the author answered.");
        if (s.Terms.Confidential) yield return new("To be kept confidential.", "ets-185/27/8");
        if (s.Terms.Until is not null) yield return new($"Wanted until {Day(s.Terms.Until)}.");
        foreach (var condition in s.Terms.Conditions) yield return Condition(condition, release, s.Channel);
    }

    /// <summary>The officer's answer about a treaty of the pair, where something hangs on it: unknown is an answer too.</summary>
    private static Phrase? Treaty(Statement s, LawRelease? release) => (s.Terms.Treaty, release?.FindChannel(s.Channel!)) switch
    {
        (TreatyOfPair.None, _) => new("No mutual assistance treaty binds the two, as the author answered.", "ets-185/27/1"),
        (TreatyOfPair.Exists, _) => new("A mutual assistance treaty binds the two, as the author answered: its own procedure, grounds and use rules count.", "ets-185/27/1"),
        (_, { HangsOnTreaty: true } channel) => new("Whether a mutual assistance treaty binds the two the author does not know; what the register says counts.", (channel.NeedsNoTreatyRule ?? new("ets-185", "27/1")).ToString()),
        _ => null,
    };

    private static string StateName(string code, LawRelease? release) => CountryCode.TryParse(code, null, out var state) && release?.FindCountry(state) is { } known ? known.Name : code;

    private static IEnumerable<Phrase> Answered(Statement s, Dossier fold, LawRelease? release)
    {
        var offer = s.Re.Count > 0 ? fold.Find(s.Re[0]) : null;
        return (offer?.Terms.Conditions ?? []).Where(c => s.Terms.Answers.Contains(c.Id)).Select(c => Condition(c, release, offer is null ? null : ChannelOf(offer, fold)));
    }

    /// <summary>The channel of the request that an act belongs to.</summary>
    private static string? ChannelOf(Statement s, Dossier fold) => s.Channel ?? (s.Re.Count > 0 ? fold.Find(s.Re[0])?.Channel : null);

    private static Phrase Ground(string id, LawRelease? release) =>
        GroundWords.Of(id, release) is { } ground ? new($"Ground: {ground.Text}.", ground.Provision) : new($"Ground: {id}.");

    private static IEnumerable<Phrase> Asked(AskWord? asks) => asks switch
    {
        AskWord.PreservationNotEnough => [new("Preservation would not secure the data, or would endanger the investigation. The asking side decides whether it shall be done all the same.", "ets-185/29/6")],
        AskWord.SupplementNeeded => [new("Something is missing before it can be executed.")],
        _ => [],
    };

    private static Phrase Kept(Statement s, Dossier fold)
    {
        var request = s.Re.Count > 0 ? fold.Find(s.Re[0]) : null;
        var days = (s.Terms.Until - s.At) / 86_400;
        return new(string.Create(CultureInfo.InvariantCulture, $"The data are kept until {Day(s.Terms.Until)}, {days} days from this statement."), LimitWords.Keeping(request?.Channel ?? ""));
    }

    private static string Sealed(IReadOnlyList<ItemTerms> items) =>
        $"{Shown.Count(items.Count - 1, "sealed file")} with the manifest, {Shown.Size(items.Sum(i => i.Size))} padded.";

    private static string Day(long? at) => at is { } seconds ? Shown.Exact(DateTimeOffset.FromUnixTimeSeconds(seconds)) : "a date not named";
}
