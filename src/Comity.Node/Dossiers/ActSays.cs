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
    internal static Phrase Condition(ConditionTerms condition, LawRelease? release) => condition.Kind switch
    {
        ConditionKind.UseLimit => new("Used for this case only.", "ets-185/28/2/b"),
        ConditionKind.Confidentiality => new("Kept confidential.", "ets-185/28/2/a"),
        ConditionKind.NoOnwardTransfer => new("Not passed on without consent.", Basis(condition, release)),
        ConditionKind.EraseBy => new($"Erased by {Day(condition.Until)}.", Basis(condition, release)),
        _ => new("An assurance is asked for.", Basis(condition, release)),
    };

    private static string? Basis(ConditionTerms condition, LawRelease? release) =>
        ChannelWords.ProvisionOf(release?.Safeguards.FirstOrDefault(s => s.Id == condition.Basis)?.Source);

    private static IEnumerable<Phrase> Terms(Statement s, Dossier fold, LawRelease? release) => s.Type switch
    {
        _ when s.Type.Opens() => Opening(s, release),
        ActType.Granted => [new("Granted as asked.")],
        ActType.GrantedOnCondition or ActType.ConditionOffered => s.Terms.Conditions.Select(c => Condition(c, release)),
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
        if (s.Terms.Treaty == TreatyOfPair.None) yield return new("No mutual assistance treaty binds the two, as the author answered.", "ets-185/27/1");
        if (s.Terms.Confidential) yield return new("To be kept confidential.", "ets-185/27/8");
        if (s.Terms.Until is not null) yield return new($"Wanted until {Day(s.Terms.Until)}.");
        foreach (var condition in s.Terms.Conditions) yield return Condition(condition, release);
    }

    private static IEnumerable<Phrase> Answered(Statement s, Dossier fold, LawRelease? release)
    {
        var offered = s.Re.Count > 0 ? fold.Find(s.Re[0])?.Terms.Conditions ?? [] : [];
        return offered.Where(c => s.Terms.Answers.Contains(c.Id)).Select(c => Condition(c, release));
    }

    private static Phrase Ground(string id, LawRelease? release) =>
        release?.FindGround(id) is { } ground ? new($"Ground: {ground.Label}.", ChannelWords.ProvisionOf(ground.Source)) : new($"Ground: {id}.");

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
