using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>Standings, deposits and switches as people say them.</summary>
internal static class AtlasWords
{
    /// <summary>"ETS 185", "Regulation (EU) 2023/1543": a treaty as it is cited.</summary>
    internal static string Reference(LawRelease law, Treaty treaty) =>
        law.Instruments.FirstOrDefault(one => one.Id == treaty.Instrument)?.Reference ?? Spaced(treaty.Id);

    internal static Mark Standing(TreatyStanding standing) => standing.Step switch
    {
        TreatyStep.Bound => new(Tone.Proof, standing.Treaty.BindsEuMembers ? "Applies" : "Party", "check"),
        TreatyStep.Consented => new(Tone.Time, "Consented, not in force", "hourglass"),
        TreatyStep.Signatory => new(Tone.Line, "Signed", "signature"),
        TreatyStep.Invited => new(Tone.Line, "Invited", "mail"),
        _ => new(Tone.Plain, "Not a Party"),
    };

    /// <summary>"Ratification", "Accession".</summary>
    internal static string Deposit(string? kind) => kind is null ? "Deposit" : char.ToUpperInvariant(kind[0]) + kind[1..];

    /// <summary>The rule by which a deposit takes effect, in words.</summary>
    internal static string Rule(EntryStep step) => step switch
    {
        EntryStep.MonthStartAfterThreeMonths => "first day of the month after three months have run",
        EntryStep.After90Days => "90 days after the deposit",
        EntryStep.After30Days => "30 days after the deposit",
        _ => step.ToString(),
    };

    /// <summary>What a turned switch does, in a sentence without full stop.</summary>
    internal static string Effect(LawRelease law, Switch turned) => turned.Operation switch
    {
        "add-element" => $"Requests have to say more: {string.Join("; ", turned.Elements.Select(id => law.FindElement(id)?.Label ?? id))}",
        "add-follow-up" => "A further duty follows",
        "add-refusal-ground" => $"A further ground of refusal: {law.FindGround(turned.Ground ?? "")?.Label ?? turned.Ground}",
        "allow-route" => "Opens a further path for requests",
        "block-issuer" => "Some authorities may not issue requests",
        "designate" => $"Names who acts: {string.Join(", ", turned.Roles.Select(ChannelWords.Role))}",
        "disable-channel" => "Closes the way",
        "drop-offence" => "The offence is not applied",
        "exclude-systems" => "Leaves out some computer systems",
        "exclude-territory" or "territory" => "Says to which territory the treaty applies",
        "federal-clause" => "A federal State takes on the duties as far as its constitution allows",
        "force-route" => "Requests travel through the central authority only",
        "narrow-jurisdiction" => "Jurisdiction is narrower",
        "narrow-offence" => "The offence is narrower",
        "provider-must-consult" => "Providers consult their authority before they answer",
        "require-issuer" => "Only certain authorities may issue requests",
        "require-notification" => "Its authority is told at the same time",
        "require-precondition" => "Asks for something before a request is granted",
        "restrict-data" => $"Not for {Categories(law, turned.Categories)}",
        "restrict-offences" => "Only for some offences",
        "restrict-request" => turned.Categories.IsEmpty ? "Only for some requests" : $"Not for requests for {Categories(law, turned.Categories)}",
        "stop-carry-over" => "Is not carried over to the other treaty",
        "unblock-issuer" => "Lets further authorities issue requests",
        var other => Spaced(other),
    };

    /// <summary>For whose requests a switch counts.</summary>
    internal static string Side(SwitchSide side) => side switch
    {
        SwitchSide.Asked => "for requests that it receives",
        SwitchSide.Asking => "for requests that it sends",
        SwitchSide.Both => "for requests that it receives and sends",
        SwitchSide.AnyParticipant => "for a team it takes part in",
        SwitchSide.Transferring => "for data that go out from it",
        _ => "",
    };

    /// <summary>The word of a step for programs, as the commands write it.</summary>
    internal static string StepWord(TreatyStep step) => step switch
    {
        TreatyStep.Bound => "bound",
        TreatyStep.Consented => "consented",
        TreatyStep.Signatory => "signed",
        TreatyStep.Invited => "invited",
        _ => "none",
    };

    /// <summary>The word of the data for a side.</summary>
    internal static string SideWord(SwitchSide side) => side switch
    {
        SwitchSide.Asked => "asked",
        SwitchSide.Asking => "asking",
        SwitchSide.Both => "both",
        SwitchSide.AnyParticipant => "any-participant",
        _ => "transferring",
    };

    /// <summary>"direct orders to providers": the channels and offences that a switch acts on, with their articles.</summary>
    internal static IReadOnlyList<Phrase> Targets(LawRelease law, Switch turned) =>
    [
        .. turned.Targets.Select(id => law.FindChannel(id) is { } channel ? new Phrase(channel.Title, ChannelWords.ArticleOf(channel))
            : law.FindOffence(id) is { } offence ? new Phrase(offence.Title, offence.Source.First?.ToString()) : new Phrase(id)),
    ];

    /// <summary>A sentence ends with a full stop and begins with a capital letter.</summary>
    internal static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '?' ? "" : ".");

    private static string Categories(LawRelease law, IEnumerable<string> categories) =>
        string.Join(", ", categories.Select(id => law.DataCategories.FirstOrDefault(category => category.Id == id)?.Label.ToLowerInvariant() ?? id));

    /// <summary>ETS185 is "ETS 185".</summary>
    private static string Spaced(string word) => word.StartsWith("ETS", StringComparison.Ordinal) ? "ETS " + word[3..] : word.StartsWith("CETS", StringComparison.Ordinal) ? "CETS " + word[4..] : word.Replace('-', ' ');
}
