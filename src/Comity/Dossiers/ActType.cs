namespace Comity.Dossiers;

/// <summary>What a statement does. Closed: any other word is malformed; a new act needs its row in <see cref="Acts"/> and its pairs in <see cref="Pairs"/> (R22).</summary>
public enum ActType
{
    /// <summary>Asks the other side for something. It owes an answer.</summary>
    Request,

    /// <summary>Tells an authority of an order that concerns it (CETS 224 art. 7.5).</summary>
    Notification,

    /// <summary>Instructs one's own provider.</summary>
    Instruction,

    /// <summary>Offers information unasked, under conditions (ETS 185 art. 26).</summary>
    Offer,

    /// <summary>Adds to a request what a decision should have seen.</summary>
    Supplement,

    /// <summary>Asks a question, says that something is missing, or gives the notice of ETS 185 art. 29(6).</summary>
    ClarificationAsked,

    /// <summary>Answers a question.</summary>
    ClarificationGiven,

    /// <summary>Withdraws a request for good.</summary>
    Withdrawal,

    /// <summary>The asked side will do what was asked.</summary>
    Granted,

    /// <summary>As <see cref="Granted"/>, under conditions that the asking side must accept first.</summary>
    GrantedOnCondition,

    /// <summary>The asked side declines, on grounds of the instrument.</summary>
    Refused,

    /// <summary>An ending that is no refusal: nothing held, gone, other holder, sent on, partly done.</summary>
    Outcome,

    /// <summary>The asked side will act later.</summary>
    Postponed,

    /// <summary>A condition on what was granted.</summary>
    ConditionOffered,

    /// <summary>The asking side binds itself to a condition (ETS 185 art. 28(3)).</summary>
    ConditionAccepted,

    /// <summary>The asking side cannot comply with a condition.</summary>
    ConditionDeclined,

    /// <summary>The asked side gives a condition up.</summary>
    ConditionWithdrawn,

    /// <summary>The data are held, to the date named.</summary>
    PreservationEffected,

    /// <summary>They are held longer.</summary>
    PreservationExtended,

    /// <summary>They are no longer held for this request.</summary>
    PreservationEnded,

    /// <summary>No delivery until it is lifted (CETS 224 art. 7.5.c).</summary>
    Stop,

    /// <summary>Lifts a stop.</summary>
    StopLifted,

    /// <summary>Hands sealed items over.</summary>
    Delivery,

    /// <summary>Asks the other side to erase its copy of an item.</summary>
    ErasureAsked,

    /// <summary>States that the own copy of an item is gone.</summary>
    Erased,

    /// <summary>Keeps own copies from erasure.</summary>
    Hold,

    /// <summary>Ends an own hold.</summary>
    HoldEnded,

    /// <summary>Asks whether an item may go to somebody else.</summary>
    OnwardAsked,

    /// <summary>Allows it.</summary>
    OnwardAuthorised,

    /// <summary>The dossier is done, from this side's view.</summary>
    Completion,

    /// <summary>Takes note.</summary>
    Acknowledgement,

    /// <summary>Explains what use was made of what was delivered (ETS 185 art. 28(4)).</summary>
    AccountOfUse,

    /// <summary>Corrects an earlier own statement.</summary>
    Correction,

    /// <summary>A second person's look at an act made alone (R12).</summary>
    Review,

    /// <summary>Another office of the side carries on.</summary>
    HandOver,

    /// <summary>Something went wrong with the data.</summary>
    Incident,

    /// <summary>Ends the claims of an own act that was tainted (R32).</summary>
    Annulment,

    /// <summary>Ends the taint of an own act (R32).</summary>
    Confirmation,

    /// <summary>Names the branch that stands after two were written (R21).</summary>
    Repair,

    /// <summary>The other side takes the repair.</summary>
    RepairAccepted,
}

/// <summary>One of the two sides of a dossier: the place of its entity id in <c>sides</c> of the opening statement (R4).</summary>
public enum Side
{
    /// <summary>Who asks. Writes requests.</summary>
    Asking,

    /// <summary>Who is asked. Writes decisions and deliveries.</summary>
    Asked,
}

/// <summary>What an act does to its author and to others (R22).</summary>
[Flags]
public enum ActClass
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Gives its author something or frees it.</summary>
    Claims = 1,

    /// <summary>Binds its author.</summary>
    Binds = 2,

    /// <summary>Happened.</summary>
    Happened = 4,

    /// <summary>Protects.</summary>
    Protects = 8,
}

/// <summary>What an act acts upon: what the first id of <c>re</c> must name.</summary>
public enum TargetKind
{
    /// <summary>A new request; <c>re</c> may name the request that it follows up.</summary>
    Opens,

    /// <summary>A request.</summary>
    Request,

    /// <summary>Conditions, by the act that offered them; which ones stands in <c>terms.answers</c>.</summary>
    Condition,

    /// <summary>A question.</summary>
    Question,

    /// <summary>Items: <c>terms.names</c>.</summary>
    Item,

    /// <summary>An own hold.</summary>
    Hold,

    /// <summary>An onward transfer that was asked for.</summary>
    Onward,

    /// <summary>Any statement of the dossier.</summary>
    Statement,

    /// <summary>An own statement.</summary>
    OwnStatement,

    /// <summary>The dossier; <c>re</c> may be empty.</summary>
    Dossier,
}
