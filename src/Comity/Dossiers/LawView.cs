using System.Collections.Frozen;
using Comity.Law.Calendars;
using static Comity.Dossiers.ActType;

namespace Comity.Dossiers;

/// <summary>Answers a dossier's questions about a channel; null for a channel that the release does not have. Filled from the law release, so that both sides ask the same data.</summary>
public delegate ChannelView? LawView(ChannelQuestion question);

/// <summary>What a dossier asks the law data: one request's channel, between whom, since when, about what.</summary>
/// <param name="Release">The release that the request names (R10).</param>
/// <param name="Channel">Channel or domestic power.</param>
/// <param name="Asking">Entity id of the asking side.</param>
/// <param name="Asked">Entity id of the asked side.</param>
/// <param name="At">Time of the request, Unix seconds.</param>
/// <param name="Terms">The request's terms: categories, offences, urgency, treaty of the pair.</param>
public sealed record ChannelQuestion(Digest Release, string Channel, string Asking, string Asked, long At, Terms Terms)
{
    /// <summary>The act that opens the request: a notification goes to other offices than the order that it is about.</summary>
    public ActType Opening { get; init; } = Request;

    /// <summary>Circumstances of the dossier that make conditional elements due, in the words of the law data: <c>data-preserved</c>. Those of the terms need not be named.</summary>
    public IReadOnlySet<string> Circumstances { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The question that a request in a state puts.</summary>
    public static ChannelQuestion Of(RequestState request, Dossier dossier) => Of(request, dossier.Sides!);

    /// <summary>The question that a request between two sides puts.</summary>
    public static ChannelQuestion Of(RequestState request, SidePair sides) =>
        new(request.Law, request.Channel, sides.Asking, sides.Asked, request.At, request.Terms) { Opening = request.Type };

    /// <summary>The question that an opening act puts.</summary>
    public static ChannelQuestion Of(Statement opening, SidePair sides) =>
        new(opening.Law, opening.Channel!, sides.Asking, sides.Asked, opening.At, opening.Terms) { Opening = opening.Type };
}

/// <summary>What a channel is for.</summary>
public enum ChannelKind
{
    /// <summary>Something is handed over: mutual assistance, a production order.</summary>
    Disclosure,

    /// <summary>Data are kept and not handed over.</summary>
    Preservation,

    /// <summary>Information is offered unasked.</summary>
    SpontaneousInformation,
}

/// <summary>How a time limit works, in the words of the law data.</summary>
public enum LimitSemantics
{
    /// <summary>The later event may not come after the term.</summary>
    Max,

    /// <summary>The state must last at least the term.</summary>
    Min,

    /// <summary>The state lasts until the event; no number.</summary>
    UntilEvent,

    /// <summary>A word of urgency without number.</summary>
    Qualitative,

    /// <summary>The longer of two terms counts.</summary>
    LongerOf,

    /// <summary>At the end of the term, not before, unless released earlier.</summary>
    EarliestAndLatest,

    /// <summary>An action is possible within the term.</summary>
    Window,
}

/// <summary>A time limit of the law data.</summary>
/// <param name="Id"><c>dl.29.7.min</c>.</param>
/// <param name="From">Event that starts it, in the words of the data: <c>preservation-effected</c>.</param>
/// <param name="To">Event that it is about.</param>
/// <param name="Term">Its length in whole seconds; null if it has none.</param>
/// <param name="Semantics">How it works.</param>
/// <param name="Provision">Where it stands: <c>ets-185/29/7</c>.</param>
public sealed record LimitView(string Id, string From, string To, long? Term, LimitSemantics Semantics, string Provision)
{
    /// <summary>Counts it by the calendar of the State whose law decides; null where none is at hand: then it is counted as time passes.</summary>
    public TermClock? Clock { get; init; }

    /// <summary>When it ends, Unix seconds; null if it has no number, or stands still.</summary>
    /// <param name="from">When it began, Unix seconds.</param>
    /// <param name="pauses">When it stood still.</param>
    public long? End(long from, IEnumerable<Pause> pauses)
    {
        if (Term is null || Semantics is LimitSemantics.UntilEvent or LimitSemantics.Qualitative) return null;
        return Clock is null ? from + Term : Clock.End(DateTimeOffset.FromUnixTimeSeconds(from), pauses).Due?.ToUnixTimeSeconds();
    }
}

/// <summary>A way for a request to travel, for one request.</summary>
/// <param name="Id"><c>rt.27.9.a</c>.</param>
/// <param name="Open">False if the asked State closed it or did not open it, or if the request lacks the circumstance that it needs.</param>
/// <param name="IsDefault">True for the one that needs no reason.</param>
public sealed record PathView(string Id, bool Open, bool IsDefault);

/// <summary>What the law data say of a channel, for one request.</summary>
public sealed record ChannelView
{
    /// <summary>What it is for.</summary>
    public required ChannelKind Kind { get; init; }

    /// <summary>True if it is open between the two on that day.</summary>
    public required bool Open { get; init; }

    /// <summary>Elements that must be there, and that the addressee may see.</summary>
    public IReadOnlyList<string> Mandatory { get; init; } = [];

    /// <summary>Grounds on which it can be refused here.</summary>
    public IReadOnlyList<string> Grounds { get; init; } = [];

    /// <summary>Codes that divide these grounds, each of which a refusal may record in place of its ground.</summary>
    public IReadOnlyList<string> GroundCodes { get; init; } = [];

    /// <summary>Those among the codes that cannot be the only reason here.</summary>
    public IReadOnlyList<string> NotAlone { get; init; } = [];

    /// <summary>True if a decision may be put off.</summary>
    public bool MayBePostponed { get; init; }

    /// <summary>Safeguards that a condition can rest on here.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>Ways to travel; empty where the instrument names none.</summary>
    public IReadOnlyList<PathView> Paths { get; init; } = [];

    /// <summary>Roles that may write the request.</summary>
    public IReadOnlyList<string> IssuedBy { get; init; } = [];

    /// <summary>Roles that may answer it.</summary>
    public IReadOnlyList<string> AnsweredBy { get; init; } = [];

    /// <summary>Time limits.</summary>
    public IReadOnlyList<LimitView> Limits { get; init; } = [];

    /// <summary>True for the acts that such a channel is made for. Ours: the instruments do not forbid the others.</summary>
    public bool IsUsual(ActType act) => act switch
    {
        PreservationEffected or PreservationExtended or PreservationEnded => Kind == ChannelKind.Preservation,
        Delivery or GrantedOnCondition or ConditionOffered => Kind != ChannelKind.Preservation,
        Postponed => MayBePostponed,
        Stop or StopLifted => false,
        _ => true,
    };
}
