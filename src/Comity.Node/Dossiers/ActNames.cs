using Comity.Dossiers;
using Comity.Node.Law;

namespace Comity.Node.Dossiers;

/// <summary>Acts in words: as a title in the thread, and as a command on a button.</summary>
internal static class ActNames
{
    /// <param name="type">The act.</param>
    /// <param name="noun">What the request that it belongs to is called.</param>
    /// <param name="terms">Its terms.</param>
    internal static string Title(ActType type, string noun, Terms terms) => type switch
    {
        ActType.Outcome => $"Outcome: {StatusWords.OutcomeText(terms.Outcome ?? OutcomeWord.PartlyDone)}",
        ActType.ClarificationAsked when terms.Asks == AskWord.PreservationNotEnough => "Preservation will not do",
        ActType.ClarificationAsked when terms.Asks == AskWord.SupplementNeeded => "Supplement needed",
        _ => Title(type, noun),
    };

    /// <summary>The act of which the terms are not written yet, or not asked.</summary>
    internal static string Title(ActType type, string noun) => type switch
    {
        ActType.Request or ActType.Instruction => Capital(noun),
        ActType.Notification => "Notification",
        ActType.Offer => noun == ChannelWords.Unasked ? "Spontaneous information offered" : Capital(noun),
        ActType.Granted => "Decision: granted",
        ActType.GrantedOnCondition => "Decision: granted on condition",
        ActType.Refused => "Decision: refused",
        ActType.Postponed => "Decision: postponed",
        ActType.PreservationEffected => "Data preserved",
        ActType.PreservationExtended => "Preservation prolonged",
        ActType.Hold => "Erasure held back",
        ActType.Erased => "Own copy erased",
        ActType.Completion => "Dossier closed from this side",
        _ => Capital(type.Word().Replace('-', ' ')),
    };

    /// <summary>The act as a command.</summary>
    internal static string Command(ActType type, string noun) => type switch
    {
        ActType.Supplement => $"Add to the {noun}",
        ActType.ClarificationAsked => "Ask for clarification",
        ActType.ClarificationGiven => "Answer the question",
        ActType.Withdrawal => $"Withdraw the {noun}",
        ActType.Granted => noun.EndsWith("order", StringComparison.Ordinal) ? "Accept the order" : "Grant",
        ActType.GrantedOnCondition => "Grant on condition",
        ActType.Refused => noun.EndsWith("order", StringComparison.Ordinal) ? "Object to the order" : "Refuse",
        ActType.Outcome => "Nothing held, gone, or elsewhere",
        ActType.Postponed => "Postpone",
        ActType.ConditionOffered => "Offer a condition",
        ActType.ConditionAccepted => "Accept the condition",
        ActType.ConditionDeclined => "Decline the condition",
        ActType.ConditionWithdrawn => "Withdraw the condition",
        ActType.PreservationEffected => "Confirm preservation",
        ActType.PreservationExtended => "Prolong preservation",
        ActType.PreservationEnded => "End preservation",
        ActType.Delivery => "Deliver",
        ActType.ErasureAsked => "Ask them to erase",
        ActType.Erased => "State that our copy is erased",
        ActType.Hold => "Hold back erasure",
        ActType.HoldEnded => "End the hold",
        ActType.OnwardAsked => "Ask to pass it on",
        ActType.OnwardAuthorised => "Allow to pass it on",
        ActType.Completion => "Close the dossier",
        ActType.Acknowledgement => "Take note",
        ActType.AccountOfUse => "Account for the use",
        ActType.Correction => "Correct an own statement",
        ActType.Review => "Review an act made alone",
        ActType.HandOver => "Hand over to another office",
        ActType.Incident => "Report an incident",
        ActType.Annulment => "Annul an own statement",
        ActType.Confirmation => "Confirm an own statement",
        ActType.Repair => "Repair the chain",
        ActType.RepairAccepted => "Accept the repair",
        _ => Capital(type.Word().Replace('-', ' ')),
    };

    internal static string? Icon(ActType type) => type switch
    {
        ActType.Granted or ActType.ConditionAccepted or ActType.OnwardAuthorised => "check",
        ActType.GrantedOnCondition or ActType.ConditionOffered => "scale",
        ActType.Refused or ActType.ConditionDeclined or ActType.Annulment => "ban",
        ActType.ClarificationAsked => "message-question",
        ActType.ClarificationGiven => "message-reply",
        ActType.Withdrawal or ActType.ConditionWithdrawn => "arrow-back-up",
        ActType.Postponed => "calendar-due",
        ActType.PreservationEffected or ActType.PreservationExtended => "lock",
        ActType.Delivery => "package-export",
        ActType.Completion => "circle-check",
        ActType.Outcome => "circle-dashed",
        ActType.Supplement => "plus",
        _ => null,
    };

    internal static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
