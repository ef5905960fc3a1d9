using static Comity.Dossiers.ActClass;
using static Comity.Dossiers.ActType;

namespace Comity.Dossiers;

/// <summary>The table of acts: who may write what, when, upon what, with which effect (R22).</summary>
public static class Acts
{
    private static readonly string[] Nothing = [];
    private static readonly string[] OfRequest = ["categories", "offences", "urgency", "treaty", "path", "established", "confidential", "until", "names"];

    /// <summary>All rows, in the order of <see cref="ActType"/>.</summary>
    public static IReadOnlyList<ActRule> All { get; } = Table();

    /// <summary>The row of an act.</summary>
    public static ActRule Of(ActType type) => All[(int)type];

    /// <summary>True for the acts that decide a request.</summary>
    public static bool Decides(this ActType type) => type is Granted or GrantedOnCondition or Refused or Outcome or Postponed;

    /// <summary>True for the acts that open a request.</summary>
    public static bool Opens(this ActType type) => Of(type).Target == TargetKind.Opens;

    /// <summary>True for the acts that bind their author to execution.</summary>
    public static bool Grants(this ActType type) => type is Granted or GrantedOnCondition or Offer;

    /// <summary>True for the acts that may bring conditions.</summary>
    public static bool OffersConditions(this ActType type) => type is GrantedOnCondition or ConditionOffered or Offer;

    private static ActRule[] Table()
    {
        ActRule[] rows =
        [
            new(Request, Side.Asking, TargetKind.Opens, Claims, false, Nothing, OfRequest, Always, "open; the asked side owes an answer; may name quarantined items"),
            new(Notification, Side.Asking, TargetKind.Opens, Claims, false, Nothing, OfRequest, Always, "as a request"),
            new(Instruction, Side.Asking, TargetKind.Opens, Claims, false, Nothing, OfRequest, Always, "as a request"),
            new(Offer, Side.Asked, TargetKind.Opens, Claims | Binds, false, Nothing, [.. OfRequest, "conditions"], NothingYet, "request and grant on condition in one"),
            new(Supplement, Side.Asking, TargetKind.Request, Claims, false, Nothing, Nothing, NotWithdrawn, "part of what a decision should have seen"),
            new(ClarificationAsked, Side.Asked, TargetKind.Request, Claims, false, ["asks"], Nothing, NotWithdrawn, "question open"),
            new(ClarificationGiven, Side.Asking, TargetKind.Question, Claims, false, Nothing, Nothing, QuestionOpen, "question answered"),
            new(Withdrawal, Side.Asking, TargetKind.Request, Protects, false, Nothing, Nothing, NotWithdrawn, "withdrawn for good; no answer and no execution owed"),
            new(Granted, Side.Asked, TargetKind.Request, Binds, false, Nothing, Nothing, NotGranted, "execution owed; clears the quarantine of items that the request names"),
            new(GrantedOnCondition, Side.Asked, TargetKind.Request, Binds | Claims, false, ["conditions"], Nothing, NotGranted, "granted, and conditions open"),
            new(Refused, Side.Asked, TargetKind.Request, Claims, false, ["grounds"], Nothing, p => DecisionDiffers(p, Decision.Refused), "replaces the decision in its past"),
            new(Outcome, Side.Asked, TargetKind.Request, Claims, false, ["outcome"], Nothing, p => DecisionDiffers(p, Decision.Outcome), "replaces the decision in its past"),
            new(Postponed, Side.Asked, TargetKind.Request, Claims, false, Nothing, ["grounds", "until"], MayPostpone, "replaces the decision in its past"),
            new(ConditionOffered, Side.Asked, TargetKind.Request, Claims, false, ["conditions"], Nothing, GrantedAndOpen, "conditions open"),
            new(ConditionAccepted, Side.Asking, TargetKind.Condition, Binds, false, ["answers"], Nothing, ConditionsOpenOnLiveRequest, "accepted; binds for what comes under it"),
            new(ConditionDeclined, Side.Asking, TargetKind.Condition, Claims, false, ["answers"], Nothing, ConditionsOpen, "declined for good"),
            new(ConditionWithdrawn, Side.Asked, TargetKind.Condition, Binds, false, ["answers"], Nothing, ConditionsNotWithdrawn, "withdrawn, over every other state"),
            new(PreservationEffected, Side.Asked, TargetKind.Request, Happened | Binds, true, ["until"], Nothing, NotYetPreserved, "kept, to the date named"),
            new(PreservationExtended, Side.Asked, TargetKind.Request, Binds, true, ["until"], Nothing, Preserved, "kept, to the date named"),
            new(PreservationEnded, Side.Asked, TargetKind.Request, Happened, true, Nothing, Nothing, Preserved, "ended, if every extension is in its past"),
            new(Stop, Side.Asked, TargetKind.Request, Protects, false, Nothing, ["grounds"], NotStopped, "no delivery until lifted"),
            new(StopLifted, Side.Asked, TargetKind.Request, Claims, false, Nothing, Nothing, IsStopped, "delivery possible again"),
            new(Delivery, Side.Asked, TargetKind.Request, Happened, false, ["package", "items"], Nothing, MayDeliver, "items usable, or quarantined"),
            new(ErasureAsked, null, TargetKind.Item, Claims, false, ["names"], Nothing, OtherHasCopy, "shown"),
            new(Erased, null, TargetKind.Item, Happened, true, ["names"], ["grounds"], OwnCopyFree, "own copy gone"),
            new(Hold, null, TargetKind.Item, Protects, true, ["names", "until"], Nothing, Always, "own copies kept"),
            new(HoldEnded, null, TargetKind.Hold, Claims, true, Nothing, Nothing, OwnHold, "own copies free"),
            new(OnwardAsked, Side.Asking, TargetKind.Item, Claims, false, ["names"], Nothing, HasItem, "asked"),
            new(OnwardAuthorised, Side.Asked, TargetKind.Onward, Binds, false, Nothing, Nothing, OnwardOpen, "authorised"),
            new(Completion, null, TargetKind.Dossier, Claims, true, Nothing, Nothing, NotComplete, "complete while all acts outside its past are quiet"),
            new(Acknowledgement, null, TargetKind.Statement, Claims, true, Nothing, ["held"], Always, "listed"),
            new(AccountOfUse, null, TargetKind.Statement, Claims, true, Nothing, ["names"], Always, "listed"),
            new(Correction, null, TargetKind.OwnStatement, Claims, true, Nothing, Nothing, Always, "listed"),
            new(Review, null, TargetKind.OwnStatement, Claims, true, Nothing, Nothing, Always, "listed; discharges the review owed"),
            new(HandOver, null, TargetKind.Dossier, Claims, true, ["office"], Nothing, Always, "listed"),
            new(Incident, null, TargetKind.Statement, Protects, true, ["incident"], ["names"], Always, "listed"),
            new(Annulment, null, TargetKind.OwnStatement, Protects, false, Nothing, Nothing, NotAnnulled, "its claims end"),
            new(Confirmation, null, TargetKind.OwnStatement, Claims, false, Nothing, Nothing, NotAnnulled, "its taint ends"),
            new(Repair, null, TargetKind.OwnStatement, Claims, false, Nothing, Nothing, OwnForkOpen, "names the branch that stands"),
            new(RepairAccepted, null, TargetKind.Statement, Binds, false, Nothing, Nothing, OtherForkOpen, "gives back the claims of that branch"),
        ];
        for (var i = 0; i < rows.Length; i++)
            if ((int)rows[i].Type != i) throw new InvalidOperationException($"The row of {rows[i].Type} stands in place {i}.");
        return rows;
    }

    private static string? Unless(bool allowed, string reason) => allowed ? null : reason;

    private static string? Always(ActPlace place) => null;

    private static string? NothingYet(ActPlace place) => Unless(place.State.Requests.Count == 0, "An offer opens a dossier.");

    private static string? NotWithdrawn(ActPlace place) => Unless(!place.Request!.Withdrawn, "The request was withdrawn.");

    private static string? QuestionOpen(ActPlace place) => Unless(place.Question!.State == QuestionWord.Open, "The question is answered.");

    private static string? NotGranted(ActPlace place) =>
        NotWithdrawn(place) ?? Unless(place.Request!.Decision != Decision.Granted || place.Request.Unseen.Count > 0, "It is granted already.");

    private static string? DecisionDiffers(ActPlace place, Decision decision) =>
        NotWithdrawn(place) ?? Unless(place.Request!.Decision != decision || place.Request.Unseen.Count > 0, "That is the decision already.");

    private static string? MayPostpone(ActPlace place) =>
        DecisionDiffers(place, Decision.Postponed)
        ?? Unless(place.Request!.Decision is not (Decision.Refused or Decision.Outcome), "It is decided; only a new decision can replace that.");

    private static string? GrantedAndOpen(ActPlace place) =>
        NotWithdrawn(place) ?? Unless(place.Request!.Decision == Decision.Granted, "Conditions go with a grant, and it is not granted.");

    private static string? ConditionsOpenOnLiveRequest(ActPlace place) => NotWithdrawn(place) ?? ConditionsOpen(place);

    private static string? ConditionsOpen(ActPlace place) =>
        Unless(place.Conditions.Count > 0 && place.Conditions.All(c => c.State == ConditionWord.Open), "The condition is not open.");

    private static string? ConditionsNotWithdrawn(ActPlace place) =>
        Unless(place.Conditions.Count > 0 && place.Conditions.All(c => c.State != ConditionWord.Withdrawn), "The condition is withdrawn already.");

    private static string? NotYetPreserved(ActPlace place) =>
        Unless(place.Request!.Preservation.State == PreservationWord.None, "The data are preserved already, or were.");

    private static string? Preserved(ActPlace place) =>
        Unless(place.Request!.Preservation.State == PreservationWord.Kept, "Nothing is preserved.");

    private static string? NotStopped(ActPlace place) => Unless(!place.Request!.Stopped, "It is stopped already.");

    private static string? IsStopped(ActPlace place) => Unless(place.Request!.Stopped, "There is no stop to lift.");

    private static string? MayDeliver(ActPlace place) =>
        NotWithdrawn(place)
        ?? Unless(place.Request!.Decision == Decision.Granted, "It is not granted.")
        ?? Unless(!place.Request!.Stopped, "Delivery is stopped.");

    private static string? OtherHasCopy(ActPlace place) =>
        Unless(place.Items.Count > 0 && place.Items.All(i => !i.ErasedBy(place.By.Other())), "There is no such item at the other side.");

    private static string? HasItem(ActPlace place) =>
        Unless(place.Items.Count > 0 && place.Items.All(i => !i.ErasedBy(place.By)), "There is no such item here.");

    private static string? OwnCopyFree(ActPlace place) =>
        HasItem(place) ?? Unless(!place.Items.Any(i => place.State.Of(place.By).IsHeld(i.Key, place.At)), "An own hold is in force.");

    private static string? OwnHold(ActPlace place) => Unless(place.Hold is { } hold && hold.By == place.By, "There is no such hold of this side.");

    private static string? OnwardOpen(ActPlace place) => Unless(place.Onward is { Authorised: false, Annulled: false }, "Nothing is asked.");

    private static string? NotComplete(ActPlace place) => Unless(!place.State.Complete, "The dossier is complete.");

    private static string? NotAnnulled(ActPlace place) => Unless(!place.State.Annulled.Contains(place.Named!.Value), "It is annulled.");

    private static string? OwnForkOpen(ActPlace place) => Unless(place.State.Of(place.By).Fork == ForkWord.Open, "There is no fork to repair.");

    private static string? OtherForkOpen(ActPlace place) => Unless(place.State.Of(place.By.Other()).Fork == ForkWord.Open, "There is no fork to repair.");
}

/// <summary>Shorthands over <see cref="Side"/>.</summary>
public static class Sides
{
    /// <summary>The side opposite.</summary>
    public static Side Other(this Side side) => (Side)(1 - (int)side);

    /// <summary>Which of <paramref name="sides"/> an office belongs to: the side whose entity id, followed by a slash, is a prefix of it, or that is it. Null if neither.</summary>
    public static Side? Holding(IReadOnlyList<string> sides, string office)
    {
        for (var i = 0; i < sides.Count; i++)
            if (Under(office, sides[i])) return (Side)i;
        return null;
    }

    /// <summary>True if <paramref name="office"/> is <paramref name="entity"/> or lies below it.</summary>
    public static bool Under(string office, string entity) =>
        office.StartsWith(entity, StringComparison.Ordinal) && (office.Length == entity.Length || office[entity.Length] == '/');
}
