using static Comity.Dossiers.ActType;

namespace Comity.Dossiers;

/// <summary>What must be the same for two concurrent acts to meet.</summary>
public enum MeetingPlace
{
    /// <summary>The request, or one follows up the other.</summary>
    Request,

    /// <summary>The condition.</summary>
    Condition,

    /// <summary>The dossier.</summary>
    Dossier,
}

/// <summary>One row of the table of pairs (R23): two concurrent acts whose outcome needs a word.</summary>
/// <param name="One">An act of the one side.</param>
/// <param name="Other">An act of the other side, or of the same side after a fork.</param>
/// <param name="At">What both are about.</param>
/// <param name="OnlyByFork">True if one side writes both, which it can only by writing two statements for one place.</param>
/// <param name="Outcome">What follows.</param>
public sealed record Pair(IReadOnlyList<ActType> One, IReadOnlyList<ActType> Other, MeetingPlace At, bool OnlyByFork, string Outcome)
{
    /// <summary>True if the row speaks of these two acts, in either order.</summary>
    public bool Covers(ActType a, ActType b) => One.Contains(a) && Other.Contains(b) || One.Contains(b) && Other.Contains(a);
}

/// <summary>The table of pairs (R23). For every pair that is not here, one after the other, the other way round and side by side give one state.</summary>
public static class Pairs
{
    private static readonly ActType[] Decisions = [Granted, GrantedOnCondition, Refused, Outcome, Postponed];
    private static readonly ActType[] NotQuiet = [.. Acts.All.Where(a => !a.Quiet).Select(a => a.Type)];

    /// <summary>All rows.</summary>
    public static IReadOnlyList<Pair> All { get; } =
    [
        new([Withdrawal], [.. Decisions, ConditionOffered, ClarificationAsked], MeetingPlace.Request, false, "withdrawn; the other kept, as overtaken"),
        new([Withdrawal], [Delivery], MeetingPlace.Request, false,
            "the delivery is a fact; its items are quarantined at the recipient until granted on a new request that names them, or erased"),
        new([ConditionAccepted, ConditionDeclined], [ConditionWithdrawn], MeetingPlace.Condition, false, "withdrawn; what replaces it has its own name and is open"),
        new([Supplement, ClarificationGiven], Decisions, MeetingPlace.Request, false,
            "the decision stands, marked \"without sight of\"; the asked side confirms or decides anew"),
        new([Request, Notification, Instruction, Supplement], [PreservationEnded], MeetingPlace.Request, false,
            "ended, marked \"without sight of\"; the asked side owes a statement whether the data are still there (ETS 185 art. 29(7))"),
        new([Completion], NotQuiet, MeetingPlace.Dossier, false, "not complete"),
        new([Granted, GrantedOnCondition], Decisions, MeetingPlace.Request, true, "execution stays owed"),
        new([ConditionAccepted], [ConditionDeclined], MeetingPlace.Condition, true, "bound"),
        new([PreservationExtended], [PreservationEnded], MeetingPlace.Request, true, "ended yet owed"),
        new([Stop, ConditionOffered, GrantedOnCondition], [Delivery], MeetingPlace.Request, true, "quarantined"),
    ];

    /// <summary>The row for two acts of different sides; null if order does not matter for them.</summary>
    public static Pair? Between(ActType a, ActType b) => All.FirstOrDefault(p => !p.OnlyByFork && p.Covers(a, b));
}
