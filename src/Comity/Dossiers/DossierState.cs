namespace Comity.Dossiers;

/// <summary>The decision on a request.</summary>
public enum Decision
{
    /// <summary>None yet.</summary>
    None,

    /// <summary>Granted, also on condition.</summary>
    Granted,

    /// <summary>Refused.</summary>
    Refused,

    /// <summary>An ending that is no refusal.</summary>
    Outcome,

    /// <summary>Put off.</summary>
    Postponed,
}

/// <summary>The state of a condition.</summary>
public enum ConditionWord
{
    /// <summary>Neither accepted nor declined.</summary>
    Open,

    /// <summary>Binds the asking side.</summary>
    Accepted,

    /// <summary>The asking side cannot comply.</summary>
    Declined,

    /// <summary>Given up by the asked side.</summary>
    Withdrawn,

    /// <summary>Written in a fork; asks nothing until that is repaired (R21).</summary>
    Suspended,
}

/// <summary>The state of a question.</summary>
public enum QuestionWord
{
    /// <summary>Not answered.</summary>
    Open,

    /// <summary>Answered.</summary>
    Answered,

    /// <summary>Annulled by who asked (R32).</summary>
    Annulled,
}

/// <summary>The state of a preservation.</summary>
public enum PreservationWord
{
    /// <summary>Nothing preserved.</summary>
    None,

    /// <summary>Kept to the date named.</summary>
    Kept,

    /// <summary>Ended.</summary>
    Ended,

    /// <summary>Ended, though it was also extended: the duty stays (R21, R23).</summary>
    EndedYetOwed,
}

/// <summary>Whether a side wrote two statements for one place (R21).</summary>
public enum ForkWord
{
    /// <summary>No.</summary>
    None,

    /// <summary>Yes, and not repaired.</summary>
    Open,

    /// <summary>Yes; a repair was accepted.</summary>
    Repaired,
}

/// <summary>What a side owes.</summary>
public enum DutyKind
{
    /// <summary>An answer to a request.</summary>
    Answer,

    /// <summary>To do what was granted.</summary>
    Execution,

    /// <summary>A word whether data are still there (ETS 185 art. 29(7), R23).</summary>
    SayWhetherHeld,

    /// <summary>A second person's review of an act made alone (R12).</summary>
    Review,
}

/// <summary>A duty: what is owed, on which statement.</summary>
public readonly record struct Duty(DutyKind Kind, Digest On);

/// <summary>A condition on what was granted.</summary>
/// <param name="Key">Its identity.</param>
/// <param name="Terms">What it asks.</param>
/// <param name="State">Where it stands.</param>
/// <param name="SettledBy">The act that accepted or withdrew it; a delivery must name it.</param>
/// <param name="Overtaken">True if the request was withdrawn beside it (R23).</param>
public sealed record ConditionState(ConditionKey Key, ConditionTerms Terms, ConditionWord State, Digest? SettledBy, bool Overtaken);

/// <summary>A question of the asked side.</summary>
public sealed record QuestionState(Digest Id, AskWord Asks, QuestionWord State, bool Overtaken);

/// <summary>What is kept for a request.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Since">When it was effected, by its author's clock, Unix seconds.</param>
/// <param name="Until">The date named; a later statement never shortens it. Unix seconds.</param>
/// <param name="Unseen">Requests and supplements that its end had not seen (R23).</param>
/// <param name="PendingRequests">Requests that follow it up and are not decided: it goes on until they are (ETS 185 art. 29(7)).</param>
public sealed record PreservationState(PreservationWord State, long? Since, long? Until, IReadOnlyList<Digest> Unseen, IReadOnlyList<Digest> PendingRequests)
{
    /// <summary>Nothing preserved.</summary>
    public static readonly PreservationState Nothing = new(PreservationWord.None, null, null, [], []);
}

/// <summary>A request and what became of it.</summary>
public sealed record RequestState
{
    /// <summary>The act that opened it.</summary>
    public required Digest Id { get; init; }

    /// <summary>Its type: a request, notification, instruction or offer.</summary>
    public required ActType Type { get; init; }

    /// <summary>Channel or domestic power of the law data.</summary>
    public required string Channel { get; init; }

    /// <summary>Its terms.</summary>
    public required Terms Terms { get; init; }

    /// <summary>The author's time, Unix seconds.</summary>
    public required long At { get; init; }

    /// <summary>The law release that it was written under; its grounds and limits are read there (R10).</summary>
    public required Digest Law { get; init; }

    /// <summary>The request of this dossier that it follows up.</summary>
    public Digest? FollowUpOf { get; init; }

    /// <summary>Withdrawn for good.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>The decision that stands.</summary>
    public Decision Decision { get; init; }

    /// <summary>The act that made it; the later of two (R21) if a fork made both.</summary>
    public Digest? DecidedBy { get; init; }

    /// <summary>Whether the standing grant came with conditions, or the outcome's word, is read from this act's terms.</summary>
    public Terms DecisionTerms { get; init; } = Terms.None;

    /// <summary>True if the request was withdrawn beside the decision (R23).</summary>
    public bool Overtaken { get; init; }

    /// <summary>Supplements and answers that the decision had not seen (R23).</summary>
    public IReadOnlyList<Digest> Unseen { get; init; } = [];

    /// <summary>Delivery is stopped.</summary>
    public bool Stopped { get; init; }

    /// <summary>Its author wrote it in a fork that is not repaired, or annulled it: it asks nothing.</summary>
    public bool Suspended { get; init; }

    /// <summary>Conditions, in the order of the timeline.</summary>
    public IReadOnlyList<ConditionState> Conditions { get; init; } = [];

    /// <summary>Questions, in the order of the timeline.</summary>
    public IReadOnlyList<QuestionState> Questions { get; init; } = [];

    /// <summary>What is kept.</summary>
    public PreservationState Preservation { get; init; } = PreservationState.Nothing;

    /// <summary>Deliveries, in the order of the timeline.</summary>
    public IReadOnlyList<Digest> Deliveries { get; init; } = [];

    /// <summary>True if every condition is accepted or withdrawn (R24).</summary>
    public bool ConditionsSettled => Conditions.All(c => c.State is ConditionWord.Accepted or ConditionWord.Withdrawn or ConditionWord.Suspended);
}

/// <summary>An item delivered.</summary>
/// <param name="Key">Its identity.</param>
/// <param name="Size">Padded size in bytes.</param>
/// <param name="Request">The request that it answers.</param>
/// <param name="Quarantine">Acts for whose sake it may not be opened, exported or used; empty: usable (R23).</param>
/// <param name="Under">Conditions that it came under.</param>
/// <param name="ErasedAsking">The asking side stated that its copy is gone.</param>
/// <param name="ErasedAsked">The asked side stated the same.</param>
/// <param name="ErasureAsked">Acts that ask for its erasure.</param>
public sealed record ItemState(
    ItemKey Key, long Size, Digest Request, IReadOnlyList<Digest> Quarantine, IReadOnlyList<ConditionKey> Under, bool ErasedAsking, bool ErasedAsked,
    IReadOnlyList<Digest> ErasureAsked)
{
    /// <summary>May be opened and used.</summary>
    public bool Usable => Quarantine.Count == 0;

    /// <summary>True if that side stated that its copy is gone.</summary>
    public bool ErasedBy(Side side) => side == Side.Asking ? ErasedAsking : ErasedAsked;
}

/// <summary>An own hold in force: items kept from erasure until a date, Unix seconds.</summary>
public sealed record HoldState(Digest Id, Side By, long Until, IReadOnlyList<ItemKey> Items);

/// <summary>An onward transfer asked for.</summary>
public sealed record OnwardState(Digest Id, IReadOnlyList<ItemKey> Items, bool Authorised, bool Annulled);

/// <summary>What concerns one side.</summary>
/// <param name="Holds">Its holds that were not ended.</param>
/// <param name="Fork">Whether it wrote two statements for one place.</param>
/// <param name="Owes">What it owes.</param>
public sealed record SideState(IReadOnlyList<HoldState> Holds, ForkWord Fork, IReadOnlyList<Duty> Owes)
{
    /// <summary>True if a hold of this side on the item is in force at the time given.</summary>
    public bool IsHeld(ItemKey item, long at) => Holds.Any(h => h.Until >= at && h.Items.Contains(item));
}

/// <summary>What a dossier is: a pure function of its statements and verdicts (R22).</summary>
public sealed record DossierState
{
    /// <summary>Requests, in the order of the timeline.</summary>
    public required IReadOnlyList<RequestState> Requests { get; init; }

    /// <summary>Items delivered.</summary>
    public required IReadOnlyList<ItemState> Items { get; init; }

    /// <summary>Onward transfers asked for.</summary>
    public required IReadOnlyList<OnwardState> Onward { get; init; }

    /// <summary>The asking side.</summary>
    public required SideState Asking { get; init; }

    /// <summary>The asked side.</summary>
    public required SideState Asked { get; init; }

    /// <summary>A side wrote that it is done, and nothing that is not quiet lies outside what that side knew.</summary>
    public required bool Complete { get; init; }

    /// <summary>Acts that are listed and change nothing else.</summary>
    public required IReadOnlyList<Digest> Listed { get; init; }

    /// <summary>Statements annulled by their side.</summary>
    public required IReadOnlySet<Digest> Annulled { get; init; }

    /// <summary>Statements whose taint their side ended.</summary>
    public required IReadOnlySet<Digest> Confirmed { get; init; }

    /// <summary>One of the sides.</summary>
    public SideState Of(Side side) => side == Side.Asking ? Asking : Asked;

    /// <summary>A request by its id; null if there is none.</summary>
    public RequestState? Request(Digest id)
    {
        foreach (var request in Requests)
            if (request.Id == id) return request;
        return null;
    }

    /// <summary>An item by its key; null if there is none.</summary>
    public ItemState? Item(ItemKey key)
    {
        foreach (var item in Items)
            if (item.Key == key) return item;
        return null;
    }
}

/// <summary>Shorthands over a request.</summary>
public static class RequestStates
{
    /// <summary>What a delivery on the request must name: the request, the grant, and what settled each condition.</summary>
    public static IEnumerable<Digest> NamedByDelivery(this RequestState request) =>
        new[] { request.Id }.Concat(request.DecidedBy is { } decided ? [decided] : []).Concat(request.Conditions.Where(c => c.SettledBy is not null).Select(c => c.SettledBy!.Value)).Distinct();
}
